"""Changes of approach with their reason, told to the family; incidents for who answers for the clinic."""

from __future__ import annotations

from uuid import UUID

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
from maypole.planner.access import change_to_look_at
from maypole.planner.actions import approach as actions
from maypole.planner.forms import ChangeForm, LookForm
from maypole.planner.models import ApproachChange
from maypole.visits.models import Visit
from maypole.web.toast import toast

SHOWN = 50


@require_http_methods(["GET", "POST"])
@signed_in
def approach(request: ActorRequest, child: UUID) -> HttpResponse:
    """What was done differently and why: read by the family, written by who treats."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.SEE_CLINICAL, "approach")
        return _page(request, reached, ChangeForm(reached.child) if reached.can(Permission.RUN_VISIT) else None)
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = ChangeForm(reached.child, request.POST)
    if form.is_valid():
        change = form.written()
        change.child, change.visit = reached.child, _visit(request, reached)
        try:
            actions.change_approach(by=request.actor, change=change, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Noted with its reason. The family is being told."))
            return redirect("approach", child)
    return _page(request, reached, form)


def _visit(request: ActorRequest, reached: Reach) -> Visit | None:
    """The visit it was seen in, named by the link that led here; any other words name none."""
    named = request.POST.get("visit") or request.GET.get("visit") or ""
    try:
        return Visit.objects.filter(child=reached.child, pk=UUID(named)).first()
    except ValueError:
        return None


def _page(request: ActorRequest, reached: Reach, form: ChangeForm | None) -> HttpResponse:
    rows = ApproachChange.objects.filter(child=reached.child).select_related("goal", "by", "visit", "look")
    context = {
        "child": reached.child, "changes": rows[:SHOWN], "form": form, "visit": _visit(request, reached),
        "shell": "maypole/family.html" if request.actor.is_family else "maypole/staff.html",
        "precautions": reached.child.precautions.told_to(request.actor).in_force(),
    }  # fmt: skip
    return render(request, "planner/approach.html", context, status=422 if form is not None and form.is_bound else 200)


@require_GET
@requires(Permission.SEE_CLINIC)
def approach_incidents(request: ActorRequest) -> HttpResponse:
    """What did or could have done harm, open ones first. Managers see that it was, the clinical lead what."""
    return _incidents(request)


def _incidents(request: ActorRequest, failed: tuple[UUID, LookForm] | None = None) -> HttpResponse:
    rows = ApproachChange.objects.filter(organisation=request.actor.organisation_id, incident=True)
    found = list(rows.select_related("child", "by", "look__by").order_by("-at")[:SHOWN])
    context = {
        "changes": sorted(found, key=lambda row: hasattr(row, "look")),
        "open": sum(not hasattr(row, "look") for row in found),
        "may_read": Permission.SEE_CLINICAL in request.actor.everywhere,
        "may_look": Permission.REVIEW_INCIDENTS in request.actor.everywhere,
        "failed": failed, "look_form": LookForm(),
    }  # fmt: skip
    return render(request, "planner/incidents.html", context, status=422 if failed else 200)


@require_POST
@requires(Permission.REVIEW_INCIDENTS)
def approach_look(request: ActorRequest, change: UUID) -> HttpResponse:
    found, form = change_to_look_at(request.actor, change), LookForm(request.POST)
    if not form.is_valid():
        return _incidents(request, (found.pk, form))
    actions.look(by=request.actor, change=found, words=form.cleaned_data["words"], now=timezone.now())
    toast(request, _("Noted. The team reads it on the child’s page."))
    return redirect("approach_incidents")
