"""Setting a goal, changing it, saying how it goes on."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.access import goal_for
from maypole.plan.actions import PlanRefused, change_goal, change_goal_state, set_goal, start_phase
from maypole.plan.bank import Suggestion, one_offered
from maypole.plan.bank_fill import blank, fill
from maypole.plan.bank_forms import SearchForm
from maypole.plan.builder import LongGoalForm, ShortGoalForm
from maypole.plan.forms import PhaseForm, StateForm
from maypole.plan.models import FamilyPriority, Goal, GoalState
from maypole.plan.pages import goal_page
from maypole.plan.present import preview

from .write import edition

Asked = TypeVar("Asked", bound=Model)


@require_http_methods(["GET", "POST"])
@signed_in
def goal_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """A long-term goal, or with `?under=` a step towards one; `?wish=` brings the family's words along."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_PLAN, "goals")
        return _form(request, reached, _new_form(request, reached))
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    if "suggest" in request.POST:
        return _with_suggestion(request, reached)
    form = _new_form(request, reached)
    if "preview" in request.POST:
        return _form(request, reached, form)
    if form.is_valid():
        try:
            made = set_goal(
                by=request.actor,
                child=reached.child,
                parent=form.parent_goal,
                horizon=Goal.Horizon.SHORT if isinstance(form, ShortGoalForm) else Goal.Horizon.LONG,
                steps=form.task_steps,
                parts=form.parts,
                **form.goal_fields,
            )
        except PlanRefused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("“%(title)s” is set. The next plan holds it.") % {"title": made.title})
            return redirect("plan_edit", child)
    return _form(request, reached, form, status=422)


@require_http_methods(["GET", "POST"])
@signed_in
def goal_edit(request: ActorRequest, goal: UUID) -> HttpResponse:
    """The goal's words and numbers; beside them its state and what is done now."""
    found, reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=request.method == "GET")
    if "suggest" in request.POST and found.horizon == Goal.Horizon.SHORT:
        return _with_suggestion(request, reached, found)
    form = _edit_form(request, found)
    if request.method == "GET" or "preview" in request.POST:
        return _form(request, reached, form, found)
    if form.is_valid():
        steps = form.task_steps if found.horizon == Goal.Horizon.SHORT else None
        try:
            change_goal(
                by=request.actor,
                goal=found,
                parent=form.parent_goal,
                steps=steps,
                parts=form.parts,
                edition=edition(request),
                **form.goal_fields,
            )
        except EditConflict:
            return _form(request, reached, form, found, theirs=Goal.objects.get(pk=goal), status=409)
        except PlanRefused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("Kept. A signed plan still shows the words it was signed with."))
            return redirect("goal_edit", goal)
    return _form(request, reached, form, found, status=422)


@require_POST
@signed_in
def goal_state(request: ActorRequest, goal: UUID) -> HttpResponse:
    """How it goes on with a goal. `?back=` is the Undo of the message: it takes the state from there."""
    found, reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=False)
    back = request.GET.get("back")
    form = StateForm({"state": back, "why": _("Taken back")} if back else request.POST)
    before = found.states.order_by("-at", "-id").values_list("state", flat=True).first()
    if form.is_valid():
        try:
            row = change_goal_state(by=request.actor, goal=found, **form.cleaned_data)
        except PlanRefused as refused:
            _tell(form, refused)
        else:
            undo = "" if back or before == GoalState.State.MET else f"undo:{request.path}?back={before}"
            said = {"title": found.title, "state": row.get_state_display()}
            messages.success(request, _("%(title)s: %(state)s") % said, extra_tags=undo)
            return redirect("plan", found.child_id)
    return _form(request, reached, _stored_form(found), found, state_form=form, status=422)


@require_POST
@signed_in
def goal_phase(request: ActorRequest, goal: UUID) -> HttpResponse:
    found, reached = goal_for(request.actor, goal, Permission.WRITE_PLAN, reading=False)
    form = PhaseForm(request.POST)
    if form.is_valid():
        try:
            row = start_phase(by=request.actor, goal=found, **form.cleaned_data)
        except PlanRefused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("From now on: %(phase)s. The graph gets a line here.") % {"phase": row})
            return redirect("goal_edit", goal)
    return _form(request, reached, _stored_form(found), found, phase_form=form, status=422)


def _new_form(request: ActorRequest, reached: Reach) -> LongGoalForm:
    data = request.POST if request.method == "POST" else None
    wish = _asked_for(request, "wish", FamilyPriority.objects.filter(child=reached.child))
    words = {"family_words": wish.words} if wish else {}
    if "under" not in request.GET:
        return LongGoalForm(data, initial=words)
    long = _asked_for(request, "under", Goal.objects.filter(child=reached.child, horizon=Goal.Horizon.LONG))
    above = {"parent": long, "family_words": long.family_words, "area": long.area} if long else {}
    found = _suggestion(request, request.GET.get("suggest", ""))
    start = blank(found) if found else {}
    return ShortGoalForm(data, child=reached.child, initial=above | start | words)


def _suggestion(request: ActorRequest, code: str) -> Suggestion | None:
    return one_offered(request.actor.organisation_id, get_language() or "en", code) if code else None


def _with_suggestion(request: ActorRequest, reached: Reach, goal: Goal | None = None) -> HttpResponse:
    """The form as it was typed, with a suggestion of the bank where nothing stood; the rest of it is only offered."""
    code, _colon, take = request.POST["suggest"].partition(":")
    found = _suggestion(request, code)
    if found is None:
        raise Http404
    filled = fill(request.POST, found, take)
    form = ShortGoalForm(child=reached.child, goal=goal, initial=filled.initial)
    return _form(request, reached, form, goal, bank={"offers": filled.offers, "code": code})


def _asked_for(request: ActorRequest, name: str, rows: QuerySet[Asked]) -> Asked | None:
    """The row whose key is in the address; None for anything else that stands there."""
    try:
        return rows.filter(pk=request.GET.get(name, "")).first()
    except ValidationError:
        return None


def _edit_form(request: ActorRequest, goal: Goal) -> LongGoalForm:
    data = request.POST if request.method == "POST" else None
    if goal.horizon == Goal.Horizon.LONG:
        return LongGoalForm(data, goal=goal)
    return ShortGoalForm(data, child=goal.child, goal=goal)


def _stored_form(goal: Goal) -> LongGoalForm:
    long = goal.horizon == Goal.Horizon.LONG
    return LongGoalForm(goal=goal) if long else ShortGoalForm(child=goal.child, goal=goal)


def _tell(form: LongGoalForm | StateForm | PhaseForm, refused: PlanRefused) -> None:
    for name, words in refused.message_dict.items():
        form.add_error(name if name in form.fields else None, ValidationError(words))


def _form(
    request: ActorRequest,
    reached: Reach,
    form: LongGoalForm,
    goal: Goal | None = None,
    *,
    theirs: Goal | None = None,
    state_form: StateForm | None = None,
    phase_form: PhaseForm | None = None,
    bank: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.POST.get("edition") if form.is_bound and not theirs else None
    context = goal_page(request.actor, reached, goal, theirs, posted) | {"form": form}
    if goal is not None:
        context["state_form"] = state_form or StateForm(initial={"state": context["state"]})
        context["phase_form"] = phase_form or PhaseForm()
    if isinstance(form, ShortGoalForm):
        context |= {"asking": SearchForm(initial={"in_area": form.initial.get("area", "")}), **(bank or {})}
        context["preview"] = preview(form.as_goal(reached.child), reached.child)
    return render(request, "plan/goal_form.html", context, status=status)
