"""Open an evaluation, write in it, sign it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.models import Child

from .models import Evaluation, EvaluationSignature, Finding

MISSING = {
    Finding.Kind.STRENGTH: _("Write at least one strength: what the child brings."),
    Finding.Kind.CHALLENGE: _("Write at least one challenge: what is hard today."),
    Finding.Kind.GOAL: _("Write at least one wished-for goal: what should become possible."),
}


class EvaluationRefused(ValidationError):
    """Nothing was written; `messages` say what is missing."""

    def __str__(self) -> str:
        return " ".join(self.messages)


class Found(NamedTuple):
    """One finding before it is stored; `kind` is a `Finding.Kind`, `area` a skill area or empty."""

    kind: str
    text: str
    area: str = ""


@transaction.atomic
def open_evaluation(
    *,
    by: Actor,
    child: Child,
    held_on: date | None = None,
    staff: UUID | None = None,
    reason: str = "",
    seen: str = "",
    summary: str = "",
    findings: Iterable[Found] = (),
    at: datetime | None = None,
) -> Evaluation:
    """Start an evaluation of `child` by the therapist `staff` (the actor, unless somebody else is named)."""
    staff = staff or by.staff_id
    if staff is None:
        raise PermissionDenied(Permission.EVALUATE)
    at = at or timezone.now()
    evaluation = Evaluation.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        staff_id=staff,
        held_on=held_on or timezone.localdate(at),
        reason=reason,
        seen=seen,
        summary=summary,
        at=at,
        by_id=by.user_id,
    )
    _write_findings(evaluation, findings)
    record(by=by, action="evaluation.open", about=evaluation, child=child.pk)
    return evaluation


@transaction.atomic
def write_evaluation(
    *,
    by: Actor,
    evaluation: Evaluation,
    held_on: date,
    reason: str,
    seen: str,
    summary: str,
    findings: Iterable[Found],
    edition: int | None = None,
) -> Evaluation:
    """Replace what an open evaluation says.

    Raises EditConflict when somebody saved after `edition`, EvaluationRefused when it is signed.
    """
    evaluation.claim(edition)
    if EvaluationSignature.objects.filter(evaluation=evaluation).exists():
        raise EvaluationRefused(_("This evaluation is signed, so it stays as it is. Open a new one to add to it."))
    evaluation.held_on, evaluation.reason = held_on, reason
    evaluation.seen, evaluation.summary = seen, summary
    evaluation.save(update_fields=["held_on", "reason", "seen", "summary"])
    evaluation.findings.all().delete()
    _write_findings(evaluation, findings)
    record(by=by, action="evaluation.write", about=evaluation, child=evaluation.child_id)
    return evaluation


@transaction.atomic
def sign_evaluation(
    *, by: Actor, evaluation: Evaluation, edition: int | None = None, at: datetime | None = None
) -> EvaluationSignature:
    """Sign, and fix, an evaluation that names strengths, challenges and goals (S31).

    Raises EvaluationRefused with one message for each missing column, or when it is signed already; EditConflict when
    somebody saved after the `edition` that the signer read.
    """
    if not by.can(Permission.EVALUATE):
        raise PermissionDenied(Permission.EVALUATE)
    evaluation.claim(edition)
    if EvaluationSignature.objects.filter(evaluation=evaluation).exists():
        raise EvaluationRefused(_("This evaluation is signed already."))
    kinds = set(evaluation.findings.values_list("kind", flat=True))
    missing = [message for kind, message in MISSING.items() if kind not in kinds]
    if missing:
        raise EvaluationRefused(missing)
    signature = EvaluationSignature.objects.create(
        organisation_id=evaluation.organisation_id, evaluation=evaluation, at=at or timezone.now(), by_id=by.user_id
    )
    record(by=by, action="evaluation.sign", about=evaluation, child=evaluation.child_id)
    return signature


def _write_findings(evaluation: Evaluation, findings: Iterable[Found]) -> None:
    Finding.objects.bulk_create(
        Finding(
            organisation_id=evaluation.organisation_id,
            evaluation=evaluation,
            kind=found.kind,
            area=found.area,
            text=found.text.strip(),
            order=order,
        )
        for order, found in enumerate(findings)
        if found.text.strip()
    )
