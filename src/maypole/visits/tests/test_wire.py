"""One observation from the wire: strict, and never a crash."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maypole.visits.ingest import Item
from maypole.visits.wire import read_item

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


def test_a_good_item_keeps_its_clock_and_its_zone() -> None:
    item = read_item(GOOD)

    assert item.at is not None
    assert (item.at.isoformat(), item.offset) == ("2026-03-10T14:30:01.250000+01:00", 60)


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
    ],
)
def test_a_field_that_makes_no_sense_refuses_the_item(change: dict[str, object]) -> None:
    with pytest.raises((ValueError, OverflowError)):
        read_item({**GOOD, **change})


FIELDS = (*GOOD, "value", "step", "material", "replaces", "withdrawn", "span_s", "out_of", "mode", "second")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_nothing_crashes_the_reader(raw: dict[str, object]) -> None:
    try:
        read = read_item(raw)
    except (ValueError, OverflowError):
        return
    assert isinstance(read, Item)
