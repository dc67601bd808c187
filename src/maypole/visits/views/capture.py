"""What is recorded during a visit: taps (in batches by script, or one by one as forms), undo, mood, quick notes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.visits import actions, present, wire
from maypole.visits.access import visit_to_change, visit_to_tap
from maypole.visits.forms import MoodForm, RemarkForm, tapped
from maypole.visits.ingest import Answer, Item, Status
from maypole.visits.models import Observation, Visit, VisitMood

from .visit import capture_url


@require_POST
@signed_in
def observations(request: ActorRequest, visit: UUID) -> HttpResponse:
    """JSON: a batch, answered item by item. A form: one tap, answered by the page."""
    found = visit_to_tap(request.actor, visit)
    if request.content_type == "application/json":
        return _batch(request, found)
    try:
        item = tapped(request.POST, timezone.now())
    except (ValueError, OverflowError):
        messages.error(request, str(present.REASONS["malformed"]))
        return redirect(capture_url(visit, request.POST.get("goal", "")))
    [answer] = actions.observe(by=request.actor, visit=found, items=[item])
    if answer.status != Status.OK:
        messages.error(request, str(present.REASONS[answer.reason]))
    return redirect(capture_url(visit, str(item.goal or "")))


def _batch(request: ActorRequest, visit: Visit) -> HttpResponse:
    try:
        parsed = wire.read(request.body)
    except BadRequest as refused:
        return JsonResponse({"say": str(refused)}, status=400)
    items = [item for item in parsed if isinstance(item, Item)]
    stored = iter(actions.observe(by=request.actor, visit=visit, items=items) if items else ())
    answers = [each if isinstance(each, Answer) else next(stored) for each in parsed]
    return JsonResponse({"items": [_told(answer) for answer in answers]})


def _told(answer: Answer) -> dict[str, str]:
    told = {"id": answer.id, "status": answer.status.value}
    if answer.reason:
        told |= {"reason": answer.reason, "say": str(present.REASONS[answer.reason])}
    if answer.path:
        told["path"] = answer.path
    return told


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
    mood: VisitMood | None = None
    try:
        if form.is_valid():
            mood = actions.record_mood(by=request.actor, visit=found, mood=form.cleaned_data["mood"])
        else:
            messages.error(request, _("Choose how %(name)s is.") % {"name": found.child.name})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    if request.htmx and mood is not None:
        context = {"visit": found, "child": found.child, "moods": VisitMood.Mood, "mood": mood}
        return render(request, "visits/moods.html", context)
    return redirect(capture_url(visit, request.POST.get("goal", "")))


@require_POST
@signed_in
def note_remark(request: ActorRequest, visit: UUID) -> HttpResponse:
    """A quick note during the visit; it becomes part of the note's draft."""
    found = visit_to_change(request.actor, visit)
    form, kept = RemarkForm(request.POST), False
    if form.is_valid():
        try:
            actions.add_remark(by=request.actor, visit=found, words=form.cleaned_data["words"])
            kept, form = True, RemarkForm()
        except ValidationError as refused:
            form.add_error(None, refused)
    if request.htmx:
        context = {"visit": found, "remark": form, "kept": kept}
        return render(request, "visits/remark.html", context, status=200 if kept else 422)
    told = _("Kept for the note.") if kept else " ".join(str(e) for errors in form.errors.values() for e in errors)
    messages.success(request, told) if kept else messages.error(request, told)
    return redirect(capture_url(visit))
