"""Interobserver agreement and fidelity at their edges; the published examples are in test_vectors."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress import agreement
from maypole.cores.progress.errors import ProgressError

RECORDS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


@given(RECORDS)
def test_agreement_is_a_share_and_does_not_care_who_is_first(pairs: list[tuple[int, int]]) -> None:
    first, second = [x for x, _ in pairs], [y for _, y in pairs]
    for index in (
        agreement.mean_count_per_interval,
        agreement.exact_count_per_interval,
        agreement.interval_by_interval,
        agreement.scored_interval,
        agreement.unscored_interval,
    ):
        share = index(first, second)
        assert share is None or 0 <= share <= 1
        assert share == index(second, first)


@given(RECORDS)
def test_kappa_is_one_only_for_full_agreement(pairs: list[tuple[int, int]]) -> None:
    first, second = [x for x, _ in pairs], [y for _, y in pairs]
    beyond = agreement.kappa(first, second)
    same = agreement.interval_by_interval(first, second) == 1
    assert beyond is None or (beyond == 1) is same
    assert beyond is None or beyond <= 1


def test_nothing_ever_seen_is_not_full_agreement() -> None:
    assert agreement.scored_interval([0, 0], [0, 0]) is None
    assert agreement.unscored_interval([1, 2], [3, 1]) is None
    assert agreement.kappa([0, 0], [0, 0]) is None
    assert agreement.kappa([1, 1], [1, 1]) is None


def test_totals_and_durations() -> None:
    assert agreement.total_count(0, 0) == 1
    assert agreement.total_count(0, 5) == 0
    assert agreement.total_duration(50, 45) == 0.9
    assert agreement.mean_duration_per_occurrence([10, 20], [10, 40]) == 0.75
    assert agreement.trial_by_trial("ppi", "pip") == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: agreement.interval_by_interval([], []),
        lambda: agreement.kappa([1], [1, 2]),
        lambda: agreement.trial_by_trial("", ""),
        lambda: agreement.trial_by_trial("a", "ab"),
        lambda: agreement.total_count(-1, 1),
        lambda: agreement.total_duration(math.nan, 1),
        lambda: agreement.scored_interval([-1], [1]),
        lambda: agreement.Fidelity(3, 2),
        lambda: agreement.Fidelity(-1, 2),
    ],
)
def test_impossible_records_are_errors(call: object) -> None:
    assert callable(call)
    with pytest.raises(ProgressError):
        call()


def test_fidelity_counts_only_what_was_due() -> None:
    one = agreement.fidelity([True, None, False, True])
    assert (one.done, one.due) == (2, 3)
    assert one.share == pytest.approx(2 / 3)
    assert agreement.fidelity([None]).share is None
    assert agreement.fidelity_of([one, agreement.Fidelity(7, 7)]).share == 0.9
