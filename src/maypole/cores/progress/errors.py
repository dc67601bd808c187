"""The one error of this core."""


class ProgressError(ValueError):
    """A series, a file or a rule that cannot be computed with; the message says what is wrong and where."""
