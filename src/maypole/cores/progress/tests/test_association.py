"""Pairs that agree, and the variance that chance alone would give them."""

from __future__ import annotations

from itertools import permutations

import pytest

from maypole.cores.progress import ProgressError
from maypole.cores.progress.association import association, kendall_variance


@pytest.mark.parametrize("second", [[1.0, 2, 3, 4, 5], [1.0, 1, 2, 3, 3], [1.0, 1, 1, 2, 2]])
@pytest.mark.parametrize("first", [[1.0, 2, 3, 4, 5], [0.0, 0, 1, 1, 1]])
def test_the_variance_is_that_of_every_order(first: list[float], second: list[float]) -> None:
    scores = []
    for order in permutations(second):
        found = association(first, order)
        scores.append(found.agreeing - found.disagreeing)
    mean = sum(scores) / len(scores)
    exact = sum((score - mean) ** 2 for score in scores) / len(scores)
    assert mean == pytest.approx(0)
    assert kendall_variance(first, second) == pytest.approx(exact)


def test_what_always_goes_together_is_not_chance_with_enough_points() -> None:
    many = association(range(10), range(10))
    assert (many.share, many.chance, many.enough) == (1.0, False, True)
    few = association(range(4), range(4))
    assert (few.share, few.chance, few.enough) == (1.0, True, False)


def test_equal_values_say_nothing() -> None:
    found = association([5] * 9, range(9))
    assert (found.share, found.enough, found.chance) == (None, False, True)


@pytest.mark.parametrize(("first", "second"), [([1], [1, 2]), ([float("nan")], [1])])
def test_rows_must_fit(first: list[float], second: list[float]) -> None:
    with pytest.raises(ProgressError):
        association(first, second)


def test_two_points_tell_nothing() -> None:
    two = association([1.0, 2.0], [1.0, 2.0])
    assert (kendall_variance([1.0, 2.0], [1.0, 2.0]), two.share, two.chance) == (0.0, 1.0, True)
