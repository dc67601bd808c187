"""Stretches of therapy: begun with an expected end, looked at again, made longer for a reason, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Child

from .errors import PlanRefused
from .models import Episode, EpisodeOutlook

LONGEST = timedelta(days=2 * 366)
"""Nobody can honestly expect further ahead; a longer need is told when the time comes."""
LOOK_EVERY = timedelta(weeks=12)
"""At least every three months (research: domain §3.2)."""


def current_episode(child: Child) -> Episode | None:
    """The open episode with `earliest_on`, `expected_end_on` and `review_on`."""
    return Episode.objects.open().with_outlook().filter(child=child).first()


@transaction.atomic
def begin_episode(
    *,
    by: Actor,
    child: Child,
    expected_end_on: date,
    earliest_on: date | None = None,
    review_on: date | None = None,
    started_on: date | None = None,
    why: str = "",
    at: datetime | None = None,
) -> Episode:
    """A stretch of therapy that begins on `started_on` (else on the day of `at`) and is expected to end.

    Without `review_on` it is looked at again after twelve weeks, or at its end where that comes sooner. Raises
    PlanRefused while another one is open, and when its days are out of order or too far ahead.
    """
    at = at or timezone.now()
    started = started_on or timezone.localdate(at)
    Child.objects.select_for_update().get(pk=child.pk)
    if Episode.objects.open().filter(child=child).exists():
        raise PlanRefused(_("Therapy is under way already. Change how long it may take instead."))
    episode = Episode.objects.create(
        organisation_id=child.organisation_id, child=child, started_on=started, why=why.strip(), at=at, by_id=by.user_id
    )
    _look_ahead(by, episode, expected_end_on, earliest=earliest_on, review=review_on, why=why, at=at)
    record(by=by, action="episode.begin", about=episode, child=child.pk)
    return episode


@transaction.atomic
def extend_episode(
    *,
    by: Actor,
    child: Child,
    expected_end_on: date,
    why: str,
    earliest_on: date | None = None,
    review_on: date | None = None,
    at: datetime | None = None,
) -> EpisodeOutlook:
    """A new outlook for the open episode, longer or shorter, with the reason; the outlooks before stay readable."""
    episode = _open(child)
    if not why.strip():
        raise PlanRefused({"why": _("Write why it takes longer or shorter than we thought.")})
    outlook = _look_ahead(
        by, episode, expected_end_on, earliest=earliest_on, review=review_on, why=why, at=at or timezone.now()
    )
    record(by=by, action="episode.extend", about=episode, child=child.pk)
    return outlook


@transaction.atomic
def end_episode(*, by: Actor, child: Child, why: str, at: datetime | None = None) -> Episode:
    """End the open episode on the day of `at`, with the reason. It can begin again as a new one."""
    episode = _open(child)
    if not why.strip():
        raise PlanRefused({"why": _("Write why this stretch of therapy ends.")})
    episode.ended_on = max(timezone.localdate(at or timezone.now()), episode.started_on)
    episode.ended_by_id, episode.end_why = by.user_id, why.strip()
    episode.save(update_fields=["ended_on", "ended_by", "end_why"])
    record(by=by, action="episode.end", about=episode, child=child.pk)
    return episode


def _open(child: Child) -> Episode:
    episode = Episode.objects.select_for_update().open().filter(child=child).first()
    if episode is None:
        raise PlanRefused(_("No stretch of therapy is open for this child."))
    return episode


def _look_ahead(
    by: Actor, episode: Episode, end: date, *, earliest: date | None, review: date | None, why: str, at: datetime
) -> EpisodeOutlook:
    today = timezone.localdate(at)
    if not max(today, episode.started_on) < end <= max(today, episode.started_on) + LONGEST:
        raise PlanRefused({"expected_end_on": _("Choose a day ahead, within the next two years.")})
    if earliest is not None and not episode.started_on <= earliest <= end:
        raise PlanRefused({"earliest_on": _("Choose a day between the beginning and the expected end.")})
    if review is not None and not today <= review <= end:
        raise PlanRefused({"review_on": _("Choose a day ahead, not after the expected end.")})
    return EpisodeOutlook.objects.create(
        organisation_id=episode.organisation_id,
        episode=episode,
        earliest_on=earliest or end,
        expected_end_on=end,
        review_on=review or min(today + LOOK_EVERY, end),
        why=why.strip(),
        at=at,
        by_id=by.user_id,
    )
