"""A group's visit as devices send it: each event is one child's own, from two adults it adds up, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.capture.bundle import day_of
from maypole.capture.models import HeldItem
from maypole.groups.models import CompanyGoal, FunRating, GroupTally, GroupVisit, PlaceMark, SharedMoment
from maypole.groups.tests.meeting import meeting_today, place_of, three
from maypole.people.models import CareTeamMember
from maypole.visits import actions as visits
from maypole.visits.models import Observation, Visit
from maypole.visits.tests.rows import make_goal, planned
from tests.cast import Cast

from .rows import Json, Tablet

As = Callable[[str], Client]


@pytest.fixture
def meeting(cast: Cast) -> GroupVisit:
    make_goal(cast)
    return meeting_today(cast, *three(cast))


@pytest.fixture
def ines(cast: Cast, as_: As) -> Tablet:
    return tablet_of(cast, as_, "ines")


def tablet_of(cast: Cast, as_: As, who: str) -> Tablet:
    return Tablet(as_(who), cast.clinic.pk, cast.maya.pk)


def of(tablet: Tablet, visit: Visit, what: str, **body: Any) -> Json:
    """An event of one child's own visit in the group."""
    return tablet.event(what, visit.pk) | {"child": str(visit.child_id), "body": body}


def own(meeting: GroupVisit) -> list[Visit]:
    """Benito's, May's and Maya's visits, in this order."""
    return list(Visit.objects.filter(group_place__group_visit=meeting).order_by("child__given_name"))


@pytest.mark.mission("S70", "S71", "S75", "S77", "S79")
def test_a_whole_visit_of_a_group_arrives_child_by_child_exactly_once(cast: Cast, as_: As, meeting: GroupVisit) -> None:
    tablet, (ben, may, maya) = tablet_of(cast, as_, "ines"), own(meeting)
    events = [of(tablet, visit, "group.came") for visit in (ben, maya)]
    events += [of(tablet, may, "group.absent", why="Ill")]
    events += [of(tablet, maya, "tally", kind=kind) for kind in GroupTally.Kind.values]
    events += [of(tablet, ben, "moment", scenario="party"), of(tablet, ben, "moment", words="We sang.")]
    events += [of(tablet, maya, "fun", face=3), of(tablet, ben, "group.left")]
    events += [of(tablet, visit, "group.finished") for visit in (ben, may, maya)]

    told, again = tablet.told(*events), tablet.told(*events)

    assert set(told) == set(again) == {("ok", "")}
    assert (GroupTally.objects.count(), SharedMoment.objects.count(), FunRating.objects.count()) == (6, 2, 1)
    states = {
        visit.child.name: visit.state for visit in Visit.objects.with_state().filter(group_place__group_visit=meeting)
    }
    assert states == {"Benito": "finished", "May": "missed", "Maya": "finished"}


def test_two_adults_add_up_and_what_they_contradict_in_is_kept(cast: Cast, as_: As, meeting: GroupVisit) -> None:
    ines, jiho = tablet_of(cast, as_, "ines"), tablet_of(cast, as_, "jiho")
    ben, _may, maya = own(meeting)
    goal = maya.child.goal_rows.get(horizon="short").pk
    told = []
    for tablet, mark, why in ((ines, "group.came", {}), (jiho, "group.absent", {"why": "Ill"})):
        here = [of(tablet, maya, "group.came"), of(tablet, ben, mark, **why)]
        told += tablet.told(*here, tablet.tap(maya.pk, goal), of(tablet, maya, "tally", kind="turn"))

    assert set(told) == {("ok", "")}
    assert Observation.objects.filter(visit=maya).count() == GroupTally.objects.filter(visit=maya).count() == 2
    assert PlaceMark.objects.filter(place__visit=ben).count() == 2


def test_what_is_taken_back_is_only_ones_own_childs(cast: Cast, as_: As, meeting: GroupVisit) -> None:
    tablet, (ben, _may, maya) = tablet_of(cast, as_, "ines"), own(meeting)
    events = [of(tablet, maya, "group.came"), of(tablet, ben, "group.came"), of(tablet, maya, "tally", kind="turn")]
    said = of(tablet, maya, "moment", words="We ran.")
    tablet.told(*events, said)

    told = tablet.told(
        of(tablet, ben, "tally.withdrawn", replaces=events[2]["id"]),
        of(tablet, maya, "tally.withdrawn", replaces=events[2]["id"]),
        of(tablet, ben, "moment.withdrawn", replaces=said["id"]),
        of(tablet, maya, "moment.withdrawn", replaces=str(new_id())),
    )

    assert [status for status, _reason in told] == ["refused", "ok", "ok", "refused"]
    assert not GroupTally.objects.standing().exists()
    assert not SharedMoment.objects.standing().exists()


@pytest.mark.parametrize(
    ("what", "body", "reason"),
    [
        ("tally", {"kind": "won"}, "not_a_choice"),
        ("fun", {"face": 4}, "out_of_range"),
        ("moment", {}, "incomplete"),
        ("moment", {"words": "x" * 301}, "too_long"),
        ("moment", {"scenario": "war"}, "not_a_choice"),
        ("group.absent", {"why": " "}, "incomplete"),
        ("group.came", {"child": "x"}, "unknown_field"),
        ("tally.withdrawn", {"replaces": 5}, "malformed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    cast: Cast, ines: Tablet, *, meeting: GroupVisit, what: str, body: Json, reason: str
) -> None:
    visit = place_of(meeting, cast.maya).visit
    ines.told(of(ines, visit, "group.came"))

    assert ines.told(of(ines, visit, what, **body)) == [("refused", reason)]


def test_what_comes_too_early_or_too_late_waits_for_the_lead(cast: Cast, as_: As, meeting: GroupVisit) -> None:
    tablet, (ben, _may, maya) = tablet_of(cast, as_, "ines"), own(meeting)
    early = tablet.told(of(tablet, maya, "tally", kind="turn"), of(tablet, maya, "fun", face=1))
    visits.cancel_visit(by=cast.actor("lena"), visit=ben, why="Left the group.")
    off = tablet.told(of(tablet, ben, "group.came"))
    CareTeamMember.objects.filter(child=cast.maya, staff=cast.staff["ines"]).update(ended_at=timezone.now())
    late = tablet.told(of(tablet, maya, "group.came"))

    assert early == [("held", "not_under_way")] * 2
    assert (off, late) == ([("held", "visit_called_off")], [("held", "access_ended")])
    page = as_("lena").get("/devices/held").content.decode()
    assert HeldItem.objects.count() == 4
    assert "Something done in company: Took turns" in page


def test_a_visit_alone_takes_nothing_of_a_group(cast: Cast, as_: As) -> None:
    alone, tablet = planned(cast, timezone.now() - timedelta(hours=1)), tablet_of(cast, as_, "ines")

    assert tablet.told(of(tablet, alone, "group.came")) == [("refused", "not_in_a_group")]


def test_the_day_holds_the_group_with_each_childs_own_visit_for_both_adults_and_nobody_else(
    cast: Cast, meeting: GroupVisit
) -> None:
    goal = cast.maya.goal_rows.get(horizon="short")
    CompanyGoal.objects.create(organisation=cast.clinic, goal=goal, skill="turn_taking", by=cast.users["lena"])
    now = timezone.now()

    ines, jiho, ada = (day_of(cast.actor(who), now) for who in ("ines", "jiho", "ada"))

    [group] = ines["groups"]
    assert [each["goals"] for each in group["places"] if each["child"] == str(cast.maya.pk)] == [[str(goal.pk)]]
    assert {visit["group"] for visit in ines["visits"]} == {str(meeting.pk)}
    assert len(jiho["groups"][0]["places"]) == 3
    assert not jiho["visits"]
    assert not jiho["beside"]
    assert ada["groups"] == []


def test_more_children_cost_no_more_questions(
    cast: Cast, meeting: GroupVisit, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    actor, now = cast.actor("ines"), timezone.now()
    from maypole.capture.group_bundle import with_groups

    day: Json = {"children": [{"id": str(visit.child_id)} for visit in own(meeting)], "visits": [], "beside": []}
    with django_assert_max_num_queries(5):
        with_groups(actor, now - timedelta(hours=12), 2, day)
