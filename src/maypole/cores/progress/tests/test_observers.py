"""Two observers: what is paired, which index is chosen, and where there is too little to say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress import observers
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.kappa import Kappa, cohen, wilson
from maypole.cores.progress.observers import Index, Kind, Mark, compare, overall, paired, share_observed

TIMES = st.lists(st.integers(0, 600), max_size=9)


def tries(codes: str, start: float = 0.0) -> list[Mark]:
    return [Mark(start + 30 * n, code=code, yes=code == "I") for n, code in enumerate(codes)]


def intervals(pattern: str) -> list[Mark]:
    return [Mark(10 * n, code=sign, yes=sign == "+") for n, sign in enumerate(pattern, 1)]


def events(*at: float) -> list[Mark]:
    return [Mark(time) for time in at]


def told(kind: Kind, first: list[Mark], second: list[Mark], seconds: float = 0.0) -> dict[Index, float | None]:
    found = compare(kind, first, second, seconds)
    assert found is not None
    return {figure.index: figure.share for figure in (found.main, *found.beside)}


def main(kind: Kind, first: list[Mark], second: list[Mark], seconds: float = 0.0) -> Index:
    found = compare(kind, first, second, seconds)
    assert found is not None
    return found.main.index


@given(TIMES, TIMES)
def test_every_mark_is_paired_once_and_in_the_order_of_time(first: list[int], second: list[int]) -> None:
    pairs = paired(events(*first), events(*second))
    mine, theirs = [a.at for a, _ in pairs if a], [b.at for _, b in pairs if b]
    assert (sorted(mine), sorted(theirs)) == (sorted(first), sorted(second))
    both = [(a.at, b.at) for a, b in pairs if a and b]
    assert both == sorted(both)


@given(TIMES, TIMES)
def test_pairing_does_not_care_who_is_first(first: list[int], second: list[int]) -> None:
    one = paired(events(*first), events(*second))
    other = paired(events(*second), events(*first))
    assert sum(a is None or b is None for a, b in one) == sum(a is None or b is None for a, b in other)


def test_what_one_missed_stays_without_a_partner() -> None:
    pairs = paired(events(0, 30, 60, 90), events(1, 61, 92))
    assert [(a and a.at, b and b.at) for a, b in pairs] == [(0, 1), (30, None), (60, 61), (90, 92)]
    pairs = paired(events(61), events(0, 30, 60))
    assert [(a and a.at, b and b.at) for a, b in pairs] == [(None, 0), (None, 30), (61, 60)]


def test_steps_are_paired_with_the_same_step() -> None:
    first = [Mark(0, "I", key=1), Mark(20, "M", key=2), Mark(40, "I", key=3)]
    second = [Mark(1, "I", key=1), Mark(41, "I", key=3)]
    assert [(a and a.key, b and b.key) for a, b in paired(first, second)] == [(1, 1), (2, None), (3, 3)]


def test_a_try_that_one_missed_counts_against_agreement() -> None:
    assert told(Kind.TRIES, tries("IIMIV"), tries("IIMIV")) == {Index.TRIAL_BY_TRIAL: 1.0}
    assert told(Kind.TRIES, tries("IIMIV"), tries("IIMIV")[:-1]) == {Index.TRIAL_BY_TRIAL: 0.8}
    assert compare(Kind.TRIES, [], []) is None
    assert compare(Kind.TRIES, tries("II"), []) is None


def test_four_of_four_is_too_few_to_say_and_is_never_called_low() -> None:
    few = compare(Kind.TRIES, tries("IIII"), tries("IIIV"))
    enough = compare(Kind.TRIES, tries("IIIII"), tries("IIIVV"))
    assert few is not None
    assert enough is not None
    assert (few.main.enough, few.low) == (False, False)
    assert (enough.main.enough, enough.low) == (True, True)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("++--++--++", "++--++--+-", Index.INTERVAL_BY_INTERVAL),
        ("+-----+--------+-+--+---", "+-----+--------+-+--+---", Index.SCORED),
        ("-+++++-++++++++-+-++-+++", "-+++++-++++++++-+-++-+++", Index.UNSCORED),
        ("----------", "---------+", Index.INTERVAL_BY_INTERVAL),  # rare, but too few scored ones to say
        ("++++++++++", "+++++++++-", Index.INTERVAL_BY_INTERVAL),
    ],
)
def test_rare_and_frequent_behaviour_have_an_index_of_their_own(first: str, second: str, expected: Index) -> None:
    assert main(Kind.INTERVALS, intervals(first), intervals(second)) is expected


def test_intervals_that_only_one_recorded_are_left_out() -> None:
    found = compare(Kind.INTERVALS, intervals("++--+-"), intervals("++--+"))
    assert found is not None
    assert (found.main.n, found.main.share, found.first, found.second) == (5, 1.0, 6, 5)
    assert compare(Kind.INTERVALS, intervals("++"), []) is None


def test_counts_are_compared_minute_by_minute_once_five_were_watched() -> None:
    first, second = events(5, 20, 70, 130, 200, 290), events(6, 21, 71, 131, 310)
    long = told(Kind.COUNT, first, second, 300)
    assert long[Index.MEAN_COUNT] == pytest.approx(3 / 5)
    assert long[Index.EXACT_COUNT] == pytest.approx(3 / 5)
    assert long[Index.TOTAL_COUNT] == pytest.approx(5 / 6)
    assert main(Kind.COUNT, first, second, 300) is Index.MEAN_COUNT
    assert main(Kind.COUNT, first, second, 150) is Index.TOTAL_COUNT
    assert told(Kind.COUNT, first, second, 30) == {Index.TOTAL_COUNT: pytest.approx(5 / 6)}
    assert compare(Kind.COUNT, [], [], 30) is None


def test_two_who_saw_nothing_agree_on_nothing() -> None:
    found = compare(Kind.COUNT, [], [], 600)
    assert found is not None
    assert (found.never, found.main.share) == (True, 1.0)


def test_rates_need_a_watched_time_of_both() -> None:
    first, second = [Mark(60, value=12, span=60)], [Mark(61, value=20, span=120)]
    assert told(Kind.RATE, first, second) == {Index.TOTAL_COUNT: pytest.approx(10 / 12)}
    assert compare(Kind.RATE, first, []) is None


def test_an_occurrence_that_only_one_timed_agrees_by_nothing() -> None:
    first = [Mark(n * 100, value=10) for n in range(5)]
    second = [Mark(n * 100 + 1, value=8) for n in range(4)]
    found = told(Kind.DURATION, first, second)
    assert found[Index.MEAN_DURATION] == pytest.approx(4 * 0.8 / 5)
    assert found[Index.TOTAL_DURATION] == pytest.approx(32 / 50)
    assert compare(Kind.DURATION, [], []) is None


def test_waits_are_compared_where_it_came_and_whether_it_came() -> None:
    first = [Mark(0, value=4), Mark(60, value=10, yes=False), Mark(120, value=6)]
    second = [Mark(1, value=5), Mark(61, value=10, yes=False), Mark(121, value=6)]
    assert told(Kind.LATENCY, first, second) == {Index.MEAN_LATENCY: pytest.approx(0.9), Index.TRIAL_BY_TRIAL: 1.0}
    assert told(Kind.LATENCY, first[1:2], second[1:2]) == {Index.TRIAL_BY_TRIAL: 1.0}
    assert compare(Kind.LATENCY, [], []) is None


def test_amounts_and_levels() -> None:
    assert told(Kind.AMOUNT, [Mark(0, value=8)], [Mark(0, value=10)]) == {Index.TOTAL_COUNT: 0.8}
    assert compare(Kind.AMOUNT, [], []) is None
    levels = compare(Kind.LEVELS, [Mark(0, code=4.0), Mark(9, code=3.0)], [Mark(1, code=4.0), Mark(9, code=2.0)])
    assert levels is not None
    assert (levels.main.share, levels.kappa) == (0.5, None)


def test_kappa_is_told_of_what_was_scored_yes_or_no() -> None:
    found = compare(Kind.TRIES, tries("IIVVIVIV"), tries("IIVVIVVV"))
    assert found is not None
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(0.75)
    apart = compare(Kind.TRIES, [Mark(0, "I", key=1)], [Mark(0, "I", key=2)])
    assert apart is not None
    assert apart.kappa is None


def test_sessions_together_weigh_by_their_pairs() -> None:
    good, bad = (
        compare(Kind.TRIES, tries("IIIIIIIIII"), tries("IIIIIIIIII")),
        compare(Kind.TRIES, tries("IIIII"), tries("IIIVV")),
    )
    assert good is not None
    assert bad is not None
    both = overall([good, bad])
    assert both is not None
    assert both.share == pytest.approx(13 / 15)
    assert (both.lowest, both.sessions, both.n) == (0.6, 2, 15)
    assert (both.enough, both.low) == (True, False)
    assert overall([]) is None


def test_few_sessions_together_can_still_be_too_few() -> None:
    few = compare(Kind.TRIES, tries("II"), tries("IV"))
    assert few is not None
    both = overall([few])
    assert both is not None
    assert (both.enough, both.low, both.lowest) == (False, False, None)


def test_share_of_observed_sessions() -> None:
    assert share_observed(1, 4) == 0.25
    assert share_observed(0, 0) is None
    with pytest.raises(ProgressError):
        share_observed(2, 1)


def test_kappa_of_nothing_and_of_different_lengths_is_an_error() -> None:
    for first, second in (("", ""), ("++", "+")):
        with pytest.raises(ProgressError):
            cohen(first, second)
    with pytest.raises(ProgressError):
        wilson(3, 2)


def test_kappa_where_chance_gives_it_all_is_undefined() -> None:
    assert cohen("++++", "++++") == Kappa(None, None, None, 4, 8)


def test_kappa_without_enough_pairs_has_no_limits() -> None:
    assert cohen("++--", "++-+").low is None
    assert cohen("++--++--", "++--++-+").low is not None
    assert cohen("abcabcabc", "abcabcabb").needed == 18


def test_kappa_limits_hold_the_true_value_about_as_often_as_they_say() -> None:
    """Two observers who each see it right in nine of ten; true kappa from their joint probabilities."""
    chance, right, base = random.Random(7), 0.9, 0.4
    both = base * right**2 + (1 - base) * (1 - right) ** 2
    neither = base * (1 - right) ** 2 + (1 - base) * right**2
    yes = base * right + (1 - base) * (1 - right)
    expected = yes**2 + (1 - yes) ** 2
    true = (both + neither - expected) / (1 - expected)
    held = 0
    for _ in range(1500):
        seen = [chance.random() < base for _ in range(40)]
        one, two = ([x if chance.random() < right else not x for x in seen] for _ in range(2))
        found = cohen(one, two)
        held += found.low is not None and found.high is not None and found.low <= true <= found.high
    assert 0.93 <= held / 1500 <= 0.985


def test_the_line_and_the_least_belong_together() -> None:
    """Just below `LEAST` pairs, one disagreement alone is below the line; at `LEAST` it is not."""
    assert (observers.LEAST - 2) / (observers.LEAST - 1) < observers.LINE <= (observers.LEAST - 1) / observers.LEAST
