"""What the family wishes for, in their words and three numbers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, read
from maypole.people.models import Carer
from maypole.plan.access import reach_all
from maypole.plan.actions import state_priority
from maypole.plan.forms import PriorityForm
from maypole.plan.models import FamilyPriority


@require_http_methods(["GET", "POST"])
@signed_in
def priorities(request: ActorRequest, child: UUID) -> HttpResponse:
    """The wishes, and a form for one more: by a carer in their own name, or by staff who listened."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.SEE_CLINICAL, "priorities")
        return _page(request, reached, _form(request, reached))
    reached = reach_all(request.actor, child, Permission.WRITE_PROFILE, Permission.SEE_CLINICAL)
    form = _form(request, reached)
    if not form.is_valid():
        return _page(request, reached, form, 422)
    fields = form.cleaned_data
    if not request.actor.is_staff:
        fields["carer"] = Carer.objects.filter(user=request.actor.user_id).first()
    state_priority(by=request.actor, child=reached.child, **fields)
    messages.success(request, _("Kept, in these words."))
    return redirect("priorities", child)


def _form(request: ActorRequest, reached: Reach) -> PriorityForm:
    data = request.POST if request.method == "POST" else None
    relations = {"relations__child": reached.child, "relations__ended_at__isnull": True, "relations__blocked": False}
    carers = Carer.objects.filter(**relations) if request.actor.is_staff else None
    return PriorityForm(data, carers=carers)


def _page(request: ActorRequest, reached: Reach, form: PriorityForm, status: int = 200) -> HttpResponse:
    context = {
        "child": reached.child,
        "rows": FamilyPriority.objects.filter(child=reached.child).select_related("carer"),
        "form": form,
        "may_write": reached.can(Permission.WRITE_PROFILE),
        "may_plan": reached.can(Permission.WRITE_PLAN),
    }
    return render(request, "plan/priorities.html", context, status=status)
