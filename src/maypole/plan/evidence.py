"""A clinic's own ways of working, and the days somebody looked at the evidence again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .errors import PlanRefused
from .library import LOOK_AGAIN_MONTHS, library
from .models import Confidence, EvidenceReview, Strategy

LOOK_AGAIN = timedelta(days=round(LOOK_AGAIN_MONTHS * 30.44))


@dataclass(frozen=True)
class Looked:
    """When the evidence of one way of working was looked at last, and by when it has to be again."""

    name: str
    code: str
    strategy: Strategy | None
    reviewed_on: date
    confidence: str
    words: str = ""

    @property
    def due_on(self) -> date:
        return self.reviewed_on + LOOK_AGAIN

    @property
    def key(self) -> str:
        return self.code or str(self.strategy.pk if self.strategy else "")


def looked(organisation: UUID, language: str) -> list[Looked]:
    """Every way of working the clinic can choose, the longest unseen first. Three queries."""
    newest = {
        row.code or str(row.strategy_id): row
        for row in EvidenceReview.objects.filter(organisation=organisation).order_by("reviewed_on", "id")
    }
    found = [Looked(one.name, one.code, None, one.reviewed_on, one.confidence) for one in library(language).strategies]
    found += [
        Looked(own.name, "", own, own.reviewed_on, own.confidence)
        for own in Strategy.objects.filter(organisation=organisation)
    ]
    return sorted((_with(one, newest.get(one.key)) for one in found), key=lambda one: (one.reviewed_on, one.name))


def _with(one: Looked, review: EvidenceReview | None) -> Looked:
    if review is None or review.reviewed_on < one.reviewed_on:
        return one
    return Looked(one.name, one.code, one.strategy, review.reviewed_on, review.confidence, review.why)


@transaction.atomic
def write_strategy(*, by: Actor, strategy: Strategy, at: datetime | None = None) -> Strategy:
    """A way of working of the clinic's own (an unsaved row), with source, confidence and limits."""
    strategy.organisation_id, strategy.by_id, strategy.at = by.organisation_id, by.user_id, at or timezone.now()
    if Strategy.objects.filter(organisation=by.organisation_id, name=strategy.name).exists():
        raise PlanRefused({"name": _("The clinic has a way of working of this name already.")})
    strategy.save(force_insert=True)
    record(by=by, action="strategy.write", about=strategy)
    return strategy


@transaction.atomic
def review_evidence(
    *,
    by: Actor,
    why: str,
    confidence: str,
    code: str = "",
    strategy: Strategy | None = None,
    at: datetime | None = None,
) -> EvidenceReview:
    """Somebody looked at the evidence again today and says what they found; new plans carry the new confidence."""
    if confidence not in Confidence.values:
        raise PlanRefused({"confidence": _("Say how sure one can be.")})
    if not why.strip():
        raise PlanRefused({"why": _("Write what you looked at and what you found.")})
    at = at or timezone.now()
    row = EvidenceReview.objects.create(
        organisation_id=by.organisation_id,
        code=code,
        strategy=strategy,
        reviewed_on=timezone.localdate(at),
        confidence=confidence,
        why=why.strip(),
        at=at,
        by_id=by.user_id,
    )
    record(by=by, action="strategy.review", about=row, detail={"code": code})
    return row
