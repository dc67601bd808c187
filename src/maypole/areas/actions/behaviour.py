"""Logging a behaviour event, saying what it may mean, reviewing harm."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.areas.models import BehaviourEvent, FunctionHypothesis, IncidentReview
from maypole.audit.actions import record
from maypole.people.models import Child
from maypole.visits.models import Setting

from .sensory import DAYS_BACK

AHEAD = timedelta(minutes=10)
"""A phone's clock may be a little fast."""


class EventConflict(ValidationError):
    """This id was stored with other content, by another person or for another child. Nothing was overwritten."""


@transaction.atomic
def record_event(
    *,
    by: Actor,
    child: Child,
    id: UUID,
    happened_at: datetime,
    antecedent: str,
    behaviour: str,
    consequence: str,
    duration_s: int,
    before: str = "",
    after: str = "",
    intensity: str = "",
    place: str = Setting.HOME,
    place_words: str = "",
    note: str = "",
    hurt: bool = False,
    now: datetime | None = None,
) -> BehaviourEvent:
    """One event. `id` is a UUID made where it was logged: the same event again, now or from a sender that was offline
    for days, changes nothing and gives back the stored one.

    `happened_at` has a time zone; `duration_s` is in seconds, up to 8 hours. Raises EventConflict when `id` is known
    with other content, ValidationError when a part is missing or the time is not within the last 30 days (S43).
    """
    now = now or timezone.now()
    row = BehaviourEvent(
        id=id, organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now, happened_at=happened_at,
        antecedent=antecedent, before=before.strip(), behaviour=" ".join(behaviour.split()), consequence=consequence,
        after=after.strip(), duration_s=duration_s, intensity=intensity.strip(), place=place,
        place_words=place_words.strip(), note=note.strip(), hurt=hurt,
    )  # fmt: skip
    known = BehaviourEvent.objects.filter(pk=id).first()
    if known is not None:
        if not _same(known, row):
            raise EventConflict(_("That was logged already, with other words. Nothing was changed."))
        return known
    if not now - timedelta(days=DAYS_BACK) <= happened_at <= now + AHEAD:
        raise ValidationError({"happened_at": _("Choose one of the last 30 days.")})
    row.full_clean(exclude=["organisation", "child", "by", "id"])
    row.save(force_insert=True)
    record(by=by, action="behaviour.record", about=row, child=child.pk, detail={"hurt": hurt})
    return row


def _same(known: BehaviourEvent, sent: BehaviourEvent) -> bool:
    """Whether a resend is the event that is stored: same child, same person, same content."""
    names = ("child_id", "by_id", *BehaviourEvent.CONTENT)
    return all(getattr(known, name) == getattr(sent, name) for name in names)


@transaction.atomic
def withdraw_event(*, by: Actor, event: BehaviourEvent, now: datetime | None = None) -> None:
    """Take an event back; one that was reviewed stays. Twice is the same as once."""
    if IncidentReview.objects.filter(event=event).exists():
        raise ValidationError(_("This event was reviewed, so it stays."))
    rows = BehaviourEvent.objects.filter(pk=event.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=now or timezone.now()):
        record(by=by, action="behaviour.withdraw", about=event, child=event.child_id)


@transaction.atomic
def state_function(
    *,
    by: Actor,
    child: Child,
    behaviour: str,
    function: str,
    why: str,
    teach: str,
    respond: str,
    now: datetime | None = None,
) -> FunctionHypothesis:
    """What a behaviour may be for, with the reason, what is taught instead and what everybody does. Older rows stay."""
    row = FunctionHypothesis(
        organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now or timezone.now(),
        behaviour=" ".join(behaviour.split()), function=function, why=why.strip(), teach=teach.strip(),
        respond=respond.strip(),
    )  # fmt: skip
    if not row.why:
        raise ValidationError({"why": _("Say what makes you think so.")})
    row.full_clean(exclude=["organisation", "child", "by"])
    row.save(force_insert=True)
    record(by=by, action="behaviour.function", about=row, child=child.pk, detail={"function": function})
    return row


@transaction.atomic
def review_incident(
    *,
    by: Actor,
    event: BehaviourEvent,
    found: str,
    changes: str,
    family_told_on: date | None = None,
    now: datetime | None = None,
) -> IncidentReview:
    """The clinical lead's look at an event in which somebody was hurt; once, and then it stays."""
    BehaviourEvent.objects.select_for_update().get(pk=event.pk)
    if IncidentReview.objects.filter(event=event).exists():
        raise ValidationError(_("This event was reviewed already."))
    row = IncidentReview(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now or timezone.now(), event=event,
        found=found.strip(), changes=changes.strip(), family_told_on=family_told_on,
    )  # fmt: skip
    row.full_clean(exclude=["organisation", "event", "by"])
    row.save(force_insert=True)
    record(by=by, action="behaviour.review", about=row, child=event.child_id)
    return row
