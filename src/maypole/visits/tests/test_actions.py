"""Visits and their notes: what may follow what, what is kept, what is traced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.ingest import Item, Status
from maypole.visits.models import NoteVersion, Observation, Point, Visit, VisitMood
from tests.cast import Cast

from .rows import NOW, finished, make_goal, planned, started, trial

TEXT = NoteText(objective="Ties her shoes: 6 of 10 tries without help.", plan="Go on.")


def state(visit: Visit) -> str | None:
    return Visit.objects.with_state().get(pk=visit.pk).state


def newest_action() -> str:
    event = AuditEvent.objects.first()
    assert event is not None
    return event.action


def test_a_visit_goes_from_planned_to_finished_and_each_step_is_a_row(cast: Cast) -> None:
    goal = make_goal(cast)

    visit = finished(cast, goal)

    states = list(visit.statuses.order_by("at").values_list("state", flat=True))
    assert states == ["planned", "started", "finished"]
    assert state(visit) == "finished"
    assert newest_action() == "visit.finished"


def test_starting_twice_is_the_same_as_once(cast: Cast) -> None:
    visit = started(cast)

    actions.start_visit(by=cast.actor("ines"), visit=visit)

    assert visit.statuses.filter(state="started").count() == 1


@pytest.mark.parametrize("step", ["start_visit", "finish_visit"])
def test_a_cancelled_visit_cannot_go_on(cast: Cast, step: str) -> None:
    visit = planned(cast)
    actions.cancel_visit(by=cast.actor("ines"), visit=visit, why="Maya is ill", at=NOW)

    with pytest.raises(ValidationError):
        getattr(actions, step)(by=cast.actor("ines"), visit=visit)

    assert state(visit) == "cancelled"


def test_calling_off_a_visit_needs_a_reason(cast: Cast) -> None:
    visit = planned(cast)

    with pytest.raises(ValidationError, match="Say why"):
        actions.cancel_visit(by=cast.actor("ines"), visit=visit, why="  ")

    assert state(visit) == "planned"


def test_a_visit_that_has_not_started_takes_no_taps(cast: Cast) -> None:
    goal, visit = make_goal(cast), planned(cast)

    [answer] = actions.observe(by=cast.actor("ines"), visit=visit, items=[trial(goal)])

    assert (answer.status, answer.reason) == (Status.REFUSED, "not_under_way")
    assert not Observation.objects.exists()


def test_points_appear_when_the_visit_is_finished(cast: Cast) -> None:
    goal, visit = make_goal(cast), started(cast)
    actions.observe(by=cast.actor("ines"), visit=visit, items=[trial(goal), trial(goal, "VB")])
    during = Point.objects.count()

    actions.finish_visit(by=cast.actor("ines"), visit=visit)

    point = Point.objects.get()
    assert during == 0
    assert (point.correct, point.trials, point.visit, point.setting) == (1, 2, visit, "clinic")


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [("count", [1, 1, 2], 4.0), ("duration", [60, 90], 75.0), ("rating", [3, 4], 3.5)],
)
def test_each_measure_makes_its_own_kind_of_point(
    cast: Cast, measure: str, values: list[float], expected: float
) -> None:
    goal, visit, by = make_goal(cast, measure=measure), started(cast), cast.actor("ines")
    items = [Item(new_id(), goal.pk, measure, value=value) for value in values]
    actions.observe(by=by, visit=visit, items=items)

    actions.finish_visit(by=by, visit=visit)

    point = Point.objects.get()
    assert (point.value, point.correct, point.trials) == (expected, None, None)


def test_steps_of_a_task_count_only_when_the_step_exists(cast: Cast) -> None:
    goal, visit = make_goal(cast, measure="steps"), started(cast)
    step = Item(new_id(), goal.pk, "steps", correct=True, prompt="I", step=2)

    answers = actions.observe(by=cast.actor("ines"), visit=visit, items=[step, replace(step, id=new_id(), step=9)])

    assert [answer.reason for answer in answers] == ["", "step_unknown"]


def test_stop_is_recorded_as_a_mood_and_changes_no_point(cast: Cast) -> None:
    visit = started(cast)

    actions.record_mood(by=cast.actor("ines"), visit=visit, mood="stop")

    assert VisitMood.objects.get().mood == "stop"
    assert not Point.objects.exists()


def test_quick_notes_gather_in_the_draft(cast: Cast) -> None:
    visit, by = started(cast), cast.actor("ines")

    actions.add_remark(by=by, visit=visit, words="Laughed at the sock monster.")
    actions.add_remark(by=by, visit=visit, words="Left hand leads.")

    assert NoteVersion.objects.get().subjective == "Laughed at the sock monster.\nLeft hand leads."


@pytest.mark.mission("S61")
def test_a_signed_note_never_changes(cast: Cast) -> None:
    visit, by = finished(cast, make_goal(cast)), cast.actor("ines")
    actions.sign_note(by=by, visit=visit, text=TEXT)

    with pytest.raises(ValidationError, match="signed"):
        actions.draft_note(by=by, visit=visit, text=replace(TEXT, objective="Something else"))

    assert NoteVersion.objects.get().objective == TEXT.objective
    assert not Visit.objects.awaiting_note().exists()


def test_a_note_is_not_signed_before_the_visit_is_over(cast: Cast) -> None:
    visit = started(cast)

    with pytest.raises(ValidationError, match="Finish the visit"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT)


def test_an_empty_note_is_not_signed(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))

    with pytest.raises(ValidationError, match="what you saw"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(plan="Go on."))

    assert list(Visit.objects.awaiting_note()) == [visit]


def test_an_amendment_is_the_next_version_and_says_why(cast: Cast) -> None:
    visit, by = finished(cast, make_goal(cast)), cast.actor("ines")
    actions.sign_note(by=by, visit=visit, text=TEXT)

    actions.amend_note(by=by, visit=visit, text=replace(TEXT, objective="7 of 10"), why="Counted one try too few.")

    versions = list(NoteVersion.objects.order_by("number").values_list("number", "objective", "why"))
    assert versions == [(1, TEXT.objective, ""), (2, "7 of 10", "Counted one try too few.")]
    assert newest_action() == "note.amended"


@pytest.mark.parametrize("why", ["", "  "])
def test_an_amendment_without_a_reason_is_refused(cast: Cast, why: str) -> None:
    visit, by = finished(cast, make_goal(cast)), cast.actor("ines")
    actions.sign_note(by=by, visit=visit, text=TEXT)

    with pytest.raises(ValidationError, match="why"):
        actions.amend_note(by=by, visit=visit, text=TEXT, why=why)

    assert NoteVersion.objects.count() == 1


def test_an_unsigned_note_is_not_amended(cast: Cast) -> None:
    visit, by = finished(cast, make_goal(cast)), cast.actor("ines")
    actions.draft_note(by=by, visit=visit, text=TEXT)

    with pytest.raises(ValidationError, match="no signed note"):
        actions.amend_note(by=by, visit=visit, text=TEXT, why="x")


def test_a_visit_stays_within_one_clinic(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="same clinic"):
        actions.plan_visit(by=cast.actor("ines"), child=cast.maya, staff=cast.staff["eva"], starts_at=NOW)

    assert not Visit.objects.exists()


def test_states_never_go_back_in_time(cast: Cast) -> None:
    visit = started(cast)

    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=NOW - timedelta(hours=1))

    assert state(visit) == "finished"
