"""One date of a group: what it rehearses, called off for all, and a family that calls off its own child's alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.capture.group_bundle import meetings_of
from maypole.groups.actions.dates import call_off, plan_scenario
from maypole.groups.actions.membership import join
from maypole.groups.actions.running import mark_place
from maypole.groups.actions.visits import follow_memberships, plan_group_visits
from maypole.groups.models import GroupVisit, GroupVisitOff
from maypole.visits.actions import cancel_visit
from maypole.visits.models import Visit

from .meeting import BEFORE, MONDAY, group_of, place_of, planned_meeting, three
from .rows import candidate
from .test_roster_pages import soon

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


def states(meeting: GroupVisit) -> list[str]:
    rows = Visit.objects.with_state().filter(group_place__group_visit=meeting)
    return sorted(str(visit.state) for visit in rows)


def next_meeting(cast: Cast) -> GroupVisit:
    group = soon(cast)
    plan_group_visits(by=cast.actor("lena"), group=group, until=group.term.ends_on, now=timezone.now())
    return GroupVisit.objects.filter(group=group).earliest("starts_at")


def test_a_date_called_off_is_off_for_every_child_and_stays_off(cast: Cast) -> None:
    maya, ben, may = three(cast)
    meeting, lena = planned_meeting(cast, maya, ben), cast.actor("lena")

    call_off(by=lena, group_visit=meeting, why=" Ines is ill. ", now=BEFORE)
    call_off(by=lena, group_visit=meeting, why="Again.", now=BEFORE)

    assert GroupVisitOff.objects.get().why == "Ines is ill."
    assert states(meeting) == ["cancelled", "cancelled"]
    assert AuditEvent.objects.filter(action="groups.called_off").count() == 1
    made = plan_group_visits(by=lena, group=meeting.group, until=date(2026, 9, 14), now=BEFORE)
    join(
        by=lena, group=meeting.group, child=may, way="trial", starts_on=date(2026, 9, 7), now=BEFORE, all_the_same=True
    )
    assert (made, states(meeting)) == ([], ["cancelled", "cancelled"])
    later = GroupVisit.objects.filter(group=meeting.group).latest("starts_at")
    assert states(later) == ["planned"] * 3


def test_a_tablet_is_not_given_a_date_that_was_called_off(cast: Cast) -> None:
    meeting, ines = planned_meeting(cast), cast.actor("ines")
    assert len(meetings_of(ines, BEFORE, 14)) == 2

    call_off(by=ines, group_visit=meeting, why="The room is being painted.", now=BEFORE)

    assert [one.starts_at for one in meetings_of(ines, BEFORE, 14)] == [MONDAY + timedelta(days=7)]


def test_what_has_begun_is_neither_called_off_nor_planned_anew(cast: Cast) -> None:
    maya, ben, _may = three(cast)
    meeting, ines = planned_meeting(cast, maya, ben), cast.actor("ines")
    mark_place(by=ines, place=place_of(meeting, maya), kind="came", at=MONDAY)

    with pytest.raises(ValidationError, match="has begun"):
        call_off(by=ines, group_visit=meeting, why="Ill.", now=MONDAY)
    with pytest.raises(ValidationError, match="has begun"):
        plan_scenario(by=ines, group_visit=meeting, scenario="queue")

    assert states(meeting) == ["planned", "started"]


def test_a_family_that_called_off_one_date_is_not_planned_for_again(cast: Cast) -> None:
    maya, ben, may = three(cast)
    group, lena = group_of(cast, maya, ben), cast.actor("lena")
    plan_group_visits(by=lena, group=group, until=date(2026, 9, 14), now=BEFORE)
    first = GroupVisit.objects.filter(group=group).earliest("starts_at")
    hour = timedelta(hours=1)
    cancel_visit(by=lena, visit=place_of(first, ben).visit, why="A birthday.", at=BEFORE + hour)

    join(by=lena, group=group, child=may, way="trial", starts_on=date(2026, 9, 7), now=BEFORE + hour, all_the_same=True)
    follow_memberships(by=lena, group=group, from_day=date(2026, 9, 7), now=BEFORE + 2 * hour)

    assert states(first) == ["cancelled", "planned", "planned"]


@pytest.mark.mission("S70")
def test_what_is_rehearsed_is_planned_on_the_page_of_the_date(cast: Cast, as_: As) -> None:
    meeting = next_meeting(cast)
    lena, at = as_("lena"), f"/groups/visits/{meeting.pk}"
    assert at in lena.get(f"/groups/{meeting.group_id}").content.decode()

    assert lena.post(f"{at}/scenario", {"scenario": "queue"}).status_code == 302
    assert lena.post(f"{at}/scenario", {"scenario": "war"}).status_code == 422

    assert meetings_of(cast.actor("ines"), meeting.starts_at, 1)[0].scenario == "queue"
    assert 'value="queue" selected' in lena.get(at).content.decode()


@pytest.mark.mission("S73")
def test_each_family_reads_why_and_of_no_other_child(cast: Cast, as_: As) -> None:
    maya, ben = cast.maya, candidate(cast, "Benjamin")
    group = group_of(cast, maya, ben)
    now = timezone.now()
    group.term.starts_on, group.term.ends_on = now.date(), now.date() + timedelta(weeks=3)
    group.term.save()
    group.memberships.update(starts_on=now.date())
    plan_group_visits(by=cast.actor("lena"), group=group, until=group.term.ends_on, now=now)
    meeting = GroupVisit.objects.filter(group=group).earliest("starts_at")

    lena, at = as_("lena"), f"/groups/visits/{meeting.pk}"
    assert lena.post(f"{at}/off", {"why": ""}).status_code == 422
    assert lena.post(f"{at}/off", {"why": "Ines is ill."}).status_code == 302

    page = as_("rosa").get(f"/children/{maya.pk}/groups").content.decode()
    assert "Ines is ill." in page
    assert "Called off" in page
    assert "Benjamin" not in page
    staff = lena.get(at).content.decode()
    assert "does not meet on this day" in staff
    assert "Benjamin" in staff
    assert "Ines is ill." in lena.get(f"/groups/{group.pk}").content.decode()
    assert "Ines is ill." in lena.post(f"{at}/off", {"why": "Twice."}, follow=True).content.decode()


def test_only_who_leads_or_forms_the_group_may_open_its_date(cast: Cast, as_: As) -> None:
    at = f"/groups/visits/{next_meeting(cast).pk}"

    assert as_("ines").get(at).status_code == 200
    for name, status in (("mona", 403), ("ada", 404), ("rosa", 404), ("fay", 403), ("eva", 404)):
        assert as_(name).get(at).status_code in (status, 403, 404), name
        assert as_(name).post(f"{at}/off", {"why": "No."}).status_code in (403, 404), name
    assert not GroupVisitOff.objects.exists()


def test_a_group_that_has_begun_refuses_on_its_page(cast: Cast, as_: As) -> None:
    maya, ben, _may = three(cast)
    meeting = planned_meeting(cast, maya, ben)
    mark_place(by=cast.actor("ines"), place=place_of(meeting, maya), kind="came", at=MONDAY)

    answer = as_("ines").post(f"/groups/visits/{meeting.pk}/off", {"why": "Ill."})

    assert answer.status_code == 422
    assert "This visit has begun" in answer.content.decode()
