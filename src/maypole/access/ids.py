"""Keys that sort by time and can be made anywhere, also on a tablet without signal."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    return uuid7()
