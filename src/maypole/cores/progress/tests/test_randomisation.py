"""Randomisation tests against enumeration by hand."""

import math
from itertools import product

import numpy as np
import pytest

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.randomisation import alternating_test, sequence_test, start_test
from maypole.cores.progress.series import Series

CHANGED = Series.ab([1, 2, 1, 2], [8, 9, 8, 9, 8, 9])


def test_the_actual_start_is_the_best_of_five() -> None:
    found = start_test(CHANGED)
    assert (found.p, found.assignments, found.exact, found.least_p) == (0.2, 5, True, 0.2)
    assert found.observed == pytest.approx(7)


def test_no_change_makes_every_start_as_good() -> None:
    assert start_test(Series.ab([3] * 5, [3] * 6)).p == 1


def test_less_is_better_turns_the_statistic() -> None:
    down = Series.ab([9, 8, 9, 8], [1, 2, 1, 2, 1], improvement="decrease")
    assert start_test(down).p == 0.25


def test_missing_sessions_are_left_out() -> None:
    gap = Series.of(range(1, 12), "AAAAA" + "B" * 6, [1, 2, math.nan, 1, 2, 8, 9, 8, 9, 8, 9])
    assert start_test(gap).p == 0.2


def test_own_statistic() -> None:
    medians = start_test(CHANGED, statistic=lambda y, b: float(np.median(y[b]) - np.median(y[~b])))
    assert medians.p == 0.8


@pytest.mark.parametrize(
    ("series", "least"),
    [
        (Series.ab([], [1, 2, 3, 4, 5, 6]), 3),
        (Series.ab([1, 2, 3, 4, 5, 6], []), 3),
        (Series.ab([1, 2], [3, 4, 5]), 3),
        (Series.of([1, 2, 3, 4, 5], "AABBA", [1, 2, 3, 4, 5]), 1),
        (Series.ab([1, 2], [3, 4, 5]), 0),
    ],
)
def test_designs_that_were_not_a_random_start(series: Series, least: int) -> None:
    with pytest.raises(ProgressError):
        start_test(series, least, least)


def test_blocks_are_all_enumerated() -> None:
    outcome = np.array([1.0, 5, 6, 2, 1, 7])
    treated = np.array([0, 1, 1, 0, 0, 1], dtype=bool)
    orders = [
        np.array([x for pair in choice for x in pair], dtype=bool) for choice in product([(0, 1), (1, 0)], repeat=3)
    ]
    reached = [outcome[b].mean() - outcome[~b].mean() for b in orders]
    found = alternating_test(outcome, treated)
    assert found.p == sum(r >= max(reached) for r in reached) / 8
    assert (found.assignments, found.exact) == (8, True)


def test_many_blocks_are_drawn_with_the_actual_one_counted() -> None:
    outcome, treated = np.tile([1.0, 5.0], 20), np.tile([False, True], 20)
    found = alternating_test(outcome, treated, draws=199)
    assert (found.p, found.assignments, found.exact) == (1 / 200, 200, False)
    assert alternating_test(outcome, treated, draws=199, sign=-1.0).p == 1


@pytest.mark.parametrize(
    ("treated", "block"), [([0, 0, 1, 1], 2), ([0, 1, 1], 2), ([0, 1, 0], 3), ([], 2), ([0, 1], 0)]
)
def test_blocks_must_be_balanced(treated: list[int], block: int) -> None:
    with pytest.raises(ProgressError, match="every block"):
        alternating_test(np.arange(len(treated), dtype=float), np.array(treated, dtype=bool), block)


def test_the_actual_assignment_must_be_admissible() -> None:
    outcome, actual = np.array([1.0, 2, 3]), np.array([False, True, True])
    with pytest.raises(ProgressError, match="not among"):
        sequence_test(outcome, actual, [np.array([False, False, True])])


def test_false_alarms_stay_below_the_level() -> None:
    """Under no effect, p ≤ .1 comes up for exactly two of the twenty starts of any series without ties."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        outcome = rng.normal(size=30)
        found = [start_test(Series.ab(outcome[:start], outcome[start:]), 5, 6).p for start in range(5, 25)]
        assert sum(p <= 0.1 for p in found) == 2
