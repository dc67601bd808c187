"""The plan of a visit: each game serves a goal, is safe for this child, and has its equipment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.equipment import actions as register
from maypole.equipment.models import Equipment
from maypole.people.models import AboutChild, Child, Precaution
from maypole.plan.models import Goal
from maypole.planner.actions import plan as actions
from maypole.planner.facts import facts_of
from maypole.planner.proposing import Proposal, found, proposals
from maypole.visits import actions as visits
from maypole.visits.models import PlannedActivity, Visit, VisitEquipment
from maypole.visits.shown import composed
from maypole.visits.tests.rows import make_goal, trial
from tests.cast import Cast

NOW = timezone.now()
SOON = NOW + timedelta(days=1)


def visit_of(cast: Cast, starts_at: Any = SOON, **fields: Any) -> Visit:
    made = visits.plan_visit(
        by=cast.actor("ines"), child=cast.maya, staff=cast.staff["ines"], starts_at=starts_at,
        room=fields.pop("room", cast.room), at=starts_at - timedelta(days=7), **fields,
    )  # fmt: skip
    return Visit.objects.select_related("child", "staff__site", "room__site").get(pk=made.pk)


def goal_in(cast: Cast, area: str, title: str = "A goal") -> Goal:
    goal = make_goal(cast, title)
    Goal.objects.filter(pk=goal.pk).update(area=area)
    goal.refresh_from_db()
    return goal


def take(cast: Cast, visit: Visit, goal: Goal, code: str, **fields: Any) -> PlannedActivity:
    return actions.take(by=cast.actor("ines"), visit=visit, goal=goal, code=code, now=NOW, **fields)


def swing(cast: Cast, inspected_ago: int | None = 0, kind: str = "swing") -> Equipment:
    thing = Equipment(site=cast.site, name="Blue swing", kind=kind, inspect_every_days=90)
    made = register.enter(by=cast.actor("mona"), equipment=thing, now=NOW - timedelta(days=200))
    if inspected_ago is not None:
        on = timezone.localdate(NOW) - timedelta(days=inspected_ago)
        register.check(by=cast.actor("mona"), equipment=made, kind="inspection", on=on, passed=True, now=NOW)
    return made


def proposed(cast: Cast, visit: Visit) -> list[Proposal]:
    return [each for row in proposals(facts_of(visit, "en", NOW)) for each in row.proposals]


@pytest.mark.mission("S58")
def test_every_planned_game_names_a_goal_of_this_child(cast: Cast) -> None:
    visit, goal = visit_of(cast), goal_in(cast, "fine_motor")
    noors = make_goal(cast, "Not hers", child=cast.noor)

    planned = take(cast, visit, goal, "fm-03")

    assert (planned.goal, planned.why) == (goal, "Made for Fine motor.")
    with pytest.raises(ValidationError):
        take(cast, visit, noors, "fm-03")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedActivity.objects.filter(pk=planned.pk).update(goal=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedActivity.objects.filter(pk=planned.pk).update(why="")


@pytest.mark.mission("S60")
@pytest.mark.parametrize("ago", [None, 91])
def test_a_swing_whose_inspection_is_overdue_gets_into_no_plan_and_no_visit(cast: Cast, ago: int | None) -> None:
    visit, goal, thing = visit_of(cast), goal_in(cast, "sensory"), swing(cast, ago)

    with pytest.raises(ValidationError, match="inspect"):
        take(cast, visit, goal, "se-03", cleared=True)
    with pytest.raises(ValidationError, match="inspect"):
        actions.choose(by=cast.actor("ines"), visit=visit, equipment=thing, now=NOW)

    assert "se-03" not in {each.entry.id for each in proposed(cast, visit)}
    assert not VisitEquipment.objects.exists()
    [shown] = [each for each in found(facts_of(visit, "en", NOW), goal, "swing").proposals if each.entry.id == "se-03"]
    assert "Blue swing" in shown.refused[0]


@pytest.mark.mission("S60")
def test_an_inspection_that_runs_out_before_the_visit_blocks_it_too(cast: Cast) -> None:
    goal, thing = goal_in(cast, "sensory"), swing(cast, 80)
    take(cast, visit_of(cast), goal, "se-03", cleared=True)

    with pytest.raises(ValidationError):
        take(cast, visit_of(cast, NOW + timedelta(days=30)), goal, "se-03", cleared=True)
    assert VisitEquipment.objects.get().equipment == thing


def test_a_game_brings_its_equipment_and_takes_it_along(cast: Cast) -> None:
    visit, goal, thing = visit_of(cast), goal_in(cast, "sensory"), swing(cast)

    planned = take(cast, visit, goal, "se-03", cleared=True)
    assert VisitEquipment.objects.standing().get().equipment == thing
    assert any("inspected and free" in reason for reason in planned.why.split("."))

    actions.take_off(by=cast.actor("ines"), planned=planned, now=NOW)
    assert not VisitEquipment.objects.standing().exists()
    actions.put_back(by=cast.actor("ines"), planned=planned, now=NOW)
    assert VisitEquipment.objects.standing().count() == 1


def test_a_swing_of_another_site_is_not_at_hand(cast: Cast) -> None:
    goal, thing = goal_in(cast, "sensory"), swing(cast)
    at_home = visit_of(cast, setting="school", room=None)

    with pytest.raises(ValidationError):
        actions.choose(by=cast.actor("ines"), visit=at_home, equipment=thing, now=NOW)
    with pytest.raises(ValidationError):
        take(cast, at_home, goal, "se-03", cleared=True)


@pytest.mark.parametrize(("code", "area"), [("fe-01", "feeding"), ("gm-07", "gross_motor")])
def test_feeding_and_moving_ask_somebody_to_look_first(cast: Cast, code: str, area: str) -> None:
    visit, goal = visit_of(cast), goal_in(cast, area)
    swing(cast, kind="ball")

    with pytest.raises(ValidationError, match="tick that you did"):
        take(cast, visit, goal, code)

    assert take(cast, visit, goal, code, cleared=True).activity == code
    assert AuditEvent.objects.filter(action="game.planned", detail__cleared=True).exists()


def test_small_parts_keep_to_the_age_since_birth_in_a_visit_as_at_home(cast: Cast) -> None:
    on = timezone.localdate(SOON)
    Child.objects.filter(pk=cast.maya.pk).update(birth_date=date(on.year - 3, on.month, 1) + timedelta(days=60))
    visit, goal = visit_of(cast), goal_in(cast, "fine_motor")

    with pytest.raises(ValidationError, match="under 3"):
        take(cast, visit, goal, "fm-01")
    assert "fm-01" not in {each.entry.id for each in proposed(cast, visit)}


def test_a_clinic_game_is_not_planned_for_a_visit_by_video(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="stays in the clinic"):
        take(cast, visit_of(cast, setting="telehealth", room=None), goal_in(cast, "feeding"), "fe-04", cleared=True)


def test_allergies_are_named_where_the_game_has_to_do_with_them(cast: Cast) -> None:
    """Every allergy is told with eating; a fear of hand dryers with the game that has one, and not with every hand."""
    Precaution.objects.create(
        organisation=cast.clinic,
        child=cast.maya,
        by=cast.users["ines"],
        kind="fear",
        title="Hand dryers",
        advice="Warn.",
    )
    facts = facts_of(visit_of(cast), "en", NOW)

    def watched(words: str) -> tuple[str, ...]:
        return found(facts, goal_in(cast, "feeding"), words).proposals[0].watch

    assert watched("picnic") == ("Maya: Nut allergy. Pen in the blue bag.",)
    assert watched("toilet routine") == ("Maya: Hand dryers. Warn.",)
    assert watched("dough bakery") == ()


@pytest.mark.mission("S62")
def test_what_the_child_loves_is_shown_and_moves_games_forward(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit = visit_of(cast)
    goal_in(cast, "fine_motor", "Holds a pencil")
    before = [each.entry.id for each in proposed(cast, visit)]
    AboutChild.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], at=NOW, strengths="Tries",
        loves="dough, dragons",
    )  # fmt: skip

    [first, *_] = proposed(cast, visit)
    page = as_("ines").get(f"/visits/{visit.pk}/plan").content.decode()

    assert first.entry.id == "fm-05"
    assert before[0] != "fm-05"
    assert "Maya loves it: dough." in first.reasons
    assert "dragons" in page
    assert "Maya loves it: dough." in page


def test_what_worked_before_comes_first_and_what_tired_comes_last(cast: Cast) -> None:
    goal, by = goal_in(cast, "fine_motor", "Holds a pencil"), cast.actor("ines")
    for days, code, mood, level in ((21, "fm-03", "okay", "FP"), (14, "fm-06", "keen", "I"), (7, "fm-08", "stop", "I")):
        at = NOW - timedelta(days=days)
        visit = visit_of(cast, at)
        actions.take(by=by, visit=visit, goal=goal, code=code, now=at)
        visits.start_visit(by=by, visit=visit, at=at)
        visits.observe(by=by, visit=visit, items=[trial(goal, level)], now=at)
        visits.record_mood(by=by, visit=visit, mood=mood, at=at)
        visits.finish_visit(by=by, visit=visit, at=at)

    told = found(facts_of(visit_of(cast), "en", NOW), goal, "a").proposals
    by_code = {each.entry.id: each for each in told}

    assert told[0].entry.id == "fm-06"
    assert any("went further" in reason for reason in by_code["fm-06"].reasons)
    assert not any("went further" in reason for reason in by_code["fm-03"].reasons)
    [fm08] = [e for e in found(facts_of(visit_of(cast), "en", NOW), goal, "pencil").proposals if e.entry.id == "fm-08"]
    assert "said stop" in fm08.against[0]
    assert fm08.grading.startswith("Easier:")


@pytest.mark.mission("S58")
def test_one_tap_takes_a_proposal_and_undo_takes_it_off(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit, goal, ines = visit_of(cast), goal_in(cast, "fine_motor"), as_("ines")

    answer = ines.post(f"/visits/{visit.pk}/plan/games", {"goal": str(goal.pk), "game": "fm-03"}, follow=True)
    planned = PlannedActivity.objects.get()
    assert b"is planned" in answer.content
    assert f"/games/{planned.pk}/removal".encode() in answer.content

    ines.post(f"/games/{planned.pk}/removal")
    assert not PlannedActivity.objects.standing().exists()


def test_games_are_put_in_order_made_longer_and_noted(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit, goal, ines = visit_of(cast), goal_in(cast, "fine_motor"), as_("ines")
    first, second = take(cast, visit, goal, "fm-03"), take(cast, visit, goal, "fm-06")

    ines.post(f"/games/{second.pk}/place", {"to": "earlier"})
    ines.post(f"/games/{first.pk}/adjustment", {f"{first.pk}-minutes": 20, f"{first.pk}-grading": "Thick pegs"})

    rows = [*PlannedActivity.objects.standing().values_list("activity", "minutes", "grading")]
    assert rows == [("fm-06", 12, ""), ("fm-03", 20, "Thick pegs")]


@pytest.mark.mission("S58")
def test_what_was_played_and_why_stands_beside_the_taps_in_the_note_and_for_the_family(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    visit, goal, by = visit_of(cast, NOW - timedelta(hours=1)), goal_in(cast, "self_care", "Ties"), cast.actor("ines")
    take(cast, visit, goal, "sc-01")
    visits.start_visit(by=by, visit=visit, at=NOW)
    assert b"Sock monster race" in as_("ines").get(f"/visits/{visit.pk}").content

    visits.finish_visit(by=by, visit=visit, at=NOW)

    text = composed(visit, "es")
    assert "Played: Sock monster race (for “Ties”)." in text.objective
    assert "La carrera" in text.family_summary or "calcet" in text.family_summary
    told = as_("rosa").get(f"/visits/{visit.pk}").content.decode()
    assert "Sock monster race" in told
    assert "For “Ties”." in told
    with pytest.raises(ValidationError, match="is over"):
        take(cast, visit, goal, "sc-02")


def test_the_plan_of_a_child_not_in_ones_care_is_not_there(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit, goal = visit_of(cast), goal_in(cast, "fine_motor")
    planned = take(cast, visit, goal, "fm-03")

    assert as_("jiho").get(f"/visits/{visit.pk}/plan").status_code == 404
    assert as_("jiho").post(f"/games/{planned.pk}/removal").status_code == 404
    assert as_("rosa").get(f"/visits/{visit.pk}/plan").status_code == 403
    assert PlannedActivity.objects.standing().count() == 1


def test_the_page_asks_equally_often_however_much_is_planned(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit, goals, counts = visit_of(cast), [goal_in(cast, "fine_motor", f"G{n}") for n in range(3)], []
    ines = as_("ines")
    for codes in (("fm-03",), ("fm-05", "fm-06", "fm-08")):
        for code, goal in zip(codes, goals, strict=False):
            take(cast, visit, goal, code)
        ines.get(f"/visits/{visit.pk}/plan")
        with CaptureQueriesContext(connection) as seen:
            ines.get(f"/visits/{visit.pk}/plan")
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[0] <= 30
