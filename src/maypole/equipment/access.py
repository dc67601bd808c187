"""The way to a thing of the register, and to a loan through its child."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import reach

from .models import Equipment, EquipmentLoan


def item_of(actor: Actor, key: UUID) -> Equipment:
    """A thing of the actor's organisation with its standing; 404 for any other."""
    rows = Equipment.objects.with_standing().select_related("site", "by")
    found = rows.filter(organisation=actor.organisation_id, pk=key).first()
    if found is None:
        raise Http404
    return found


def loan_to_end(actor: Actor, key: UUID) -> EquipmentLoan:
    found = EquipmentLoan.objects.visible_to(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    reach(actor, found.child_id, Permission.KEEP_EQUIPMENT)
    return found
