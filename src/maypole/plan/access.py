"""The way to a goal or a plan version: through the child."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read

from .models import Goal, PlanVersion


def whole_plan(actor: Actor) -> bool:
    """Whether this person reads plans whole; an outside party and a young person read the goals in them."""
    return actor.is_staff or actor.carer_id is not None


def reach_all(actor: Actor, child_id: UUID, *permissions: Permission) -> Reach:
    """The child, for who may do every one of these: a refused form shows the page again, so writing needs reading."""
    reached = reach(actor, child_id, permissions[0])
    for permission in permissions:
        if not reached.can(permission):
            raise PermissionDenied(permission)
    return reached


def goal_for(actor: Actor, goal_id: UUID, permission: Permission, *, reading: bool) -> tuple[Goal, Reach]:
    """The goal with its long-term goal; 404 when its child is not visible, 403 when this is not allowed."""
    goal = Goal.objects.visible_to(actor).select_related("parent", "child").filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    if reading:
        return goal, read(actor, goal.child_id, permission, "goal")
    return goal, reach(actor, goal.child_id, permission)


def version_for_reading(actor: Actor, version_id: UUID) -> tuple[PlanVersion, Reach]:
    """The version, its read audited; a family reads signed ones only (404), an outside party none (403)."""
    rows = PlanVersion.objects.visible_to(actor).select_related("signature__by")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Http404
    reached = read(actor, version.child_id, Permission.SEE_CLINICAL, "plan")
    if not actor.is_staff and not hasattr(version, "signature"):
        raise Http404
    return version, reached
