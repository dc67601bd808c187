"""One date of a group: look at it, choose what it rehearses, or call it off."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.groups.access import group_visit_to_run
from maypole.groups.actions.dates import call_off, plan_scenario
from maypole.groups.date_page import CallOffForm, ScenarioForm, date_page
from maypole.groups.models import GroupVisit
from maypole.groups.roster_forms import refuse
from maypole.web.toast import toast


@require_GET
@signed_in
def group_date(request: ActorRequest, group_visit: UUID) -> HttpResponse:
    """Who is to come, what is rehearsed, and whether it takes place."""
    return _page(request, group_visit_to_run(request.actor, group_visit))


@require_POST
@signed_in
def group_scenario(request: ActorRequest, group_visit: UUID) -> HttpResponse:
    """What this date is to rehearse."""
    meeting, form = group_visit_to_run(request.actor, group_visit), ScenarioForm(request.POST)
    if form.is_valid():
        try:
            plan_scenario(by=request.actor, group_visit=meeting, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("Kept. It stands on the tablet once that has been online."))
            return redirect("group_date", group_visit)
    return _page(request, meeting, scenario=form)


@require_POST
@signed_in
def group_off(request: ActorRequest, group_visit: UUID) -> HttpResponse:
    """The group does not meet on this date."""
    meeting, form = group_visit_to_run(request.actor, group_visit), CallOffForm(request.POST)
    if form.is_valid():
        try:
            call_off(by=request.actor, group_visit=meeting, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("Called off, for every child. Each family reads why."))
            return redirect("group_date", group_visit)
    return _page(request, meeting, off=form)


def _page(
    request: ActorRequest,
    meeting: GroupVisit,
    *,
    scenario: ScenarioForm | None = None,
    off: CallOffForm | None = None,
) -> HttpResponse:
    context = date_page(request.actor, meeting, scenario=scenario, off=off)
    return render(request, "groups/date.html", context, status=422 if scenario or off else 200)
