"""Checking the steps of a strategy: a family checks itself, the team itself or whoever it watched."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import Actor, ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.models import Goal
from maypole.web.toast import toast

from .fidelity import Strategy, check_fidelity, encouraged, strategy, told, withdraw_check
from .forms import FidelityForm
from .models import FidelityCheck, HomeActivity

SHOWN = 20


def permission(actor: Actor) -> Permission:
    """Families who may log at home, and those of the team who see the child."""
    return Permission.LOG_HOME if actor.is_family else Permission.RUN_VISIT


@require_http_methods(["GET", "POST"])
@signed_in
def fidelity(request: ActorRequest, child: UUID) -> HttpResponse:
    """What was checked so far, and the steps of one strategy to check now."""
    needs, reading = permission(request.actor), request.method == "GET"
    found = read(request.actor, child, needs, "fidelity") if reading else reach(request.actor, child, needs)
    checked = picked(request, found)
    if reading or checked is None:
        return page(request, found, checked, FidelityForm(checked, request.actor) if checked else None)
    form = FidelityForm(checked, request.actor, request.POST)
    if form.is_valid():
        try:
            check = check_fidelity(by=request.actor, checked=checked, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            undo = reverse("fidelity_withdrawal", args=[check.pk])
            toast(request, encouraged(check) if request.actor.is_family else _("Kept: %s.") % told(check), undo=undo)
            return redirect("fidelity", child)
    return page(request, found, checked, form, 422)


@require_POST
@signed_in
def fidelity_withdrawal(request: ActorRequest, check: UUID) -> HttpResponse:
    """Undo: whoever wrote it down takes it back."""
    found = get_object_or_404(FidelityCheck.objects.visible_to(request.actor), pk=check)
    reach(request.actor, found.child_id, permission(request.actor))
    if found.by_id != request.actor.user_id:
        raise Http404
    withdraw_check(by=request.actor, check=found)
    toast(request, _("Taken back."))
    return redirect("fidelity", found.child_id)


def picked(request: ActorRequest, found: Reach) -> Strategy | None:
    """The game or goal that the address names, of this child. Teaching in visits is for the team to check."""
    try:
        if game := request.GET.get("game"):
            games = HomeActivity.objects.current().filter(child=found.child).select_related("goal")
            activity = get_object_or_404(games, pk=game)
            return strategy(activity.goal, activity)
        if (goal := request.GET.get("goal")) and not request.actor.is_family:
            return strategy(get_object_or_404(Goal.objects.filter(child=found.child, horizon="short"), pk=goal))
    except ValidationError:
        raise Http404 from None
    return None


def page(
    request: ActorRequest, found: Reach, checked: Strategy | None, form: FidelityForm | None, status: int = 200
) -> HttpResponse:
    family = request.actor.is_family
    rows = FidelityCheck.objects.standing().filter(child=found.child).select_related("goal", "activity", "by")
    rows = rows.filter(by=request.actor.user_id) if family else rows
    context = {
        "child": found.child,
        "shell": "maypole/family.html" if family else "maypole/staff.html",
        "family": family,
        "checked": checked,
        "form": form,
        "games": HomeActivity.objects.current().filter(child=found.child).order_by("at"),
        "goals": [] if family else Goal.objects.being_worked_on().filter(child=found.child),
        "rows": [(row, told(row)) for row in rows[:SHOWN]],
        "today": timezone.localdate(),
        "me": request.actor.user_id,
        "precautions": [row for row in found.child.precautions.in_force() if row.may_be_told_to(request.actor)],
    }
    return render(request, "home/fidelity.html", context, status=status)
