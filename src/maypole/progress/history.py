"""What a goal's chart and judgement are made from, loaded for any number of goals in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypedDict
from uuid import UUID

from django.utils import timezone

from maypole.access.prepared import PreparedFor
from maypole.cores.progress.history import Datum
from maypole.mastery.sightings import FEW_TRIES
from maypole.plan.models import Goal, GoalPhase
from maypole.visits.models import Point

from .models import EVEN_ODDS, Decision, Review


class PointRow(NamedTuple):
    """A point without the weight of a model: a page may hold hundreds. `at` is in the clinic's time zone."""

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
    """One goal with its points in time order, its phases, what earlier reviews decided, and when the next one is.

    `points` are as they were observed; `baseline` and `treatment` have single tries at home gathered by week.
    `planned_on` is the day of the planned review (None: none is planned, so that any look is a review), and
    `growth_prior` the share of goals that keep growing, as it was learned when that review was planned. `gain_left` is
    the best chance that the last review gave to another open goal of the child.
    """

    goal: Goal
    points: tuple[PointRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    planned_on: date | None = None
    growth_prior: float = EVEN_ODDS
    gain_left: float | None = None

    @cached_property
    def taught_from(self) -> datetime | None:
        """When treatment began: the first phase that is not a baseline; None while it has not."""
        return next((phase.starts_at for phase in self.phases if phase.kind != GoalPhase.Kind.BASELINE), None)

    @cached_property
    def gathered(self) -> tuple[PointRow, ...]:
        """The points in time order, where a family logged one try a day as one point a week: k of n."""
        return tuple(sorted(by_week(self.points) if self.goal.is_share else self.points, key=lambda point: point.at))

    @cached_property
    def _by_phase(self) -> tuple[tuple[PointRow, ...], tuple[PointRow, ...], tuple[PointRow, ...]]:
        """Baseline, treatment, and of treatment those of later phases. A study may begin with treatment, or go back to
        baseline: each point counts by the phase it happened in; before the first phase it is baseline."""
        found: tuple[list[PointRow], list[PointRow], list[PointRow]] = ([], [], [])
        ahead, kind = list(self.phases), GoalPhase.Kind.BASELINE.value
        for point in self.gathered:
            while ahead and ahead[0].starts_at <= point.at:
                kind = ahead.pop(0).kind
            if kind == GoalPhase.Kind.BASELINE:
                found[0].append(point)
                continue
            found[1].append(point)
            if kind in (GoalPhase.Kind.GENERALISE, GoalPhase.Kind.MAINTAIN):
                found[2].append(point)
        return tuple(found[0]), tuple(found[1]), tuple(found[2])

    @property
    def baseline(self) -> tuple[PointRow, ...]:
        return self._by_phase[0]

    @property
    def treatment(self) -> tuple[PointRow, ...]:
        return self._by_phase[1]

    @property
    def probing(self) -> tuple[PointRow, ...]:
        """Treatment points of the phases of other places and of keeping."""
        return self._by_phase[2]

    @cached_property
    def baseline_data(self) -> tuple[Datum, ...]:
        """The baseline as the progress core reads it."""
        return self._data(self.baseline)

    @cached_property
    def treatment_data(self) -> tuple[Datum, ...]:
        """Treatment as the progress core reads it."""
        return self._data(self.treatment)

    def _data(self, points: Sequence[PointRow]) -> tuple[Datum, ...]:
        """k of n where each of the n is a try of its own, else the value; by days since the goal began."""
        start = self.goal.starts_on.toordinal()
        if self.goal.counts_tries:
            return tuple(
                Datum(float(p.at.toordinal() - start), float(p.correct or 0), p.trials, p.setting, p.with_whom)
                for p in points
                if p.trials
            )
        return tuple(Datum(float(p.at.toordinal() - start), p.value, None, p.setting, p.with_whom) for p in points)


@dataclass(frozen=True)
class Content:
    """A history that equals another when everything in both is the same (a goal alone is compared by its key)."""

    key: tuple[object, ...]
    history: GoalHistory = field(compare=False, repr=False)


def content(history: GoalHistory) -> Content:
    goal = history.goal
    fields = tuple(getattr(goal, each.attname) for each in goal._meta.concrete_fields)
    reviewed = (history.decisions, history.planned_on, history.growth_prior, history.gain_left)
    return Content((fields, history.points, history.phases, *reviewed), history)


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
PHASE_FIELDS = ("goal_id", "kind", "label", "starts_at")
REVIEW_FIELDS = (
    "child_id",
    "planned_on",
    "held_at",
    "growth_prior",
    "decisions__goal_id",
    "decisions__choice",
    "decisions__signal",
    "decisions__p_goal",
    "decisions__why",
)
_points = PreparedFor(lambda goals: Point.objects.of_goals(goals).values_list(*POINT_FIELDS))
_phases = PreparedFor(
    lambda goals: GoalPhase.objects.filter(goal__in=goals).order_by("starts_at", "id").values_list(*PHASE_FIELDS)
)
_reviewed = PreparedFor(
    lambda children: (
        Review.objects.filter(child__in=children).order_by("held_at", "decisions__id").values_list(*REVIEW_FIELDS)
    ),
    most=2,
)


def histories(goals: Sequence[Goal]) -> dict[UUID, GoalHistory]:
    """The history of each goal by its id: three queries for up to twenty goals of a child."""
    keys = [goal.pk for goal in goals]
    points: dict[UUID, list[PointRow]] = defaultdict(list)
    here = timezone.get_current_timezone()
    local: dict[datetime, datetime] = {}
    for goal_id, at, *rest in _points(keys):
        if at not in local:
            local[at] = at.astimezone(here)
        points[goal_id].append(PointRow(local[at], *rest))
    phases: dict[UUID, list[PhaseRow]] = defaultdict(list)
    for goal_id, kind, label, starts_at in _phases(keys):
        phases[goal_id].append(PhaseRow(kind, label, starts_at.astimezone(here)))
    reviews = _reviews({goal.child_id for goal in goals})
    return {
        goal.pk: GoalHistory(
            goal, tuple(points[goal.pk]), tuple(phases[goal.pk]), **reviews[goal.child_id].fields(goal.pk)
        )
        for goal in goals
    }


class ReviewFields(TypedDict):
    """The part of a history that reviews make."""

    decisions: tuple[DecisionRow, ...]
    planned_on: date | None
    growth_prior: float
    gain_left: float | None


@dataclass
class _Reviews:
    """The reviews of one child: the planned one, and by goal what was decided, oldest first."""

    planned_on: date | None = None
    growth_prior: float = EVEN_ODDS
    decided: dict[UUID, list[DecisionRow]] = field(default_factory=lambda: defaultdict(list))

    def fields(self, goal: UUID) -> ReviewFields:
        others = [rows[-1] for key, rows in self.decided.items() if key != goal]
        gains = [row.p_goal for row in others if row.p_goal is not None and row.choice not in CLOSING]
        return {
            "decisions": tuple(self.decided.get(goal, ())),
            "planned_on": self.planned_on,
            "growth_prior": self.growth_prior,
            "gain_left": max(gains, default=None),
        }


CLOSING = (Decision.Choice.MET, Decision.Choice.PAUSE, Decision.Choice.GOODBYE)
"""Decisions after which a goal is no longer open."""


def _reviews(children: Collection[UUID]) -> dict[UUID, _Reviews]:
    found: dict[UUID, _Reviews] = defaultdict(_Reviews)
    for child, planned_on, held_at, growth_prior, goal, *decided in _reviewed(list(children)):
        if held_at is None:
            found[child].planned_on, found[child].growth_prior = planned_on, growth_prior
        elif goal is not None:
            found[child].decided[goal].append(DecisionRow(timezone.localdate(held_at), *decided))
    return found


def decision_row(decision: Decision) -> DecisionRow:
    """A decision of a held review; reads decision.review."""
    held_at = decision.review.held_at
    assert held_at is not None, "only held reviews have decisions"
    return DecisionRow(timezone.localdate(held_at), decision.choice, decision.signal, decision.p_goal, decision.why)
