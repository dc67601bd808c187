"""Who a child is and who cares for them, put right. The trail keeps which fields changed, never what stood in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission, Right
from maypole.audit.actions import record

from .models import Carer, CarerRelation, Child

DETAILS = ("given_name", "family_name", "called", "pronouns", "birth_date", "due_date", "languages", "lives_with")
CONTACT = ("name", "email", "phone", "language", "contact_by", "best_times")


@transaction.atomic
def correct_child(*, by: Actor, child: Child) -> list[str]:
    """Store what an edited `child` says; the names of the fields that changed. Nothing changed: nothing is written."""
    stored = Child.objects.get(pk=child.pk)
    changed = _changed(stored, child, DETAILS)
    if changed:
        child.save(update_fields=changed)
        record(by=by, action="child.correct", about=child, child=child.pk, detail={"fields": changed})
    return changed


@transaction.atomic
def correct_carer(*, by: Actor, child: Child, carer: Carer) -> list[str]:
    """Store how an edited `carer` is reached. The address of an account is not changed here: it is how they sign in."""
    stored = Carer.objects.get(pk=carer.pk)
    changed = _changed(stored, carer, CONTACT)
    if changed:
        carer.save(update_fields=changed)
        record(by=by, action="carer.correct", about=carer, child=child.pk, detail={"fields": changed})
    return changed


def _changed(stored: Child | Carer, edited: Child | Carer, names: Iterable[str]) -> list[str]:
    return [name for name in names if getattr(stored, name) != getattr(edited, name)]


@transaction.atomic
def change_rights(
    *,
    by: Actor,
    relation: CarerRelation,
    called: str,
    rights: Iterable[str],
    blocked: bool,
    legal_basis: str,
    now: datetime,
) -> CarerRelation:
    """What a carer may do for this child from now on: the row before is ended and kept, a new one begins.

    Raises ValidationError when a block names no court order, PermissionDenied for who manages no carers.
    """
    if not by.can(Permission.MANAGE_CARERS):
        raise PermissionDenied(Permission.MANAGE_CARERS)
    if blocked and not legal_basis.strip():
        raise ValidationError({"legal_basis": _("A block needs the order it rests on: court, number, day.")})
    wanted = set(rights)
    kept = ",".join(right.value for right in Right if right.value in wanted)
    new = (called.strip(), kept, blocked, legal_basis.strip())
    if new == (relation.relation, relation.rights, relation.blocked, relation.legal_basis):
        return relation
    if not CarerRelation.objects.filter(pk=relation.pk, ended_at__isnull=True).update(ended_at=now):
        raise ValidationError(_("Somebody changed this meanwhile. Look at it again."))
    begun = CarerRelation.objects.create(
        organisation_id=relation.organisation_id,
        child_id=relation.child_id,
        carer_id=relation.carer_id,
        relation=new[0],
        rights=kept,
        blocked=blocked,
        legal_basis=new[3],
        started_at=now,
    )
    detail: dict[str, str | bool] = {"rights": kept, "blocked": blocked}
    record(by=by, action="carer.rights", about=begun, child=relation.child_id, detail=detail)
    return begun
