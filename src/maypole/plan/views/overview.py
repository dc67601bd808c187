"""Plans of the whole clinic: due, overdue, not agreed; how old goals are; whose yes is asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.plan.actions import PlanRefused, set_rule
from maypole.plan.overview import overview_page


@require_GET
@requires(Permission.SEE_CLINIC)
def plans(request: ActorRequest) -> HttpResponse:
    """What a manager has to see of plans: days and counts, no clinical text."""
    return render(request, "plan/plans.html", overview_page(request.actor, timezone.localdate()))


@require_POST
@requires(Permission.SEE_CLINIC)
def acceptance_rule(request: ActorRequest) -> HttpResponse:
    """How many carers must say yes here."""
    try:
        set_rule(by=request.actor, needs=request.POST.get("needs", ""), why=request.POST.get("why", ""))
    except PlanRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("From now on plans count as accepted by this rule."))
    return redirect("plans")
