"""The visits of groups that a device may run without a connection: who belongs, and each child's own visit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.groups.models import CompanyGoal, GroupPlace, GroupVisit
from maypole.visits.models import Visit, VisitStatus
from maypole.visits.present import hours

Json = dict[str, Any]
SHOWN = [state for state in VisitStatus.State.values if state != VisitStatus.State.CANCELLED]


def meetings_of(actor: Actor, since: datetime, days: int) -> list[GroupVisit]:
    """Visits of groups that this person leads or helps in, with the places that stand in `there`. Two queries."""
    standing = GroupPlace.objects.filter(visit__in=Visit.objects.in_state(*SHOWN))
    own = Prefetch("visit", Visit.objects.with_state())
    rows = GroupVisit.objects.filter(
        Q(staff=actor.staff_id) | Q(second_adult=actor.staff_id), organisation=actor.organisation_id,
        starts_at__gte=since, starts_at__lt=since + timedelta(days=days), off__isnull=True,
    )  # fmt: skip
    there = Prefetch("places", standing.prefetch_related(own).order_by("visit__child__given_name", "id"), "there")
    return list(rows.select_related("group__room", "staff", "second_adult").prefetch_related(there))


def with_groups(actor: Actor, since: datetime, days: int, day: Json) -> Json:
    """The day with its `groups`. A child's own visit in one names it as `group`, and is nobody else's to observe.

    Only children who are in the day already: who leads a group is on the team of each of its children.
    """
    meetings = meetings_of(actor, since, days)
    known = {child["id"] for child in day["children"]}
    group_of = {str(place.visit_id): str(meeting.pk) for meeting in meetings for place in _there(meeting)}
    practised = _practised([place.visit.child_id for meeting in meetings for place in _there(meeting)])
    return day | {
        "visits": [visit | {"group": group_of.get(visit["id"])} for visit in day["visits"]],
        "beside": [visit for visit in day["beside"] if visit["id"] not in group_of],
        "groups": [_meeting(meeting, known, practised) for meeting in meetings],
    }


def _practised(children: Collection[UUID]) -> dict[UUID, list[str]]:
    """Goals of each child that are worked on in company today: the grid shows those, or all when there are none."""
    found: dict[UUID, dict[UUID, str]] = {}
    rows = CompanyGoal.objects.filter(goal__child__in=children).order_by("at", "id")
    for child, goal, skill in rows.values_list("goal__child", "goal", "skill"):
        found.setdefault(child, {})[goal] = skill
    return {child: [str(goal) for goal, skill in goals.items() if skill] for child, goals in found.items()}


def _meeting(meeting: GroupVisit, known: Collection[str], practised: dict[UUID, list[str]]) -> Json:
    adults = [adult.name for adult in (meeting.staff, meeting.second_adult) if adult]
    places = [place for place in _there(meeting) if str(place.visit.child_id) in known]
    return {
        "id": str(meeting.pk),
        "name": meeting.group.name,
        "room": meeting.group.room.name,
        "adults": adults,
        "starts_at": meeting.starts_at.isoformat(),
        "day": timezone.localtime(meeting.starts_at).date().isoformat(),
        "hours": hours(Visit(starts_at=meeting.starts_at, minutes=meeting.minutes)),
        "minutes": meeting.minutes,
        "scenario": meeting.scenario,
        "places": [
            {
                "visit": str(place.visit_id),
                "child": str(place.visit.child_id),
                "state": place.visit.state,
                "goals": practised.get(place.visit.child_id, []),
            }
            for place in places
        ],
    }


def _there(meeting: Any) -> list[GroupPlace]:
    found: list[GroupPlace] = meeting.there
    return found
