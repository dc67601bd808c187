"""Writing the sensory profile and the trigger diary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.areas.models import SensoryEvent, SensoryNote
from maypole.audit.actions import Detail, record
from maypole.people.models import Child

DAYS_BACK = 30


def check_day(on: date, today: date) -> None:
    """A diary takes the last 30 days, nothing ahead."""
    if not today - timedelta(days=DAYS_BACK) <= on <= today:
        raise ValidationError({"happened_on": _("Choose one of the last 30 days.")})


@transaction.atomic
def note_sense(
    *,
    by: Actor,
    child: Child,
    sense: str,
    response: str,
    seen: str = "",
    triggers: str = "",
    helps: str = "",
    holds: bool = True,
    why: str = "",
    now: datetime | None = None,
) -> SensoryNote:
    """One cell of the profile from now on; `holds=False` with `why` ends it. Rows before stay (S35)."""
    row = SensoryNote(
        organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now or timezone.now(), sense=sense,
        response=response, seen=seen.strip(), triggers=triggers.strip(), helps=helps.strip(), holds=holds,
        why=why.strip(),
    )  # fmt: skip
    row.full_clean(exclude=["organisation", "child", "by"])
    row.save(force_insert=True)
    detail: Detail = {"sense": sense, "response": response, "holds": holds}
    record(by=by, action="sensory.note", about=row, child=child.pk, detail=detail)
    return row


@transaction.atomic
def log_trigger(
    *,
    by: Actor,
    child: Child,
    id: UUID,
    happened_on: date,
    place: str,
    what: str,
    helped: str = "",
    sense: str = "",
    now: datetime | None = None,
) -> SensoryEvent:
    """One line of the trigger diary. The same `id` by the same person is the same line."""
    now = now or timezone.now()
    before = SensoryEvent.objects.filter(pk=id).first()
    if before is not None:
        if before.child_id != child.pk or before.by_id != by.user_id:
            raise ValidationError(_("That was logged already, in another place. Nothing was changed."))
        return before
    check_day(happened_on, timezone.localdate(now))
    row = SensoryEvent(
        id=id, organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now, happened_on=happened_on,
        place=place, what=what.strip(), helped=helped.strip(), sense=sense,
    )  # fmt: skip
    row.full_clean(exclude=["organisation", "child", "by"])
    row.save(force_insert=True)
    record(by=by, action="sensory.event", about=row, child=child.pk)
    return row


@transaction.atomic
def withdraw_trigger(*, by: Actor, event: SensoryEvent, now: datetime | None = None) -> None:
    """Take a line back. Twice is the same as once."""
    rows = SensoryEvent.objects.filter(pk=event.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=now or timezone.now()):
        record(by=by, action="sensory.withdraw", about=event, child=event.child_id)
