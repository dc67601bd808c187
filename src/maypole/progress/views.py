"""A goal's graph, the list of reviews, the review itself, and how good its chances were."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach, read
from maypole.plan.actions import PlanRefused
from maypole.plan.models import Goal

from .access import goal_for_reading, reviews_of
from .actions import hold_review
from .calibrating import record_of
from .calibration_present import record_context
from .forms import ReviewForm
from .goal_page import goal_page
from .panels import chosen_from, panels, valid

NEXT_LOOK = timedelta(days=42)


@require_GET
@signed_in
def goal(request: ActorRequest, goal: UUID) -> HttpResponse:
    """The chart with its sentence, figures, table and places; for the family the same goal without the method."""
    found = goal_for_reading(request.actor, goal)
    context = goal_page(found, timezone.localdate(), family=request.actor.is_family)
    return render(request, "progress/goal.html", context)


@require_GET
@requires(Permission.DECIDE)
def reviews(request: ActorRequest) -> HttpResponse:
    page = Paginator(reviews_of(request.actor), 20).get_page(request.GET.get("page"))
    return render(request, "progress/reviews.html", {"page": page, "today": timezone.localdate()})


@require_GET
@requires(Permission.SEE_CLINIC)
def calibration(request: ActorRequest) -> HttpResponse:
    """How good the chances were that the rule gave here: numbers of the clinic, no child."""
    record = record_of(request.actor.organisation_id, timezone.localdate())
    return render(request, "progress/calibration.html", record_context(record))


@require_http_methods(["GET", "POST"])
@signed_in
def review(request: ActorRequest, child: UUID) -> HttpResponse:
    """Every open goal with its story and the rule's reasons; then one decision for each, and the next look."""
    if request.method == "GET":
        found = read(request.actor, child, Permission.DECIDE, "review")
    else:
        found = reach(request.actor, child, Permission.DECIDE)
    goals = list(Goal.objects.filter(child=found.child).being_worked_on())
    today = timezone.localdate()
    shown = panels(found.child, goals, today, request.POST if request.method == "POST" else None)
    form = ReviewForm(request.POST or None, initial={"look_again": today + NEXT_LOOK})
    if request.method == "POST" and valid(shown, form):
        try:
            hold_review(by=request.actor, child=found.child, chosen=chosen_from(shown), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The knot is tied. The family sees the new plan and can say yes to it."))
            return redirect("plan", child=found.child.pk)
    precautions = list(found.child.precautions.in_force())
    context = {"child": found.child, "panels": shown, "form": form, "precautions": precautions}
    return render(request, "progress/review.html", context, status=422 if request.method == "POST" else 200)
