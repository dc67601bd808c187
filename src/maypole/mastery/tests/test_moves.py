"""A rule tried on the past makes the moves it made live: with real visits, late taps, corrections and undo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maypole.access.ids import new_id
from maypole.mastery import actions
from maypole.mastery.models import MasteryRule, MoveAnswer, MoveProposal, PhaseRule
from maypole.mastery.rules import stage_rule
from maypole.mastery.sightings import sightings
from maypole.mastery.trial import first_phase, tried
from maypole.plan.models import Goal
from maypole.plan.tests.rows import short_goal
from maypole.visits import points
from maypole.visits.actions import finish_visit, observe, plan_visit, start_visit, withdraw
from maypole.visits.ingest import Item
from maypole.visits.models import Observation, Point
from tests.cast import Cast

START = datetime(2026, 2, 2, 9, tzinfo=UTC)


def ruled(cast: Cast, **changed: int) -> tuple[Goal, MasteryRule, PhaseRule]:
    """A goal with a rule: 8 of 10 twice in a row, two checks in a row lead back."""
    goal, by, now = short_goal(cast), cast.actor("ines"), START - timedelta(days=10)
    mastery = actions.adopt_mastery(
        by=by, rule=MasteryRule(goal=goal, level=8, consecutive=2, least_tries=2), why="It lasts.", shown=None, now=now
    )
    fields = {"baseline_points": 3, "wide_sessions": 1} | changed
    return goal, mastery, actions.adopt_phases(by=by, rule=PhaseRule(goal=goal, **fields), why="Steady.", now=now)


def trial(goal: Goal, correct: bool, at: datetime, **changed: object) -> Item:
    fields: dict[str, object] = {"goal": goal.pk, "measure": "trials", "correct": correct, "prompt": "I", "at": at}
    return Item(new_id(), **(fields | changed))  # type: ignore[arg-type]


def held(cast: Cast, goal: Goal, at: datetime, correct: int, setting: str = "clinic") -> None:
    """A visit with five tries, `correct` of them right, finished half an hour later."""
    by = cast.actor("ines")
    visit = plan_visit(by=by, child=cast.maya, staff=cast.staff["ines"], starts_at=at, setting=setting, at=START)
    start_visit(by=by, visit=visit, at=at)
    items = [trial(goal, number < correct, at + timedelta(minutes=number)) for number in range(5)]
    observe(by=by, visit=visit, items=items, now=at + timedelta(minutes=10))
    finish_visit(by=by, visit=visit, at=at + timedelta(minutes=30))


def confirm_all(cast: Cast, now: datetime) -> None:
    while proposal := MoveProposal.objects.open().first():
        actions.confirm_move(by=cast.actor("ines"), proposal=proposal, now=now)


def moves_made(goal: Goal) -> list[tuple[str, str, datetime]]:
    made = MoveProposal.objects.filter(goal=goal, answer__answer="confirmed").order_by("triggered_at", "at", "id")
    return list(made.values_list("start", "end", "triggered_at"))


def moves_tried(goal: Goal, mastery: MasteryRule, phases: PhaseRule) -> list[tuple[str, str, datetime]]:
    found = tried(stage_rule(goal, mastery, phases), sightings(goal), first_phase(goal))
    return [(one.move.start.value, one.move.end.value, one.at) for one in found]


def test_a_goal_goes_the_whole_way_live_as_it_does_when_tried(cast: Cast) -> None:
    goal, mastery, phases = ruled(cast)
    for day, (correct, place) in enumerate([(1, "clinic"), (0, "clinic"), (1, "clinic"), (4, "clinic"), (5, "clinic"),
                                            (5, "clinic"), (4, "home"), (5, "home"), (2, "home")]):  # fmt: skip
        held(cast, goal, START + timedelta(days=3 * day), correct, place)
        confirm_all(cast, START + timedelta(days=3 * day, hours=1))

    assert [(start, end) for start, end, _at in moves_made(goal)] == [
        ("baseline", "teach"), ("teach", "generalise"), ("generalise", "maintain"), ("maintain", "teach"),
    ]  # fmt: skip
    assert moves_tried(goal, mastery, phases) == moves_made(goal)
    assert [row.kind for row in goal.phases.all()] == ["baseline", "teach", "generalise", "maintain", "teach"]


step = st.tuples(st.sampled_from(["visit", "visit", "visit", "home", "late", "undo", "mend"]), st.integers(0, 5))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=4, max_size=11), st.integers(1, 2))
def test_the_same_moves_however_data_arrive(cast: Cast, steps: list[tuple[str, int]], fails: int) -> None:
    with transaction.atomic():  # each example begins with the same world
        arrive(cast, steps, fails)
        transaction.set_rollback(True)


def arrive(cast: Cast, steps: list[tuple[str, int]], fails: int) -> None:
    goal, mastery, phases = ruled(cast, failed_checks=fails)
    by = cast.actor("ines")
    for day, (kind, number) in enumerate(steps):
        at = START + timedelta(days=2 * day)
        rows = list(Observation.objects.standing().filter(goal=goal).order_by("recorded_at", "id"))
        if kind == "visit" or not rows:
            held(cast, goal, at, number)
        elif kind in ("home", "late"):
            back = timedelta(days=2 * number + 1 if kind == "late" else 0)
            items = [trial(goal, number > 1, at - back + timedelta(minutes=n)) for n in range(4)]
            place, who = ("home", "Rosa") if kind == "home" else ("school", "Ada")
            observe(by=by, child=cast.maya, items=items, occasion=f"o{day}", setting=place, with_whom=who, now=at)
        elif kind == "undo":
            withdraw(by=by, observation=rows[-1 - number % len(rows)], now=at)
        else:
            old = rows[-1 - number % len(rows)]
            mended = trial(goal, not old.correct, old.recorded_at, replaces=old.pk)
            observe(by=by, visit=old.visit, child=cast.maya, items=[mended], now=at)
        confirm_all(cast, at + timedelta(hours=2))

    assert moves_tried(goal, mastery, phases) == moves_made(goal)
    kept = set(Point.objects.filter(goal=goal).values_list("occasion", "setting", "at", "value", "correct", "trials"))
    Point.objects.filter(goal=goal).delete()
    points.rebuild([goal.pk])
    fresh = Point.objects.filter(goal=goal).values_list("occasion", "setting", "at", "value", "correct", "trials")
    assert set(fresh) == kept


def test_a_proposal_lapses_when_a_correction_takes_its_reason_away(cast: Cast) -> None:
    goal, _mastery, _phases = ruled(cast, baseline_points=1)
    held(cast, goal, START, 1)
    confirm_all(cast, START + timedelta(hours=1))
    for day in (3, 6):
        held(cast, goal, START + timedelta(days=day), 4)
    assert MoveProposal.objects.open().get().end == "generalise"

    right = Observation.objects.filter(correct=True).latest("recorded_at")
    withdraw(by=cast.actor("ines"), observation=right, now=START + timedelta(days=7))

    assert not MoveProposal.objects.open().exists()
    assert MoveAnswer.objects.get(answer="lapsed").by is None


@pytest.mark.parametrize("again", [1, 2])
def test_after_a_no_the_count_begins_anew(cast: Cast, again: int) -> None:
    goal, _mastery, _phases = ruled(cast, baseline_points=1)
    held(cast, goal, START, 1)
    confirm_all(cast, START + timedelta(hours=1))
    for day in (3, 6):
        held(cast, goal, START + timedelta(days=day), 5)
    first = MoveProposal.objects.open().get()
    actions.decline_move(
        by=cast.actor("ines"), proposal=first, why="He was ill.", now=START + timedelta(days=6, hours=2)
    )

    for day in range(again):
        held(cast, goal, START + timedelta(days=9 + day), 5)

    assert MoveProposal.objects.open().exists() == (again == 2)
