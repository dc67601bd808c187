"""Reading a batch as it comes over the wire, strictly: what is not understood is refused, item by item."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from .ingest import Answer, Item, Status

MOST = 50
"""Items in one batch."""
MOST_BYTES = 64 * 1024
FIELDS = frozenset({"id", "goal", "measure", "correct", "prompt", "value", "step", "material", "at", "device"}) | {
    "sequence", "replaces", "withdrawn", "span_s", "out_of", "mode",
}  # fmt: skip


def read(body: bytes) -> list[Item | Answer]:
    """The items of a JSON batch `{"items": [...]}`, or for those that make no sense their refusal.

    Raises BadRequest when the whole is not a batch, is larger than 64 kB or holds more than 50 items.
    """
    if len(body) > MOST_BYTES:
        raise BadRequest(_("That is too much at once: at most 64 kB."))
    try:
        parsed = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(_("That was not understood: no JSON.")) from error
    raws = parsed.get("items") if isinstance(parsed, dict) else None
    if not isinstance(raws, list) or len(raws) > MOST:
        raise BadRequest(_("A batch is a list of at most 50 items."))
    return [_item(raw) for raw in raws]


def _item(raw: object) -> Item | Answer:
    shown = raw.get("id", "") if isinstance(raw, dict) else ""
    try:
        if not isinstance(raw, dict) or not set(raw) <= FIELDS:
            raise ValueError("fields")
        return read_item(raw)
    except (ValueError, OverflowError):
        return Answer(shown if isinstance(shown, str) and shown.isascii() else "", Status.REFUSED, "malformed")


def read_item(raw: Mapping[str, object]) -> Item:
    """One item; raises ValueError when a field is not what it must be."""
    at, offset = _at(raw.get("at"))
    device, sequence = _uuid(raw.get("device")), _whole(raw.get("sequence"), 2**63 - 1)
    withdrawn, replaces = _flag(raw.get("withdrawn")) or False, _uuid(raw.get("replaces"))
    identity = _uuid(raw.get("id"))
    if identity is None or (device is None) != (sequence is None) or (withdrawn and replaces is None):
        raise ValueError("id, device and sequence, or what is withdrawn")
    if device is None:
        at, offset = None, 0
    elif at is None:
        raise ValueError("a device has a clock")
    if withdrawn:
        return Item(identity, at=at, offset=offset, device=device, sequence=sequence, replaces=replaces, withdrawn=True)
    return Item(
        id=identity,
        goal=_uuid(raw.get("goal")),
        measure=_text(raw.get("measure"), 10),
        correct=_flag(raw.get("correct")),
        prompt=_text(raw.get("prompt"), 2),
        value=_number(raw.get("value")),
        step=_whole(raw.get("step"), 32_767),
        material=_text(raw.get("material"), 80),
        span_s=_number(raw.get("span_s")),
        out_of=_whole(raw.get("out_of"), 32_767),
        mode=_text(raw.get("mode"), 8),
        at=at,
        offset=offset,
        device=device,
        sequence=sequence,
        replaces=replaces,
        second=_flag(raw.get("second")) or False,
    )


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _uuid(value: object) -> UUID | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("id")
    return UUID(value)


def _flag(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ValueError("true or false")


def _whole(value: object, most: int) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError("whole number")
    return value


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("number")
    return float(value)


def _text(value: object, most: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("text")
    if value.isascii() and value.isprintable() and len(value) <= most:
        return value
    text = unicodedata.normalize("NFC", value)
    if value.isascii() and value.isprintable() and len(value) <= most:
        return value
    text.encode()  # a lone surrogate cannot be stored
    if len(text) > most or any(unicodedata.category(letter) == "Cc" for letter in text):
        raise ValueError("text")
    return text


def _at(value: object) -> tuple[datetime | None, int]:
    if value is None:
        return None, 0
    if not isinstance(value, str):
        raise ValueError("time")
    at = datetime.fromisoformat(value)
    offset = at.utcoffset()
    if offset is None or not 1970 < at.year < 9999:
        raise ValueError("a time with its zone")
    return at, int(offset.total_seconds() // 60)
