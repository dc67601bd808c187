"""What happened when the demo’s groups met: tries, tallies, shared moments, faces; the newest notes wait."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.groups.actions import running
from maypole.groups.models import GroupPlace, GroupVisit
from maypole.people.models import Child
from maypole.plan.models import Goal, Measure
from maypole.visits import actions as visits
from maypole.visits.ingest import Item
from maypole.visits.models import Visit, VisitStatus
from maypole.visits.shown import composed

from .clinic import World
from .content import FOLDER

PROMPTS = ("I", "VB", "I", "G", "I", "VB")


@cache
def texts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "meetings.json").read_text(encoding="utf-8"))
    return found


def fill_meetings(world: World) -> None:
    """Every visit of a group that was held, by the actions people use."""
    held = GroupVisit.objects.filter(organisation=world.clinic, starts_at__lt=world.now).select_related("staff")
    meetings = list(held.order_by("starts_at"))
    for number, meeting in enumerate(meetings):
        by = world.actor(meeting.staff)
        places = list(GroupPlace.objects.filter(group_visit=meeting, marks__kind="came").distinct().order_by("pk"))
        own = Visit.objects.in_state(VisitStatus.State.FINISHED).filter(group_place__in=places)
        rows = list(own.select_related("child", "staff").order_by("child__given_name"))
        if rows:
            _together(by, meeting, number)
        for index, visit in enumerate(rows):
            _did(by, visit, number + index)
            if number < len(meetings) - 1:
                _sign(by, visit)


def _together(by: Actor, meeting: GroupVisit, number: int) -> None:
    told = texts()["visits"][number % len(texts()["visits"])]
    for minute, scenario in enumerate(told["scenarios"]):
        at = meeting.starts_at + timedelta(minutes=3 + minute)
        running.add_moment(by=by, group_visit=meeting, scenario=scenario, at=at)
    for minute, words in enumerate(told["words"]):
        at = meeting.starts_at + timedelta(minutes=20 + minute)
        running.add_moment(by=by, group_visit=meeting, words=words, at=at)


def _did(by: Actor, visit: Visit, shift: int) -> None:
    """Two to four tallies, six tries of one goal, and a face."""
    kinds = texts()["tallies"]
    for step in range(2 + shift % 3):
        at = visit.starts_at + timedelta(minutes=8 + 5 * step)
        running.tally(by=by, visit=visit, kind=kinds[(shift + 3 * step) % len(kinds)], at=at)
    goal = _goal(visit.child)
    if goal is not None:
        items = [
            Item(id=new_id(), goal=goal.pk, measure=goal.measure, correct=(shift + n) % 4 != 0, prompt=prompt)
            for n, prompt in enumerate(PROMPTS)
        ]
        visits.observe(by=by, visit=visit, items=items, now=visit.starts_at + timedelta(minutes=30))
    running.rate_fun(by=by, visit=visit, face=3 - (shift % 5 == 4), at=visit.starts_at + timedelta(minutes=43))


def _goal(child: Child) -> Goal | None:
    rows = Goal.objects.being_worked_on().filter(child=child, measure=Measure.TRIALS).order_by("pk")
    return rows.filter(speech_targets__isnull=True).first()


def _sign(by: Actor, visit: Visit) -> None:
    """As drafted. A note that somebody has to look at first (a name, a licence) waits like any other."""
    text = composed(visit, visit.child.family_language())
    try:
        visits.sign_note(by=by, visit=visit, text=text, at=visit.starts_at + timedelta(hours=3))
    except ValidationError:
        return
