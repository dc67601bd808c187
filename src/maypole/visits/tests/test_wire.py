"""A batch from the wire: strict, item by item, and never a crash."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maypole.visits import wire
from maypole.visits.ingest import Answer, Item

GOOD: dict[str, object] = {
    "id": str(uuid4()),
    "goal": str(uuid4()),
    "measure": "trials",
    "correct": True,
    "prompt": "VB",
    "at": "2026-03-10T14:30:01.250+01:00",
    "device": str(uuid4()),
    "sequence": 1,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def batch(*items: object) -> bytes:
    return json.dumps({"items": items}).encode()


def test_a_good_item_keeps_its_clock_and_its_zone() -> None:
    [item] = wire.read(batch(GOOD))

    assert isinstance(item, Item)
    assert item.at is not None
    assert (item.at.isoformat(), item.offset) == ("2026-03-10T14:30:01.250000+01:00", 60)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"items": 3}', b'{"items":[NaN]}', b"\xff", b"[" * 100_000])
def test_what_is_no_batch_is_refused_whole(body: bytes) -> None:
    with pytest.raises(BadRequest):
        wire.read(body)


def test_more_than_fifty_items_are_too_many() -> None:
    with pytest.raises(BadRequest):
        wire.read(batch(*[{} for _ in range(51)]))


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "7"},
        {"correct": "yes"},
        {"correct": 1},
        {"value": "3"},
        {"value": True},
        {"step": 0},
        {"step": 1.5},
        {"sequence": None},
        {"sequence": 2**63},
        {"at": "yesterday"},
        {"at": "2026-03-10T14:30:01"},
        {"at": None},
        {"at": "0001-01-01T00:00:00+23:59"},
        {"material": "a" * 81},
        {"material": "\x00"},
        {"material": "\ud800"},
        {"withdrawn": True},
        {"colour": "red"},
    ],
)
def test_a_field_that_makes_no_sense_refuses_the_item(change: dict[str, object]) -> None:
    [answer] = wire.read(batch({**GOOD, **change}))

    assert isinstance(answer, Answer)
    assert answer.reason == "malformed"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(wire.FIELDS)), JSON))
def test_nothing_crashes_the_reader(raw: dict[str, object]) -> None:
    try:
        body = batch(raw)
    except ValueError:
        return
    try:
        [read] = wire.read(body)
    except BadRequest:
        return
    assert isinstance(read, Item | Answer)
