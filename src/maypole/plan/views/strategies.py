"""The clinic's ways of working, each with its evidence; and when somebody looked at it last."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.plan.actions import PlanRefused
from maypole.plan.care_forms import EvidenceForm, StrategyForm
from maypole.plan.care_pages import spoken
from maypole.plan.care_present import CHIPS
from maypole.plan.evidence import looked, review_evidence, write_strategy
from maypole.plan.library import library
from maypole.plan.models import Strategy
from maypole.web.areas import AREAS


@require_GET
@signed_in
def strategies(request: ActorRequest) -> HttpResponse:
    """Every way of working with its evidence card, by skill area, for whoever plans or answers for quality."""
    actor, area = request.actor, request.GET.get("area", "")
    if not (actor.can(Permission.WRITE_PLAN) or actor.can(Permission.SEE_CLINIC)):
        raise PermissionDenied("strategies")
    shipped = library(spoken())
    own = Strategy.objects.filter(organisation=actor.organisation_id).select_related("by")
    dates = looked(actor.organisation_id, spoken())
    today = timezone.localdate()
    context = {
        "areas": AREAS,
        "area": area,
        "notice": shipped.notice,
        "shipped": [(one, CHIPS[one.confidence]) for one in shipped.for_area(area)],
        "own": [(one, CHIPS[one.confidence]) for one in own if not area or one.area == area],
        "dates": [(one, one.due_on < today) for one in dates],
        "form": EvidenceForm(),
        "may_write": actor.can(Permission.WRITE_PLAN),
    }
    return render(request, "plan/strategies.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.WRITE_PLAN)
def strategy_new(request: ActorRequest) -> HttpResponse:
    """A way of working of the clinic's own."""
    form = StrategyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_strategy(by=request.actor, strategy=form.save(commit=False))
        except PlanRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Kept. It can be chosen in every plan now."))
            return redirect("strategies")
    return render(request, "plan/strategy_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.WRITE_PLAN)
def evidence_review(request: ActorRequest) -> HttpResponse:
    """Somebody looked at the evidence again."""
    key, form = request.POST.get("key", ""), EvidenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what you looked at and what you found."))
        return redirect("strategies")
    code = key if library().get(key) else ""
    strategy = None if code else _own(request, key)
    review_evidence(by=request.actor, code=code, strategy=strategy, **form.cleaned_data)
    messages.success(request, _("Kept: the evidence was looked at today."))
    return redirect("strategies")


def _own(request: ActorRequest, key: str) -> Strategy:
    try:
        return Strategy.objects.filter(organisation=request.actor.organisation_id).get(pk=key)
    except (Strategy.DoesNotExist, forms.ValidationError):
        raise Http404 from None
