"""The way to a goal and to reviews: through the child they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.models import Goal

from .models import Review


@dataclass(frozen=True)
class GoalReach:
    goal: Goal
    reach: Reach


def goal_for_reading(actor: Actor, goal_id: UUID) -> GoalReach:
    """The goal, its read audited; 404 when its child is not visible, 403 without the right to see goals."""
    goal = Goal.objects.filter(organisation_id=actor.organisation_id, pk=goal_id).first()
    if goal is None:
        raise Http404
    found = read(actor, goal.child_id, Permission.SEE_GOALS, "goal")
    goal.child = found.child
    return GoalReach(goal, found)


def goal_for_deciding(actor: Actor, goal_id: UUID) -> GoalReach:
    """The goal for who decides about it; 404 when its child is not visible, 403 without the right. Reads nothing."""
    goal = Goal.objects.filter(organisation_id=actor.organisation_id, pk=goal_id).first()
    if goal is None:
        raise Http404
    found = reach(actor, goal.child_id, Permission.DECIDE)
    goal.child = found.child
    return GoalReach(goal, found)


def reviews_of(actor: Actor) -> QuerySet[Review]:
    """Planned reviews of children the actor decides for, soonest first."""
    rows = Review.objects.visible_to(actor).due().select_related("child")
    if Permission.DECIDE not in actor.everywhere:
        rows = rows.filter(child__team__staff_id=actor.staff_id, child__team__ended_at__isnull=True)
    return rows.order_by("planned_on", "child__given_name", "id")
