"""The register of equipment: entered, inspected, cleaned, out of service, lent, tried. Each leaves an audit row."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .models import Equipment, EquipmentCheck, EquipmentLoan, EquipmentState, EquipmentTrial
from .present import refusal

State = EquipmentState.State


@transaction.atomic
def enter(*, by: Actor, equipment: Equipment, now: datetime) -> Equipment:
    """Put an unsaved thing into the register, in service. What must be inspected waits for its first inspection."""
    equipment.organisation_id, equipment.by_id, equipment.at = by.organisation_id, by.user_id, now
    if equipment.site.organisation_id != by.organisation_id:
        raise ValidationError({"site": _("Choose one of your own sites.")})
    equipment.save(force_insert=True)
    _say(by, equipment, State.IN_SERVICE, "", now)
    record(by=by, action="equipment.entered", about=equipment)
    return equipment


@transaction.atomic
def check(
    *, by: Actor, equipment: Equipment, kind: str, on: date, passed: bool, why: str = "", now: datetime
) -> EquipmentCheck:
    """An inspection or a cleaning on a day that is not in the future. One that fails says what was wrong."""
    if on > timezone.localdate(now):
        raise ValidationError({"on": _("Choose today or a day before.")})
    if not passed and not why.strip():
        raise ValidationError({"why": _("Say what was wrong.")})
    row = EquipmentCheck.objects.create(
        organisation_id=by.organisation_id, equipment=equipment, kind=kind, on=on, passed=passed, why=why.strip(),
        by_id=by.user_id, at=now,
    )  # fmt: skip
    record(by=by, action=f"equipment.{kind}", about=equipment, detail={"passed": passed})
    return row


@transaction.atomic
def set_state(*, by: Actor, equipment: Equipment, state: str, why: str = "", now: datetime) -> None:
    """In service, out of service or gone. Twice is the same as once; stopping needs a reason."""
    newest = EquipmentState.objects.select_for_update().filter(equipment=equipment).order_by("-at", "-id").first()
    assert newest is not None, "everything begins in service"
    if newest.state == state:
        return
    if state != State.IN_SERVICE and not why.strip():
        raise ValidationError({"why": _("Say why, in a few words.")})
    _say(by, equipment, state, why.strip(), max(now, newest.at))
    record(by=by, action=f"equipment.{state}", about=equipment)


@transaction.atomic
def lend(*, by: Actor, loan: EquipmentLoan, now: datetime) -> EquipmentLoan:
    """Give a thing to the family of `loan.child`. What may not be used here may not go home (ValidationError)."""
    today = timezone.localdate(now)
    if reason := why_not(loan.equipment, today):
        raise ValidationError({"equipment": reason})
    if loan.due_back_on < today:
        raise ValidationError({"due_back_on": _("Choose a day that is still to come.")})
    loan.organisation_id, loan.by_id, loan.at = by.organisation_id, by.user_id, now
    loan.save(force_insert=True)
    record(by=by, action="equipment.lent", about=loan, child=loan.child_id)
    return loan


@transaction.atomic
def take_back(*, by: Actor, loan: EquipmentLoan, now: datetime) -> None:
    """It is here again. Twice is the same as once."""
    rows = EquipmentLoan.objects.out().filter(pk=loan.pk)
    if rows.update(returned_at=max(now, loan.at), returned_by_id=by.user_id):
        record(by=by, action="equipment.returned", about=loan, child=loan.child_id)


@transaction.atomic
def note_trial(*, by: Actor, trial: EquipmentTrial, now: datetime) -> EquipmentTrial:
    """Keep what was tried with a child and how it went. One of our things must be fit for use."""
    if trial.on > timezone.localdate(now):
        raise ValidationError({"on": _("Choose today or a day before.")})
    trial.organisation_id, trial.by_id, trial.at = by.organisation_id, by.user_id, now
    trial.save(force_insert=True)
    record(by=by, action="equipment.tried", about=trial, child=trial.child_id)
    return trial


def why_not(equipment: Equipment, today: date) -> str:
    """Why it may not be used today, from its newest rows; empty when it may. Locks it until the transaction ends."""
    Equipment.objects.select_for_update().get(pk=equipment.pk)
    return refusal(Equipment.objects.with_standing().select_related("site").get(pk=equipment.pk), today)


def _say(by: Actor, equipment: Equipment, state: str, why: str, now: datetime) -> None:
    EquipmentState.objects.create(
        organisation_id=by.organisation_id, equipment=equipment, state=state, why=why, by_id=by.user_id, at=now
    )
