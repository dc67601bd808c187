"""A goal's rules as the progress core reads them, and those in force."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from maypole.cores.progress.mastery import InARow, RunRule, ValueRule
from maypole.cores.progress.moves import StageRule
from maypole.plan.models import Goal

from .models import MasteryRule, PhaseRule


def mastery_in_force(goal: Goal) -> MasteryRule | None:
    return MasteryRule.objects.filter(goal=goal).order_by("-at", "-id").first()


def phases_in_force(goal: Goal) -> PhaseRule | None:
    """The newest phase rule, unless it is one that switches the rules off."""
    newest = PhaseRule.objects.filter(goal=goal).order_by("-at", "-id").first()
    return newest if newest is not None and newest.active else None


def in_force(goals: Iterable[UUID]) -> dict[UUID, tuple[PhaseRule, MasteryRule]]:
    """By goal, the rules of those that have both: two queries, however many goals."""
    keys = list(goals)
    phases = {row.goal_id: row for row in PhaseRule.objects.filter(goal__in=keys).order_by("at", "id")}
    active = {goal: row for goal, row in phases.items() if row.active}
    if not active:
        return {}
    mastery = {row.goal_id: row for row in MasteryRule.objects.filter(goal__in=active).order_by("at", "id")}
    return {goal: (row, mastery[goal]) for goal, row in active.items() if goal in mastery}


def usual_rule(goal: Goal) -> MasteryRule:
    """What is offered before anybody adopted one: the goal's own criterion, three sessions in a row."""
    return MasteryRule(goal=goal, level=goal.criterion or 0.0, least_tries=_half(goal), consecutive=3)


def _half(goal: Goal) -> int:
    return max(goal.out_of // 2, 1) if goal.counts_tries else 1


def in_a_row(goal: Goal, rule: MasteryRule) -> InARow:
    """Tries are counted k of n; everything else, intervals too, by its value."""
    falls = goal.improvement == Goal.Improvement.DECREASE
    level = goal.level(rule.level)
    if not goal.counts_tries:
        return ValueRule(level, rule.consecutive, rule.people, rule.places, falls)
    first = rule.first_try and goal.is_helped and not falls
    return RunRule(level, rule.consecutive, rule.people, rule.places, first, rule.least_tries, falls)


def stage_rule(goal: Goal, mastery: MasteryRule, phases: PhaseRule) -> StageRule:
    way = abs(goal.level(goal.criterion or 0.0) - goal.level(goal.baseline or 0.0)) or 1.0
    return StageRule(
        mastery=in_a_row(goal, mastery),
        way=way,
        baseline_points=phases.baseline_points,
        stable_points=phases.stable_points,
        stable_within=phases.stable_percent / 100.0,
        wide=phases.wide,
        wide_sessions=phases.wide_sessions,
        failed_checks=phases.failed_checks,
    )
