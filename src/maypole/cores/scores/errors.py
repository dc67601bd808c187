"""The one error of this core."""


class ScoresError(ValueError):
    """A score, an age or a goal level that cannot be computed with; the message says why in words."""
