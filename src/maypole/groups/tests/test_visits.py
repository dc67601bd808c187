"""A group's visits follow who is in it; presence is told from what was marked; nothing is written twice."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace as Mark
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maypole.access.ids import new_id
from maypole.groups.actions.membership import join, leave
from maypole.groups.actions.running import finish_place, mark_place, rate_fun, tally, withdraw_tally
from maypole.groups.actions.visits import follow_memberships, plan_group_visits
from maypole.groups.attendance import attendance
from maypole.groups.meetings import courses
from maypole.groups.models import GroupMembership, GroupPlace, GroupTally, GroupVisit, PlaceMark
from maypole.groups.presence import Presence, of_all, presence
from maypole.people.models import CareTeamMember
from maypole.visits.actions import start_visit
from maypole.visits.models import Visit

from .meeting import BEFORE, MONDAY, group_of, place_of, planned_meeting, ran, three
from .rows import candidate

if TYPE_CHECKING:
    from tests.cast import Cast


def told(*marks: tuple[str, int], now: int | None = None) -> Presence:
    """Presence in a visit of 45 minutes from what was marked in which minute after its planned start."""
    rows = [Mark(kind=kind, at=MONDAY + timedelta(minutes=at), why="Ill") for kind, at in marks]
    return presence(rows, MONDAY, 45, None if now is None else MONDAY + timedelta(minutes=now))


def test_every_monday_of_the_term_is_planned_with_a_visit_of_their_own_for_each_child(cast: Cast) -> None:
    group = group_of(cast, *three(cast))
    lena = cast.actor("lena")

    made = plan_group_visits(by=lena, group=group, until=date(2027, 1, 1), now=BEFORE)
    again = plan_group_visits(by=lena, group=group, until=date(2027, 1, 1), now=BEFORE)

    assert (len(made), len(again)) == (14, 0)
    assert Visit.objects.planned().filter(group_place__isnull=False).count() == 14 * 3
    hours = {visit.starts_at.hour for visit in GroupVisit.objects.all()}
    assert hours == {13, 14}  # 15:00 in Madrid, before and after the clocks change


def test_who_leads_the_group_is_on_the_team_of_each_child_and_a_therapist_cannot_plan(cast: Cast) -> None:
    meeting = planned_meeting(cast, *three(cast))

    on_team = CareTeamMember.objects.filter(staff=cast.staff["jiho"], ended_at__isnull=True, child=cast.maya)
    assert on_team.exists()
    with pytest.raises(PermissionDenied):
        follow_memberships(by=cast.actor("ines"), group=meeting.group, from_day=date(2026, 9, 7), now=BEFORE)


def test_joining_and_leaving_change_the_dates_ahead_and_no_other(cast: Cast) -> None:
    maya, ben, may = three(cast)
    group, lena = group_of(cast, maya, ben), cast.actor("lena")
    plan_group_visits(by=lena, group=group, until=date(2026, 9, 28), now=BEFORE)
    sure: dict[str, Any] = {"now": BEFORE, "all_the_same": True}
    join(by=lena, group=group, child=may, way="trial", starts_on=date(2026, 9, 14), **sure)
    membership = GroupMembership.objects.get(child=ben)
    leave(by=lena, membership=membership, last_day=date(2026, 9, 14), why="Ready.", **sure)

    follow_memberships(by=lena, group=group, from_day=date(2026, 9, 7), now=BEFORE)

    rows = Visit.objects.planned().filter(group_place__isnull=False).order_by("starts_at", "child__given_name")
    found = [(visit.starts_at.day, visit.child.given_name) for visit in rows.select_related("child")]
    assert found == [
        (7, "Ben"), (7, "Maya"), (14, "Ben"), (14, "May"), (14, "Maya"), (21, "May"), (21, "Maya"), (28, "May"),
        (28, "Maya"),
    ]  # fmt: skip


def test_a_child_who_comes_back_into_the_group_gets_new_visits(cast: Cast) -> None:
    maya, ben = cast.maya, candidate(cast, "Ben")
    group, lena = group_of(cast, maya, ben), cast.actor("lena")
    plan_group_visits(by=lena, group=group, until=date(2026, 9, 7), now=BEFORE)
    membership = GroupMembership.objects.get(child=ben)
    sure: dict[str, Any] = {"now": BEFORE, "all_the_same": True}
    leave(by=lena, membership=membership, last_day=group.term.starts_on, why="A pause.", **sure)
    GroupMembership.objects.filter(pk=membership.pk).update(starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
    follow_memberships(by=lena, group=group, from_day=BEFORE.date(), now=BEFORE)
    join(by=lena, group=group, child=ben, way="trial", starts_on=date(2026, 9, 7), **sure)

    follow_memberships(by=lena, group=group, from_day=BEFORE.date(), now=BEFORE)

    rows = Visit.objects.with_state().filter(child=ben, group_place__isnull=False)
    assert sorted(str(visit.state) for visit in rows) == ["cancelled", "planned"]


@pytest.mark.parametrize(
    ("marks", "minutes", "late", "early"),
    [
        ([("came", 0), ("left", 45)], 45, 0, 0),
        ([("came", 12), ("left", 45)], 33, 12, 0),
        ([("came", 0), ("left", 30)], 30, 0, 15),
        ([("came", 0), ("left", 10), ("came", 20), ("left", 45)], 35, 0, 0),
        ([("came", 0), ("came", 1), ("left", 44), ("left", 46)], 44, 0, 0),
        ([("came", 5)], 40, 5, 0),
        ([("left", 45), ("came", 0)], 45, 0, 0),
    ],
)
def test_presence_adds_up_stays_in_the_order_they_happened(
    marks: list[tuple[str, int]], minutes: int, late: int, early: int
) -> None:
    there = told(*marks)

    assert (there.minutes, there.late, there.early, there.in_doubt) == (minutes, late, early, False)


def test_an_open_stay_lasts_until_now_and_contradicting_adults_are_told() -> None:
    assert told(("came", 0), now=10).minutes == 10
    assert told(("came", 0), now=90).minutes == 45
    assert told(("came", 0), ("absent", 5)).in_doubt
    away = told(("absent", 2))
    assert (away.was_there, away.absent_why, away.minutes) == (False, "Ill", 0)
    assert not told(("absent", 2), ("came", 20)).in_doubt  # came late after all


def test_nobody_is_late_for_a_group_that_began_late_nor_early_when_it_ended_for_all() -> None:
    def marks(*told: tuple[str, int]) -> list[Mark]:
        return [Mark(kind=kind, at=MONDAY + timedelta(minutes=at), why="") for kind, at in told]

    one, two = new_id(), new_id()
    there = of_all({one: marks(("came", 10), ("left", 35)), two: marks(("came", 18), ("left", 25))}, MONDAY, 45)

    assert (there[one].late, there[one].early, there[one].minutes) == (0, 0, 25)
    assert (there[two].late, there[two].early, there[two].minutes) == (8, 10, 7)


def test_coming_starts_the_childs_own_visit_and_the_end_finishes_it(cast: Cast) -> None:
    maya, ben, may = three(cast)
    meeting, ines = planned_meeting(cast, maya, ben, may), cast.actor("ines")
    mark_place(by=ines, place=place_of(meeting, maya), kind="came", at=MONDAY)
    mark_place(by=ines, place=place_of(meeting, ben), kind="absent", why="Ill", at=MONDAY)
    for child in (maya, ben, may):
        finish_place(by=ines, place=place_of(meeting, child), at=MONDAY + timedelta(minutes=40))

    rows = Visit.objects.with_state().filter(group_place__group_visit=meeting)
    assert {visit.child.name: visit.state for visit in rows} == {
        "Maya": "finished", "Benito": "missed", "May": "missed",
    }  # fmt: skip
    minutes = attendance([meeting])
    assert minutes[place_of(meeting, maya).visit_id].minutes == 40
    assert minutes[place_of(meeting, ben).visit_id].absent_why == "Ill"


def test_a_child_whose_visit_was_started_on_its_own_page_was_there_too(cast: Cast) -> None:
    meeting, ines = planned_meeting(cast), cast.actor("ines")
    place = place_of(meeting, cast.maya)
    start_visit(by=ines, visit=place.visit, at=MONDAY)

    finish_place(by=ines, place=place, at=MONDAY + timedelta(minutes=30))

    assert attendance([meeting])[place.visit_id].minutes == 30
    assert Visit.objects.with_state().get(pk=place.visit_id).state == "finished"


def test_a_mark_sent_twice_is_one_and_absence_needs_a_reason(cast: Cast) -> None:
    meeting, ines, key = planned_meeting(cast), cast.actor("ines"), new_id()
    place = GroupPlace.objects.filter(group_visit=meeting).select_related("visit")[0]

    for _again in range(2):
        mark_place(by=ines, place=place, kind="came", at=MONDAY, id=key)
    with pytest.raises(ValidationError):
        mark_place(by=ines, place=place, kind="absent", at=MONDAY)

    assert PlaceMark.objects.count() == 1


@pytest.mark.mission("S71", "S75")
def test_each_child_has_tallies_of_the_four_skills_and_of_both_ways_to_help_others(cast: Cast) -> None:
    meeting, ines = ran(cast), cast.actor("ines")
    visit = place_of(meeting, cast.maya).visit
    for kind in GroupTally.Kind.values:
        tally(by=ines, visit=visit, kind=kind, at=MONDAY)
    last = tally(by=cast.actor("jiho"), visit=visit, kind="shared", at=MONDAY)
    for _twice in range(2):
        withdraw_tally(by=ines, row=last, at=MONDAY)

    kinds = GroupTally.objects.standing().filter(visit=visit).values_list("kind", flat=True)
    assert sorted(kinds) == ["began", "cheered", "rule", "shared", "spotted", "turn"]
    assert GroupTally.objects.get(pk=last.pk).withdrawn_by == cast.users["ines"]


def test_nothing_is_tallied_before_the_childs_visit_begins(cast: Cast) -> None:
    meeting, ines = planned_meeting(cast), cast.actor("ines")
    visit = place_of(meeting, cast.maya).visit

    with pytest.raises(ValidationError):
        tally(by=ines, visit=visit, kind="turn", at=MONDAY)
    with pytest.raises(ValidationError):
        rate_fun(by=ines, visit=visit, face=3, at=MONDAY)


def test_a_groups_course_tells_lateness_from_when_the_group_really_met(cast: Cast) -> None:
    maya, ben, may = three(cast)
    meeting, by = planned_meeting(cast, maya, ben, may), cast.actor("ines")
    for child, minute in ((maya, 10), (ben, 10), (may, 20)):
        place = place_of(meeting, child)
        mark_place(by=by, place=place, kind="came", at=MONDAY + timedelta(minutes=minute))
        finish_place(by=by, place=place, at=MONDAY + timedelta(minutes=45))

    [course] = courses([meeting.group], MONDAY + timedelta(days=1))

    kinds = {child: there.kind for child, there in course.held[0].places.items()}
    assert kinds == {maya.pk: "came", ben.pk: "came", may.pk: "late"}
