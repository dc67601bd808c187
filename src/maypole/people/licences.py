"""Licences on record: kept, put right, and a word in time before one ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .models import Licence, LicenceReminder, StaffMember

AHEAD = (60, 30, 7)
"""Days before a licence ends at which its holder is reminded."""
FIELDS = ("kind", "discipline", "level", "number", "region", "starts_on", "expires_on")


@transaction.atomic
def keep_licence(
    *, by: Actor, staff: StaffMember, values: Mapping[str, Any], licence: Licence | None = None
) -> Licence:
    """A licence of a colleague, or the same one put right. A renewal is a new one, so that the old dates stay."""
    changed = [name for name in FIELDS if licence is None or getattr(licence, name) != values[name]]
    row = licence or Licence(organisation_id=by.organisation_id, staff=staff)
    for name in FIELDS:
        setattr(row, name, values[name])
    row.save()
    action = "licence.added" if licence is None else "licence.corrected"
    record(by=by, action=action, about=row, detail={"staff": str(staff.pk), "fields": changed})
    return row


def ending(today: date) -> list[tuple[Licence, int]]:
    """Licences that end soon, with the nearest distance in days, whose holder was not told so yet; a licence that its
    holder has renewed is left out. Three queries."""
    rows = Licence.objects.filter(expires_on__range=(today, today + timedelta(days=AHEAD[0])))
    near = list(rows.select_related("staff__user", "staff__organisation").order_by("expires_on", "id"))
    told = set(LicenceReminder.objects.filter(licence__in=near).values_list("licence_id", "days"))
    later = Licence.objects.filter(staff__in=[one.staff_id for one in near], expires_on__gt=today)
    newest: dict[tuple[object, str], date] = {}
    for staff, discipline, until in later.values_list("staff_id", "discipline", "expires_on"):
        newest[staff, discipline] = max(until, newest.get((staff, discipline), until))
    found = []
    for one in near:
        days = min(step for step in AHEAD if (one.expires_on - today).days <= step)
        renewed = newest[one.staff_id, one.discipline] > one.expires_on if one.expires_on > today else False
        if (one.pk, days) not in told and not renewed:
            found.append((one, days))
    return found


@transaction.atomic
def note_reminded(*, licence: Licence, days: int, now: datetime) -> bool:
    """Remember that the holder was told; False when that was known already."""
    _row, made = LicenceReminder.objects.get_or_create(
        organisation_id=licence.organisation_id, licence=licence, days=days, defaults={"sent_at": now}
    )
    if made:
        record(by=None, action="licence.reminded", about=licence, detail={"days": days})
    return made
