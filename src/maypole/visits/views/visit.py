"""Planning a visit, opening it in whatever state it is, and moving it on."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.visits import actions, present
from maypole.visits.access import visit_to_change, visit_to_read
from maypole.visits.beside_present import both_said
from maypole.visits.chains import chains
from maypole.visits.forms import CancelForm, RemarkForm, VisitForm
from maypole.visits.models import Visit, VisitMood, VisitStatus
from maypole.visits.panels import panels as panels_of
from maypole.visits.played import played
from maypole.visits.second import is_blind
from maypole.visits.second_present import of_visit
from maypole.visits.shown import rows_of, summary_of, targets_of


@require_GET
@signed_in
def visit(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Planned: what to know before; under way: the capture page; afterwards: what it came to."""
    found, reached = visit_to_read(request.actor, visit, Permission.SEE_CLINICAL, "visit")
    if is_blind(found, request.actor.user_id):
        context = {"visit": found, "child": reached.child, "precautions": reached.child.precautions.in_force()}
        return render(request, "visits/blind.html", context)
    if found.state == VisitStatus.State.STARTED and reached.can(Permission.RUN_VISIT):
        return under_way(request, found, reached)
    return render(request, "visits/visit.html", _summary(request, found, reached))


def under_way(request: ActorRequest, visit: Visit, reached: Reach, remark: RemarkForm | None = None) -> HttpResponse:
    """The way into the app, and beneath it the plain way: every button a form, with a connection, without a script.

    `remark`: a quick note that could not be kept, shown again with why.
    """
    now = timezone.now()
    if request.GET.get("since") == "now":
        return redirect(capture_url(visit.pk, request.GET.get("goal", ""), now.isoformat()))
    goals = targets_of(visit)
    panels = panels_of(
        reached.child, goals, rows_of(visit), current=request.GET.get("goal", ""),
        since=request.GET.get("since", ""), chains=chains(goals),
    )  # fmt: skip
    context = {
        "visit": visit,
        "child": reached.child,
        "areas": tuple(dict.fromkeys(goal.area for goal in goals)),
        "precautions": reached.child.precautions.in_force(),
        "panels": panels,
        "levels": present.levels(reached.child),
        "elapsed": present.minutes_since(visit.state_at, now),
        "app_url": f"{reverse('capture')}#/visit/{visit.pk}/{visit.child_id}/{visit.setting}",
        "plain": remark is not None or "goal" in request.GET,
        "moods": VisitMood.Mood,
        "mood": VisitMood.objects.filter(visit=visit).order_by("-at", "-id").first(),
        "remark": remark or RemarkForm(),
        "played": played(visit),
    }
    return render(request, "visits/capture.html", context, status=422 if remark else 200)


def _summary(request: ActorRequest, visit: Visit, reached: Reach) -> dict[str, object]:
    return {
        "visit": visit,
        "child": reached.child,
        "shell": "maypole/family.html" if request.actor.is_family else "maypole/staff.html",
        "precautions": reached.child.precautions.told_to(request.actor).in_force(),
        "chip": present.state_chip(visit),
        "hours": present.hours(visit),
        "cancel": CancelForm(),
        "may_run": reached.can(Permission.RUN_VISIT),
        **summary_of(visit, reached),
        **(_two_of(visit, reached) if reached.can(Permission.RUN_VISIT) else {}),
    }


def _two_of(visit: Visit, reached: Reach) -> dict[str, object]:
    """A second observer's agreement, and what two devices both recorded."""
    clashing, times = both_said(visit, reached.child)
    return {"agreed_lines": of_visit(visit), "clash_lines": clashing, "time_lines": times}


@require_http_methods(["GET", "POST"])
@signed_in
def visit_new(request: ActorRequest, child: UUID) -> HttpResponse:
    if request.method == "GET":
        reached = read(request.actor, child, Permission.RUN_VISIT, "visit_new")
        initial = {"staff": request.actor.staff_id, "day": timezone.localdate(), "time": timezone.localtime()}
        return _new(request, reached, VisitForm(reached, initial=initial))
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = VisitForm(reached, request.POST)
    if not form.is_valid():
        return _new(request, reached, form, 422)
    chosen = {name: form.cleaned_data[name] for name in ("staff", "minutes", "setting", "room")}
    made = actions.plan_visit(by=request.actor, child=reached.child, starts_at=form.starts_at(), **chosen)
    messages.success(request, _("The visit is planned."))
    return redirect("visit", made.pk)


def _new(request: ActorRequest, reached: Reach, form: VisitForm, status: int = 200) -> HttpResponse:
    context = {"child": reached.child, "form": form, "precautions": reached.child.precautions.in_force()}
    return render(request, "visits/new.html", context, status=status)


@require_POST
@signed_in
def visit_start(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit)
    try:
        actions.start_visit(by=request.actor, visit=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("visit", visit)


@require_POST
@signed_in
def visit_finish(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit)
    try:
        actions.finish_visit(by=request.actor, visit=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("visit", visit)
    return redirect("note", visit)


@require_POST
@signed_in
def visit_cancellation(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit)
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            actions.cancel_visit(by=request.actor, visit=found, **form.cleaned_data)
            messages.success(request, _("The visit is called off. The reason is kept."))
            return redirect("visit", visit)
        except ValidationError as refused:
            form.add_error(None, refused)
    reached = reach(request.actor, found.child_id, Permission.SEE_CLINICAL)
    context = _summary(request, found, reached) | {"cancel": form}
    return render(request, "visits/visit.html", context, status=422)


def capture_url(visit: UUID, goal: str = "", since: str = "") -> str:
    """The plain way, with one target open; `since` when a watch was started there."""
    return f"{reverse('visit', args=[visit])}?{urlencode({'goal': goal} | ({'since': since} if since else {}))}"
