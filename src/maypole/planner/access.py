"""The way to a planned game, a thing in a visit, a preparation or a change: always through the child."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.visits.access import visit_to_change
from maypole.visits.models import PlannedActivity, VisitEquipment

from .models import ApproachChange, Feeling, Preparation


def planned_to_change(actor: Actor, key: UUID) -> PlannedActivity:
    found = (
        PlannedActivity.objects.visible_to(actor)
        .select_related("goal", "visit__room__site", "visit__staff__site")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404
    found.visit.child = reach(actor, found.child_id, Permission.RUN_VISIT).child
    return found


def chosen_to_change(actor: Actor, visit: UUID, key: UUID) -> VisitEquipment:
    found_visit = visit_to_change(actor, visit)
    row = VisitEquipment.objects.filter(visit=found_visit, pk=key).first()
    if row is None:
        raise Http404
    row.visit = found_visit
    return row


def preparation_of(actor: Actor, key: UUID) -> tuple[Preparation, Reach]:
    """The page before a visit, its read audited; families need to see the plan, for it tells what comforts."""
    rows = Preparation.objects.visible_to(actor).select_related("visit__staff__site", "visit__room__site")
    page = rows.filter(pk=key).first()
    if page is None:
        raise Http404
    reached = read(actor, page.child_id, Permission.SEE_CLINICAL, "preparation")
    page.child = reached.child
    return page, reached


def feeling_to_take_back(actor: Actor, key: UUID) -> Feeling:
    """One's own tap; whoever decides about the child's care may take back any."""
    found = Feeling.objects.visible_to(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    reached = reach(actor, found.child_id, Permission.SEE_HOME)
    if found.by_id != actor.user_id and not reached.can(Permission.DECIDE):
        raise PermissionDenied(Permission.DECIDE)
    return found


def change_to_look_at(actor: Actor, key: UUID) -> ApproachChange:
    found = ApproachChange.objects.visible_to(actor).filter(pk=key, incident=True).first()
    if found is None:
        raise Http404
    reach(actor, found.child_id, Permission.REVIEW_INCIDENTS)
    return found
