"""What of a visit's plan was really played and used: told by a tap, read by the note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.equipment.actions import why_not
from maypole.equipment.models import Equipment

from .models import PlannedActivity, Visit, VisitUse


@transaction.atomic
def say_used(
    *,
    by: Actor,
    visit: Visit,
    planned: UUID | None = None,
    equipment: UUID | None = None,
    used: bool = True,
    at: datetime | None = None,
) -> VisitUse:
    """A planned game was played or a thing used, or it was not after all: the newest word counts.

    ValidationError for a game of another visit, for a thing of another clinic, and for one that may not be used on that
    day: out of service, overdue for its inspection, failed, or with a family (S60).
    """
    at = at or timezone.now()
    game = PlannedActivity.objects.filter(visit=visit, pk=planned).first() if planned else None
    things = Equipment.objects.filter(organisation=visit.organisation_id, pk=equipment) if equipment else None
    thing = things.first() if things is not None else None
    if (game is None) == (thing is None):
        raise ValidationError(_("Choose a game of this visit’s plan, or a thing of the clinic."))
    if thing is not None and used and (reason := why_not(thing, timezone.localdate(at))):
        raise ValidationError(reason)
    row = VisitUse.objects.create(
        organisation_id=visit.organisation_id, visit=visit, planned=game, equipment=thing, used=used, at=at,
        by_id=by.user_id,
    )  # fmt: skip
    detail = {"used": used, "game": game.activity if game else None}
    record(by=by, action="visit.used", about=row, child=visit.child_id, detail=detail)
    return row


def used_in(visits: Iterable[UUID]) -> dict[tuple[UUID, UUID], bool]:
    """By visit and planned game or piece of equipment: whether it was used, as last told. One query."""
    rows = VisitUse.objects.filter(visit__in=list(visits)).order_by("at", "id")
    told = rows.values_list("visit", "planned", "equipment", "used")
    return {(visit, planned or thing): used for visit, planned, thing, used in told}
