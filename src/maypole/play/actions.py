"""The clinic's own games: written, changed, published, retired, with pictures. Each leaves an audit row."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Organisation

from .models import ActivityPhoto, ActivityState, OwnActivity
from .photos import keep_photo

State = ActivityState.State
NEXT = {State.DRAFT: {State.PUBLISHED}, State.PUBLISHED: {State.RETIRED}, State.RETIRED: {State.PUBLISHED}}
"""From which state to which: nothing published becomes a draft again, it is retired with a reason."""
MOST_PHOTOS = 6


@transaction.atomic
def write_activity(*, by: Actor, activity: OwnActivity, now: datetime) -> OwnActivity:
    """Keep an unsaved game as a draft with the clinic's next number."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)  # two writers never get the same number
    newest = OwnActivity.objects.filter(organisation=by.organisation_id).aggregate(Max("number"))["number__max"]
    activity.number, activity.organisation_id = (newest or 0) + 1, by.organisation_id
    activity.at, activity.by_id = now, by.user_id
    activity.save(force_insert=True)
    _say(by, activity, State.DRAFT, "", now)
    record(by=by, action="activity.written", about=activity)
    return activity


@transaction.atomic
def change_activity(*, by: Actor, activity: OwnActivity, edition: int | None) -> OwnActivity:
    """Save the changed words. What was planned or given with it keeps its own copy. Raises EditConflict."""
    activity.claim(edition)
    activity.save()
    record(by=by, action="activity.changed", about=activity)
    return activity


@transaction.atomic
def move_activity(*, by: Actor, activity: OwnActivity, state: str, why: str = "", now: datetime) -> None:
    """Publish, retire or bring back. Twice is the same as once; a way that is not there raises ValidationError."""
    newest = ActivityState.objects.select_for_update().filter(activity=activity).order_by("-at", "-id").first()
    assert newest is not None, "every game begins as a draft"
    if newest.state == state:
        return
    if state not in NEXT[State(newest.state)]:
        raise ValidationError(_("This game is already marked: %(state)s."), params={"state": newest})
    if state == State.RETIRED and not why.strip():
        raise ValidationError({"why": _("Say why, in a few words.")})
    _say(by, activity, state, why.strip(), max(now, newest.at))
    record(by=by, action=f"activity.{state}", about=activity)


@transaction.atomic
def add_photo(
    *, by: Actor, activity: OwnActivity, upload: UploadedFile[bytes], shows: str, now: datetime
) -> ActivityPhoto:
    """One more picture of a game, six at most."""
    if ActivityPhoto.objects.filter(activity=activity, removed_at__isnull=True).count() >= MOST_PHOTOS:
        raise ValidationError(_("Six pictures are enough. Take one off first."))
    photo = keep_photo(by=by, upload=upload, shows=shows, now=now)
    return ActivityPhoto.objects.create(
        organisation_id=by.organisation_id, activity=activity, photo=photo, by_id=by.user_id, at=now
    )


@transaction.atomic
def remove_photo(*, by: Actor, photo: ActivityPhoto, now: datetime) -> None:
    """Take a picture off its game. Twice is the same as once."""
    if ActivityPhoto.objects.filter(pk=photo.pk, removed_at__isnull=True).update(removed_at=now):
        record(by=by, action="activity.photo_removed", about=photo)


def _say(by: Actor, activity: OwnActivity, state: str, why: str, now: datetime) -> None:
    ActivityState.objects.create(
        organisation_id=by.organisation_id, activity=activity, state=state, why=why, by_id=by.user_id, at=now
    )
