"""Who sees which game: people who work here all that is published, families those that may go home."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language

from maypole.access.actor import Actor
from maypole.access.permissions import Permission

from .library import Activity
from .models import ActivityState, OwnActivity, Photo
from .shelf import OWN, find


def may_see_all(actor: Actor) -> bool:
    """Drafts and retired games: who writes them, and who answers for the clinic."""
    return actor.can(Permission.KEEP_LIBRARY) or actor.can(Permission.SEE_CLINIC)


def own_activity(actor: Actor, code: str) -> OwnActivity:
    """A game of this clinic, with its state; 404 where it is not theirs to know of."""
    number = code.removeprefix(OWN)
    if not (code.startswith(OWN) and number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    rows = OwnActivity.objects.with_state().filter(organisation=actor.organisation_id, number=int(number))
    own = rows.select_related("by").first()
    if own is None or not (may_see_all(actor) or own.state == ActivityState.State.PUBLISHED):
        raise Http404
    return own


def activity_to_read(actor: Actor, code: str) -> tuple[Activity, OwnActivity | None]:
    """One game, and its row when it is the clinic's own. Families see those that may go home (404 for others)."""
    own = own_activity(actor, code) if code.startswith(OWN) else None
    entry = find(actor.organisation_id, code, get_language() or "en")
    if entry is None or (actor.is_family and not entry.may_go_home):
        raise Http404
    return entry, own


def photo_to_see(actor: Actor, photo: UUID) -> Photo:
    """Pictures show things, places and grown-ups of the clinic: whoever belongs to it may see them."""
    found = Photo.objects.filter(organisation=actor.organisation_id, pk=photo).first()
    if found is None:
        raise Http404
    return found
