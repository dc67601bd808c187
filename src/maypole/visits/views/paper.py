"""Sheets of paper: printed before a visit, keyed in after it, put right when it was typed wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.visits.keying import hold_on_paper, key_in, read_from
from maypole.visits.models import PaperSheet
from maypole.visits.paper import boxes, letters
from maypole.visits.paper_forms import AgainForm, GoalsForm, PaperForm, typed_before


@require_GET
@signed_in
def paper_sheet(request: ActorRequest, child: UUID) -> HttpResponse:
    """A sheet to print: a box for each goal that is being worked on."""
    reached = read(request.actor, child, Permission.RUN_VISIT, "paper sheet")
    goals = _goals(reached.child)
    context = {
        "child": reached.child,
        "boxes": boxes(goals),
        "letters": letters(reached.child),
        "precautions": reached.child.precautions.in_force(),
        "clinic": request.actor.organisation_name,
        "today": timezone.localdate(),
    }
    return render(request, "visits/paper_sheet.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def paper(request: ActorRequest, child: UUID) -> HttpResponse:
    """Key in a sheet: which visit it was, who wrote on it, and what it says."""
    sent = request.method == "POST"
    reached = _reached(request, child)
    goals = _goals(reached.child)
    if not sent:
        first = {"observer": request.actor.staff_id, "staff": request.actor.staff_id, "visit": request.GET.get("visit")}
        return _form(request, reached, PaperForm(reached, goals, initial=first))
    form = PaperForm(reached, goals, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                visit = hold_on_paper(
                    by=request.actor, child=reached.child, held=form.held(), visit=form.cleaned_data["visit"]
                )
                key_in(by=request.actor, visit=visit, readings=form.readings, **form.observed())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Keyed in. It counts like every other visit."))
            return redirect("visit", visit.pk)
    return _form(request, reached, form, 422)


@require_http_methods(["GET", "POST"])
@signed_in
def paper_again(request: ActorRequest, child: UUID, sheet: UUID) -> HttpResponse:
    """Key the same sheet in again: what it brought is taken back, and the reason is kept."""
    sent = request.method == "POST"
    reached = _reached(request, child)
    rows = PaperSheet.objects.standing().filter(child=child, pk=sheet).select_related("visit__staff", "observer", "by")
    found = rows.first()
    if found is None:
        raise Http404
    before = read_from(found)
    goals = _goals(reached.child, {row.goal_id for row in before})
    form = AgainForm(reached, goals, request.POST if sent else None, initial=typed_before(found, goals, before))
    if sent and form.is_valid():
        try:
            key_in(
                by=request.actor, visit=found.visit, readings=form.readings, replaces=found,
                why=form.cleaned_data["why"], **form.observed(),
            )  # fmt: skip
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Keyed in again. What was wrong stays readable, and counts no more."))
            return redirect("visit", found.visit_id)
    return _form(request, reached, form, 422 if sent else 200, found)


def _reached(request: ActorRequest, child: UUID) -> Reach:
    if request.method == "POST":
        return reach(request.actor, child, Permission.RUN_VISIT)
    return read(request.actor, child, Permission.RUN_VISIT, "paper")


def _goals(child: Child, also: set[UUID] | None = None) -> list[Goal]:
    """What is being worked on, and what a sheet has already."""
    goals = list(Goal.objects.being_worked_on().filter(child=child))
    missing = (also or set()) - {goal.pk for goal in goals}
    goals += list(Goal.objects.filter(child=child, pk__in=missing)) if missing else []
    prefetch_related_objects(goals, "task_steps", "attainment_levels")
    return goals


def _form(
    request: ActorRequest, reached: Reach, form: GoalsForm, status: int = 200, sheet: PaperSheet | None = None
) -> HttpResponse:
    context = {
        "child": reached.child,
        "form": form,
        "parts": form.parts(),
        "planned": isinstance(form, PaperForm),
        "sheet": sheet,
        "letters": letters(reached.child),
        "precautions": reached.child.precautions.in_force(),
    }
    return render(request, "visits/paper.html", context, status=status)
