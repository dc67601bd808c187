"""Where a goal was reached, with whom and in which places: seen with one person in one place is not reached (S89)."""

from __future__ import annotations

from maypole.plan.models import Goal, GoalState
from maypole.plan.reached import NOWHERE, Shown

from .history import GoalHistory, histories


def shown(history: GoalHistory) -> Shown:
    """Sessions at the goal or better, by whom and where."""
    goal = history.goal
    aim = goal.level(goal.criterion or 0.0)
    sign = -1.0 if goal.improvement == Goal.Improvement.DECREASE else 1.0
    reached = [point for point in history.treatment if sign * (point.value - aim) >= -1e-9]
    return Shown(len({point.with_whom for point in reached}), len({point.setting for point in reached}))


def shown_of(goal: Goal) -> Shown:
    """The evidence for one goal. A long-term goal is reached through its steps: none is open, and one was reached."""
    if goal.horizon == Goal.Horizon.SHORT:
        return shown(histories([goal])[goal.pk])
    steps = list(Goal.objects.filter(parent=goal).with_state())
    if any(step.state == GoalState.State.OPEN for step in steps):
        return NOWHERE
    reached = [step for step in steps if step.state == GoalState.State.MET]
    found = [shown(history) for history in histories(reached).values()]
    return max(found, key=lambda each: max(each.people, each.places), default=NOWHERE)
