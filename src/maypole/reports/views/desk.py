"""A child's reports and the desk of reports: what is asked, written, given, late."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.reports import actions, schedules
from maypole.reports.access import opened_to
from maypole.reports.desk import child_desk, house_desk, mark_seen
from maypole.reports.forms import ReportForm, ScheduleForm, WhyForm
from maypole.reports.models import ReportRun, ReportSchedule
from maypole.reports.present import title


@require_GET
@signed_in
def reports(request: ActorRequest) -> HttpResponse:
    """Staff: what waits to be written, what is late, how long reports take. An outside party: what they were given."""
    actor = request.actor
    if actor.is_staff:
        if not (actor.can(Permission.WRITE_REPORT) or actor.can(Permission.SEE_CLINIC)):
            raise PermissionDenied(Permission.WRITE_REPORT)
        return render(request, "reports/desk.html", house_desk(actor, timezone.now()))
    if actor.outside_id is None:
        return redirect("our-child")
    rows = [(row, title(row)) for row in opened_to(actor, timezone.now())]
    return render(request, "reports/given.html", {"rows": rows})


@require_GET
@signed_in
def child_reports(request: ActorRequest, child: UUID) -> HttpResponse:
    """Every report about this child that this person may read, and what comes back by itself."""
    reached = read(request.actor, child, Permission.SEE_CLINICAL, "reports")
    return render(request, "reports/list.html", child_desk(request.actor, reached, timezone.now()))


@require_http_methods(["GET", "POST"])
@signed_in
def report_new(request: ActorRequest, child: UUID) -> HttpResponse:
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_REPORT, "reports")
        return _form(request, reached, ReportForm(child=reached.child), "reports/new.html")
    reached = reach(request.actor, child, Permission.WRITE_REPORT)
    form = ReportForm(request.POST, child=reached.child)
    if not form.is_valid():
        return _form(request, reached, form, "reports/new.html", 422)
    made = actions.ask_report(by=request.actor, child=reached.child, wanted=form.wanted(), now=timezone.now())
    return redirect("report_draft", made.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def report_schedule_new(request: ActorRequest, child: UUID) -> HttpResponse:
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_REPORT, "reports")
        form = ScheduleForm(child=reached.child, initial={"audience": "school"})
        return _form(request, reached, form, "reports/schedule.html")
    reached = reach(request.actor, child, Permission.WRITE_REPORT)
    form = ScheduleForm(request.POST, child=reached.child)
    if not form.is_valid():
        return _form(request, reached, form, "reports/schedule.html", 422)
    now = timezone.now()
    schedules.plan_schedule(by=request.actor, child=reached.child, schedule=form.schedule(), now=now)
    messages.success(request, _("It comes back by itself now. You get a draft two weeks before each date."))
    return redirect("child_reports", child)


def _form(
    request: ActorRequest, reached: Reach, form: ReportForm | ScheduleForm, template: str, status: int = 200
) -> HttpResponse:
    return render(request, template, {"child": reached.child, "form": form}, status=status)


@require_POST
@signed_in
def report_schedule_end(request: ActorRequest, child: UUID, schedule: UUID) -> HttpResponse:
    reached = reach(request.actor, child, Permission.WRITE_REPORT)
    row = get_object_or_404(ReportSchedule.objects.filter(child=reached.child), pk=schedule)
    form = WhyForm(request.POST)
    if form.is_valid():
        schedules.end_schedule(by=request.actor, schedule=row, why=form.cleaned_data["why"], now=timezone.now())
        messages.success(request, _("It does not come back any more. What was written stays."))
    else:
        messages.error(request, _("Say why. It still comes back."))
    return redirect("child_reports", child)


@require_POST
@signed_in
def report_run_seen(request: ActorRequest, child: UUID, run: UUID) -> HttpResponse:
    """A therapist has read that a report was stopped, or was late."""
    reached = reach(request.actor, child, Permission.WRITE_REPORT)
    row = get_object_or_404(ReportRun.objects.filter(schedule__child=reached.child), pk=run)
    mark_seen(by=request.actor, run=row, now=timezone.now())
    return redirect("child_reports", child)
