"""A second observer: compared, never counted, blind while they watch. Two devices add up; their clashes are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.cores.progress.observers import Index
from maypole.mastery.sightings import sightings
from maypole.plan.models import Goal
from maypole.visits import actions, beside, second
from maypole.visits.beside_present import both_said
from maypole.visits.chains import chains
from maypole.visits.ingest import Item, Status
from maypole.visits.models import Moment, Observation, OtherTime, Point, SecondObserver, Visit
from maypole.visits.second import compared
from maypole.visits.shown import goals_of, results
from tests.cast import Cast

from .rows import NOW, make_goal, started, trial, undo

As = Callable[[str], Client]
END = NOW + timedelta(minutes=45)


def tap(goal: Goal, minute: float, device: UUID, number: int, **what: Any) -> Item:
    made: dict[str, Any] = {
        "measure": goal.measure,
        "at": NOW + timedelta(minutes=minute),
        "device": device,
        "sequence": number,
    }
    return Item(id=new_id(), goal=goal.pk, **(made | what))


def record(cast: Cast, visit: Visit, name: str, goal: Goal, codes: str, *, second: bool = False) -> None:
    """A try a minute, at these levels of help."""
    device = uuid4()
    items = [
        tap(goal, n, device, n, prompt=code, correct=True, second=second) for n, code in enumerate(codes.split(), 1)
    ]
    answers = actions.observe(by=cast.actor(name), visit=visit, items=items, now=NOW + timedelta(minutes=30))
    assert {answer.status for answer in answers} == {Status.OK}


def watched(cast: Cast, first: str = "I I VB I M I", other: str = "I I VB VB M I") -> tuple[Visit, Goal]:
    """Ines runs a visit, Ada watches it."""
    goal = make_goal(cast)
    visit = started(cast)
    second.join(by=cast.actor("ada"), visit=visit, goals=[goal.pk], at=NOW)
    record(cast, visit, "ines", goal, first)
    record(cast, visit, "ada", goal, other, second=True)
    return visit, goal


def test_what_a_second_observer_records_counts_nowhere(cast: Cast) -> None:
    visit, goal = watched(cast)
    other = make_goal(cast, "Asks for help")
    record(cast, visit, "ada", other, "I I", second=True)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=END)

    point = Point.objects.get()
    assert (point.goal_id, point.correct, point.trials) == (goal.pk, 4, 6)
    assert [(each.n, each.k) for each in results(visit) if each.n] == [(6, 4)]
    assert [each.datum.trials for each in sightings(goal) if each.datum] == [6]
    assert sightings(other) == []
    assert Observation.objects.standing().count() == 6
    assert Observation.objects.filter(second=True).count() == 8
    assert other in goals_of(visit)  # it is still worked on; only not because of the second observer


def test_a_second_observers_steps_teach_no_chain(cast: Cast) -> None:
    goal = make_goal(cast, "Puts on her coat", "steps")
    Goal.objects.filter(pk=goal.pk).update(chaining="forward", in_a_row=1)
    goal.refresh_from_db()
    visit = started(cast)
    answers = actions.observe(
        by=cast.actor("ada"), visit=visit, now=NOW,
        items=[Item(id=new_id(), goal=goal.pk, measure="steps", correct=True, prompt="I", step=1, second=True)],
    )  # fmt: skip
    assert answers[0].status == Status.OK
    assert chains([goal])[goal.pk].taught == (1,)


def test_agreement_is_told_trial_by_trial(cast: Cast) -> None:
    visit, goal = watched(cast)
    second.leave(by=cast.actor("ada"), visit=visit, at=END)
    [row] = compared(SecondObserver.objects.filter(goal=goal))
    assert row.found is not None
    assert (row.found.main.index, row.found.main.n) == (Index.TRIAL_BY_TRIAL, 6)
    assert row.found.main.share == pytest.approx(5 / 6)
    assert row.found.kappa is not None


def test_only_the_time_that_both_were_there_is_compared(cast: Cast) -> None:
    goal = make_goal(cast)
    visit = started(cast)
    record(cast, visit, "ines", goal, "I I VB I M I I I")
    second.join(by=cast.actor("ada"), visit=visit, goals=[goal.pk], at=NOW + timedelta(minutes=3, seconds=30))
    device = uuid4()
    items = [
        tap(goal, n, device, n, prompt=code, correct=True, second=True) for n, code in ((4, "I"), (5, "M"), (6, "I"))
    ]
    actions.observe(by=cast.actor("ada"), visit=visit, items=items, now=END)
    second.leave(by=cast.actor("ada"), visit=visit, at=NOW + timedelta(minutes=6, seconds=30))
    [row] = compared(SecondObserver.objects.all())
    assert row.found is not None
    assert (row.found.first, row.found.second, row.found.main.share) == (3, 3, 1.0)


def test_who_runs_or_records_it_is_no_second_pair_of_eyes(cast: Cast) -> None:
    goal = make_goal(cast)
    visit = started(cast)
    with pytest.raises(ValidationError):
        second.join(by=cast.actor("ines"), visit=visit, goals=[goal.pk], at=NOW)
    record(cast, visit, "ada", goal, "I")
    with pytest.raises(ValidationError):
        second.join(by=cast.actor("ada"), visit=visit, goals=[goal.pk], at=NOW)
    [answer] = actions.observe(by=cast.actor("ada"), visit=visit, items=[trial(goal, second=True)], now=NOW)
    assert (answer.status, answer.reason, answer.path) == (Status.REFUSED, "own_record", "second")
    with pytest.raises(ValidationError):
        second.join(by=cast.actor("lena"), visit=visit, goals=[uuid4()], at=NOW)


def test_a_withdrawal_stays_on_its_own_side(cast: Cast) -> None:
    visit, goal = watched(cast, "I I", "I I")
    mine = list(Observation.objects.filter(second=True).order_by("recorded_at"))
    actions.observe(by=cast.actor("ada"), visit=visit, items=[undo(mine[0].pk)], now=NOW)
    swap = trial(goal, "M", replaces=mine[1].pk)
    [answer] = actions.observe(by=cast.actor("ada"), visit=visit, items=[swap], now=NOW)
    assert (answer.status, answer.reason) == (Status.REFUSED, "observation_unknown")
    assert Observation.objects.get(withdrawn=True).second
    assert Observation.objects.standing().count() == 2


def test_joining_twice_is_once_and_coming_again_is_a_new_row(cast: Cast) -> None:
    goal = make_goal(cast)
    visit = started(cast)
    by = cast.actor("ada")
    for _ in range(2):
        second.join(by=by, visit=visit, goals=[goal.pk], at=NOW)
    second.leave(by=by, visit=visit, at=NOW + timedelta(minutes=5))
    second.leave(by=by, visit=visit, at=NOW + timedelta(minutes=6))
    second.join(by=by, visit=visit, goals=[goal.pk], at=NOW + timedelta(minutes=9))
    assert [row.ended_at for row in SecondObserver.objects.all()] == [NOW + timedelta(minutes=5), None]
    told = AuditEvent.objects.filter(action__startswith="second.").order_by("number").values_list("action", flat=True)
    assert list(told) == ["second.joined", "second.left", "second.joined"]


@pytest.mark.mission("S61")
def test_while_they_watch_they_are_shown_nothing(cast: Cast, as_: As) -> None:
    visit, _goal = watched(cast)
    blind = as_("ada").get(f"/visits/{visit.pk}").content.decode()
    assert "You watch as second observer" in blind
    assert 'class="trials"' not in blind
    assert 'class="trials"' in as_("ines").get(f"/visits/{visit.pk}").content.decode()
    second.leave(by=cast.actor("ada"), visit=visit, at=END)
    assert 'class="trials"' in as_("ada").get(f"/visits/{visit.pk}").content.decode()


def test_the_visits_page_shows_agreement_to_staff_only(cast: Cast, as_: As) -> None:
    visit, goal = watched(cast)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=END)
    page = as_("ines").get(f"/visits/{visit.pk}").content.decode()
    assert "Two observers" in page
    assert "83 %, trial by trial, from 6." in page
    assert f"/goals/{goal.pk}/agreement" in page
    assert "Two observers" not in as_("rosa").get(f"/visits/{visit.pk}").content.decode()


def test_the_cost_of_comparing_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    visit, goal = watched(cast)
    with django_assert_num_queries(3):
        compared(SecondObserver.objects.filter(goal=goal))
    for number in range(9):
        other = make_goal(cast, f"Goal {number}")
        second.join(by=cast.actor("ada"), visit=visit, goals=[other.pk], at=NOW)
        record(cast, visit, "ines", other, "I I")
    with django_assert_num_queries(3):
        assert len(compared(SecondObserver.objects.filter(visit=visit))) == 10


def two_devices(cast: Cast) -> tuple[Visit, Goal]:
    goal = make_goal(cast, "Puts on her coat", "steps")
    visit = started(cast)
    for name, second_step, late in (("ines", "VB", 0.0), ("ada", "I", 0.1)):
        device = uuid4()
        items = [
            tap(goal, step + late, device, step, prompt=prompt, correct=True, step=step)
            for step, prompt in ((1, "I"), (2, second_step))
        ]
        actions.observe(by=cast.actor(name), visit=visit, items=items, now=END)
    return visit, goal


def test_two_devices_add_up_and_what_clashes_is_shown(cast: Cast, as_: As) -> None:
    visit, _goal = two_devices(cast)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=END)
    lines, times = both_said(visit, cast.maya)
    assert Point.objects.get().trials == 4
    assert [(line.what, line.differ) for line in lines] == [("step 1", False), ("step 2", True)]
    assert lines[1].sentence == "Puts on her coat, step 2: Ines “A word”, Ada “By themselves”."
    assert times == []
    page = as_("ines").get(f"/visits/{visit.pk}").content.decode()
    assert "They differ" in page
    assert "Counted twice" in page


def test_taking_one_back_settles_a_clash(cast: Cast, as_: As) -> None:
    visit, _goal = two_devices(cast)
    lines, _times = both_said(visit, cast.maya)
    for line in lines:
        as_("ines").post(f"/visits/{visit.pk}/observations/{line.sides[1].id}/withdrawal")
    assert both_said(visit, cast.maya)[0] == []
    assert Observation.objects.standing().count() == 2


def test_counts_of_two_devices_are_no_clash(cast: Cast) -> None:
    goal = make_goal(cast, "Asks for help", "count")
    visit = started(cast)
    for name in ("ines", "ada"):
        actions.observe(by=cast.actor(name), visit=visit, items=[tap(goal, 1, uuid4(), 1, value=1.0)], now=END)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=END)
    assert Point.objects.get().value == 2
    assert both_said(visit, cast.maya) == ([], [])


def test_another_start_is_kept_beside_the_first(cast: Cast) -> None:
    visit = started(cast)
    by = cast.actor("ada")
    assert beside.other_time(by=by, visit=visit, moment=Moment.START, at=NOW + timedelta(seconds=20)) is None
    for _ in range(2):
        beside.other_time(by=by, visit=visit, moment=Moment.START, at=NOW + timedelta(minutes=6))
    assert beside.other_time(by=by, visit=visit, moment=Moment.END, at=NOW) is None
    assert OtherTime.objects.count() == 1
    assert both_said(visit, cast.maya)[1] == [
        "Started at 13:30, says Ines. This counts.",
        "Started at 13:36, says Ada.",
    ]


def test_others_are_named_and_to_the_blind_nothing_more(cast: Cast) -> None:
    visit, goal = watched(cast, "I I", "I")
    [ines] = beside.recorders(visit.pk, cast.users["ada"].pk, blind=True)
    assert (ines.name, ines.goals, ines.last) == ("Ines", (), None)
    [open_ines] = beside.recorders(visit.pk, cast.users["lena"].pk, blind=False)[1:]
    assert open_ines.goals == ((goal.pk, 2, 0.0),)
    assert [each.second for each in beside.recorders(visit.pk, cast.users["ines"].pk, blind=False)] == [True]
