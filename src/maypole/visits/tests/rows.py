"""Rows the tests of visits and home share: goals of each measure, a visit in each state, items as sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from maypole.access.ids import new_id
from maypole.people.models import Child, Precaution
from maypole.plan.models import Goal, GoalState, TaskStep
from maypole.visits import actions
from maypole.visits.ingest import Item
from maypole.visits.models import Visit
from tests.cast import LONG_AGO, Cast

NOW = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)


def make_goal(cast: Cast, title: str = "Ties her shoes", measure: str = "trials", child: Child | None = None) -> Goal:
    child = child or cast.maya
    by = cast.users["ines"]
    shared: dict[str, Any] = {
        "organisation": child.organisation, "child": child, "area": "self_care", "by": by, "at": LONG_AGO,
        "starts_on": date(2026, 1, 6), "due_on": date(2026, 6, 30), "family_words": "Out of the house on time.",
    }  # fmt: skip
    above = Goal.objects.create(horizon="long", title=f"{title} anywhere", **shared)
    shared |= {"span_s": 15.0} if measure in ("whole", "partial", "momentary") else {}
    shared |= {"importance": 2, "difficulty": 1} if measure == "attainment" else {}
    goal = Goal.objects.create(
        horizon="short", parent=above, title=title, measure=measure, baseline=0.1, criterion=0.8, **shared
    )
    for each in (above, goal):
        GoalState.objects.create(organisation=child.organisation, goal=each, state="open", by=by, at=LONG_AGO)
    if measure == "steps":
        for number, text in enumerate(("Cross the laces", "Make a loop", "Pull it tight"), 1):
            TaskStep.objects.create(organisation=child.organisation, goal=goal, number=number, text=text)
    return goal


def planned(cast: Cast, starts_at: datetime = NOW, staff: str = "ines") -> Visit:
    return actions.plan_visit(
        by=cast.actor("ines"), child=cast.maya, staff=cast.staff[staff], starts_at=starts_at, room=cast.room,
        at=starts_at - timedelta(days=7),
    )  # fmt: skip


def started(cast: Cast, starts_at: datetime = NOW) -> Visit:
    visit = planned(cast, starts_at)
    actions.start_visit(by=cast.actor("ines"), visit=visit, at=starts_at)
    return visit


def finished(cast: Cast, goal: Goal, levels: str = "I VB I", starts_at: datetime = NOW) -> Visit:
    """A finished visit with one try of `goal` at each of these levels."""
    visit = started(cast, starts_at)
    by = cast.actor("ines")
    items = [trial(goal, level) for level in levels.split()]
    actions.observe(by=by, visit=visit, items=items, now=starts_at + timedelta(minutes=5))
    actions.finish_visit(by=by, visit=visit, at=starts_at + timedelta(minutes=45))
    return visit


def trial(goal: Goal, prompt: str = "I", correct: bool = True, **fields: Any) -> Item:
    return Item(
        id=fields.pop("id", None) or new_id(), goal=goal.pk, measure="trials", correct=correct, prompt=prompt, **fields
    )


def undo(target: UUID, **fields: Any) -> Item:
    return Item(id=new_id(), replaces=target, withdrawn=True, **fields)


def afraid(cast: Cast) -> Precaution:
    """Something long enough to need two lines on a phone."""
    return Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="fear",
        title="Hand dryers frighten her.", advice="Warn first, and use paper towels instead of the dryer.",
    )  # fmt: skip
