"""The way to a goal or a plan version: through the child."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.access import Reach, reach, read

from .models import Goal, PlanDose, PlanMethod, PlanPerson, PlanSignature, PlanVersion, Regime, ServiceLine


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
    rows = PlanVersion.objects.visible_to(actor).select_related("signature__by", "signature__cosignature")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Http404
    reached = read(actor, version.child_id, Permission.SEE_CLINICAL, "plan")
    if not actor.is_staff and not version.holds:
        raise Http404
    return version, reached


def line_for(actor: Actor, line_id: UUID, *, writing: bool = False) -> tuple[ServiceLine, bool]:
    """(a service line, whether the actor writes in it), its read audited; 404 where its regime is closed to them, 403
    where they may read and not write.

    A school line is read by who works in it and by the child's carers; from the clinic's side only while the family's
    consent to its party holds (S53). Working in it opens nothing of the clinic's record.
    """
    rows = ServiceLine.objects.select_related("child", "party").filter(organisation_id=actor.organisation_id)
    line = rows.filter(pk=line_id).first()
    if line is None:
        raise Http404
    writes = ServiceLine.objects.worked_in_by(actor).filter(pk=line.pk).exists()
    if not writes and not _may_read_line(actor, line):
        raise Http404
    if writing and not writes:
        raise PermissionDenied("line")
    record(by=actor, action="child.read", about=line, child=line.child_id, detail={"what": f"{line.regime} line"})
    return line, writes


def _may_read_line(actor: Actor, line: ServiceLine) -> bool:
    try:
        reach(actor, line.child_id, Permission.SEE_CLINICAL)
    except PermissionDenied:
        return False
    if actor.carer_id is not None and not actor.is_staff:
        return True
    return ServiceLine.objects.shared_with_clinic(timezone.now()).filter(pk=line.pk).exists()


def lines_of(actor: Actor, child_id: UUID) -> list[ServiceLine]:
    """The child's school lines this person may open, for a page of the clinic's record they have reached already."""
    rows = ServiceLine.objects.filter(child=child_id, regime=Regime.SCHOOL).select_related("party")
    if actor.carer_id is not None and not actor.is_staff:
        return list(rows)
    open_to = set(rows.shared_with_clinic(timezone.now()).values_list("pk", flat=True))
    open_to |= set(ServiceLine.objects.worked_in_by(actor).filter(child=child_id).values_list("pk", flat=True))
    return [line for line in rows if line.pk in open_to]


def signature_to_cosign(actor: Actor, version_id: UUID) -> PlanSignature:
    """The signature that waits for this supervisor, the version's read audited; 404 for everybody else.

    A supervisor reads what they are asked to sign, whether or not they are on the child's team.
    """
    rows = PlanSignature.objects.select_related("version__child__site", "by", "cosigner")
    found = rows.filter(version=version_id, cosigner=actor.staff_id, organisation=actor.organisation_id).first()
    if found is None or actor.staff_id is None:
        raise Http404
    record(by=actor, action="child.read", about=found, child=found.version.child_id, detail={"what": "plan to co-sign"})
    return found


def part_for(reached: Reach, part_id: UUID) -> PlanMethod | PlanDose | PlanPerson:
    """A row of this child's draft; 404 for a row of a signed version."""
    for model in (PlanMethod, PlanDose, PlanPerson):
        rows = model._default_manager.select_related("version")
        found = rows.filter(pk=part_id, version__child=reached.child, version__signature__isnull=True).first()
        if isinstance(found, PlanMethod | PlanDose | PlanPerson):
            return found
    raise Http404
