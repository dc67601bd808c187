"""What carers, children and supervisors say to a version; a disagreement about one goal leaves the plan standing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.models import Carer, CarerRelation

from .errors import PlanRefused
from .models import (
    AcceptanceRule,
    GoalObjection,
    ObjectionOutcome,
    PlanAcceptance,
    PlanAssent,
    PlanCosignature,
    PlanSignature,
    PlanVersion,
)


@transaction.atomic
def accept_plan(
    *,
    by: Actor,
    version: PlanVersion,
    carer: Carer,
    accepted: bool,
    words: str = "",
    objections: Mapping[UUID, str] | None = None,
    at: datetime | None = None,
) -> PlanAcceptance:
    """A carer's yes or no to the newest version that holds; a no needs words, so that the plan can be changed.

    `objections` are goals (by id) the carer does not agree to, with what should be different: the plan stands, and
    these goals are talked about. Raises PermissionDenied when the carer has no right to accept for this child.
    """
    relation = CarerRelation.objects.filter(child_id=version.child_id, carer=carer, ended_at__isnull=True).first()
    if relation is None or Permission.ACCEPT_PLAN not in relation.permissions:
        raise PermissionDenied(Permission.ACCEPT_PLAN)
    _newest(version)
    if not accepted and not words.strip():
        raise PlanRefused({"words": _("Tell us what should be different. A few words are enough.")})
    said = {goal: text.strip() for goal, text in (objections or {}).items()}
    if not all(said.values()):
        raise PlanRefused(_("Tell us for each goal you marked what should be different."))
    answer = PlanAcceptance.objects.create(
        organisation_id=version.organisation_id,
        version=version,
        carer=carer,
        accepted=accepted,
        words=words.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    held = {one.goal_id: one for one in version.goals.filter(goal__in=said)}
    GoalObjection.objects.bulk_create(
        GoalObjection(organisation_id=version.organisation_id, acceptance=answer, held=held[goal], words=text)
        for goal, text in said.items()
        if goal in held
    )
    detail = {"accepted": accepted, "goals_open": len(said)}
    record(by=by, action="plan.accept", about=version, child=version.child_id, detail=detail)
    return answer


def open_objections(version: PlanVersion) -> list[GoalObjection]:
    """Goals of this version that a carer's newest answer does not agree to, while nobody wrote how the talk ended."""
    newest = {row.carer_id: row.pk for row in version.acceptances.order_by("at", "id")}
    rows = GoalObjection.objects.filter(acceptance__in=newest.values(), outcome__isnull=True)
    return list(rows.select_related("held__goal", "acceptance__carer"))


@transaction.atomic
def settle_objection(
    *, by: Actor, objection: GoalObjection, outcome: str, why: str, at: datetime | None = None
) -> ObjectionOutcome:
    """How the talk about a goal ended, in words both sides can read."""
    if outcome not in ObjectionOutcome.Outcome.values:
        raise PlanRefused({"outcome": _("Choose how the talk ended.")})
    if not why.strip():
        raise PlanRefused({"why": _("Write in a sentence what you agreed on.")})
    if ObjectionOutcome.objects.filter(objection=objection).exists():
        raise PlanRefused(_("It is written down already how this talk ended."))
    row = ObjectionOutcome.objects.create(
        organisation_id=objection.organisation_id,
        objection=objection,
        outcome=outcome,
        why=why.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    child = objection.acceptance.version.child_id
    record(by=by, action="plan.settle", about=row, child=child, detail={"outcome": outcome})
    return row


@transaction.atomic
def tell_assent(
    *,
    by: Actor,
    version: PlanVersion,
    answer: str,
    words: str = "",
    shown: str = "",
    home_reads: bool = False,
    at: datetime | None = None,
) -> PlanAssent:
    """What the child says to the newest version that holds. A young person speaks for themselves; staff write what
    they heard or saw (`shown`). It is never needed for a plan to stand: a “not yet” is something to talk about.
    """
    own = by.child_id == version.child_id
    if not own and not by.is_staff:
        raise PermissionDenied(Permission.RUN_VISIT)
    shown = PlanAssent.Shown.SELF if own else shown
    if answer not in PlanAssent.Answer.values:
        raise PlanRefused({"answer": _("Choose one. “Not yet” is a good answer too.")})
    if not own and shown not in (PlanAssent.Shown.SAID, PlanAssent.Shown.SHOWED):
        raise PlanRefused({"shown": _("Choose how the child told you.")})
    _newest(version)
    row = PlanAssent.objects.create(
        organisation_id=version.organisation_id,
        version=version,
        answer=answer,
        words=words.strip(),
        shown=shown,
        home_reads=home_reads or not own,
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="plan.assent", about=version, child=version.child_id, detail={"shown": shown})
    return row


@transaction.atomic
def cosign_plan(
    *, by: Actor, signature: PlanSignature, agreed: bool, words: str = "", at: datetime | None = None
) -> PlanCosignature:
    """The supervisor signs beside, or sends back with words; only the one who was asked may."""
    signature = PlanSignature.objects.select_for_update().select_related("version").get(pk=signature.pk)
    if signature.cosigner_id is None or signature.cosigner_id != by.staff_id:
        raise PermissionDenied("cosign")
    if PlanCosignature.objects.filter(signature=signature).exists():
        raise PlanRefused(_("You have answered this one already."))
    if not agreed and not words.strip():
        raise PlanRefused({"words": _("Write what should be different, so that it can be changed.")})
    row = PlanCosignature.objects.create(
        organisation_id=signature.organisation_id,
        signature=signature,
        agreed=agreed,
        why=words.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    child = signature.version.child_id
    record(by=by, action="plan.cosign", about=signature.version, child=child, detail={"agreed": agreed})
    return row


@transaction.atomic
def set_rule(*, by: Actor, needs: str, why: str = "", at: datetime | None = None) -> AcceptanceRule:
    """From now on this many carers must say yes before a plan counts as accepted in the actor's clinic."""
    if needs not in AcceptanceRule.Needs.values:
        raise PlanRefused({"needs": _("Choose who has to say yes.")})
    row = AcceptanceRule.objects.create(
        organisation_id=by.organisation_id, needs=needs, why=why.strip(), at=at or timezone.now(), by_id=by.user_id
    )
    record(by=by, action="plan.rule", about=row, detail={"needs": needs})
    return row


def rule_of(organisation: UUID) -> str:
    """How many carers must say yes in this clinic."""
    newest = AcceptanceRule.objects.filter(organisation=organisation).first()
    return newest.needs if newest else AcceptanceRule.Needs.ONE


def _newest(version: PlanVersion) -> None:
    if PlanVersion.objects.signed().filter(child_id=version.child_id).first() != version:
        raise PlanRefused(_("There is a newer plan. Please read that one."))
