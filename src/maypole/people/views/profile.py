"""What the child brings, what everyone must know, and where the child is in the loop."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people import actions
from maypole.people.access import Reach, reach, read
from maypole.people.forms import AboutForm, PrecautionEndForm, PrecautionForm, StatusForm
from maypole.people.models import ChildStatus, Precaution


@require_http_methods(["GET", "POST"])
@signed_in
def about(request: ActorRequest, child: UUID) -> HttpResponse:
    """The words about a child: the newest to change, the older ones to read."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.WRITE_PROFILE)
        form = AboutForm(request.POST, by=request.actor)
        if form.is_valid():
            words = form.save(commit=False)
            actions.write_about(by=request.actor, child=reached.child, about=words, now=timezone.now())
            messages.success(request, _("Saved. The words from before are kept below."))
            return redirect("child", child)
        return _about(request, reached, form, 422)
    reached = read(request.actor, child, Permission.WRITE_PROFILE, "about")
    newest = reached.child.about_rows.order_by("-at", "-id").first()
    initial = model_to_dict(newest) if newest else {}
    return _about(request, reached, AboutForm(initial=initial, by=request.actor))


def _about(request: ActorRequest, reached: Reach, form: AboutForm, status: int = 200) -> HttpResponse:
    rows = reached.child.about_rows.select_related("by").order_by("-at", "-id")[:20]
    context = {"child": reached.child, "form": form, "rows": rows}
    return render(request, "people/about.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def precautions(request: ActorRequest, child: UUID) -> HttpResponse:
    """What everyone who meets the child must know, and a form for one more."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.WRITE_PROFILE)
        form = PrecautionForm(request.POST, by=request.actor)
        if form.is_valid():
            new = form.save(commit=False)
            actions.add_precaution(by=request.actor, child=reached.child, precaution=new, now=timezone.now())
            messages.success(request, _("Everyone who meets %(name)s sees it now.") % {"name": reached.child.name})
            return redirect("precautions", child)
        return _precautions(request, reached, form, 422)
    reached = read(request.actor, child, Permission.SEE_HOME, "precautions")
    return _precautions(request, reached, PrecautionForm(by=request.actor))


def _precautions(request: ActorRequest, reached: Reach, form: PrecautionForm, status: int = 200) -> HttpResponse:
    rows = reached.child.precautions.told_to(request.actor).select_related("end__by", "by")
    context = {
        "child": reached.child,
        "form": form,
        "holding": [row for row in rows if not hasattr(row, "end")],
        "ended": [row for row in rows if hasattr(row, "end") and request.actor.is_staff],
        "may_write": reached.can(Permission.WRITE_PROFILE),
        "may_end": reached.can(Permission.WRITE_PROFILE) and request.actor.is_staff,
    }
    return render(request, "people/precautions.html", context, status=status)


def _precaution(request: ActorRequest, child: UUID, precaution: UUID) -> Precaution:
    """One precaution of a child whose record this person works on; carers add precautions, staff end them."""
    permission = Permission.WRITE_PROFILE if request.actor.is_staff else Permission.RUN_VISIT
    reached = reach(request.actor, child, permission)
    return get_object_or_404(reached.child.precautions.select_related("child"), pk=precaution)


@require_POST
@signed_in
def precaution_end(request: ActorRequest, child: UUID, precaution: UUID) -> HttpResponse:
    row = _precaution(request, child, precaution)
    form = PrecautionEndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it holds no longer. It still stands."))
        return redirect("precautions", child)
    actions.end_precaution(by=request.actor, precaution=row, why=form.cleaned_data["why"], now=timezone.now())
    undo = reverse("precaution_renewal", args=[child, precaution])
    messages.success(request, _("“%(what)s” is not shown any more.") % {"what": row.title}, extra_tags=f"undo:{undo}")
    return redirect("precautions", child)


@require_POST
@signed_in
def precaution_renewal(request: ActorRequest, child: UUID, precaution: UUID) -> HttpResponse:
    row = _precaution(request, child, precaution)
    actions.renew_precaution(by=request.actor, precaution=row, now=timezone.now())
    messages.success(request, _("“%(what)s” holds again.") % {"what": row.title})
    return redirect("precautions", child)


@require_POST
@signed_in
def status(request: ActorRequest, child: UUID) -> HttpResponse:
    """Where the child is in the loop, said by whoever moves the family on."""
    reached = reach(request.actor, child, Permission.CHANGE_STATUS)
    form = StatusForm(request.POST)
    newest = reached.child.statuses.order_by("-at", "-id").values_list("state", flat=True).first()
    if newest == ChildStatus.State.DISCHARGED:
        messages.error(request, _("We said goodbye. “Ending well” opens the door again."))
    elif form.is_valid():
        state, why = form.cleaned_data["state"], form.cleaned_data["why"]
        row = actions.set_status(by=request.actor, child=reached.child, state=state, why=why, now=timezone.now())
        said = {"name": reached.child.name, "state": row.get_state_display()}
        messages.success(request, _("%(name)s: %(state)s") % said)
    else:
        messages.error(request, _("Nothing was changed: choose one of the states."))
    return redirect("team", child) if request.POST.get("from") == "team" else redirect("child", child)
