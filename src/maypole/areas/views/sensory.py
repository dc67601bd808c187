"""The sensory profile and the trigger diary."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import diary_to_read, diary_to_write, line_to_withdraw
from maypole.areas.actions import sensory as actions
from maypole.areas.forms.clinic import SensoryEndForm, SensoryNoteForm
from maypole.areas.forms.diary import TriggerForm
from maypole.areas.models import SensoryEvent, SensoryNote
from maypole.areas.present import record
from maypole.areas.present.day import precautions
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast


@require_http_methods(["GET", "POST"])
@signed_in
def sensory_note(request: ActorRequest, child: UUID) -> HttpResponse:
    """One cell of the profile, new or said anew."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.RUN_VISIT)
        form = SensoryNoteForm(request.POST)
        if form.is_valid():
            actions.note_sense(by=request.actor, child=reached.child, **form.cleaned_data)
            toast(request, _("Kept in the profile. What it said before is kept too."))
            return redirect("area", child, "sensory")
        return _note(request, reached, form, 422)
    reached = read(request.actor, child, Permission.RUN_VISIT, "sensory")
    asked = {"sense": request.GET.get("sense", ""), "response": request.GET.get("response", "")}
    row = SensoryNote.objects.current().filter(child=child, **asked).first()
    initial = model_to_dict(row, ["seen", "triggers", "helps"]) if row else {}
    return _note(request, reached, SensoryNoteForm(initial=asked | initial))


def _note(request: ActorRequest, reached: Reach, form: SensoryNoteForm, status: int = 200) -> HttpResponse:
    rows = SensoryNote.objects.filter(child=reached.child).select_related("by")[:30]
    context = {"child": reached.child, "form": form, "rows": rows}
    return render(request, "areas/sensory_note.html", context, status=status)


@require_POST
@signed_in
def sensory_end(request: ActorRequest, child: UUID) -> HttpResponse:
    """It holds no longer: the reason is kept, the words too."""
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = SensoryEndForm(request.POST)
    if form.is_valid():
        actions.note_sense(by=request.actor, child=reached.child, holds=False, **form.cleaned_data)
        toast(request, _("It is no longer in the profile. What it said is kept."))
        return redirect("area", child, "sensory")
    return _note(request, reached, SensoryNoteForm(initial=request.POST.dict()), 422)


@require_http_methods(["GET", "POST"])
@signed_in
def sensory_diary(request: ActorRequest, child: UUID) -> HttpResponse:
    """What was too much, and what helped: written on the phone, read by everyone who cares for the child."""
    if request.method == "GET":
        return _diary(request, diary_to_read(request.actor, child, "sensory_diary"), TriggerForm())
    reached = diary_to_write(request.actor, child)
    form = TriggerForm(request.POST)
    if form.is_valid():
        try:
            event = actions.log_trigger(by=request.actor, child=reached.child, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Written down. Thank you."), undo=reverse("sensory_withdrawal", args=[event.pk]))
            return redirect("sensory_diary", child)
    return _diary(request, reached, form, 422)


def _diary(request: ActorRequest, reached: Reach, form: TriggerForm, status: int = 200) -> HttpResponse:
    context = {
        "child": reached.child,
        "form": form,
        "rows": record.triggers(reached.child)[:60],
        "may": record.may(request.actor, reached),
        "precautions": precautions(request.actor, reached.child),
    }
    return render(request, "areas/sensory_diary.html", context, status=status)


@require_POST
@signed_in
def sensory_withdrawal(request: ActorRequest, trigger: UUID) -> HttpResponse:
    event, reached = line_to_withdraw(request.actor, SensoryEvent, trigger)
    actions.withdraw_trigger(by=request.actor, event=event)
    toast(request, _("Taken back."))
    return redirect("sensory_diary", reached.child.pk)
