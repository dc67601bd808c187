"""The signal: one decision at a planned review, with its three reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum, JudgeInput, NextStep, PastReview, Probe, SignalName
from maypole.cores.progress.sentences import say
from maypole.cores.progress.series import Improvement
from maypole.cores.progress.signal import CHOICES, Judgement, judge
from maypole.cores.progress.simulate import Course, children, reviewed

BASE = tuple(Datum(at, value) for at, value in enumerate([21, 18, 22, 19, 20], start=-4))
WOBBLE = (4, -3, 2, -5, 1, 3, -2)


def line(slope: float, sessions: int = 10, start: float = 20.0) -> tuple[Datum, ...]:
    return tuple(
        Datum(at, start + slope * at + WOBBLE[at % 7], setting="clinic", person="ab"[at % 2])
        for at in range(1, sessions + 1)
    )


def tries(*correct: int, first: int = 1, setting: str = "clinic", people: str = "ab") -> tuple[Datum, ...]:
    return tuple(
        Datum(at, k, 10, setting=setting, person=people[at % len(people)]) for at, k in enumerate(correct, start=first)
    )


PLAN = JudgeInput(baseline=BASE, treatment=line(3.5), goal=80, due=20)
SKILL = JudgeInput(baseline=tries(1, 0, 2, first=-3), treatment=tries(3, 4, 6, 8, 9, 9, 10), goal=0.8, due=20)
LOW = PastReview(6, SignalName.WATCH, 0.04)


def keys(found: Judgement) -> list[str]:
    return [reason.key for reason in found.reasons]


def test_on_the_way_means_keep() -> None:
    found = judge(PLAN)
    assert (found.name, found.next) == (SignalName.KEEP, NextStep.CONTINUE)
    assert found.p_goal is not None
    assert found.p_goal >= 0.7
    assert keys(found)[0] == "chance_good"


def test_an_open_chance_means_watch() -> None:
    found = judge(replace(PLAN, treatment=line(2.8)))
    assert (found.name, found.next) == (SignalName.WATCH, NextStep.LOOK_AGAIN)
    assert keys(found)[0] == "chance_open"


def test_one_low_review_is_not_enough_and_two_in_a_row_are() -> None:
    flat = replace(PLAN, treatment=line(0.8))
    once, twice = judge(flat), judge(replace(flat, previous=(LOW,)))
    assert (once.name, once.low_reviews, keys(once)[0]) == (SignalName.WATCH, 1, "low_once")
    assert (twice.name, twice.low_reviews, keys(twice)[0]) == (SignalName.ADJUST, 2, "low_again")
    assert twice.choices == CHOICES
    assert once.choices == ()


@pytest.mark.parametrize("between", [PastReview(8, SignalName.WATCH, 0.3), PastReview(8, SignalName.TOO_EARLY, None)])
def test_low_reviews_count_only_in_a_row(between: PastReview) -> None:
    found = judge(replace(PLAN, treatment=line(0.8), previous=(LOW, between)))
    assert (found.name, found.low_reviews) == (SignalName.WATCH, 1)


@pytest.mark.parametrize("changed", [6.0, 7.0])
def test_low_reviews_up_to_the_last_change_do_not_count(changed: float) -> None:
    found = judge(replace(PLAN, treatment=line(0.5, 14), previous=(LOW,), last_change=changed))
    assert found.low_reviews == 1
    assert found.sessions == 14 - int(changed) + 1


def test_clearly_worse_than_before_speaks_at_the_first_review() -> None:
    found = judge(replace(PLAN, treatment=line(-1.5)))
    assert (found.name, keys(found)[0]) == (SignalName.ADJUST, "worse_than_baseline")
    assert found.p_worse is not None
    assert found.p_worse >= 0.9


@pytest.mark.parametrize("sessions", [0, 1, 2, 3, 4])
def test_fewer_than_five_sessions_never_get_a_verdict(sessions: int) -> None:
    found = judge(replace(PLAN, treatment=line(3.0, sessions), previous=(LOW, LOW)))
    assert (found.name, found.p_goal, found.next) == (SignalName.TOO_EARLY, None, NextStep.COLLECT)
    assert keys(found)[0] == "few_sessions"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"last_change": 8.0}, "few_since_change"),
        ({"baseline": BASE[:2]}, "few_baseline"),
        ({"baseline": ()}, "few_baseline"),
        ({"days_since_last": 29}, "stale"),
        ({"agreement": 0.79}, "agreement_low"),
        ({"agreement_required": True}, "agreement_missing"),
    ],
)
def test_what_is_not_known_well_enough_is_asked_for(change: dict[str, object], key: str) -> None:
    found = judge(replace(PLAN, **change))  # type: ignore[arg-type]
    assert (found.name, found.p_goal) == (SignalName.TOO_EARLY, None)
    assert keys(found)[0] == key


@pytest.mark.parametrize("change", [{"days_since_last": 28}, {"agreement": 0.8, "agreement_required": True}])
def test_the_limits_themselves_are_good_enough(change: dict[str, object]) -> None:
    assert judge(replace(PLAN, **change)).name is SignalName.KEEP  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "key"), [({"visits_held": 7, "visits_planned": 10}, "visits_low"), ({"fidelity": 0.79}, "fidelity_low")]
)
def test_a_plan_that_was_not_carried_out_is_not_judged(change: dict[str, object], key: str) -> None:
    found = judge(replace(PLAN, treatment=line(0.2), previous=(LOW,), **change))  # type: ignore[arg-type]
    assert (found.name, found.next) == (SignalName.CHECK_DELIVERY, NextStep.RESTORE_DELIVERY)
    assert found.p_goal is None
    assert keys(found)[0] == key


def test_delivered_as_planned_is_a_good_word() -> None:
    found = judge(replace(PLAN, treatment=line(3.5, 5), visits_held=9, visits_planned=10, agreement=0.9, fidelity=0.9))
    assert found.name is not SignalName.CHECK_DELIVERY


def test_safety_comes_before_everything() -> None:
    found = judge(replace(PLAN, treatment=(), unsafe=True, reviews=(30.0,), previous=(LOW,)))
    assert (found.name, found.next) == (SignalName.ADJUST, NextStep.MAKE_SAFE)
    assert keys(found)[0] == "unsafe"


def test_between_reviews_the_last_signal_stands() -> None:
    past = (PastReview(6, SignalName.KEEP, 0.8),)
    found = judge(replace(PLAN, treatment=line(-2.0, 9), reviews=(6.0, 10.0), previous=past))
    assert (found.name, found.judged, found.next_review) == (SignalName.KEEP, False, 10.0)
    assert keys(found)[0] == "between_reviews"


def test_before_the_first_review_it_is_too_early() -> None:
    found = judge(replace(PLAN, treatment=line(3.5, 5), reviews=(6.0, 10.0)))
    assert (found.name, found.judged) == (SignalName.TOO_EARLY, False)


def test_a_review_that_was_missed_is_held_later() -> None:
    past = (PastReview(6, SignalName.KEEP, 0.8),)
    assert judge(replace(PLAN, treatment=line(3.5, 12), reviews=(6.0, 10.0), previous=past)).judged


@pytest.mark.mission("S89")
def test_goal_met_needs_two_people_and_two_sessions() -> None:
    found = judge(SKILL)
    assert (found.name, found.next, keys(found)[0]) == (SignalName.GOAL_MET, NextStep.PROBE, "level_met")
    alone = judge(replace(SKILL, treatment=tries(3, 4, 6, 8, 9, 9, 10, people="a")))
    assert alone.name is SignalName.KEEP
    assert "one_person" in keys(alone)
    assert alone.p_met == found.p_met


def test_eight_of_ten_three_times_does_not_prove_eight_of_ten() -> None:
    found = judge(replace(SKILL, treatment=tries(5, 6, 8, 8, 8, 8)))
    assert found.p_met == pytest.approx(0.48, abs=0.01)
    assert found.name is not SignalName.GOAL_MET


def test_a_measured_goal_can_be_met_too() -> None:
    found = judge(replace(PLAN, treatment=line(1.0, 12, start=90.0)))
    assert found.name is SignalName.GOAL_MET


def test_less_is_better_is_judged_by_less() -> None:
    points = tuple(replace(point, value=100 - point.value) for point in line(3.5))
    base = tuple(replace(point, value=100 - point.value) for point in BASE)
    found = judge(replace(PLAN, baseline=base, treatment=points, goal=20, improvement=Improvement.DECREASE))
    assert found.p_goal == pytest.approx(judge(PLAN).p_goal)
    assert found.name is SignalName.KEEP


def test_other_settings_are_named_and_never_blended_in() -> None:
    home = tuple(Datum(at, 20.0, setting="home") for at in range(2, 12, 2))
    found = judge(replace(PLAN, treatment=PLAN.treatment + home))
    assert found.p_goal == judge(PLAN).p_goal
    assert found.sessions == 10
    follows = tuple(replace(point, at=point.at + 0.5, setting="home") for point in PLAN.treatment)
    assert "setting_follows" in keys(judge(replace(PLAN, treatment=PLAN.treatment + follows, setting="clinic")))


def test_a_setting_far_behind_is_a_reason_to_watch() -> None:
    home = tuple(Datum(at, 2.0, setting="home") for at in range(2, 12, 2))
    school = (Datum(3, 4.0, setting="school"),)
    found = judge(replace(PLAN, treatment=line(2.8) + home + school))
    assert "setting_behind" in keys(found)


def probes(*correct: int, places: str = "clinic home clinic", apart: int = 14) -> tuple[Probe, ...]:
    names = places.split()
    return tuple(Probe(apart * at, k, 10, setting=names[at % len(names)]) for at, k in enumerate(correct))


MET = replace(SKILL, previous=(PastReview(7, SignalName.GOAL_MET, 0.9),), days_since_last=60)


def test_held_probes_elsewhere_and_a_family_that_agrees_mean_fade() -> None:
    found = judge(replace(MET, probes=probes(10, 10), family_confirms=True))
    assert (found.name, found.next) == (SignalName.GOAL_MET, NextStep.FADE)
    assert keys(found) == ["probes_held", "settings_held", "family_confirms"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"probes": probes(10, 10, apart=7)}, "probe_again"),
        ({"probes": probes(10, 10, places="clinic")}, "probe_elsewhere"),
        ({"family_confirms": None}, "family_not_asked"),
        ({"family_confirms": False}, "family_disagrees"),
        ({"gain_left": 0.8}, "gain_left"),
    ],
)
def test_what_still_speaks_against_fading_is_named(change: dict[str, object], key: str) -> None:
    full = replace(MET, probes=probes(10, 10), family_confirms=True, gain_left=0.2)
    found = judge(replace(full, **change))  # type: ignore[arg-type]
    assert (found.name, found.next) == (SignalName.GOAL_MET, NextStep.PROBE)
    assert key in keys(found)


def test_a_lost_skill_goes_back_to_teaching() -> None:
    found = judge(replace(MET, probes=probes(10, 5), family_confirms=True))
    assert (found.name, found.next, keys(found)[0]) == (SignalName.WATCH, NextStep.CONTINUE, "probe_lost")


def test_probes_of_a_measured_goal_hold_at_the_goal() -> None:
    past = (PastReview(9, SignalName.GOAL_MET, 0.9),)
    held = tuple(Probe(14 * n, 85.0, setting=place) for n, place in enumerate(("clinic", "home")))
    found = judge(replace(PLAN, previous=past, probes=held, family_confirms=True))
    assert found.next is NextStep.FADE
    lost = judge(replace(PLAN, previous=past, probes=(*held, Probe(60, 70.0)), family_confirms=True))
    assert keys(lost)[0] == "probe_lost"


def test_without_probes_a_met_goal_is_judged_again() -> None:
    assert judge(replace(MET, days_since_last=3)).next is NextStep.PROBE


LEVELS = st.lists(st.integers(0, 10), max_size=14)


TROUBLES = st.fixed_dictionaries(
    {"goal": st.floats(0, 1), "unsafe": st.booleans()},
    optional={"agreement": st.floats(0, 1), "days_since_last": st.integers(0, 60), "visits_held": st.integers(0, 9)},
)


@given(LEVELS, LEVELS, TROUBLES)
def test_there_are_always_exactly_three_reasons_that_can_be_said(
    before: list[int], during: list[int], troubles: dict[str, float]
) -> None:
    history = JudgeInput(
        baseline=tries(*before, first=-20),
        treatment=tries(*during),
        due=20,
        visits_planned=9,
        **troubles,  # type: ignore[arg-type]
    )
    found = judge(history)
    assert len(set(keys(found))) == 3
    assert all(say(reason, language) for reason in found.reasons for language in ("en", "es"))
    assert found.p_goal is None if len(during) < 5 or len(before) < 3 else found.forecast is not None


def test_a_goal_at_the_baseline_is_judged_without_a_path() -> None:
    flat = tuple(Datum(at, 5.0) for at in range(1, 8))
    found = judge(JudgeInput(baseline=tuple(Datum(-at, 5.0) for at in range(3)), treatment=flat, goal=5.0, due=1))
    assert found.name is SignalName.WATCH


@pytest.mark.parametrize(
    "change",
    [
        {"goal": float("nan")},
        {"due": float("inf")},
        {"growth_prior": 0.0},
        {"treatment": (*line(3.0), Datum(11, 5, 10))},
        {"probes": (Probe(1, 5, 10),)},
        {"improvement": "up"},
    ],
)
def test_what_cannot_be_judged_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProgressError):
        replace(PLAN, **change)  # type: ignore[arg-type]


def test_a_goal_for_tries_is_a_share() -> None:
    with pytest.raises(ProgressError, match="between 0 and 1"):
        replace(SKILL, goal=8)


@pytest.mark.parametrize("value", [(float("nan"), None), (11, 10), (-1, 10), (0, 0)])
def test_impossible_points_are_refused(value: tuple[float, int | None]) -> None:
    with pytest.raises(ProgressError):
        Datum(1, *value)
    with pytest.raises(ProgressError):
        Probe(1, *value)
    with pytest.raises(ProgressError, match="needs a time"):
        Datum(float("nan"), 1.0)


def test_simulated_children_are_the_same_for_the_same_seed() -> None:
    course = Course(trials=10)
    assert list(children(course, 3, seed=5)) == list(children(course, 3, seed=5))
    assert list(children(course, 3, seed=5)) != list(children(course, 3, seed=6))


def test_reviewing_stops_at_the_first_adjust() -> None:
    verdicts = [reviewed(child) for child in children(Course(speed=0.0), 20, seed=1)]
    assert all(found[-1][1].name is SignalName.ADJUST for found in verdicts)
    assert all(j.name is not SignalName.ADJUST for found in verdicts for _, j in found[:-1])
