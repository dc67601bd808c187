"""What children and supervisors say to a plan, how a talk about a goal ended, and putting a signed plan right."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.people.models import Organisation
from maypole.plan.access import signature_to_cosign
from maypole.plan.actions import PlanRefused, amend_plan, cosign_plan, settle_objection, tell_assent
from maypole.plan.care_forms import AssentForm, CosignForm, OutcomeForm, SeenAssentForm, WhyForm
from maypole.plan.models import GoalObjection, PlanSignature, PlanVersion
from maypole.plan.pages import cosign_page


@require_POST
@signed_in
def plan_assent(request: ActorRequest, child: UUID) -> HttpResponse:
    """A young person's own yes or not yet, or what a colleague saw of a child's."""
    own = request.actor.child_id == child
    reached = reach(request.actor, child, Permission.SEE_GOALS if own else Permission.RUN_VISIT)
    version = get_object_or_404(PlanVersion.objects.signed().filter(child=child)[:1])
    form = AssentForm(request.POST) if own else SeenAssentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers, then send it."))
        return redirect("plan", child)
    tell_assent(by=request.actor, version=version, **form.cleaned_data)
    if own:
        messages.success(request, _("Thank you. Your words are heard."))
    else:
        messages.success(request, _("Kept: what %(name)s says to the plan.") % {"name": reached.child.name})
    return redirect("plan", child)


@require_POST
@signed_in
def objection_outcome(request: ActorRequest, child: UUID, objection: UUID) -> HttpResponse:
    """How the talk about a goal ended."""
    reach(request.actor, child, Permission.WRITE_PLAN)
    found = get_object_or_404(GoalObjection, pk=objection, acceptance__version__child=child)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write in a sentence what you agreed on."))
        return redirect("plan", child)
    try:
        settle_objection(by=request.actor, objection=found, **form.cleaned_data)
    except PlanRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept. The family reads it too."))
    return redirect("plan", child)


@require_POST
@signed_in
def plan_amendment(request: ActorRequest, child: UUID) -> HttpResponse:
    """A draft that puts the newest version right."""
    reach(request.actor, child, Permission.SIGN_PLAN)
    version = PlanVersion.objects.signed().filter(child=child).first()
    if version is None:
        raise Http404
    form = WhyForm(request.POST)
    try:
        amend_plan(by=request.actor, version=version, why=form.data.get("why", ""))
    except PlanRefused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plan", child)
    messages.success(request, _("A draft is open. Put it right, then sign it: the version before stays readable."))
    return redirect("plan_edit", child)


@require_http_methods(["GET"])
@requires(Permission.SIGN_PLAN)
def to_cosign(request: ActorRequest) -> HttpResponse:
    """Plans that wait for this person's signature beside a colleague's."""
    rows = PlanSignature.objects.filter(
        cosigner=request.actor.staff_id, cosignature__isnull=True, organisation=request.actor.organisation_id
    )
    waiting = rows.select_related("version__child", "by").order_by("at", "id") if request.actor.staff_id else []
    return render(request, "plan/to_cosign.html", {"rows": waiting})


@require_http_methods(["GET", "POST"])
@requires(Permission.SIGN_PLAN)
def cosignature(request: ActorRequest, version: UUID) -> HttpResponse:
    """A supervisor reads a plan a colleague signed, and signs beside it or sends it back."""
    signature = signature_to_cosign(request.actor, version)
    form = CosignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cosign_plan(by=request.actor, signature=signature, **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, " ".join(refused.messages))
        else:
            agreed = form.cleaned_data["agreed"]
            messages.success(
                request, _("Signed. The family is asked now.") if agreed else _("Sent back with your words.")
            )
            return redirect("to_cosign")
    language = Organisation.objects.values_list("language", flat=True).get(pk=request.actor.organisation_id)
    context = cosign_page(request.actor, signature, language) | {"form": form}
    return render(request, "plan/cosign.html", context, status=422 if form.is_bound else 200)
