"""Other services around a child, and the school's line with its own record."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.access import line_for, lines_of
from maypole.plan.actions import PlanRefused
from maypole.plan.card_forms import LineEntryForm, LineForm, LineGoalForm, ServiceForm
from maypole.plan.lines import (
    close_line,
    end_service,
    open_school_line,
    tell_service,
    write_line_entry,
    write_line_goal,
)
from maypole.plan.models import Goal, OutsideService, ServiceLine


@require_http_methods(["GET", "POST"])
@signed_in
def services(request: ActorRequest, child: UUID) -> HttpResponse:
    """Services elsewhere with their goals, beside ours; the family or a colleague tells of one."""
    if request.method == "GET":
        return _services(request, read(request.actor, child, Permission.SEE_CLINICAL, "services"), ServiceForm())
    reached = reach(request.actor, child, Permission.WRITE_PROFILE)
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _services(request, reached, form, status=422)
    tell_service(by=request.actor, child=reached.child, service=form.save(commit=False))
    messages.success(request, _("Thank you. Now everybody knows who else works with %(name)s.") % _name(reached))
    return redirect("services", child)


@require_POST
@signed_in
def service_end(request: ActorRequest, child: UUID, service: UUID) -> HttpResponse:
    """A service elsewhere is over."""
    reached = reach(request.actor, child, Permission.WRITE_PROFILE)
    end_service(by=request.actor, service=get_object_or_404(OutsideService, pk=service, child=reached.child))
    messages.success(request, _("Kept: this service is over."))
    return redirect("services", child)


@require_http_methods(["GET", "POST"])
@signed_in
def line_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """A line for the school, free of charge, with a record of its own."""
    reached = reach(request.actor, child, Permission.ASSIGN_TEAM)
    form = LineForm(request.POST if request.method == "POST" else None, organisation=request.actor.organisation_id)
    if request.method == "POST" and form.is_valid():
        try:
            open_school_line(by=request.actor, child=reached.child, **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The school’s line is open. It shares nothing without the family’s yes."))
            return redirect("child", child)
    context = {"child": reached.child, "form": form}
    return render(request, "plan/line_new.html", context, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def lines(request: ActorRequest) -> HttpResponse:
    """The school lines this person works in."""
    if not (request.actor.is_staff or request.actor.outside_id):
        raise PermissionDenied("lines")
    rows = ServiceLine.objects.worked_in_by(request.actor).select_related("child").order_by("institution", "id")
    return render(request, "plan/lines.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def line(request: ActorRequest, line: UUID) -> HttpResponse:
    """A line's own record: what the school works on, and what was written. POST adds what `add` names."""
    found, writes = line_for(request.actor, line, writing=request.method == "POST")
    goal_form, entry_form = LineGoalForm(), LineEntryForm()
    if request.method == "POST":
        form, done = _written(request, found)
        if done:
            messages.success(request, _("Kept in the school’s line."))
            return redirect("line", line)
        goal_form = form if isinstance(form, LineGoalForm) else goal_form
        entry_form = form if isinstance(form, LineEntryForm) else entry_form
    context = {
        "line": found,
        "child": found.child,
        "writes": writes,
        "line_goals": found.line_goals.all(),
        "entries": found.entries.select_related("by"),
        "members": found.members.filter(ended_at__isnull=True).select_related("staff", "party"),
        "goal_form": goal_form,
        "entry_form": entry_form,
        "may_close": request.actor.can(Permission.ASSIGN_TEAM) and found.ended_on is None,
    }
    return render(request, "plan/line.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def line_closure(request: ActorRequest, line: UUID) -> HttpResponse:
    """Nobody works in the line any longer; who manages teams closes it without reading it."""
    found = get_object_or_404(ServiceLine, pk=line, organisation=request.actor.organisation_id)
    reach(request.actor, found.child_id, Permission.ASSIGN_TEAM)
    try:
        close_line(by=request.actor, line=found, why=request.POST.get("why", ""))
    except PlanRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Closed. What was written stays the school’s record."))
    return redirect("child", found.child_id)


def _written(request: ActorRequest, line: ServiceLine) -> tuple[LineGoalForm | LineEntryForm, bool]:
    form: LineGoalForm | LineEntryForm = LineEntryForm(request.POST)
    act: Callable[..., object] = write_line_entry
    if request.POST.get("add") == "goal":
        form, act = LineGoalForm(request.POST), write_line_goal
    if not form.is_valid():
        return form, False
    try:
        act(by=request.actor, line=line, **form.cleaned_data)
    except PlanRefused as refused:
        form.add_error(None, " ".join(refused.messages))
        return form, False
    return form, True


def _services(request: ActorRequest, reached: Reach, form: ServiceForm, status: int = 200) -> HttpResponse:
    rows = list(OutsideService.objects.filter(child=reached.child).select_related("by"))
    ours: dict[str, list[Goal]] = {}
    for goal in Goal.objects.filter(child=reached.child).being_worked_on():
        ours.setdefault(goal.area, []).append(goal)
    context = {
        "child": reached.child,
        "rows": [(row, ours.get(row.area, []) if row.area and row.ended_on is None else []) for row in rows],
        "lines": lines_of(request.actor, reached.child.pk),
        "form": form,
        "may_write": reached.can(Permission.WRITE_PROFILE),
        "may_open": reached.can(Permission.ASSIGN_TEAM),
        "existing": list(ServiceLine.objects.of_school().filter(child=reached.child, ended_on__isnull=True))
        if reached.can(Permission.ASSIGN_TEAM)
        else [],
    }
    return render(request, "plan/services.html", context, status=status)


def _name(reached: Reach) -> dict[str, str]:
    return {"name": reached.child.name}
