"""What one visit adds up to for each goal: the same figures for the capture page, the summary and the note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from maypole.plan.models import Goal
from maypole.plan.models.measure import HELPED

from .models import Observation, Point, PromptLevel, Visit
from .points import summed


@dataclass(frozen=True)
class Before:
    """The same goal at the last visit it was worked on."""

    at: datetime
    value: float
    correct: int | None
    trials: int | None


@dataclass(frozen=True)
class Tally:
    """One goal in one visit: `value`, `k` and `of` as a point tells them, from `n` observations.

    `alone`, `missed` and `helps` are told of tries and steps.
    """

    goal_id: UUID
    title: str
    area: str
    measure: str
    unit: str = ""
    more_is_better: bool = True
    n: int = 0
    alone: int = 0
    missed: int = 0
    helps: tuple[tuple[str, int], ...] = ()
    modes: tuple[tuple[str, int], ...] = ()
    value: float = 0.0
    k: int | None = None
    of: int | None = None
    span_s: float = 0.0
    before: Before | None = field(default=None, compare=False)

    @property
    def is_helped(self) -> bool:
        return self.measure in HELPED

    @property
    def change(self) -> int:
        """1 better than last time, -1 less, 0 the same or nothing to compare with."""
        if self.before is None or not self.n:
            return 0
        direction = 1 if self.more_is_better else -1
        return direction * ((self.value > self.before.value) - (self.value < self.before.value))


def tally(goal: Goal, rows: Sequence[Observation], before: Before | None = None) -> Tally:
    """Add up the standing observations of one goal."""
    counted = [row for row in rows if row.measure == goal.measure]
    by_level = dict.fromkeys(PromptLevel.values, 0)
    for row in counted:
        if row.correct and row.prompt:
            by_level[row.prompt] += 1
    value, k, of = summed(goal.measure, counted, goal.scale_max) if counted else (0.0, None, None)
    return Tally(
        goal_id=goal.pk,
        title=goal.title,
        area=goal.area,
        measure=goal.measure,
        unit=goal.unit,
        more_is_better=goal.improvement == Goal.Improvement.INCREASE,
        n=len(counted),
        alone=by_level[PromptLevel.INDEPENDENT],
        missed=sum(1 for row in counted if row.correct is False) if goal.is_helped else 0,
        helps=tuple((level, n) for level, n in by_level.items() if n and level != PromptLevel.INDEPENDENT),
        modes=tuple(Counter(row.mode for row in counted if row.mode).most_common()),
        value=value,
        k=k,
        of=of,
        span_s=sum(row.span_s or 0.0 for row in counted),
        before=before,
    )


def befores(goals: Iterable[Goal], visit: Visit) -> dict[UUID, Before]:
    """For each goal the point of the last visit before this one. Two queries."""
    earlier = Point.objects.filter(goal=OuterRef("pk"), visit__isnull=False, at__lt=visit.starts_at)
    newest = earlier.exclude(visit=visit).order_by("-at", "-id").values("pk")[:1]
    pks = Goal.objects.filter(pk__in=[goal.pk for goal in goals]).values_list(Subquery(newest), flat=True)
    points = Point.objects.filter(pk__in=[pk for pk in pks if pk])
    return {point.goal_id: Before(point.at, point.value, point.correct, point.trials) for point in points}


def tallies(visit: Visit, goals: Sequence[Goal], rows: Sequence[Observation]) -> list[Tally]:
    """Every goal's tally in the order of the goals, compared with the last visit."""
    before = befores(goals, visit)
    by_goal: dict[UUID, list[Observation]] = {goal.pk: [] for goal in goals}
    for row in rows:
        by_goal[row.goal_id].append(row)
    return [tally(goal, by_goal[goal.pk], before.get(goal.pk)) for goal in goals]
