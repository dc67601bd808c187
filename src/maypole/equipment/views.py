"""The register, one thing of it, and what a child tried and has at home."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast

from . import actions, present
from .access import item_of, loan_to_end
from .forms import CheckForm, EquipmentForm, LoanForm, StateForm, TrialForm
from .models import Equipment, EquipmentCheck, EquipmentLoan, EquipmentTrial, Kind


@require_GET
@requires(Permission.KEEP_EQUIPMENT)
def equipment(request: ActorRequest) -> HttpResponse:
    """What the clinic has; what may not be used stands first."""
    today = timezone.localdate()
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:60]
    items = Equipment.objects.kept().filter(organisation=request.actor.organisation_id, name__icontains=words)
    kept = list((items.filter(kind=kind) if kind in Kind.values else items).select_related("site"))
    lines = present.lines(kept, today)
    loans = EquipmentLoan.objects.visible_to(request.actor).out().select_related("equipment", "child")
    context = {
        "lines": lines, "blocked": sum(line.blocked for line in lines), "kinds": Kind, "kind": kind, "q": words,
        "loans": loans.order_by("due_back_on"), "today": today,
    }  # fmt: skip
    return render(request, "equipment/equipment.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_EQUIPMENT)
def equipment_new(request: ActorRequest) -> HttpResponse:
    form = EquipmentForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.enter(by=request.actor, equipment=form.save(commit=False), now=timezone.now())
        toast(request, _("It is in the register."))
        return redirect("equipment_item", made.pk)
    return render(request, "equipment/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@requires(Permission.KEEP_EQUIPMENT)
def equipment_item(request: ActorRequest, equipment: UUID) -> HttpResponse:
    return _item(request, equipment)


def _item(request: ActorRequest, key: UUID, **forms_: Any) -> HttpResponse:
    item = item_of(request.actor, key)
    loans = EquipmentLoan.objects.visible_to(request.actor).filter(equipment=item)
    context = {
        "item": item, "line": present.line(item, timezone.localdate()),
        "checks": item.checks.select_related("by")[:20],
        "states": item.states.select_related("by").order_by("-at")[:20],
        "loan": loans.out().select_related("child").first(),
        "check_form": CheckForm(), "state_form": StateForm(initial={"state": "out"}),
    } | forms_  # fmt: skip
    return render(request, "equipment/item.html", context, status=422 if forms_ else 200)


@require_POST
@requires(Permission.KEEP_EQUIPMENT)
def equipment_check(request: ActorRequest, equipment: UUID) -> HttpResponse:
    item, form = item_of(request.actor, equipment), CheckForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data | {"passed": form.cleaned_data["passed"] == "yes"}
        try:
            actions.check(by=request.actor, equipment=item, now=timezone.now(), **sent)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            inspected = sent["kind"] == EquipmentCheck.Kind.INSPECTION
            toast(request, _("The inspection is noted.") if inspected else _("The cleaning is noted."))
            return redirect("equipment_item", item.pk)
    return _item(request, equipment, check_form=form)


@require_POST
@requires(Permission.KEEP_EQUIPMENT)
def equipment_state(request: ActorRequest, equipment: UUID) -> HttpResponse:
    item, form = item_of(request.actor, equipment), StateForm(request.POST)
    if form.is_valid():
        try:
            actions.set_state(by=request.actor, equipment=item, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("That is noted, with its reason."))
            return redirect("equipment_item", item.pk)
    return _item(request, equipment, state_form=form)


@require_GET
@signed_in
def child_equipment(request: ActorRequest, child: UUID) -> HttpResponse:
    """What was tried with this child, and what the family has; for families with where to get it."""
    return _child(request, read(request.actor, child, Permission.SEE_CLINICAL, "equipment"))


def _child(request: ActorRequest, reached: Reach, **forms_: forms.Form | forms.ModelForm[Any]) -> HttpResponse:
    child = reached.child
    trials = EquipmentTrial.objects.filter(child=child).select_related("equipment", "goal", "by")
    loans = EquipmentLoan.objects.filter(child=child).select_related("equipment")
    may_keep = reached.can(Permission.KEEP_EQUIPMENT)
    context: dict[str, object] = {
        "child": child, "trials": trials, "loans": loans, "may_keep": may_keep, "today": timezone.localdate(),
        "shell": "maypole/family.html" if request.actor.is_family else "maypole/staff.html",
        "precautions": child.precautions.told_to(request.actor).in_force(),
    }  # fmt: skip
    if may_keep:
        context |= {"trial_form": TrialForm(child), "loan_form": LoanForm(child)}
    return render(request, "equipment/child.html", context | forms_, status=422 if forms_ else 200)


@require_POST
@signed_in
def equipment_trials(request: ActorRequest, child: UUID) -> HttpResponse:
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = TrialForm(reached.child, request.POST)
    if form.is_valid():
        try:
            trial = form.save(commit=False)
            trial.child = reached.child
            actions.note_trial(by=request.actor, trial=trial, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("The trial is noted."))
            return redirect("child_equipment", child)
    return _child(request, reached, trial_form=form)


@require_POST
@signed_in
def equipment_loans(request: ActorRequest, child: UUID) -> HttpResponse:
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = LoanForm(reached.child, request.POST)
    if form.is_valid():
        try:
            loan = form.save(commit=False)
            loan.child = reached.child
            actions.lend(by=request.actor, loan=loan, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Lent, and due back on the day you chose."))
            return redirect("child_equipment", child)
    return _child(request, reached, loan_form=form)


@require_POST
@signed_in
def loan_return(request: ActorRequest, loan: UUID) -> HttpResponse:
    found = loan_to_end(request.actor, loan)
    actions.take_back(by=request.actor, loan=found, now=timezone.now())
    toast(request, _("It is back with us."))
    return redirect("equipment_item", found.equipment_id)
