"""Who may see and log what is played at home: staff through the child, families by the rights recorded for them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission, Right
from maypole.people.access import Reach, reach
from maypole.people.models import CarerRelation, Child

from .models import HomeActivity, PracticeLog


@dataclass(frozen=True)
class AtHome:
    """One child of a family, and what this person may see of the weeks at home."""

    child: Child
    home: bool
    schedule: bool


def children_at_home(actor: Actor) -> list[AtHome]:
    """The children of a carer, or the young person themselves, by name. Who is neither has no week (403)."""
    if not (actor.carer_id or actor.child_id):
        raise PermissionDenied(Permission.SEE_HOME)
    if actor.child_id:
        own = Child.objects.visible_to(actor).filter(pk=actor.child_id)
        return [AtHome(child, home=True, schedule=True) for child in own]
    relations = (
        CarerRelation.objects.filter(carer=actor.carer_id, ended_at__isnull=True, blocked=False)
        .select_related("child")
        .order_by("child__given_name", "child_id")
    )
    return [
        AtHome(relation.child, Permission.SEE_HOME in relation.permissions, Right.SEE_SCHEDULE in relation.right_set)
        for relation in relations
    ]


def chosen(homes: list[AtHome], child: str) -> AtHome | None:
    """The child named in the address, else the first whose weeks may be seen. 404 for a child that is not theirs."""
    if child:
        found = next((home for home in homes if str(home.child.pk) == child), None)
        if found is None:
            raise Http404
    else:
        found = next((home for home in homes if home.home), homes[0] if homes else None)
    if found is not None and not found.home:
        raise PermissionDenied(Permission.SEE_HOME)
    return found


def activity_to_change(actor: Actor, activity_id: UUID, permission: Permission) -> HomeActivity:
    """The activity for who may change or log it; 404 where it is not theirs to know of, 403 where it is not allowed."""
    found = HomeActivity.objects.visible_to(actor).select_related("goal", "child").filter(pk=activity_id).first()
    if found is None:
        raise Http404
    reach(actor, found.child_id, permission)
    return found


def log_to_change(actor: Actor, log_id: UUID) -> tuple[PracticeLog, Reach]:
    """A log for who may log for this child."""
    found = PracticeLog.objects.visible_to(actor).select_related("activity__goal").filter(pk=log_id).first()
    if found is None:
        raise Http404
    return found, reach(actor, found.child_id, Permission.LOG_HOME)
