"""Reading a batch of events as a device sends it, strictly. What is wrong is refused with its path and a reason.

One written form (`canonical`) of an event's content is what its digest is made of: keys sorted, texts in Unicode's
composed form, whole numbers without a point. The number in the device's order is not part of it, so an event that had
to be numbered anew is still the same event.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import cast
from uuid import UUID

MOST = 500
"""Events in one batch. The app begins with 50 and sends more while answers come quickly: what a batch costs by itself
(who sends it, locks, the commit) is then shared by more events."""
MOST_BYTES = 256 * 1024
MOST_OF_EVENT = 8 * 1024
MOST_WORDS = 2000
MOST_SKEW = 40 * 366 * 86_400
ENVELOPE = frozenset(
    {"device", "name", "organisation", "app", "unsent", "unsent_since", "attention", "skew", "mark", "events"}
)
EVENT = frozenset({"id", "device", "seq", "kind", "at", "skew", "child", "visit", "body"})

Body = Mapping[str, object]


class Refused(ValueError):
    """Something in the batch is not what it must be. `path` says where, `reason` is a code."""

    def __init__(self, path: str, reason: str = "malformed") -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True)
class Event:
    """One thing that happened, as it was recorded on a device. `skew`: server's clock minus the device's, seconds."""

    id: UUID
    device: UUID
    sequence: int
    kind: str
    at: datetime
    skew: int | None
    child: UUID
    visit: UUID | None
    body: Body
    raw: Mapping[str, object]

    @cached_property
    def digest(self) -> str:
        return digest(self.raw)


@dataclass(frozen=True)
class Unread:
    """An event that could not be read; `id` as far as it was one."""

    id: str
    path: str
    reason: str


@dataclass(frozen=True)
class Batch:
    device: UUID
    organisation: UUID
    name: str
    app: str
    unsent: int
    unsent_since: datetime | None
    attention: int
    skew: int | None
    mark: str
    events: tuple[Event | Unread, ...]


_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: object) -> str:
    """The one written form of parsed JSON."""
    return _written(_plain(value))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def digest(raw: Mapping[str, object]) -> str:
    """SHA-256 of an event's content without its place in a device's order."""
    content = {key: value for key, value in raw.items() if key not in ("device", "seq") and value is not None}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def read(body: bytes) -> Batch:
    """The batch; raises Refused when the whole makes no sense. Events that make none are `Unread`, each by itself."""
    if len(body) > MOST_BYTES:
        raise Refused("", "too_large")
    try:
        parsed = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("", "no_json") from error
    envelope = _object(parsed, "", ENVELOPE)
    events = envelope.get("events")
    if not isinstance(events, list) or len(events) > MOST:
        raise Refused("events", "too_many")
    return Batch(
        device=uuid(envelope, "device"),
        organisation=uuid(envelope, "organisation"),
        name=text(envelope, "name", 60),
        app=text(envelope, "app", 20),
        unsent=whole(envelope, "unsent", 0, 2**31 - 1, default=0),
        unsent_since=moment(envelope, "unsent_since") if envelope.get("unsent_since") else None,
        attention=whole(envelope, "attention", 0, 2**31 - 1, default=0),
        skew=_skew(envelope),
        mark=text(envelope, "mark", 90),
        events=tuple(_event(raw, index) for index, raw in enumerate(events)),
    )


def _event(raw: object, index: int) -> Event | Unread:
    shown = raw.get("id") if isinstance(raw, dict) else None
    known = shown if isinstance(shown, str) and len(shown) <= 40 and shown.isascii() else ""
    try:
        return read_event(raw)
    except Refused as refused:
        path = f"events[{index}].{refused.path}" if refused.path else f"events[{index}]"
        return Unread(known, path, refused.reason)


def read_event(raw: object) -> Event:
    """One event; raises Refused with the path inside it."""
    found = _object(raw, "", EVENT)
    body = found.get("body")
    if not isinstance(body, dict):
        raise Refused("body")
    if _storable(found) > MOST_OF_EVENT:
        raise Refused("", "too_large")
    return Event(
        id=uuid(found, "id"),
        device=uuid(found, "device"),
        sequence=whole(found, "seq", 1, 2**53),
        kind=text(found, "kind", 16),
        at=moment(found, "at"),
        skew=_skew(found),
        child=uuid(found, "child"),
        visit=uuid(found, "visit") if found.get("visit") is not None else None,
        body=body,
        raw=found,
    )


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _object(value: object, path: str, known: frozenset[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Refused(path, "malformed")
    for key in value:
        if key not in known:
            raise Refused(key if key.isascii() and len(key) <= 40 else path, "unknown_field")
    return cast("dict[str, object]", value)


def _storable(value: object, depth: int = 0) -> int:
    """Texts a database can keep: no lone surrogates, no control letters but a new line; nothing nested deeply.

    Returns about as many bytes as the written form has.
    """
    if depth > 4:
        raise Refused("body")
    if isinstance(value, str):
        if not _keepable(value):
            raise Refused("body")
        return 3 + (len(value) if value.isascii() else len(value.encode()))
    if isinstance(value, dict):
        size = 2
        for key, item in value.items():
            size += _storable(key, depth + 1) + _storable(item, depth + 1)
        return size
    if isinstance(value, list):
        return 2 + sum(_storable(item, depth + 1) for item in value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("body")
    return 1 + len(repr(value))


def _keepable(value: str) -> bool:
    if value.isascii() and value.isprintable():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return not any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in value)


def uuid(found: Body, name: str) -> UUID:
    value = found.get(name)
    if not isinstance(value, str) or len(value) != 36:
        raise Refused(name)
    try:
        return _uuid(value)
    except ValueError as error:
        raise Refused(name) from error


@lru_cache(maxsize=4096)
def _uuid(value: str) -> UUID:
    """A batch names the same device, child and visit again and again."""
    return UUID(value)


def text(found: Body, name: str, most: int) -> str:
    value = found.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(name)
    composed = value if value.isascii() else unicodedata.normalize("NFC", value)
    if len(composed) > most:
        raise Refused(name, "too_long")
    if not _keepable(composed):
        raise Refused(name)
    return composed


def whole(found: Body, name: str, least: int, most: int, *, default: int | None = None) -> int:
    value = found.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(name)
    if not least <= value <= most:
        raise Refused(name, "out_of_range")
    return value


def choice(found: Body, name: str, known: list[str], *, default: str | None = None) -> str:
    value = found.get(name, default)
    if not isinstance(value, str) or value not in known:
        raise Refused(name, "not_a_choice")
    return value


def moment(found: Body, name: str) -> datetime:
    """A time with its zone."""
    value = found.get(name)
    if not isinstance(value, str) or len(value) > 40:
        raise Refused(name)
    try:
        at = datetime.fromisoformat(value)
        offset = at.utcoffset()
        if offset is None or not 1971 <= at.year <= 9990 or offset.total_seconds() % 60:
            raise Refused(name)
        at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(name) from error
    return at


def _skew(found: Body) -> int | None:
    return whole(found, "skew", -MOST_SKEW, MOST_SKEW) if found.get("skew") is not None else None
