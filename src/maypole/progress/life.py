"""What happened in the child's life, told by the team or the family and marked in every graph."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.prepared import Prepared
from maypole.audit.actions import record
from maypole.people.models import Child

from .models import LifeEvent


class EventRow(NamedTuple):
    """An event as a graph needs it: from when, until when (None: that day), and its words."""

    starts_on: date
    ends_on: date | None
    kind: str
    title: str


_events = Prepared(
    lambda child: (
        LifeEvent.objects.standing()
        .filter(child=child)
        .order_by("starts_on", "id")
        .values_list("starts_on", "ends_on", "kind", "title")
    ),
    child=UUID,
)


def events_of(child_id: UUID) -> tuple[EventRow, ...]:
    """The child's events, oldest first: one query."""
    return tuple(EventRow(*row) for row in _events(child=child_id))


@transaction.atomic
def tell_event(
    *,
    by: Actor,
    child: Child,
    kind: str,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    now: datetime | None = None,
) -> LifeEvent:
    """Mark some days in the child's graphs. Raises ValidationError for an unknown kind or an end before the start."""
    if kind not in LifeEvent.Kind.values:
        raise ValidationError({"kind": _("Choose what kind it was.")})
    if ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("Choose a day after it began.")})
    if not title.strip():
        raise ValidationError({"title": _("Say it in a few words.")})
    event = LifeEvent.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        kind=kind,
        title=title.strip()[:80],
        starts_on=starts_on,
        ends_on=ends_on,
        at=now or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="event.told", about=event, child=child.pk, detail={"kind": kind})
    return event


@transaction.atomic
def withdraw_event(*, by: Actor, event: LifeEvent, now: datetime | None = None) -> None:
    """Take an event back: it is no longer in the graphs. Twice is the same as once."""
    row = LifeEvent.objects.select_for_update().get(pk=event.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now or timezone.now(), by.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(by=by, action="event.withdrawn", about=row, child=row.child_id)
