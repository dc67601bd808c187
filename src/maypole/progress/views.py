"""A goal's graph, the list of reviews, the review itself, and how good its chances were."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach, read
from maypole.plan.actions import PlanRefused
from maypole.plan.models import Goal

from .access import goal_for_deciding, goal_for_reading, reviews_of
from .actions import hold_review, reach_goal
from .calibrating import record_of
from .calibration_present import record_context
from .forms import ReachedForm
from .goal_page import goal_page
from .panels import chosen_from, valid
from .review_page import review_scene


@require_GET
@signed_in
def goal(request: ActorRequest, goal: UUID) -> HttpResponse:
    """The chart with its sentence, figures, table and places; for the family the same goal without the method."""
    found = goal_for_reading(request.actor, goal)
    context = goal_page(found, timezone.localdate(), family=request.actor.is_family, reach_form=ReachedForm())
    return render(request, "progress/goal.html", context)


@require_POST
@signed_in
def goal_reached(request: ActorRequest, goal: UUID) -> HttpResponse:
    """Call it reached, with the evidence of two people or two places (S89)."""
    found = goal_for_deciding(request.actor, goal)
    form = ReachedForm(request.POST)
    if form.is_valid():
        try:
            reach_goal(by=request.actor, goal=found.goal, why=form.cleaned_data["why"])
        except PlanRefused as refused:
            form.add_error(None, ValidationError(list(refused.messages)))
        else:
            messages.success(request, _("Reached. See if it lasts, and celebrate it."))
            return redirect("goal", goal)
    context = goal_page(found, timezone.localdate(), family=request.actor.is_family, reach_form=form)
    return render(request, "progress/goal.html", context, status=422)


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
    scene = review_scene(found.child, goals, timezone.localdate(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and valid(scene.panels, scene.form):
        chosen = chosen_from(scene.panels)
        try:
            hold_review(by=request.actor, child=found.child, chosen=chosen, **scene.form.cleaned_data)
        except PlanRefused as refused:
            scene.form.add_error(None, ValidationError(list(refused.messages)))
        else:
            messages.success(request, _("The knot is tied. The family sees the new plan and can say yes to it."))
            return redirect("plan", child=found.child.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "progress/review.html", scene.context, status=status)
