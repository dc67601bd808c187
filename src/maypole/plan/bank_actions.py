"""The clinic's own suggestions in the goal bank: put in, and taken out again."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.web.areas import BY_CODE

from .errors import PlanRefused
from .models import BankGoal
from .models.measure import INTERVALS


class BankFields(TypedDict, total=False):
    """Fields of a suggestion: see `BankGoal`."""

    area: str
    title: str
    who_does: str
    conditions: str
    measure: str
    unit: str
    improvement: str
    criterion: float
    scale_max: float | None
    span_s: float | None
    from_months: int
    to_months: int
    occupation: str


@transaction.atomic
def keep_in_bank(*, by: Actor, at: datetime | None = None, **fields: Unpack[BankFields]) -> BankGoal:
    """A wording the clinic offers from now on. Raises PlanRefused by field."""
    row = BankGoal(organisation_id=by.organisation_id, at=at or timezone.now(), by_id=by.user_id)
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    problems: dict[str, str] = {}
    if row.area not in BY_CODE:
        problems["area"] = _("Choose a skill area.")
    if row.measure in INTERVALS and not row.span_s:
        problems["span_s"] = _("Write how long one interval is, in seconds.")
    if row.from_months is not None and row.to_months is not None and row.to_months < row.from_months:
        problems["to_months"] = _("Choose an age after the first one.")
    if problems:
        raise PlanRefused(problems)
    try:
        row.full_clean(exclude=["organisation", "by", "ended_by"], validate_constraints=False)
    except ValidationError as invalid:
        raise PlanRefused(invalid.message_dict) from None
    row.save(force_insert=True)
    record(by=by, action="bank.kept", about=row)
    return row


@transaction.atomic
def take_out_of_bank(*, by: Actor, row: BankGoal, at: datetime | None = None) -> None:
    """No longer offered; goals that began with it stay as they are. Twice is the same as once."""
    held = BankGoal.objects.select_for_update().get(pk=row.pk)
    if held.ended_at is not None:
        return
    held.ended_at, held.ended_by_id = at or timezone.now(), by.user_id
    held.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="bank.taken_out", about=held)
