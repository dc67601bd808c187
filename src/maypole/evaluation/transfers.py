"""A child comes with an evaluation from elsewhere: documenting it, and taking that back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.models import Child

from .actions import EvaluationRefused
from .models import Evaluation, Transfer


def founded(child: UUID) -> bool:
    """Whether a plan of care has something to start from: a signed evaluation, or a documented transfer (S25)."""
    evaluated = Evaluation.objects.signed().filter(child=child).exists()
    return evaluated or Transfer.objects.standing().filter(child=child).exists()


@transaction.atomic
def document_transfer(
    *, by: Actor, child: Child, evaluated_by: str, written_on: date, document: str, at: datetime | None = None
) -> Transfer:
    """Keep who evaluated the child elsewhere, when, and which document says so. Raises EvaluationRefused."""
    if not by.can(Permission.EVALUATE):
        raise PermissionDenied(Permission.EVALUATE)
    at = at or timezone.now()
    if not evaluated_by.strip() or not document.strip():
        raise EvaluationRefused(_("Write who evaluated the child, and what the document is and says."))
    if written_on > timezone.localdate(at) or (child.birth_date and written_on < child.birth_date):
        raise EvaluationRefused({"written_on": _("Choose the day on the document: in the child’s life, not ahead.")})
    transfer = Transfer.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        evaluated_by=evaluated_by.strip(),
        written_on=written_on,
        document=document.strip(),
        at=at,
        by_id=by.user_id,
    )
    record(by=by, action="evaluation.transfer", about=transfer, child=child.pk)
    return transfer


@transaction.atomic
def withdraw_transfer(*, by: Actor, transfer: Transfer, why: str, at: datetime | None = None) -> None:
    """It was written for the wrong child, or the document is not what it seemed. Plans that were signed stay signed."""
    if not by.can(Permission.EVALUATE):
        raise PermissionDenied(Permission.EVALUATE)
    if not why.strip():
        raise EvaluationRefused({"why": _("Write why this transfer no longer counts.")})
    rows = Transfer.objects.standing().filter(pk=transfer.pk)
    if rows.update(withdrawn_at=at or timezone.now(), withdrawn_by=by.user_id, withdrawn_why=why.strip()):
        record(by=by, action="evaluation.transfer_withdrawn", about=transfer, child=transfer.child_id)
