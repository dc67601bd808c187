"""Puts the actor on the request: who is signed in, where, with which roles, in which language and time zone."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from .actor import Actor
from .models import Membership, User
from .roles import Role

ORGANISATION_KEY = "organisation"


def actor_for(user: User, organisation: str | None = None) -> Actor | None:
    """The actor of `user` in the organisation with this id, else in the one joined first; None without an active role.

    Costs one query, on every request, so that an ended role ends at once.
    """
    rows = list(
        Membership.objects.active()
        .filter(user=user)
        .select_related("organisation", "user__staff", "user__carer", "user__outside", "user__young_person")
        .order_by("started_at", "id")
    )
    if not rows:
        return None
    chosen = next((row for row in rows if str(row.organisation_id) == organisation), rows[0])
    here = [row for row in rows if row.organisation_id == chosen.organisation_id]
    person = chosen.user

    def own(relation: str) -> UUID | None:
        linked = getattr(person, relation, None)
        return linked.pk if linked is not None and linked.organisation_id == chosen.organisation_id else None

    return Actor(
        user_id=user.pk,
        name=person.name,
        organisation_id=chosen.organisation_id,
        organisation_name=chosen.organisation.name,
        roles=frozenset(Role(row.role) for row in here),
        time_zone=chosen.organisation.time_zone,
        staff_id=own("staff"),
        carer_id=own("carer"),
        outside_id=own("outside"),
        child_id=own("young_person"),
        organisations=len({row.organisation_id for row in rows}),
    )


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        actor = actor_for(user, request.session.get(ORGANISATION_KEY)) if isinstance(user, User) else None
        request.actor = actor  # type: ignore[attr-defined]
        if isinstance(user, User) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(ZoneInfo(actor.time_zone) if actor else None):
            return self.get_response(request)
