"""The draft: written by who plans, signed by a therapist."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import Actor, ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.actions import PlanRefused, draft_plan
from maypole.plan.forms import PlanForm
from maypole.plan.models import PlanSignature, PlanVersion
from maypole.plan.pages import draft_or_next, edit_page


@require_http_methods(["GET", "POST"])
@signed_in
def plan_edit(request: ActorRequest, child: UUID) -> HttpResponse:
    """The draft's words; its goals are set on their own pages."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_PLAN, "plan")
        return _edit(request, reached, PlanForm(instance=draft_or_next(reached.child)))
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    form = PlanForm(request.POST, instance=draft_or_next(reached.child))
    if not form.is_valid():
        return _edit(request, reached, form, status=422)
    try:
        draft_plan(by=request.actor, child=reached.child, edition=edition(request), **form.cleaned_data)
    except EditConflict:
        return _edit(request, reached, form, conflict=True, status=409)
    messages.success(request, _("Kept as a draft. Sign it when it is ready."))
    return redirect("plan_edit", child)


class Sign(Protocol):
    """`sign_plan`, or what a slice above makes of it: there, signing plans the review too."""

    def __call__(self, *, by: Actor, version: PlanVersion, seen: str) -> PlanSignature: ...


@require_POST
@signed_in
def plan_signature(request: ActorRequest, child: UUID, sign: Sign) -> HttpResponse:
    """Signs the draft that was read: its digest came with the form."""
    reached = reach(request.actor, child, Permission.SIGN_PLAN)
    draft = get_object_or_404(PlanVersion.objects.drafts(), child=reached.child)
    try:
        sign(by=request.actor, version=draft, seen=request.POST.get("seen", ""))
    except EditConflict:
        messages.error(request, _("Somebody changed the plan since you opened it. Read it again, then sign."))
        return redirect("plan_edit", child)
    except PlanRefused as refused:
        return _edit(request, reached, PlanForm(instance=draft), problems=refused.messages, status=422)
    messages.success(request, _("Signed. The family can read it now and say yes to it."))
    return redirect("plan", child)


def edition(request: ActorRequest) -> int:
    """The edition a form was opened with, 0 for none."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _edit(
    request: ActorRequest,
    reached: Reach,
    form: PlanForm,
    *,
    conflict: bool = False,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    opened = None if conflict or request.method == "GET" else request.POST.get("edition")
    context = edit_page(request.actor, reached, opened) | {"form": form, "conflict": conflict, "problems": problems}
    return render(request, "plan/edit.html", context, status=status)
