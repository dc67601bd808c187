"""The way to an evaluation: through the child; families read signed ones only, outside parties none."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read

from .models import Evaluation, EvaluationQuerySet


def readable(actor: Actor, reached: Reach) -> EvaluationQuerySet:
    """The child's evaluations this person may read: signed ones for carers. Consent to goals covers none of them."""
    rows = Evaluation.objects.filter(child=reached.child).select_related("staff", "signature__by")
    if actor.is_staff:
        return rows
    return rows.signed()


def evaluation_for_reading(actor: Actor, evaluation_id: UUID) -> tuple[Evaluation, Reach]:
    """The evaluation, its read audited; 404 where it is not theirs to know of, 403 where it is not theirs to read."""
    reached = read(actor, _child_of(actor, evaluation_id), Permission.SEE_CLINICAL, "evaluation")
    found = readable(actor, reached).filter(pk=evaluation_id).prefetch_related("findings").first()
    if found is None:
        raise Http404
    return found, reached


def evaluation_for_writing(actor: Actor, evaluation_id: UUID) -> tuple[Evaluation, Reach]:
    """The evaluation for who evaluates this child; signed ones too, so that the action can say why they stay."""
    reached = reach(actor, _child_of(actor, evaluation_id), Permission.EVALUATE)
    return Evaluation.objects.select_related("staff", "signature__by").get(pk=evaluation_id), reached


def _child_of(actor: Actor, evaluation_id: UUID) -> UUID:
    child = Evaluation.objects.visible_to(actor).filter(pk=evaluation_id).values_list("child_id", flat=True).first()
    if child is None:
        raise Http404
    return child
