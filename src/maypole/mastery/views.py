"""A goal's rules: read, tried, adopted; what they propose answered; checks planned and called off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.plan.models import Goal

from . import actions, checks
from .access import goal_for, probe_for, proposal_for
from .forms import MasteryForm, PhasesForm, ProbeForm, RefusalForm
from .models import PhaseRule
from .odds import odds, own
from .pages import family_rule, rule_page
from .rules import in_a_row, mastery_in_force, phases_in_force, usual_rule
from .sightings import now_known, sightings


@require_http_methods(["GET", "POST"])
@signed_in
def goal_rule(request: ActorRequest, goal: UUID) -> HttpResponse:
    """Everyone who sees the goal reads the sentence; who writes plans tries rules (`preview`) and adopts one."""
    if request.method == "GET":
        found, reached = goal_for(request.actor, goal, Permission.SEE_GOALS, reading=True)
        if not request.actor.is_staff:
            return render(request, "mastery/family.html", family_rule(found, reached))
        return _page(request, found, reached)
    found, reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=False)
    form = MasteryForm(request.POST, goal=found, rule=mastery_in_force(found) or usual_rule(found))
    if "preview" in request.POST:
        return _page(request, found, reached, mastery=form)
    if form.is_valid() and _adopted(request, found, form):
        messages.success(request, _("From now on this says when the goal is reached."))
        return redirect("goal_rule", goal)
    return _page(request, found, reached, mastery=form, status=422)


def _adopted(request: ActorRequest, goal: Goal, form: MasteryForm) -> bool:
    """With the errors that the page shows for it; False when the reason is missing."""
    rule, why = form.rule(), form.cleaned_data["why"]
    shown = odds(goal, in_a_row(goal, rule), own(goal, now_known(sightings(goal))))
    try:
        actions.adopt_mastery(by=request.actor, rule=rule, why=why, shown=shown, now=timezone.now())
    except ValidationError as refused:
        form.add_error("why", refused.messages)
        return False
    return True


@require_POST
@signed_in
def goal_phases(request: ActorRequest, goal: UUID) -> HttpResponse:
    """The phase rule: tried, adopted, or switched off (`off`)."""
    found, reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=False)
    form = PhasesForm(request.POST, goal=found, rule=phases_in_force(found) or PhaseRule())
    if "preview" in request.POST:
        return _page(request, found, reached, phases=form)
    if form.is_valid():
        rule = form.rule()
        rule.active = "off" not in request.POST
        try:
            actions.adopt_phases(by=request.actor, rule=rule, why=form.cleaned_data["why"], now=timezone.now())
        except ValidationError as refused:
            form.add_error("why", refused.messages)
        else:
            on, off = (
                _("From now on this rule proposes when to move on."),
                _("Switched off. Nothing is proposed any more."),
            )
            messages.success(request, on if rule.active else off)
            return redirect("goal_rule", goal)
    return _page(request, found, reached, phases=form, status=422)


@require_POST
@signed_in
def move_confirmation(request: ActorRequest, proposal: UUID) -> HttpResponse:
    found = proposal_for(request.actor, proposal)
    try:
        phase = actions.confirm_move(by=request.actor, proposal=found, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("From now on: %(phase)s. The graph gets a line here.") % {"phase": phase})
    return redirect("goal", found.goal_id)


@require_POST
@signed_in
def move_refusal(request: ActorRequest, proposal: UUID) -> HttpResponse:
    found, form = proposal_for(request.actor, proposal), RefusalForm(request.POST)
    try:
        why = form.cleaned_data["why"] if form.is_valid() else ""
        actions.decline_move(by=request.actor, proposal=found, why=why, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Noted. Only new sessions count for the next proposal."))
    return redirect("goal", found.goal_id)


@require_POST
@signed_in
def probes(request: ActorRequest, goal: UUID) -> HttpResponse:
    """One more check as typed, or the two usual ones (`usual`)."""
    found, _reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=False)
    form = ProbeForm(request.POST)
    try:
        if "usual" in request.POST:
            checks.plan_usual_checks(by=request.actor, goal=found, now=timezone.now())
        elif form.is_valid():
            checks.plan_probe(by=request.actor, goal=found, check=form.check(), now=timezone.now())
        else:
            raise ValidationError([error for errors in form.errors.values() for error in errors])
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Planned. It waits on this page and on your day."))
    return redirect("goal", goal)


@require_POST
@signed_in
def probe_end(request: ActorRequest, probe: UUID) -> HttpResponse:
    found, form = probe_for(request.actor, probe), RefusalForm(request.POST)
    try:
        why = form.cleaned_data["why"] if form.is_valid() else ""
        checks.call_off(by=request.actor, probe=found, why=why, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Called off."))
    return redirect("goal", found.goal_id)


def _page(
    request: ActorRequest,
    goal: Goal,
    reached: Reach,
    *,
    mastery: MasteryForm | None = None,
    phases: PhasesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    mastery = mastery or MasteryForm(goal=goal, rule=mastery_in_force(goal) or usual_rule(goal))
    phases = phases or PhasesForm(goal=goal, rule=phases_in_force(goal) or PhaseRule())
    everyone = "all" in request.GET or "all" in request.POST
    context = rule_page(goal, reached, mastery, phases, everyone=everyone, today=timezone.localdate())
    return render(request, "mastery/rule.html", context, status=status)
