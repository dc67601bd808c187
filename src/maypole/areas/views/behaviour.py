"""Hard moments: logged in half a minute, read by time, counted only when there are enough, explained as a guess."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import event_to_log, events_to_read, line_to_withdraw, opened, reads_events
from maypole.areas.actions import behaviour as actions
from maypole.areas.forms.behaviour import EventForm, FunctionForm
from maypole.areas.models import BehaviourEvent, CalmPlan, FunctionHypothesis
from maypole.areas.present import behaviour as told
from maypole.areas.present import record
from maypole.areas.present.day import precautions
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast

MOST, NEWEST = 200, 8


@require_GET
@signed_in
def behaviour(request: ActorRequest, child: UUID) -> HttpResponse:
    """Events by time; what met what, once there are enough; what it may be for and what everybody does."""
    reached = events_to_read(request.actor, child, "behaviour")
    rows = BehaviourEvent.objects.standing().filter(child=child).select_related("by", "review")
    events = list(rows.order_by("-happened_at", "-pk")[:MOST])
    lines = told.lines(events)
    context = {
        "child": reached.child,
        "precautions": precautions(request.actor, reached.child),
        "events": lines[:NEWEST],
        "earlier": lines[NEWEST:],
        "crossed": told.crossed(events),
        "by_time": told.by_time(events),
        "too_few": told.too_few(len(events)),
        "functions": FunctionHypothesis.objects.filter(child=child).select_related("by")[:10],
        "calm": CalmPlan.objects.filter(child=child).exists(),
        "may": record.may(request.actor, reached),
    }
    return render(request, "areas/behaviour.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def behaviour_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """First: is anyone hurt? Then before, what, after, how long: five taps and a few words."""
    reached = event_to_log(request.actor, child)
    if request.method == "POST":
        return _log(request, reached)
    opened(request.actor, reached, "behaviour_new")
    asked = request.GET.get("hurt")
    if asked not in ("yes", "no", "later"):
        return render(request, "areas/behaviour_safe.html", _first(request, reached))
    if asked == "yes":
        return render(request, "areas/behaviour_urgent.html", _first(request, reached))
    return _form(request, reached, _event_form(request, reached, hurt=asked == "later"))


def _first(request: ActorRequest, reached: Reach) -> dict[str, object]:
    child = reached.child
    return {"child": child, "clinic": child.organisation, "precautions": precautions(request.actor, child)}


def _event_form(request: ActorRequest, reached: Reach, *, hurt: bool = False, sent: bool = False) -> EventForm:
    known = BehaviourEvent.objects.words_used(reached.child.pk) if reads_events(reached) else []
    staff = request.actor.is_staff
    return EventForm(request.POST if sent else None, known=known, staff=staff, hurt=hurt)


def _log(request: ActorRequest, reached: Reach) -> HttpResponse:
    form = _event_form(request, reached, sent=True)
    if not form.is_valid():
        return _form(request, reached, form, 422)
    try:
        event = actions.record_event(by=request.actor, child=reached.child, **form.event())
    except ValidationError as refused:
        form.add_error(None, refused)
        return _form(request, reached, form, 422)
    said = _("Written down. Breathe. You did what you could.") if request.actor.is_family else _("Written down.")
    toast(request, said, undo=reverse("behaviour_withdrawal", args=[event.pk]))
    return redirect("behaviour" if reads_events(reached) else "child", reached.child.pk)


def _form(request: ActorRequest, reached: Reach, form: EventForm, status: int = 200) -> HttpResponse:
    return render(request, "areas/behaviour_new.html", {"child": reached.child, "form": form}, status=status)


@require_POST
@signed_in
def behaviour_withdrawal(request: ActorRequest, behaviour_event: UUID) -> HttpResponse:
    event, reached = line_to_withdraw(request.actor, BehaviourEvent, behaviour_event)
    try:
        actions.withdraw_event(by=request.actor, event=event)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        toast(request, _("Taken back."))
    return redirect("behaviour" if reads_events(reached) else "child", reached.child.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def behaviour_function(request: ActorRequest, child: UUID) -> HttpResponse:
    """What a behaviour may be for, as a dated guess with its reason and what everybody does."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.WRITE_PLAN)
        form = FunctionForm(request.POST)
        if form.is_valid():
            actions.state_function(by=request.actor, child=reached.child, **form.cleaned_data)
            toast(request, _("Kept with today’s date. Look again when more events are here."))
            return redirect("behaviour", child)
        return _function(request, reached, form, 422)
    reached = read(request.actor, child, Permission.WRITE_PLAN, "behaviour")
    words = BehaviourEvent.objects.words_used(child, 1)
    return _function(request, reached, FunctionForm(initial={"behaviour": words[0] if words else ""}))


def _function(request: ActorRequest, reached: Reach, form: FunctionForm, status: int = 200) -> HttpResponse:
    return render(request, "areas/behaviour_function.html", {"child": reached.child, "form": form}, status=status)
