"""At a review the next step towards company, or back, is proposed beside the goals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.groups.actions.company import decide_step, say_seen
from maypole.groups.company_standing import Standing
from maypole.groups.models import GroupPlace, GroupVisit, Term, TherapyGroup
from maypole.visits.actions import finish_visit, start_visit
from maypole.visits.models import VisitMood
from maypole.visits.tests.rows import finished, make_goal, planned
from tests.cast import Cast

As = Callable[[str], Client]


def alone(cast: Cast, visits: int = 3) -> None:
    """Visits alone in the last weeks, and words on three of the five lines."""
    now, goal = timezone.now(), make_goal(cast)
    for day in range(visits):
        finished(cast, goal, starts_at=now - timedelta(days=20 + day))
    for skill, seen in (("waits", "yes"), ("asks", "some"), ("follows", "not_yet")):
        say_seen(by=cast.actor("ines"), child=cast.maya, skill=skill, seen=seen, words="Seen at lunch.", now=now)


def in_company(cast: Cast, visits: int = 3, stops: int = 0) -> None:
    """Finished visits in a group of Inés; in the first `stops` of them the child said stop."""
    now, by = timezone.now(), cast.users["lena"]
    owner = {"organisation": cast.clinic, "by": by, "at": now}
    day = timezone.localdate(now)
    term = Term.objects.create(**owner, name="Now", starts_on=day - timedelta(days=60), ends_on=day + timedelta(days=9))
    group = TherapyGroup.objects.create(
        **owner, term=term, site=cast.site, discipline="OT", name="Turn-takers", staff=cast.staff["ines"],
        room=cast.room, weekday=0, begins=now.time().replace(microsecond=0),
    )  # fmt: skip
    for number in range(visits):
        at = now - timedelta(days=1 + number)
        meeting = GroupVisit.objects.create(**owner, group=group, starts_at=at, minutes=45, staff=group.staff)
        visit = planned(cast, at)
        GroupPlace.objects.create(organisation=cast.clinic, group_visit=meeting, visit=visit)
        start_visit(by=cast.actor("ines"), visit=visit, at=at)
        if number < stops:
            VisitMood.objects.create(**owner, visit=visit, mood="stop")
        finish_visit(by=cast.actor("ines"), visit=visit, at=at + timedelta(minutes=45))


def review(cast: Cast, as_: As) -> str:
    return as_("ines").get(reverse("review", args=[cast.maya.pk])).content.decode()


@pytest.mark.mission("S68")
def test_too_early_is_said_and_leads_to_the_page(cast: Cast, as_: As) -> None:
    make_goal(cast)

    told = review(cast, as_)

    assert "Alone or in company?" in told
    assert "Too early to say: first get to know each other alone." in told
    assert reverse("company", args=[cast.maya.pk]) in told


@pytest.mark.mission("S69")
def test_the_next_step_up_is_proposed_with_its_reasons(cast: Cast, as_: As) -> None:
    alone(cast)

    told = review(cast, as_)

    assert "A few visits in company could be tried." in told
    assert "Not yet seen: follows an instruction given to all." in told
    assert "Decide it with the family" in told


@pytest.mark.mission("S69")
@pytest.mark.parametrize(("stops", "choice"), [(0, "supplement"), (2, "back")])
def test_after_a_trial_the_records_propose_up_or_down(cast: Cast, stops: int, choice: str) -> None:
    alone(cast)
    decide_step(by=cast.actor("ines"), child=cast.maya, choice="trial", why="To learn it.", now=timezone.now())
    in_company(cast, stops=stops)

    found = Standing(cast.maya, timezone.now())

    assert (found.alone, found.together.visits, found.together.hard) == (3, 3, stops)
    assert found.onward.choice == choice


def test_visits_in_company_are_no_visits_alone(cast: Cast) -> None:
    in_company(cast)

    assert Standing(cast.maya, timezone.now()).alone == 0
