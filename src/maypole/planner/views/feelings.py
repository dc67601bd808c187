"""Feelings in the child's own words: the scale, one tap before and after, at a visit and at home."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.planner.access import feeling_to_take_back
from maypole.planner.actions import feelings as actions
from maypole.planner.forms import FeelingForm, ScaleForm
from maypole.planner.models import Feeling, FeelingScale
from maypole.planner.panel import feelings_panel
from maypole.visits.models import Visit
from maypole.web.toast import toast


@require_http_methods(["GET", "POST"])
@signed_in
def feelings(request: ActorRequest, child: UUID) -> HttpResponse:
    if request.method == "GET":
        return _page(request, read(request.actor, child, Permission.SEE_HOME, "feelings"))
    reached = reach(request.actor, child, Permission.SEE_HOME)
    if not _may_note(request, reached):
        raise PermissionDenied(Permission.LOG_HOME)
    form = FeelingForm(request.POST)
    scale = FeelingScale.objects.filter(child=reached.child).first()
    if scale is None or not form.is_valid():
        return _page(request, reached, _("That tap was not understood. Tap one of the steps once more."))
    sent = form.cleaned_data
    visit = Visit.objects.filter(child=reached.child, pk=sent["visit"]).first() if request.actor.is_staff else None
    try:
        made = actions.note_feeling(
            by=request.actor, scale=scale, level=sent["level"], moment=sent["moment"], visit=visit,
            helped=sent["helped"], now=timezone.now(),
        )  # fmt: skip
    except ValidationError as refused:
        return _page(request, reached, " ".join(refused.messages))
    toast(request, _("Noted. Every feeling is all right."), undo=reverse("feeling_removal", args=[made.pk]))
    query = f"?visit={visit.pk}" if visit else ""
    return redirect(f"{reverse('feelings', args=[child])}{query}")


def _may_note(request: ActorRequest, reached: Reach) -> bool:
    return reached.can(Permission.RUN_VISIT if request.actor.is_staff else Permission.LOG_HOME)


def _page(
    request: ActorRequest, reached: Reach, refused: str = "", scale_form: ScaleForm | None = None
) -> HttpResponse:
    actor, child = request.actor, reached.child
    scale = FeelingScale.objects.filter(child=child).first()
    every = reached.can(Permission.SEE_CLINICAL) or actor.child_id == child.pk
    context = {
        "child": child, "scale": scale, "moments": Feeling.Moment, "refused": refused,
        "shell": "maypole/family.html" if actor.is_family else "maypole/staff.html",
        "may_note": _may_note(request, reached), "may_set": reached.can(Permission.WRITE_PROFILE),
        "scale_form": scale_form or ScaleForm(initial={"words": scale.words if scale else ""}),
        "visit": _visit(request, reached) if actor.is_staff else None,
        "precautions": child.precautions.told_to(actor).in_force(),
    } | feelings_panel(child, everywhere=every)  # fmt: skip
    failed = refused or (scale_form is not None)
    return render(request, "planner/feelings.html", context, status=422 if failed else 200)


def _visit(request: ActorRequest, reached: Reach) -> Visit | None:
    named = request.POST.get("visit") or request.GET.get("visit") or ""
    try:
        return Visit.objects.filter(child=reached.child, pk=UUID(named)).first()
    except ValueError:
        return None


@require_POST
@signed_in
def feeling_scale(request: ActorRequest, child: UUID) -> HttpResponse:
    """The child's words from now on."""
    reached = reach(request.actor, child, Permission.WRITE_PROFILE)
    form = ScaleForm(request.POST)
    if form.is_valid():
        try:
            actions.set_scale(
                by=request.actor, child=reached.child, words=form.cleaned_data["words"], now=timezone.now()
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("These words hold from now on."))
            return redirect("feelings", child)
    return _page(request, reached, scale_form=form)


@require_POST
@signed_in
def feeling_removal(request: ActorRequest, feeling: UUID) -> HttpResponse:
    found = feeling_to_take_back(request.actor, feeling)
    actions.take_feeling_back(by=request.actor, feeling=found, now=timezone.now())
    toast(request, _("Taken back."))
    return redirect("feelings", found.child_id)
