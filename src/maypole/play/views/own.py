"""Writing a game of the clinic, publishing and retiring it, and its pictures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.play import actions
from maypole.play.access import own_activity
from maypole.play.forms import OwnActivityForm, PhotoForm, RetireForm
from maypole.play.models import ActivityPhoto, ActivityState, OwnActivity
from maypole.web.toast import toast

from .shelf import activity_page


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def activity_new(request: ActorRequest) -> HttpResponse:
    if request.method == "GET":
        return _form(request, OwnActivityForm(request.actor, initial={"minutes": 10}))
    form = OwnActivityForm(request.actor, request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    made = actions.write_activity(by=request.actor, activity=form.written(), now=timezone.now())
    toast(request, _("Kept as a draft. Publish it when somebody else has read it."))
    return redirect("activity", made.code)


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def activity_edit(request: ActorRequest, shelved: str) -> HttpResponse:
    own = own_activity(request.actor, shelved)
    if request.method == "GET":
        return _form(request, OwnActivityForm(request.actor, instance=own), own)
    form = OwnActivityForm(request.actor, request.POST, instance=own)
    if not form.is_valid():
        return _form(request, form, own, 422)
    try:
        actions.change_activity(by=request.actor, activity=form.written(), edition=_edition(request))
    except EditConflict:
        form.add_error(
            None, _("Somebody saved this game since you opened it. Look at theirs in a second window first.")
        )
        return _form(request, form, own, 409)
    toast(request, _("Saved."))
    return redirect("activity", own.code)


def _form(
    request: ActorRequest, form: OwnActivityForm, own: OwnActivity | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "play/write.html", {"form": form, "own": own}, status=status)


def _edition(request: ActorRequest) -> int | None:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


@require_POST
@requires(Permission.KEEP_LIBRARY)
def activity_state(request: ActorRequest, shelved: str) -> HttpResponse:
    own = own_activity(request.actor, shelved)
    state = request.POST.get("state", "")
    if state not in (ActivityState.State.PUBLISHED, ActivityState.State.RETIRED):
        messages.error(request, _("A game is published or retired. Nothing was changed."))
        return redirect("activity", shelved)
    form = RetireForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        actions.move_activity(by=request.actor, activity=own, state=state, why=why, now=timezone.now())
    except ValidationError:
        return activity_page(request, shelved, retire=form, status=422)
    published = state == ActivityState.State.PUBLISHED
    toast(request, _("It stands on the shelf now.") if published else _("It is off the shelf. What used it stays."))
    return redirect("activity", shelved)


@require_POST
@requires(Permission.KEEP_LIBRARY)
def activity_photos(request: ActorRequest, shelved: str) -> HttpResponse:
    own = own_activity(request.actor, shelved)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            actions.add_photo(
                by=request.actor, activity=own, upload=sent["picture"], shows=sent["shows"], now=timezone.now()
            )
        except ValidationError as refused:
            form.add_error("picture", refused.messages)
        else:
            toast(request, _("The picture is there, without what the camera had added."))
            return redirect("activity", shelved)
    return activity_page(request, shelved, photo=form, status=422)


@require_POST
@requires(Permission.KEEP_LIBRARY)
def activity_photo_removal(request: ActorRequest, shelved: str, picture: UUID) -> HttpResponse:
    own = own_activity(request.actor, shelved)
    found = ActivityPhoto.objects.filter(activity=own, pk=picture).first()
    if found is None:
        raise Http404
    actions.remove_photo(by=request.actor, photo=found, now=timezone.now())
    toast(request, _("The picture is taken off."))
    return redirect("activity", shelved)
