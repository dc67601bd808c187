"""Where a goal was reached, with whom and in which places: seen with one person in one place is not reached (S89)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from maypole.plan.models import Goal

from .history import GoalHistory

WIDELY = 2
"""People or places in which a goal has to be reached before it is called reached."""

NOT_YET_WIDELY = _("Reached needs sessions at the goal with two people or in two places. Until then, keep going.")


@dataclass(frozen=True)
class Shown:
    """Different people and places of sessions at the goal since teaching began."""

    people: int
    places: int

    @property
    def widely(self) -> bool:
        return max(self.people, self.places) >= WIDELY


NOWHERE = Shown(people=0, places=0)


def shown(history: GoalHistory) -> Shown:
    """Sessions at the goal or better, by whom and where."""
    goal = history.goal
    aim = goal.level(goal.criterion or 0.0)
    sign = -1.0 if goal.improvement == Goal.Improvement.DECREASE else 1.0
    reached = [point for point in history.treatment if sign * (point.value - aim) >= -1e-9]
    return Shown(len({point.with_whom for point in reached}), len({point.setting for point in reached}))
