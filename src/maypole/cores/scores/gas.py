"""Goal attainment scaling: one figure for several goals that child, family and therapist set themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.scores.errors import ScoresError

RHO = 0.30
LEVELS = (-2, -1, 0, 1, 2)
LEAST_GOALS = 2


@dataclass(frozen=True, slots=True)
class ScaledGoal:
    """One goal's level: -2 (where children usually start) to +2, and its weight (importance x difficulty)."""

    level: int
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ScoresError(f"A goal level is one of -2, -1, 0, 1, 2; got {self.level}.")
        if not (math.isfinite(self.weight) and self.weight > 0.0):
            raise ScoresError(f"A goal's weight is above 0; got {self.weight:g}.")


def weight(importance: int, difficulty: int) -> float:
    """Weight of a goal, importance x difficulty, each 1 to 3 (Turner-Stokes 2009, with its erratum).

    >>> weight(3, 2)
    6.0
    """
    if not (1 <= importance <= 3 and 1 <= difficulty <= 3):
        raise ScoresError("Importance and difficulty are 1, 2 or 3.")
    return float(importance * difficulty)


def t_score(goals: Sequence[ScaledGoal], rho: float = RHO) -> float | None:
    """T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2) (Kiresuk & Sherman 1968).

    50 means: as expected over all goals. None with fewer than two goals: show that goal's level in words instead.
    Levels are ordinal and self-set, so never compare children, therapists or clinics by T.

    >>> t_score([ScaledGoal(x, w) for x, w in zip((-2, 0, -1, 2, 0, 1), (3, 5, 1, 4, 2, 6))])
    55.0
    """
    return None if len(goals) < LEAST_GOALS else closed_form(goals, rho)


def closed_form(goals: Sequence[ScaledGoal], rho: float = RHO) -> float:
    """The formula itself, for any number of goals from one on; published tables start at one goal."""
    if not goals:
        raise ScoresError("Goal attainment scaling needs a goal.")
    if not 0.0 <= rho < 1.0:
        raise ScoresError(f"The correlation between goals lies between 0 and 1; got {rho:g}.")
    total = sum(goal.weight for goal in goals)
    squares = sum(goal.weight**2 for goal in goals)
    weighted = sum(goal.weight * goal.level for goal in goals)
    return 50.0 + 10.0 * weighted / math.sqrt((1.0 - rho) * squares + rho * total**2)


@dataclass(frozen=True, slots=True)
class Attainment:
    """Baseline T, T now and the change; None where there are fewer than two goals."""

    baseline: float | None
    now: float | None

    @property
    def change(self) -> float | None:
        return None if self.baseline is None or self.now is None else self.now - self.baseline


def attainment(baseline: Sequence[ScaledGoal], now: Sequence[ScaledGoal], rho: float = RHO) -> Attainment:
    """T before and now for the same goals with the same weights, in the same order.

    >>> found = attainment([ScaledGoal(-2), ScaledGoal(-2)], [ScaledGoal(0), ScaledGoal(1)])
    >>> round(found.now, 2)
    56.2
    """
    if [goal.weight for goal in baseline] != [goal.weight for goal in now]:
        raise ScoresError("Before and now must be the same goals with the same weights.")
    return Attainment(t_score(baseline, rho), t_score(now, rho))
