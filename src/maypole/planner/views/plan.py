"""Planning what is played in a visit: proposals with their reasons, the plan in order, the equipment."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.equipment.models import Equipment
from maypole.equipment.present import lines
from maypole.plan.models import Goal
from maypole.planner.access import chosen_to_change, planned_to_change
from maypole.planner.actions import plan as actions
from maypole.planner.facts import Facts, facts_of
from maypole.planner.forms import AdjustForm, ChooseForm, TakeForm
from maypole.planner.proposing import found, proposals
from maypole.visits.access import visit_to_change, visit_to_read
from maypole.visits.models import Visit, VisitEquipment, VisitStatus
from maypole.visits.played import played
from maypole.web.toast import toast

State = VisitStatus.State


@require_GET
@signed_in
def visit_plan(request: ActorRequest, visit: UUID) -> HttpResponse:
    """What could be played and why; what is planned; what stands at hand."""
    here, _reached = visit_to_read(request.actor, visit, Permission.RUN_VISIT, "visit_plan")
    facts = facts_of(here, get_language() or "en", timezone.now())
    games = played(here)
    words = request.GET.get("q", "")[:60]
    goal = next((each for each in facts.goals if str(each.pk) == request.GET.get("goal")), None)
    context = {
        "visit": here, "child": here.child, "precautions": facts.precautions, "facts": facts, "played": games,
        "areas": tuple(dict.fromkeys(each.area for each in facts.goals)),
        "forms": [(game, AdjustForm(instance=game.row, prefix=str(game.row.pk))) for game in games],
        "minutes": sum(game.row.minutes for game in games), "q": words, "goal": goal or next(iter(facts.goals), None),
        "found": found(facts, goal or facts.goals[0], words) if words and facts.goals else None,
        "proposals": proposals(facts), "open": here.state in actions.OPEN,
    } | _equipment(here, facts)  # fmt: skip
    return render(request, "planner/plan.html", context)


def _equipment(visit: Visit, facts: Facts) -> dict[str, object]:
    chosen = list(VisitEquipment.objects.standing().filter(visit=visit).select_related("equipment"))
    used = {row.equipment_id for row in chosen}
    standing = {line.item.pk: line for line in lines(facts.things, facts.today)}
    return {
        "chosen": [(row, standing.get(row.equipment_id)) for row in chosen],
        "at_hand": [line for line in standing.values() if line.item.pk not in used],
    }


@require_POST
@signed_in
def visit_games(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Take a proposal: one tap."""
    here = visit_to_change(request.actor, visit)
    form = TakeForm(request.POST)
    goal = Goal.objects.filter(child=here.child_id, pk=form.cleaned_data["goal"]).first() if form.is_valid() else None
    if goal is None:
        messages.error(request, _("Choose one of this child’s open goals, and a game of the shelf."))
        return redirect("visit_plan", visit)
    sent = form.cleaned_data
    try:
        made = actions.take(
            by=request.actor, visit=here, goal=goal, code=sent["game"], cleared=sent["cleared"], now=timezone.now()
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        toast(request, _("“%(game)s” is planned.") % {"game": made.title}, undo=reverse("game_removal", args=[made.pk]))
    return redirect("visit_plan", visit)


@require_POST
@signed_in
def game_removal(request: ActorRequest, game: UUID) -> HttpResponse:
    found_game = planned_to_change(request.actor, game)
    try:
        actions.take_off(by=request.actor, planned=found_game, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        undo = reverse("game_renewal", args=[found_game.pk])
        toast(request, _("“%(game)s” is off the plan.") % {"game": found_game.title}, undo=undo)
    return redirect("visit_plan", found_game.visit_id)


@require_POST
@signed_in
def game_renewal(request: ActorRequest, game: UUID) -> HttpResponse:
    found_game = planned_to_change(request.actor, game)
    try:
        actions.put_back(by=request.actor, planned=found_game, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("visit_plan", found_game.visit_id)


@require_POST
@signed_in
def game_place(request: ActorRequest, game: UUID) -> HttpResponse:
    """One place earlier or later."""
    found_game = planned_to_change(request.actor, game)
    try:
        actions.move(by=request.actor, planned=found_game, earlier=request.POST.get("to") == "earlier")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(f"{reverse('visit_plan', args=[found_game.visit_id])}#game-{found_game.pk}")


@require_POST
@signed_in
def game_adjustment(request: ActorRequest, game: UUID) -> HttpResponse:
    found_game = planned_to_change(request.actor, game)
    form = AdjustForm(request.POST, instance=found_game, prefix=str(found_game.pk))
    try:
        if not form.is_valid():
            raise ValidationError(_("Minutes are a number from 1 to 90. Nothing was changed."))
        actions.adjust(by=request.actor, planned=found_game, **form.cleaned_data)
        toast(request, _("Saved."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("visit_plan", found_game.visit_id)


@require_POST
@signed_in
def visit_equipment(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Choose a thing for the visit; what may not be used is refused with the reason."""
    here = visit_to_change(request.actor, visit)
    form = ChooseForm(request.POST)
    rows = Equipment.objects.filter(organisation=here.organisation_id)
    thing = rows.filter(pk=form.cleaned_data["equipment"]).first() if form.is_valid() else None
    if thing is None:
        messages.error(request, _("Choose a thing that stands where the visit is."))
        return redirect("visit_plan", visit)
    try:
        actions.choose(by=request.actor, visit=here, equipment=thing, now=timezone.now())
        toast(request, _("%(thing)s is chosen.") % {"thing": thing.name})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("visit_plan", visit)


@require_POST
@signed_in
def visit_equipment_removal(request: ActorRequest, visit: UUID, chosen: UUID) -> HttpResponse:
    row = chosen_to_change(request.actor, visit, chosen)
    try:
        actions.put_away(by=request.actor, row=row, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("visit_plan", visit)
