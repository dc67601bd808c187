"""Reading one observation as it comes over the wire or from a form, strictly."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from .ingest import Item


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
