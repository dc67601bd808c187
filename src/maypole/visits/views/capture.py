"""What is recorded during a visit without the app: taps one by one as forms, undo, mood, quick notes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.visits import actions, present
from maypole.visits.access import visit_to_change, visit_to_tap
from maypole.visits.forms import MoodForm, RemarkForm, tapped
from maypole.visits.ingest import Status
from maypole.visits.models import Observation

from .visit import capture_url, under_way


@require_POST
@signed_in
def observations(request: ActorRequest, visit: UUID) -> HttpResponse:
    """One tap, answered by the page it came from."""
    found = visit_to_tap(request.actor, visit)
    try:
        item = tapped(request.POST, timezone.now())
    except (ValueError, OverflowError):
        messages.error(request, str(present.REASONS["malformed"]))
        return redirect(capture_url(visit, request.POST.get("goal", "")))
    [answer] = actions.observe(by=request.actor, visit=found, items=[item])
    if answer.status != Status.OK:
        messages.error(request, str(present.REASONS[answer.reason]))
    return redirect(capture_url(visit, str(item.goal or "")))


@require_POST
@signed_in
def observation_withdrawal(request: ActorRequest, visit: UUID, observation: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit)
    target = get_object_or_404(Observation.objects.select_related("visit"), pk=observation, visit=found)
    answer = actions.withdraw(by=request.actor, observation=target)
    if answer.status != Status.OK and answer.reason != "already_replaced":
        messages.error(request, str(present.REASONS[answer.reason]))
    return redirect(capture_url(visit, str(target.goal_id)))


@require_POST
@signed_in
def visit_mood(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit)
    form = MoodForm(request.POST)
    try:
        if form.is_valid():
            actions.record_mood(by=request.actor, visit=found, mood=form.cleaned_data["mood"])
        else:
            messages.error(request, _("Choose how %(name)s is.") % {"name": found.child.name})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(capture_url(visit, request.POST.get("goal", "")))


@require_POST
@signed_in
def note_remark(request: ActorRequest, visit: UUID) -> HttpResponse:
    """A quick note during the visit; it becomes part of the note's draft."""
    found = visit_to_change(request.actor, visit)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            actions.add_remark(by=request.actor, visit=found, words=form.cleaned_data["words"])
            messages.success(request, _("Kept for the note."))
            return redirect(capture_url(visit))
        except ValidationError as refused:
            form.add_error(None, refused)
    return under_way(request, found, reach(request.actor, found.child_id, Permission.RUN_VISIT), form)
