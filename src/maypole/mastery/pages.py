"""Everything the page of a goal's rules shows."""

from __future__ import annotations

from datetime import date

from maypole.access.permissions import Permission
from maypole.cores.progress.moves import gathered
from maypole.people.access import Reach
from maypole.plan.models import Goal

from .drawing import trial_svg
from .forms import MasteryForm, PhasesForm
from .models import MasteryRule, PhaseRule
from .odds import compared, own
from .present import move_rows, odds_lines, odds_rows
from .rules import in_a_row, mastery_in_force, phases_in_force, stage_rule, usual_rule
from .sightings import now_known, sightings
from .trial import first_phase, tried
from .words import long_day, rule_sentence

Context = dict[str, object]


def family_rule(goal: Goal, reach: Reach) -> Context:
    """The plain sentence, and where the goal is."""
    rule = mastery_in_force(goal)
    phase = goal.phases.order_by("-starts_at", "-id").first()
    return {
        "goal": goal,
        "child": reach.child,
        "sentence": rule_sentence(goal, rule) if rule else "",
        "phase": phase.get_kind_display() if phase else "",
    }


def rule_page(
    goal: Goal, reach: Reach, mastery: MasteryForm, phases: PhasesForm, *, everyone: bool, today: date
) -> Context:
    """The rules as typed (where readable, else as adopted), what they would err, and what they would have done."""
    held = mastery_in_force(goal)
    tried_mastery = mastery.rule() if mastery.is_bound and mastery.is_valid() else held or usual_rule(goal)
    tried_phases = phases.rule() if phases.is_bound and phases.is_valid() else phases_in_force(goal) or PhaseRule()
    past = sightings(goal)
    known = now_known(past)
    first, data = first_phase(goal), [datum for datum, _known in gathered(known)]
    moves = tried(stage_rule(goal, tried_mastery, tried_phases), past, first)
    errors, rule = own(goal, known), in_a_row(goal, tried_mastery)
    rows = compared(goal, rule, errors)
    return {
        "goal": goal,
        "child": reach.child,
        "mastery_form": mastery,
        "phases_form": phases,
        "sentence": rule_sentence(goal, held) if held else "",
        "trying": mastery.is_bound or phases.is_bound,
        "lines": odds_lines(goal, rows[0], errors, reach.child.name),
        "rows": odds_rows(goal, rows),
        "moves": move_rows(moves),
        "made": [(long_day(row.starts_at.date()), str(row)) for row in goal.phases.all()],
        "chart": trial_svg(goal, rule.level, data, moves, first) if data else "",
        "others": others(goal, tried_phases) if everyone else [],
        "everyone": everyone,
        "versions": versions(goal),
        "phases_on": phases_in_force(goal) is not None,
        "may_write": reach.can(Permission.WRITE_PLAN),
        "today": today,
    }


def others(goal: Goal, phases: PhaseRule) -> list[tuple[Goal, list[object]]]:
    """The same phases on the child's other short-term goals, each with its own rule of what is reached."""
    found: list[tuple[Goal, list[object]]] = []
    rows = Goal.objects.filter(child=goal.child_id, horizon=Goal.Horizon.SHORT).exclude(pk=goal.pk)
    for other in rows:
        rule = stage_rule(other, mastery_in_force(other) or usual_rule(other), phases)
        found.append((other, list(move_rows(tried(rule, sightings(other), first_phase(other))))))
    return found


def versions(goal: Goal) -> list[tuple[MasteryRule, str]]:
    """Every rule that was adopted, newest first, with its words."""
    rows = MasteryRule.objects.filter(goal=goal).select_related("by").order_by("-at", "-id")
    return [(row, rule_sentence(goal, row)) for row in rows]
