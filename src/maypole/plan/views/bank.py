"""The goal bank: inside the builder, and as a page where a clinic keeps its own wordings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.people.present import whole_months
from maypole.plan.bank import MOST_SHOWN, offered, search
from maypole.plan.bank_actions import keep_in_bank, take_out_of_bank
from maypole.plan.bank_forms import BankGoalForm, SearchForm
from maypole.plan.bank_present import hits
from maypole.plan.errors import PlanRefused
from maypole.plan.models import BankGoal


@require_GET
@signed_in
def goal_suggestions(request: ActorRequest, child: UUID) -> HttpResponse:
    """Suggestions for this child's next goal: those for their age first. A piece of the builder."""
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    if not request.htmx:
        return redirect(reverse("goal_bank", query=request.GET))
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    born = reached.child.birth_date
    months = whole_months(born, timezone.localdate()) if born else None
    every = offered(request.actor.organisation_id, get_language() or "en")
    found = search(every, asked.get("words", ""), asked.get("in_area", ""), months)
    context = {"hits": hits(found[:MOST_SHOWN]), "more": max(len(found) - MOST_SHOWN, 0), "child": reached.child}
    return render(request, "plan/bank_hits.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.WRITE_PLAN)
def goal_bank(request: ActorRequest) -> HttpResponse:
    """Every suggestion by area, and a form for one of the clinic's own."""
    form = BankGoalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_in_bank(by=request.actor, **form.bank_fields)
        except PlanRefused as refused:
            for name, words in refused.message_dict.items():
                form.add_error(name if name in form.fields else None, ValidationError(words))
        else:
            messages.success(request, _("“%(title)s” is in the goal bank.") % {"title": kept.title})
            return redirect("goal_bank")
    return _page(request, form)


@require_POST
@requires(Permission.WRITE_PLAN)
def goal_bank_end(request: ActorRequest, suggestion: UUID) -> HttpResponse:
    rows = BankGoal.objects.filter(organisation=request.actor.organisation_id)
    row = get_object_or_404(rows, pk=suggestion)
    take_out_of_bank(by=request.actor, row=row)
    messages.success(request, _("“%(title)s” is no longer offered.") % {"title": row.title})
    return redirect("goal_bank")


def _page(request: ActorRequest, form: BankGoalForm) -> HttpResponse:
    asking = SearchForm(request.GET or None)
    asked = asking.cleaned_data if asking.is_bound and asking.is_valid() else {}
    every = offered(request.actor.organisation_id, get_language() or "en")
    found = search(every, asked.get("words", ""), asked.get("in_area", ""))
    context = {"hits": hits(found), "asking": asking, "form": form, "total": len(every)}
    return render(request, "plan/bank.html", context, status=422 if form.errors else 200)
