"""How far a child is with a skill, 1 (needs full help) to 5 (models it for others), from the newest sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maypole.plan.models import Goal

SESSIONS = 3
"""Sessions a level is told from; with fewer, the data are too thin to match on."""
STEPS = (0.2, 0.45, 0.7, 0.9)
"""Shares of the way (or of tries without help) from which on levels 2 to 5 begin: our judgement, shown in the docs."""


@dataclass(frozen=True)
class Level:
    number: int
    thin: bool


def level_of(goal: Goal, values: Sequence[float]) -> Level:
    """From the mean of the newest three values, in the unit of the goal's points, oldest first.

    A share of tries or steps counts as it is; anything else by how far it is from the start to the goal.
    """
    newest = values[-SESSIONS:]
    if not newest:
        return Level(1, thin=True)
    mean = sum(newest) / len(newest)
    share = mean if goal.is_share else way(goal, mean)
    return Level(1 + sum(share >= step for step in STEPS), thin=len(newest) < SESSIONS)


def way(goal: Goal, value: float) -> float:
    """0 at the baseline, 1 at the criterion; beyond either it is cut."""
    start, end = goal.level(goal.baseline or 0.0), goal.level(goal.criterion or 0.0)
    return min(1.0, max(0.0, (value - start) / (end - start))) if end != start else 0.0
