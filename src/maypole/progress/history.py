"""What a goal's chart and judgement are made from, loaded for any number of goals in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from maypole.plan.models import Goal, GoalPhase
from maypole.visits.models import Point

from .models import Decision


class PointRow(NamedTuple):
    """A point without the weight of a model: a page may hold hundreds."""

    at: datetime
    setting: str
    with_whom: str
    value: float
    correct: int | None
    trials: int | None
    visit_id: UUID | None


class PhaseRow(NamedTuple):
    kind: str
    label: str
    starts_at: datetime


class DecisionRow(NamedTuple):
    held_on: date
    choice: str
    signal: str
    p_goal: float | None
    why: str

    @property
    def word(self) -> str:
        return str(Decision.Choice(self.choice).label)


@dataclass(frozen=True)
class GoalHistory:
    """One goal with its points in time order, its phases, and what earlier reviews decided.

    `points` are as they were observed; `baseline` and `treatment` have single tries at home gathered by week.
    """

    goal: Goal
    points: tuple[PointRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = field(default=())

    @cached_property
    def taught_from(self) -> datetime | None:
        """When treatment began: the first phase that is not a baseline; None while it has not."""
        return next((phase.starts_at for phase in self.phases if phase.kind != GoalPhase.Kind.BASELINE), None)

    @cached_property
    def gathered(self) -> tuple[PointRow, ...]:
        """The points in time order, where a family logged one try a day as one point a week: k of n."""
        return tuple(sorted(by_week(self.points), key=lambda point: point.at))

    @cached_property
    def _by_phase(self) -> tuple[tuple[PointRow, ...], tuple[PointRow, ...]]:
        """Baseline and treatment points. A study may begin with treatment, or go back to baseline: each point counts
        by the phase it happened in; before the first phase it is baseline."""
        baseline: list[PointRow] = []
        treatment: list[PointRow] = []
        ahead, current = list(self.phases), baseline
        for point in self.gathered:
            while ahead and ahead[0].starts_at <= point.at:
                current = baseline if ahead.pop(0).kind == GoalPhase.Kind.BASELINE else treatment
            current.append(point)
        return tuple(baseline), tuple(treatment)

    @property
    def baseline(self) -> tuple[PointRow, ...]:
        return self._by_phase[0]

    @property
    def treatment(self) -> tuple[PointRow, ...]:
        return self._by_phase[1]


FEW_TRIES = 3
"""Fewer tries than this outside a visit are a log, not a session: one yes or no says nothing by itself."""


def by_week(points: Sequence[PointRow]) -> Iterator[PointRow]:
    """The points, those with few tries outside a visit added up by calendar week, place and person."""
    weeks: dict[tuple[int, int, str, str], list[PointRow]] = defaultdict(list)
    for point in points:
        if point.visit_id is None and point.trials is not None and point.trials < FEW_TRIES:
            year, week, _day = point.at.isocalendar()
            weeks[year, week, point.setting, point.with_whom].append(point)
        else:
            yield point
    for same in weeks.values():
        correct, trials = sum(p.correct or 0 for p in same), sum(p.trials or 0 for p in same)
        yield same[-1]._replace(value=correct / trials, correct=correct, trials=trials)


POINT_FIELDS = ("goal_id", "at", "setting", "with_whom", "value", "correct", "trials", "visit_id")


def histories(goals: Sequence[Goal]) -> dict[UUID, GoalHistory]:
    """The history of each goal by its id: three queries, however many goals."""
    keys = [goal.pk for goal in goals]
    points: dict[UUID, list[PointRow]] = defaultdict(list)
    for goal_id, *rest in Point.objects.of_goals(keys).values_list(*POINT_FIELDS):
        points[goal_id].append(PointRow(*rest))
    phases: dict[UUID, list[PhaseRow]] = defaultdict(list)
    rows = GoalPhase.objects.filter(goal__in=keys).order_by("starts_at", "id")
    for goal_id, *rest in rows.values_list("goal_id", "kind", "label", "starts_at"):
        phases[goal_id].append(PhaseRow(*rest))
    decisions = _decisions(keys)
    return {
        goal.pk: GoalHistory(goal, tuple(points[goal.pk]), tuple(phases[goal.pk]), tuple(decisions.get(goal.pk, ())))
        for goal in goals
    }


def _decisions(keys: Iterable[UUID]) -> dict[UUID, list[DecisionRow]]:
    found: dict[UUID, list[DecisionRow]] = defaultdict(list)
    rows = Decision.objects.filter(goal__in=keys, review__held_at__isnull=False).order_by("review__held_at", "id")
    for row in rows.select_related("review"):
        found[row.goal_id].append(decision_row(row))
    return found


def decision_row(decision: Decision) -> DecisionRow:
    """A decision of a held review; reads decision.review."""
    held_at = decision.review.held_at
    assert held_at is not None, "only held reviews have decisions"
    return DecisionRow(held_at.date(), decision.choice, decision.signal, decision.p_goal, decision.why)
