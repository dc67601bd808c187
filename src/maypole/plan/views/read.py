"""The plan as it is read and answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, read
from maypole.people.models import Carer
from maypole.plan.access import reach_all, version_for_reading, whole_plan
from maypole.plan.actions import PlanRefused, accept_plan
from maypole.plan.care_forms import AssentForm, ObjectionFields, OutcomeForm, SeenAssentForm, WhyForm
from maypole.plan.forms import AnswerForm
from maypole.plan.models import PlanVersion
from maypole.plan.pages import family_plan, goals_only, staff_plan, version_page


@require_GET
@signed_in
def plan(request: ActorRequest, child: UUID) -> HttpResponse:
    """The current plan: whole for staff and carers, the goals in it for a young person or by consent."""
    reached = read(request.actor, child, Permission.SEE_GOALS, "plan")
    if request.actor.is_staff:
        told = {"seen_form": SeenAssentForm(), "outcome_form": OutcomeForm(), "why_form": WhyForm()}
        return render(request, "plan/plan.html", staff_plan(request.actor, reached, timezone.localdate()) | told)
    if not whole_plan(request.actor):
        return render(request, "plan/goals.html", goals_only(request.actor, reached) | {"form": AssentForm()})
    return _family(request, reached, AnswerForm())


@require_GET
@signed_in
def plan_version(request: ActorRequest, version: UUID) -> HttpResponse:
    """One version as it was signed, and what it changed."""
    found, reached = version_for_reading(request.actor, version)
    return render(request, "plan/version.html", version_page(request.actor, reached, found))


@require_http_methods(["GET", "POST"])
@signed_in
def plan_acceptance(request: ActorRequest, child: UUID) -> HttpResponse:
    """A carer's yes, or no with words, to the version they read."""
    reached = reach_all(request.actor, child, Permission.ACCEPT_PLAN, Permission.SEE_CLINICAL)
    if request.method == "GET":
        return redirect("plan", child)
    form, version = AnswerForm(request.POST), _read_version(request, reached)
    one_by_one = ObjectionFields(request.POST, goals=list(version.goals.select_related("goal")))
    if not form.is_valid() or not one_by_one.is_valid():
        return _family(request, reached, form, 422)
    carer = get_object_or_404(Carer, user=request.actor.user_id)
    said = {UUID(goal): words for goal, words in one_by_one.objections().items()}
    try:
        accept_plan(by=request.actor, version=version, carer=carer, objections=said, **form.cleaned_data)
    except PlanRefused as refused:
        form.add_error(None, refused)
        return _family(request, reached, form, 422)
    if said:
        messages.success(request, _("Thank you. We talk about what you marked; the rest of the plan stands."))
    elif form.cleaned_data["accepted"]:
        messages.success(request, _("Thank you. Everyone who works with %(name)s sees your yes.") % _name(reached))
    else:
        messages.success(request, _("Thank you. Your words reach the therapist, and nothing starts without you."))
    return redirect("plan", child)


def _read_version(request: ActorRequest, reached: Reach) -> PlanVersion:
    try:
        return PlanVersion.objects.signed().get(child=reached.child, pk=request.POST.get("version", ""))
    except (PlanVersion.DoesNotExist, ValidationError):
        raise Http404 from None


def _name(reached: Reach) -> dict[str, str]:
    return {"name": reached.child.name}


def _family(request: ActorRequest, reached: Reach, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = family_plan(request.actor, reached) | {"form": form}
    data = request.POST if request.method == "POST" else None
    context["one_by_one"] = ObjectionFields(data, goals=context["shorts"])
    return render(request, "plan/family.html", context, status=status)
