"""The way to a planned game, a thing in a visit, a preparation or a change: always through the child."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.visits.access import visit_to_change
from maypole.visits.models import PlannedActivity, VisitEquipment


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
