"""The way to a goal's rule, a proposal or a check: through the child."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.models import Goal

from .models import MoveProposal, PlannedProbe


def goal_for(actor: Actor, goal_id: UUID, permission: Permission, *, reading: bool) -> tuple[Goal, Reach]:
    """A short-term goal; 404 when its child is not visible or it is a long-term goal, 403 when this is not allowed."""
    goal = Goal.objects.visible_to(actor).filter(pk=goal_id, horizon=Goal.Horizon.SHORT).first()
    if goal is None:
        raise Http404
    found = read(actor, goal.child_id, permission, "rule") if reading else reach(actor, goal.child_id, permission)
    goal.child = found.child
    return goal, found


def proposal_for(actor: Actor, proposal_id: UUID) -> MoveProposal:
    """A proposal that this person may answer."""
    found = MoveProposal.objects.visible_to(actor).select_related("goal", "mastery").filter(pk=proposal_id).first()
    if found is None:
        raise Http404
    found.goal.child = reach(actor, found.goal.child_id, Permission.DECIDE).child
    return found


def probe_for(actor: Actor, probe_id: UUID) -> PlannedProbe:
    """A planned check that this person may call off."""
    found = PlannedProbe.objects.visible_to(actor).select_related("goal").filter(pk=probe_id).first()
    if found is None:
        raise Http404
    found.goal.child = reach(actor, found.child_id, Permission.WRITE_PLAN).child
    return found
