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
from .prepared import Prepared
from .roles import Role

ORGANISATION_KEY = "organisation"
LINKS = tuple(
    f"user__{relation}{field}"
    for relation in ("staff", "carer", "outside", "young_person")
    for field in ("", "__organisation_id")
)
COLUMNS = ("role", "organisation_id", "organisation__name", "organisation__time_zone", *LINKS)
_memberships = Prepared(
    lambda user: Membership.objects.active().filter(user=user).order_by("started_at", "id").values_list(*COLUMNS),
    user=UUID,
)


def actor_for(user: User, organisation: str | None = None) -> Actor | None:
    """The actor of `user` in the organisation with this id, else in the one joined first; None without an active role.

    Costs one query, on every request, so that an ended role ends at once.
    """
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _memberships(user=user.pk)]
    if not rows:
        return None
    chosen = next((row for row in rows if str(row["organisation_id"]) == organisation), rows[0])
    here = chosen["organisation_id"]

    def own(relation: str) -> UUID | None:
        """The key of the person's own row, when it belongs to this organisation."""
        return chosen[f"user__{relation}"] if chosen[f"user__{relation}__organisation_id"] == here else None

    names = {str(row["organisation_id"]): row["organisation__name"] for row in rows}
    return Actor(
        user_id=user.pk,
        name=user.name,
        organisation_id=here,
        organisation_name=chosen["organisation__name"],
        roles=frozenset(Role(row["role"]) for row in rows if row["organisation_id"] == here),
        time_zone=chosen["organisation__time_zone"],
        staff_id=own("staff"),
        carer_id=own("carer"),
        outside_id=own("outside"),
        child_id=own("young_person"),
        elsewhere=tuple((key, name) for key, name in names.items() if key != str(here)),
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
