"""What one visit adds up to for each goal: the same figures for the capture page, the summary and the note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from maypole.plan.models import Goal, Measure

from .models import Observation, Point, PromptLevel, Visit


@dataclass(frozen=True)
class Before:
    """The same goal at the last visit it was worked on."""

    at: datetime
    value: float
    correct: int | None
    trials: int | None


@dataclass(frozen=True)
class Tally:
    """One goal in one visit. `value` is the sum of counts, or the mean of durations (seconds) or ratings."""

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
    value: float = 0.0
    before: Before | None = field(default=None, compare=False)

    @property
    def is_share(self) -> bool:
        return self.measure in (Measure.TRIALS, Measure.STEPS)

    @property
    def change(self) -> int:
        """1 better than last time, -1 less, 0 the same or nothing to compare with."""
        if self.before is None or not self.n:
            return 0
        now = self.alone / self.n if self.is_share else self.value
        direction = 1 if self.more_is_better else -1
        return direction * ((now > self.before.value) - (now < self.before.value))


def tally(goal: Goal, rows: Sequence[Observation], before: Before | None = None) -> Tally:
    """Add up the standing observations of one goal."""
    counted = [row for row in rows if row.measure == goal.measure]
    by_level = dict.fromkeys(PromptLevel.values, 0)
    for row in counted:
        if row.correct:
            by_level[row.prompt] += 1
    values = [row.value for row in counted if row.value is not None]
    total = sum(values)
    return Tally(
        goal_id=goal.pk,
        title=goal.title,
        area=goal.area,
        measure=goal.measure,
        unit=goal.unit,
        more_is_better=goal.improvement == Goal.Improvement.INCREASE,
        n=len(counted),
        alone=by_level[PromptLevel.INDEPENDENT],
        missed=sum(1 for row in counted if row.correct is False),
        helps=tuple((level, n) for level, n in by_level.items() if n and level != PromptLevel.INDEPENDENT),
        value=total if goal.measure == Measure.COUNT or not values else total / len(values),
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
