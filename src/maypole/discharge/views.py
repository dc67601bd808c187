"""Signs of an ending, the goodbye, the certificate, follow-ups, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach, read, relation_of
from maypole.people.models import Child
from maypole.plan.errors import PlanRefused

from . import actions
from .access import discharge_for, follow_up_for, goal_to_speak_of, newest
from .forms import ComebackForm, DischargeForm, FollowUpOutcomeForm, Lists
from .pages import blank, certificate, clinic_goodbyes, edit_page, family_goodbye, open_goodbye, staff_goodbye


@require_GET
@signed_in
def goodbye(request: ActorRequest, child: UUID) -> HttpResponse:
    """Staff: the signs, the plan, what waits. Family and young person: how it ends, what stays, how to come back."""
    if request.actor.outside_id is not None:
        raise Http404
    reached, today = read(request.actor, child, Permission.SEE_GOALS, "goodbye"), timezone.localdate()
    if request.actor.is_staff:
        context = staff_goodbye(reached, today) | {"comeback_form": ComebackForm()}
        return render(request, "discharge/goodbye.html", context)
    context = family_goodbye(reached, request.actor.carer_id is not None, today)
    return render(request, "discharge/family.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def goodbye_edit(request: ActorRequest, child: UUID) -> HttpResponse:
    """The goodbye as the record suggests it, or as it was kept; kept again with what was typed."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.DECIDE, "goodbye")
    else:
        reached = reach(request.actor, child, Permission.DECIDE)
    found = open_goodbye(reached.child)
    if found is not None and hasattr(found, "completion"):
        return redirect("goodbye", child)
    if request.method == "GET":
        form, lists = blank(reached.child, found, timezone.localdate())
        context = edit_page(reached, form, lists, found, found.edition if found else 0)
        return render(request, "discharge/edit.html", context)
    form, lists = DischargeForm(request.POST), Lists(reached.child, request.POST)
    if not lists.is_valid() or not form.is_valid() or not _kept(request, reached.child, form, lists):
        context = edit_page(reached, form, lists, found, found.edition if found else 0)
        return render(request, "discharge/edit.html", context, status=422)
    messages.success(request, _("Kept. The family sees the plan for the goodbye."))
    return redirect("goodbye", child)


def _kept(request: ActorRequest, child: Child, form: DischargeForm, lists: Lists) -> bool:
    """False with the reason on the form."""
    sent = request.POST.get("edition", "")
    edition = int(sent) if sent.isdecimal() else None
    try:
        actions.prepare(
            by=request.actor, child=child, parts=lists.parts(), now=timezone.now(), edition=edition, **form.values()
        )
    except PlanRefused as refused:
        _tell(form, refused)
    except EditConflict:
        form.add_error(None, _("Somebody saved while you were writing. Open their version beside this one."))
    return not form.errors


def _tell(form: DischargeForm | FollowUpOutcomeForm, refused: PlanRefused) -> None:
    """By field where the refusal names one."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused.messages)
        return
    for name, words in refused.message_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(words))


@require_POST
@signed_in
def goodbye_completion(request: ActorRequest, child: UUID) -> HttpResponse:
    found, reached = discharge_for(request.actor, child, Permission.DECIDE)
    try:
        actions.complete(by=request.actor, discharge=found, now=timezone.now())
    except PlanRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Goodbye is said. %(name)s has a certificate.") % {"name": reached.child.name})
    return redirect("goodbye", child)


@require_POST
@signed_in
def comeback(request: ActorRequest, child: UUID) -> HttpResponse:
    found, reached = discharge_for(request.actor, child, Permission.DECIDE)
    form = ComebackForm(request.POST)
    try:
        why = form.cleaned_data["why"] if form.is_valid() else ""
        actions.come_back(by=request.actor, discharge=found, why=why, now=timezone.now())
    except PlanRefused as refused:
        messages.error(request, str(refused))
        return redirect("goodbye", child)
    messages.success(request, _("Welcome back, %(name)s. Everything is as it was.") % {"name": reached.child.name})
    return redirect("child", child)


@require_GET
@signed_in
def goodbye_certificate(request: ActorRequest, child: UUID) -> HttpResponse:
    """Printable, in the family's language."""
    if request.actor.outside_id is not None:
        raise Http404
    reached = read(request.actor, child, Permission.SEE_GOALS, "certificate")
    found = newest(child)
    if found is None or not hasattr(found, "completion"):
        raise Http404
    team = reached.child.team.select_related("staff").order_by("-leads", "started_at")
    names = list(dict.fromkeys(member.staff.name for member in team))[:6]
    with override(reached.child.family_language()):
        return render(request, "discharge/certificate.html", certificate(reached, found, names))


@require_http_methods(["GET", "POST"])
@signed_in
def follow_up(request: ActorRequest, follow_up: UUID) -> HttpResponse:
    """How it goes by then: the watch-list beside a short form."""
    found, reached = follow_up_for(request.actor, follow_up)
    form = FollowUpOutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_follow_up(by=request.actor, follow_up=found, now=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("Noted. Thank you for asking."))
            return redirect("goodbye", reached.child.pk)
    context = {"row": found, "child": reached.child, "form": form, "signs": list(found.discharge.signs.all())}
    return render(request, "discharge/follow_up.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def goal_word(request: ActorRequest, goal: UUID) -> HttpResponse:
    """What the family says of a goal at the end: two taps."""
    found, reached = goal_to_speak_of(request.actor, goal)
    relation = relation_of(reached.child, request.actor.carer_id) if request.actor.carer_id else None
    actions.say_of_goal(
        by=request.actor,
        goal=found,
        matters=request.POST.get("matters") == "yes",
        achieved=request.POST.get("achieved") == "yes",
        carer=relation.carer if relation else None,
        now=timezone.now(),
    )
    messages.success(request, _("Thank you. We keep it in mind."))
    return redirect("goodbye", found.child_id)


@require_GET
@requires(Permission.SEE_CLINIC)
def goodbyes(request: ActorRequest) -> HttpResponse:
    """Discharge outcomes and follow-ups of the clinic, in counts."""
    context = clinic_goodbyes(request.actor.organisation_id, timezone.localdate())
    return render(request, "discharge/clinic.html", context)
