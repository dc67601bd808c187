"""Units of timed services: the manual's own examples, and what must hold for any minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.minutes.units import shared_out, units_each, units_of, units_of_the_day

MINUTES = st.lists(st.integers(0, 240), max_size=8)


@pytest.mark.parametrize(
    ("least", "most", "units"),
    [(0, 7, 0), (8, 22, 1), (23, 37, 2), (38, 52, 3), (53, 67, 4), (68, 82, 5), (83, 97, 6), (98, 112, 7)],
)
def test_the_manual_s_table_of_minutes(least: int, most: int, units: int) -> None:
    assert {units_of(minutes) for minutes in range(least, most + 1)} == {units}


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        ([24, 23], [2, 1]),
        ([20, 20], [2, 1]),
        ([33, 7], [2, 1]),
        ([18, 13, 10, 8], [1, 1, 1, 0]),
        ([7, 7, 7], [1, 0, 0]),
    ],
)
def test_the_manual_s_examples_of_a_day(minutes: list[int], units: list[int]) -> None:
    assert units_of_the_day(minutes) == units


def test_each_service_by_itself_can_come_to_more_or_less() -> None:
    assert units_each([8, 8, 8]) == [1, 1, 1]
    assert units_of_the_day([8, 8, 8]) == [1, 1, 0]
    assert units_each([7, 7]) == [0, 0]
    assert units_of_the_day([7, 7]) == [1, 0]


@given(MINUTES)
def test_the_day_s_units_are_those_of_its_minutes(minutes: list[int]) -> None:
    found = units_of_the_day(minutes)

    assert sum(found) == units_of(sum(minutes))
    assert all(unit in (one // 15, one // 15 + 1) for unit, one in zip(found, minutes, strict=True))


@given(st.integers(0, 600), st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_what_is_shared_out_adds_up(total: int, weights: list[float]) -> None:
    found = shared_out(total, weights)

    assert sum(found) == total
    assert min(found) >= 0
