"""The way to a visit: through its child. Consent to goals covers no visit; families see visits, staff work in them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, columns, objects
from maypole.audit.actions import record
from maypole.people.access import Reach, reach, read
from maypole.people.models import StaffMember

from .models import NoteSignature, Visit


def visit_to_read(actor: Actor, visit_id: UUID, permission: Permission, what: str) -> tuple[Visit, Reach]:
    """The visit with its state, its read audited; 404 where not theirs to know of, 403 where not theirs to read."""
    visit = _visit(actor, visit_id)
    reached = read(actor, visit.child_id, permission, what)
    visit.child = reached.child
    return visit, reached


def visit_to_change(actor: Actor, visit_id: UUID, permission: Permission = Permission.RUN_VISIT) -> Visit:
    """The visit with its state for who may change it; the action writes its own audit row."""
    visit = _visit(actor, visit_id)
    visit.child = reach(actor, visit.child_id, permission).child
    return visit


_mine = Prepared(
    lambda organisation, visit, staff: (
        Visit.objects.filter(
            organisation=organisation, pk=visit, child__team__staff=staff, child__team__ended_at__isnull=True
        )
        .order_by()
        .values_list(*columns(Visit), "staff__name")[:1]
    ),
    organisation=UUID,
    visit=UUID,
    staff=UUID,
)


def visit_to_tap(actor: Actor, visit_id: UUID) -> Visit:
    """The visit for who runs it, without its state or child: the shortest way, because it is gone at every tap.

    Being on the child's team today gives every permission of the role, so one query answers; else `reach` decides.
    """
    if actor.staff_id and actor.can(Permission.RUN_VISIT):
        mine = _mine.first(organisation=actor.organisation_id, visit=visit_id, staff=actor.staff_id)
        if mine is not None:
            found = objects(Visit, [mine[:-1]])[0]
            found.staff = StaffMember(pk=found.staff_id, name=mine[-1])
            return found
    rows = Visit.objects.filter(organisation=actor.organisation_id, pk=visit_id).select_related("staff").order_by()
    visit = rows.first()
    if visit is None:
        raise Http404
    reach(actor, visit.child_id, Permission.RUN_VISIT)
    return visit


def _visit(actor: Actor, visit_id: UUID) -> Visit:
    """Only of the actor's organisation; whether the child is theirs to know of is asked next, by `reach`."""
    rows = Visit.objects.with_state().select_related("staff", "room")
    found = rows.filter(organisation=actor.organisation_id, pk=visit_id).first()
    if found is None:
        raise Http404
    return found


def signature_to_cosign(actor: Actor, version_id: UUID) -> NoteSignature:
    """The signature that waits for this supervisor, the note's read audited; 404 for everybody else.

    A supervisor reads what they are asked to sign, whether or not they are on the child's team.
    """
    if actor.staff_id is None or not actor.can(Permission.SIGN_NOTE):
        raise Http404
    rows = NoteSignature.objects.filter(version=version_id, cosigner=actor.staff_id, organisation=actor.organisation_id)
    found = rows.select_related(
        "version__note__visit__staff", "version__note__visit__child", "by", "cosigner", "cosignature__by"
    ).first()
    if found is None:
        raise Http404
    child = found.version.note.child_id
    record(by=actor, action="child.read", about=found, child=child, detail={"what": "note to co-sign"})
    return found
