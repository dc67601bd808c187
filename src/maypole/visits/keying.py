"""What stood on paper becomes ordinary observations of a past visit, with who watched and who typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.audit.actions import record
from maypole.people.models import Child, StaffMember

from . import actions
from .ingest import Item, Status
from .models import KeyedObservation, Observation, PaperSheet, Visit, VisitStatus
from .present import REASONS

State = VisitStatus.State
BATCH = 50


@dataclass(frozen=True)
class Held:
    """When a visit on paper was: a planned one that took place, or one that nobody had planned."""

    began: datetime
    minutes: int
    staff: StaffMember
    setting: str

    @property
    def ended(self) -> datetime:
        return self.began + timedelta(minutes=self.minutes)


@transaction.atomic
def hold_on_paper(
    *, by: Actor, child: Child, held: Held, visit: Visit | None = None, now: datetime | None = None
) -> Visit:
    """The finished visit to which a sheet belongs: made, or moved on from where it stands, at the times on the paper.

    Raises ValidationError for a visit that is not over yet, or that was called off.
    """
    now = now or timezone.now()
    if held.ended > now:
        raise ValidationError({"day": _("This visit is not over yet.")})
    if visit is None:
        visit = actions.plan_visit(
            by=by, child=child, staff=held.staff, starts_at=held.began, minutes=held.minutes, setting=held.setting,
            at=min(held.began, now),
        )  # fmt: skip
    state = actions.state_of(visit)
    if state in (State.CANCELLED, State.MISSED):
        raise ValidationError(_("This visit was called off. Say that it took place by planning another."))
    if state == State.PLANNED:
        actions.start_visit(by=by, visit=visit, at=held.began)
    if actions.state_of(visit) == State.STARTED:
        actions.finish_visit(by=by, visit=visit, at=held.ended)
    return visit


@transaction.atomic
def key_in(
    *,
    by: Actor,
    visit: Visit,
    readings: Sequence[Mapping[str, Any]],
    observer: StaffMember | None = None,
    observer_name: str = "",
    replaces: PaperSheet | None = None,
    why: str = "",
    now: datetime | None = None,
) -> PaperSheet:
    """Take in one sheet. `readings` are fields of observations (goal, measure, and what the measure needs), in order.

    A sheet that `replaces` another takes back everything that one brought, and says why. Raises ValidationError when
    nothing was read or something makes no sense; then nothing is kept.
    """
    now = now or timezone.now()
    if not readings:
        raise ValidationError(_("Write down at least one thing that was on the paper."))
    sheet = PaperSheet.objects.create(
        organisation_id=visit.organisation_id, child_id=visit.child_id, visit=visit, observer=observer,
        observer_name="" if observer else observer_name.strip(), replaces=replaces, why=why.strip(), at=now,
        by_id=by.user_id,
    )  # fmt: skip
    if replaces is not None:
        _take_back(by, replaces, now)
    items = _items(visit, readings)
    _keep(by, visit, items, now)
    KeyedObservation.objects.bulk_create(
        KeyedObservation(organisation_id=visit.organisation_id, sheet=sheet, observation_id=item.id) for item in items
    )
    detail: dict[str, str | int] = {"read": len(items), "again": str(replaces.pk) if replaces else ""}
    record(by=by, action="paper.keyed", about=sheet, child=visit.child_id, detail=detail)
    return sheet


def _items(visit: Visit, readings: Sequence[Mapping[str, Any]]) -> list[Item]:
    """Spread over the visit in the order they were read, a moment apart: paper keeps no clock."""
    step = timedelta(minutes=visit.minutes) / (len(readings) + 1)
    begins = visit.starts_at
    return [Item(id=new_id(), at=begins + step * number, **reading) for number, reading in enumerate(readings, 1)]


def _keep(by: Actor, visit: Visit, items: Sequence[Item], now: datetime) -> None:
    for first in range(0, len(items), BATCH):
        answers = actions.observe(by=by, visit=visit, items=items[first : first + BATCH], now=now)
        refused = next((one for one in answers if one.status is not Status.OK), None)
        if refused is not None:
            raise ValidationError(str(REASONS.get(refused.reason, REASONS["malformed"])))


def _take_back(by: Actor, sheet: PaperSheet, now: datetime) -> None:
    rows = Observation.objects.standing().filter(keyed__sheet=sheet)
    items = [Item(new_id(), replaces=row, withdrawn=True) for row in rows.values_list("pk", flat=True)]
    _keep(by, sheet.visit, items, now)


def read_from(sheet: PaperSheet) -> list[Observation]:
    """What still stands of a sheet, in the order it was read."""
    return list(Observation.objects.standing().filter(keyed__sheet=sheet).order_by("recorded_at", "id"))
