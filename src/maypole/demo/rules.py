"""Rules of a few children in the demo: adopted, one move confirmed, others proposed, checks made, ahead and late."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError

from maypole.access.actor import Actor
from maypole.mastery import actions
from maypole.mastery.models import MoveProposal, PhaseRule
from maypole.mastery.odds import odds, own
from maypole.mastery.rules import in_a_row, usual_rule
from maypole.mastery.sightings import now_known, sightings
from maypole.people.models import Child
from maypole.plan.models import Goal

from .clinic import World

CHILDREN = 6
WHY = "What the team and the family agreed on: it has to last, not to happen once."
STEADY = "A steady start, two places, and back to teaching when a check fails."


def fill_rules(world: World) -> None:
    """Maya and a few others: every short-term goal has a rule; for every second child a first move was confirmed."""
    chosen = [child for child in world.children if world.courses.get(child.pk)][:CHILDREN]
    for number, child in enumerate(chosen):
        lead = child.team.filter(ended_at__isnull=True).select_related("staff").order_by("-leads", "started_at").first()
        if lead is None:
            continue
        by = world.actor(lead.staff)
        adopt(world, by, child)
        if number % 2 == 0:
            confirm_one(world, by, child)


def confirm_one(world: World, by: Actor, child: Child) -> None:
    """The first proposal that still holds: of some the goal has moved on by hand since."""
    for proposal in MoveProposal.objects.open().filter(goal__child=child).order_by("at", "id"):
        with suppress(ValidationError):
            actions.confirm_move(by=by, proposal=proposal, now=world.now - timedelta(days=10))
            return


def adopt(world: World, by: Actor, child: Child) -> None:
    now = world.now - timedelta(days=20)
    for goal in Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).open().order_by("order"):
        rule = usual_rule(goal)
        shown = odds(goal, in_a_row(goal, rule), own(goal, now_known(sightings(goal))))
        actions.adopt_mastery(by=by, rule=rule, why=WHY, shown=shown, now=now)
        actions.adopt_phases(by=by, rule=PhaseRule(goal=goal), why=STEADY, now=now)
