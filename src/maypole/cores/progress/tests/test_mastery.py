"""Mastery rules, and how often they err."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import PosteriorRule, Rule, RunRule, ValueRule, chance_of_level, mastered_at
from maypole.cores.progress.mastery_errors import (
    Plan,
    Scatter,
    chance_of_session,
    chance_of_value,
    chance_of_values,
    chance_to_pass,
    replay,
    rule_errors,
    session_counts,
)

TWENTY = Plan(trials=10, sessions=20)


def days(*correct: int, trials: int = 10, who: str = "", where: str = "") -> list[Datum]:
    letters, places = who or "a" * len(correct), where or "c" * len(correct)
    return [
        Datum(at, k, trials, setting=places[at], person=letters[at], first=k >= trials / 2)
        for at, k in enumerate(correct)
    ]


@pytest.mark.parametrize(
    ("correct", "trials", "chance"), [(24, 30, 0.48), (27, 30, 0.92), (18, 20, 0.87), (10, 10, 0.97)]
)
def test_chance_of_level_vectors(correct: int, trials: int, chance: float) -> None:
    assert chance_of_level(correct, trials, 0.8) == pytest.approx(chance, abs=0.005)


@given(st.integers(0, 30), st.floats(0.06, 0.94))
def test_less_is_better_is_the_other_tail(correct: int, level: float) -> None:
    more = chance_of_level(correct, 30, level)
    assert chance_of_level(correct, 30, level, decrease=True) == pytest.approx(1.0 - more)


def test_one_hundred_percent_is_judged_at_95() -> None:
    assert chance_of_level(30, 30, 1.0) == chance_of_level(30, 30, 0.95) > 0.9
    assert chance_of_level(0, 30, 0.0, decrease=True) > 0.9


@pytest.mark.parametrize(("correct", "trials", "level"), [(5, 0, 0.8), (11, 10, 0.8), (-1, 10, 0.8), (5, 10, 1.2)])
def test_impossible_counts_are_refused(correct: int, trials: int, level: float) -> None:
    with pytest.raises(ProgressError):
        chance_of_level(correct, trials, level)


@pytest.mark.parametrize(
    ("rule", "true_level", "chance"),
    [
        (RunRule(0.8, 3), 0.60, 0.07),
        (RunRule(0.8, 3), 0.70, 0.52),
        (RunRule(0.8, 3), 0.75, 0.83),
        (RunRule(0.9, 3), 0.70, 0.05),
    ],
)
def test_false_mastery_vectors(rule: RunRule, true_level: float, chance: float) -> None:
    assert chance_to_pass(rule, TWENTY, true_level) == pytest.approx(chance, abs=0.005)


RULES: list[Rule] = [
    RunRule(0.8, 3),
    RunRule(0.8, 2, people=2, places=2),
    RunRule(0.7, 2, first_trial=True),
    PosteriorRule(0.6, 0.8, window=2),
    PosteriorRule(0.6, 0.8, window=3, people=2),
    PosteriorRule(0.7, 0.8, window=1),
]


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("spread", [0.0, 0.15])
def test_exact_chances_agree_with_simulation(rule: Rule, spread: float) -> None:
    who = (("a", "c"), ("a", "c"), ("b", "h"))
    plan, dice, level = Plan(trials=5, sessions=8, who=who, spread=spread), random.Random(4), 0.72
    passed = sum(mastered_at(rule, _random_days(plan, level, dice)) is not None for _ in range(3000))
    assert chance_to_pass(rule, plan, level) == pytest.approx(passed / 3000, abs=0.035)


def _random_days(plan: Plan, level: float, dice: random.Random) -> list[Datum]:
    found = []
    for at in range(plan.sessions):
        day = level
        if plan.spread:
            day = dice.betavariate(level * (1 / plan.spread - 1), (1 - level) * (1 / plan.spread - 1))
        tries = [dice.random() < day for _ in range(plan.trials)]
        person, place = plan.slot(at)
        found.append(Datum(at, sum(tries), plan.trials, person=person, setting=place, first=tries[0]))
    return found


@given(st.floats(0.0, 1.0), st.integers(1, 12), st.sampled_from([0.0, 0.2]))
def test_session_counts_are_a_distribution(level: float, trials: int, spread: float) -> None:
    counts = session_counts(trials, level, spread)
    assert sum(counts) == pytest.approx(1.0, abs=1e-9)
    assert sum(k * p for k, p in enumerate(counts)) == pytest.approx(trials * level, abs=1e-6)


@given(st.sampled_from(RULES), st.floats(0.05, 0.9), st.floats(0.0, 0.1))
def test_a_higher_level_passes_more_often(rule: Rule, level: float, more: float) -> None:
    plan = Plan(trials=5, sessions=6, who=(("a", "c"), ("b", "h")))
    assert chance_to_pass(rule, plan, level) <= chance_to_pass(rule, plan, level + more) + 1e-12


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_certain_levels_are_certain(first: bool, level: float) -> None:
    assert chance_of_session(RunRule(0.8, first_trial=first), Plan(10, 5, spread=0.2), level) == level


def test_the_posterior_rule_is_fooled_less_often_than_the_run_rule() -> None:
    run, posterior = (rule_errors(rule, TWENTY) for rule in (RunRule(0.8, 3), PosteriorRule(0.8)))
    assert [true for true, _ in run.false_mastery] == [0.6, 0.7, 0.75]
    assert all(p[1] < r[1] / 2 for r, p in zip(run.false_mastery, posterior.false_mastery, strict=True))
    assert all(missed < 0.05 for _, missed in posterior.misses)


def test_a_rule_that_needs_a_second_person_never_passes_without_one() -> None:
    for rule in (RunRule(0.5, 2, people=2), PosteriorRule(0.5, people=2)):
        assert chance_to_pass(rule, TWENTY, 1.0) == 0.0


def test_a_level_nobody_can_prove_with_so_few_tries_never_passes() -> None:
    assert chance_to_pass(PosteriorRule(0.95, 0.99, window=2), Plan(trials=3, sessions=9), 1.0) == 0.0


def test_a_run_counts_only_sessions_in_a_row() -> None:
    assert mastered_at(RunRule(0.8, 3), days(8, 8, 7, 8, 8, 8, 8)) == 5
    assert mastered_at(RunRule(0.8, 3), days(8, 8, 7, 8, 8)) is None


def test_a_run_waits_for_people_places_and_first_try() -> None:
    rule = RunRule(0.8, 2, people=2, places=2)
    assert mastered_at(rule, days(9, 9, 9, 9, who="aaab", where="cccc")) is None
    assert mastered_at(rule, days(9, 9, 9, 9, who="aaab", where="ccch")) == 3
    cold = [Datum(0, 9, 10, first=False), Datum(1, 9, 10, first=True), Datum(2, 9, 10), Datum(3, 9, None)]
    assert mastered_at(RunRule(0.8, 1, first_trial=True), cold) == 1
    assert mastered_at(RunRule(0.8, 1), cold[3:]) is None


def test_eighty_percent_of_eight_tries_is_seven() -> None:
    assert (RunRule(0.8).needed(8), RunRule(0.8).needed(10), RunRule(0.7).needed(10)) == (7, 8, 7)


def test_the_posterior_rule_wants_more_than_three_times_eight_of_ten() -> None:
    assert mastered_at(PosteriorRule(0.8), days(8, 8, 8, 8)) is None
    assert mastered_at(PosteriorRule(0.8), days(8, 9, 9, 9)) == 3
    assert mastered_at(PosteriorRule(0.8), [Datum(at, 9.0) for at in range(4)]) is None


def test_replay_of_past_goals() -> None:
    kept, lost = days(8, 8, 8, 9, 9, 9), days(8, 8, 8, 5, 6, 4)
    found = replay(RunRule(0.8, 3), [kept, lost, days(8, 8, 8), days(1, 2, 3, 4)])
    assert (found.goals, found.mastered, found.median_sessions) == (4, 3, 3.0)
    assert (found.followed, found.kept) == (2, 1)
    assert found.later_level == pytest.approx((0.9 + 0.5) / 2)


def test_replay_of_nothing_says_nothing() -> None:
    found = replay(RunRule(0.8, 3), [])
    assert (found.goals, found.mastered, found.median_sessions, found.later_level) == (0, 0, None, None)


@pytest.mark.parametrize(
    "call",
    [
        lambda: RunRule(0.0),
        lambda: RunRule(1.1),
        lambda: RunRule(0.8, 0),
        lambda: PosteriorRule(0.8, 1.0),
        lambda: PosteriorRule(0.8, window=0),
        lambda: Plan(0, 5),
        lambda: Plan(5, 5, who=()),
        lambda: Plan(5, 5, spread=0.95),
        lambda: chance_to_pass(RunRule(0.8), TWENTY, 1.2),
        lambda: chance_to_pass(PosteriorRule(0.8, window=6), Plan(20, 20), 0.8),
    ],
)
def test_impossible_rules_and_plans_are_refused(call: object) -> None:
    with pytest.raises(ProgressError):
        call()  # type: ignore[operator]


def test_a_share_that_falls_is_mastered_at_or_below_its_level() -> None:
    rule = RunRule(0.2, 2, decrease=True)
    assert mastered_at(rule, days(8, 2, 3, 2, 1)) == 4
    assert rule.needed(8) == 1
    assert not rule.passes(Datum(0, 1.0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: RunRule(1.0, decrease=True),
        lambda: RunRule(0.2, decrease=True, first_trial=True),
        lambda: RunRule(0.8, least_trials=0),
        lambda: ValueRule(float("nan")),
        lambda: Scatter(0.0),
        lambda: rule_errors(ValueRule(5), TWENTY),
        lambda: chance_to_pass(ValueRule(5), TWENTY, 0.5),
        lambda: chance_of_value(ValueRule(5), -1.0, Scatter()),
        lambda: chance_to_pass(PosteriorRule(0.8), Plan(10, 20, tries=(5, 6)), 0.5),
    ],
)
def test_rules_that_cannot_be_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ProgressError):
        make()


def test_errors_of_a_falling_share_mirror_those_of_a_rising_one() -> None:
    falling = rule_errors(RunRule(0.2, 3, decrease=True), TWENTY)
    rising = rule_errors(RunRule(0.8, 3), TWENTY)
    assert [chance for _true, chance in falling.false_mastery] == pytest.approx([c for _t, c in rising.false_mastery])
    assert replay(RunRule(0.2, 1, decrease=True), [days(1, 1, 1, 1)]).kept == 1


def test_own_counts_of_tries_are_used_session_by_session() -> None:
    same = Plan(trials=10, sessions=20, tries=(10,))
    assert chance_to_pass(RunRule(0.8, 3), same, 0.7) == chance_to_pass(RunRule(0.8, 3), TWENTY, 0.7)
    mixed = Plan(trials=10, sessions=20, tries=(10, 4))
    few = chance_to_pass(RunRule(0.8, 3, least_trials=5), mixed, 0.7)
    assert few == pytest.approx(chance_to_pass(RunRule(0.8, 3), Plan(10, 10), 0.7))


@pytest.mark.parametrize("rule", [ValueRule(5, 2), ValueRule(5, 2, decrease=True)], ids=["more", "less"])
@pytest.mark.parametrize("scatter", [Scatter(), Scatter(2.0)], ids=["counts", "values"])
def test_chance_of_values_is_what_a_simulation_finds(rule: ValueRule, scatter: Scatter) -> None:
    dice = np.random.default_rng(7)
    draws = dice.poisson(4.0, (4000, 8)) if scatter.sd is None else dice.normal(4.0, scatter.sd, (4000, 8))
    met = [mastered_at(rule, [Datum(at, float(v)) for at, v in enumerate(row)]) is not None for row in draws]
    assert chance_of_values(rule, Plan(1, 8), 4.0, scatter) == pytest.approx(np.mean(met), abs=0.025)
