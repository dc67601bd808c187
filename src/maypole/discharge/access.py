"""The way to a goodbye or a follow-up: through the child."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.people.access import Reach, reach
from maypole.people.models.child import visible
from maypole.plan.models import Goal

from .models import Discharge, FollowUp

_open = Prepared(
    lambda child: Discharge.objects.filter(child=child, comeback__isnull=True).order_by().values_list("pk")[:1],
    child=UUID,
)


def goodbye_planned(child_id: UUID) -> bool:
    """Is a goodbye being prepared, or was it said without a comeback? Asked on the family's first page."""
    return _open.first(child=child_id) is not None


def newest(child_id: UUID) -> Discharge | None:
    """The child's newest goodbye, with its completion and comeback."""
    rows = Discharge.objects.filter(child=child_id).select_related("completion__by", "comeback", "episode", "by")
    return rows.order_by("-at", "-id").first()


def discharge_for(actor: Actor, child_id: UUID, permission: Permission) -> tuple[Discharge, Reach]:
    """The newest goodbye for a change; 404 when there is none."""
    reached = reach(actor, child_id, permission)
    found = newest(child_id)
    if found is None:
        raise Http404
    found.child = reached.child
    return found, reached


def follow_up_for(actor: Actor, follow_up_id: UUID) -> tuple[FollowUp, Reach]:
    rows = FollowUp.objects.filter(organisation_id=actor.organisation_id).filter(visible(actor, "discharge__child_id"))
    found = rows.select_related("discharge", "owner").filter(pk=follow_up_id).first()
    if found is None:
        raise Http404
    return found, reach(actor, found.discharge.child_id, Permission.DECIDE)


def goal_to_speak_of(actor: Actor, goal_id: UUID) -> tuple[Goal, Reach]:
    """A short-term goal that this person may speak of: a carer who answers plans, or somebody who decides here."""
    goal = Goal.objects.visible_to(actor).filter(pk=goal_id, horizon=Goal.Horizon.SHORT).first()
    if goal is None:
        raise Http404
    permission = Permission.ACCEPT_PLAN if actor.is_family else Permission.DECIDE
    return goal, reach(actor, goal.child_id, permission)
