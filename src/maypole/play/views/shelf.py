"""Looking for a game, and reading one."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.play import present
from maypole.play.access import activity_to_read, may_see_all, photo_to_see
from maypole.play.forms import PhotoForm, RetireForm, ShelfForm
from maypole.play.library import kinds
from maypole.play.models import ActivityPhoto, ActivityState, OwnActivity
from maypole.play.shelf import shelf

A_PAGE = 24


def shell(request: ActorRequest) -> str:
    return "maypole/family.html" if request.actor.is_family else "maypole/staff.html"


@require_GET
@signed_in
def activities(request: ActorRequest) -> HttpResponse:
    """The whole shelf, searched; for families what may be played at home."""
    actor, spoken = request.actor, get_language() or "en"
    form = ShelfForm(request.GET)
    games = shelf(actor.organisation_id, spoken)
    found = games.search(form.wanted(home_only=actor.is_family))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "shell": shell(request), "form": form, "page": page, "cards": [present.card(entry) for entry in page],
        "query": f"{urlencode(asked)}&" if asked else "", "asked": asked, "kinds": kinds(spoken),
        "notice": games.notice, "total": len(found), "may_write": actor.can(Permission.KEEP_LIBRARY),
        "drafts": _unpublished(request) if may_see_all(actor) else [],
        "may_equip": actor.can(Permission.KEEP_EQUIPMENT),
    }  # fmt: skip
    return render(request, "play/activities.html", context)


def _unpublished(request: ActorRequest) -> list[OwnActivity]:
    rows = OwnActivity.objects.off_the_shelf().filter(organisation=request.actor.organisation_id)
    return list(rows.order_by("title"))


@require_GET
@signed_in
def activity(request: ActorRequest, shelved: str) -> HttpResponse:
    return activity_page(request, shelved)


def activity_page(
    request: ActorRequest,
    shelved: str,
    *,
    photo: PhotoForm | None = None,
    retire: RetireForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One game with how to make it easier and harder, and what keeps it safe."""
    entry, own = activity_to_read(request.actor, shelved)
    photos = ActivityPhoto.objects.filter(activity=own, removed_at__isnull=True).select_related("photo") if own else []
    history = own.states.select_related("by").order_by("-at", "-id") if own and may_see_all(request.actor) else []
    context = {
        "shell": shell(request), "entry": entry, "own": own, "card": present.card(entry), "needs": present.needs(entry),
        "photos": photos, "history": history, "states": ActivityState.State,
        "may_write": bool(own) and request.actor.can(Permission.KEEP_LIBRARY),
        "photo_form": photo or PhotoForm(), "retire": retire or RetireForm(),
    }  # fmt: skip
    return render(request, "play/activity.html", context, status=status)


@require_GET
@signed_in
def photo(request: ActorRequest, photo: UUID) -> HttpResponse:
    """The picture itself, kept by the browser: under its key it never changes."""
    found = photo_to_see(request.actor, photo)
    if not default_storage.exists(found.file_name):
        raise Http404
    with default_storage.open(found.file_name) as stored:
        answer = HttpResponse(stored.read(), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=604800, immutable"
    return answer
