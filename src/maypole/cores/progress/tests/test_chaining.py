"""Which step is taught now, and how long a wait is when not every wait ended with a response."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.chaining import Chaining, StepTry, chain, learnt
from maypole.cores.progress.latency import restricted_mean

STEPS = [1, 2, 3, 4]


def tries(*alone: str) -> list[StepTry]:
    """“1+”, “2-”: step and whether it went alone."""
    return [StepTry(int(one[0]), one[1] == "+") for one in alone]


@pytest.mark.mission("S36")
@pytest.mark.parametrize(
    ("kind", "taught"), [(Chaining.FORWARD, (2,)), (Chaining.BACKWARD, (4,)), (Chaining.TOTAL, (2, 4))]
)
def test_the_taught_step_follows_from_the_data(kind: Chaining, taught: tuple[int, ...]) -> None:
    seen = tries("1+", "3+", "1+", "3+", "2+", "2-", "4-")

    assert chain(kind, STEPS, seen, in_a_row=2).taught == taught


def test_a_step_that_needs_help_again_is_no_longer_learnt() -> None:
    seen = tries("1+", "1+", "1+", "1-")

    assert learnt(seen[:3], 3) == {1}
    assert learnt(seen, 3) == frozenset()


def test_nothing_is_taught_when_everything_is_learnt() -> None:
    seen = [StepTry(step, True) for step in STEPS for _time in range(3)]

    assert [chain(kind, STEPS, seen).taught for kind in Chaining] == [(), (), ()]


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans())), st.sampled_from(Chaining), st.integers(1, 5))
def test_every_step_is_learnt_or_ahead_and_only_those_ahead_are_taught(
    seen: list[tuple[int, bool]], kind: Chaining, in_a_row: int
) -> None:
    stands = chain(kind, STEPS, [StepTry(*one) for one in seen], in_a_row)
    ahead = [step for step in STEPS if step not in stands.learnt]

    assert set(stands.taught) <= set(ahead)
    assert bool(stands.taught) == bool(ahead)
    if ahead and kind is not Chaining.TOTAL:
        assert stands.taught == ((ahead[0],) if kind is Chaining.FORWARD else (ahead[-1],))


def test_a_rule_of_no_tries_is_refused() -> None:
    with pytest.raises(ValueError, match="one try"):
        learnt([], 0)


WAITS = st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=12)


@given(WAITS)
def test_a_restricted_mean_lies_between_the_naive_means_and_the_longest_wait(waits: list[tuple[float, bool]]) -> None:
    """Never below the mean that takes silence for a response, never beyond the longest time watched."""
    times, came = [time for time, _came in waits], [came for _time, came in waits]

    found = restricted_mean(times, came)

    assert sum(times) / len(times) - 1e-9 <= found <= max(times) + 1e-9


@given(WAITS, st.floats(0.1, 50))
def test_a_restricted_mean_scales_with_the_unit_and_knows_no_order(waits: list[tuple[float, bool]], by: float) -> None:
    times, came = [time for time, _came in waits], [came for _time, came in waits]

    there = restricted_mean(times, came)
    back = restricted_mean([by * time for time in reversed(times)], list(reversed(came)))

    assert back == pytest.approx(by * there, abs=1e-6)


def test_no_times_have_no_mean() -> None:
    with pytest.raises(ValueError, match="no times"):
        restricted_mean([], [])
