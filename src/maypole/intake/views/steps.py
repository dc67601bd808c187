"""The one next step of a family."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.intake import actions
from maypole.intake.forms import NextStepForm
from maypole.intake.models import NextStep
from maypole.people.access import Reach, reach, read


@require_http_methods(["GET", "POST"])
@signed_in
def next_step(request: ActorRequest, child: UUID) -> HttpResponse:
    """Say what comes next, who has it and by when; it takes the place of the open step."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.SET_NEXT_STEP)
        form = NextStepForm(request.POST, child=reached.child)
        if form.is_valid():
            step = actions.set_next_step(by=request.actor, child=reached.child, step=form.step(), now=timezone.now())
            messages.success(request, _("%(who)s has the next step.") % {"who": step.owner_name})
            return redirect("child", child)
        return _next_step(request, reached, form, 422)
    reached = read(request.actor, child, Permission.SET_NEXT_STEP, "next_step")
    return _next_step(request, reached, NextStepForm(child=reached.child))


def _next_step(request: ActorRequest, reached: Reach, form: NextStepForm, status: int = 200) -> HttpResponse:
    steps = NextStep.objects.filter(child=reached.child).select_related("staff", "carer", "by", "closed_by")
    rows = list(steps.order_by("-at", "-id")[:10])
    context = {
        "child": reached.child,
        "form": form,
        "standing": next((row for row in rows if row.closed_at is None), None),
        "before": [row for row in rows if row.closed_at is not None],
    }
    return render(request, "intake/next_step.html", context, status=status)


def _checked(request: ActorRequest, reached: Reach, step: NextStep | None) -> None:
    """Steps are for those who set them, and for the carer or colleague who has this one."""
    actor = request.actor
    has_it = step and (step.staff_id, step.carer_id) in ((actor.staff_id, None), (None, actor.carer_id))
    if not (has_it or reached.can(Permission.SET_NEXT_STEP)):
        raise PermissionDenied(Permission.SET_NEXT_STEP)


@require_POST
@signed_in
def next_step_completion(request: ActorRequest, child: UUID) -> HttpResponse:
    """Done. Whoever sets steps goes straight on to the next one, so that no family is left without."""
    reached = reach(request.actor, child, Permission.SEE_CHILD)
    step = NextStep.objects.open().filter(child=reached.child).first()
    _checked(request, reached, step)
    if step is None:
        messages.info(request, _("No step is open here. Somebody was quicker."))
        return redirect("child", child)
    actions.complete_next_step(by=request.actor, step=step, now=timezone.now())
    undo = reverse("next_step_renewal", args=[child, step.pk])
    messages.success(request, _("Done: %(what)s") % {"what": step.what}, extra_tags=f"undo:{undo}")
    return redirect("next_step" if reached.can(Permission.SET_NEXT_STEP) else "child", child)


@require_POST
@signed_in
def next_step_renewal(request: ActorRequest, child: UUID, step: UUID) -> HttpResponse:
    """Undo of a completion."""
    reached = reach(request.actor, child, Permission.SEE_CHILD)
    row = get_object_or_404(NextStep.objects.filter(child=reached.child).select_related("child"), pk=step)
    _checked(request, reached, row)
    standing = actions.renew_next_step(by=request.actor, step=row, now=timezone.now())
    messages.success(request, _("%(who)s has it again: %(what)s") % {"who": standing.owner_name, "what": standing.what})
    return redirect("child", child)
