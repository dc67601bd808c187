"""What may be wrong with an export."""


class Unusable(Exception):
    """What cannot be read, as FILE:LINE: reason."""
