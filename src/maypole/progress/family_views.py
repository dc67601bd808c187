"""The family's side of a review, and what happened in the child's life: short pages for a phone."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.people.access import Reach
from maypole.web.toast import toast

from .asking import say_how_it_goes, speaking
from .asking_forms import ChildForm, EventForm, FamilyForm
from .how_it_goes import forms_for, page_of, shell
from .life import tell_event, withdraw_event
from .models import LifeEvent, OutcomeView


@require_http_methods(["GET", "POST"])
@signed_in
def how_it_goes(request: ActorRequest, child: UUID) -> HttpResponse:
    """A few questions for the family and the child, and what they said before."""
    found = speaking(request.actor, child, reading=request.method == "GET")
    if request.method == "GET":
        return _page(request, found)
    family, own = forms_for(request.actor, found.child, request.POST)
    form = own if request.POST.get("voice") == OutcomeView.Voice.CHILD or family is None else family
    if form.is_valid():
        try:
            _keep(request, found, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Thank you. It is part of the next look together."))
            return redirect("how_it_goes", child)
    return _page(request, found, failed=form)


def _keep(request: ActorRequest, found: Reach, form: FamilyForm | ChildForm) -> None:
    given = form.cleaned_data
    if isinstance(form, ChildForm):
        say_how_it_goes(
            by=request.actor, child=found.child, voice="child", answers=form.answers, words=given["words"]
        )  # fmt: skip
        return
    say_how_it_goes(
        by=request.actor, child=found.child, voice="parent", answers=form.answers, confidence=form.confidence,
        words=given["words"], carer=given.get("carer"),
    )  # fmt: skip


def _page(request: ActorRequest, found: Reach, failed: FamilyForm | ChildForm | None = None) -> HttpResponse:
    context = page_of(request.actor, found, failed)
    return render(request, "progress/how_it_goes.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def events(request: ActorRequest, child: UUID) -> HttpResponse:
    """What happened in the child's life, newest first, and a form to add something."""
    found = speaking(request.actor, child, reading=request.method == "GET")
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        event = tell_event(by=request.actor, child=found.child, **form.cleaned_data)
        undo = reverse("event_withdrawal", args=[event.pk])
        toast(request, _("It is marked in the graphs now."), undo=undo)
        return redirect("events", child)
    rows = LifeEvent.objects.standing().filter(child=found.child).select_related("by")
    context = {"child": found.child, "form": form, "rows": rows[:100], "me": request.actor, **shell(request.actor)}
    return render(request, "progress/events.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def event_withdrawal(request: ActorRequest, event: UUID) -> HttpResponse:
    """Undo. A family takes back what it told itself; the team anything."""
    found = get_object_or_404(LifeEvent.objects.visible_to(request.actor), pk=event)
    speaking(request.actor, found.child_id, reading=False)
    if request.actor.is_family and found.by_id != request.actor.user_id:
        raise Http404
    withdraw_event(by=request.actor, event=found)
    toast(request, _("Taken back."))
    return redirect("events", found.child_id)
