"""How good were the chances that were given here? Finished goals against what reviews had said of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q
from django.utils import timezone

from maypole.cores.progress.calibration import Calibration, calibration, learned_growth_prior
from maypole.cores.progress.constants import FORECAST, SIGNAL
from maypole.plan.models import Goal, GoalState
from maypole.visits.models import Point, Setting

from .models import EVEN_ODDS, Decision

LEAST_GOALS = 20
"""Finished goals below which a table would tell more about luck than about the forecast."""
FIELDS = ("goal_id", "goal__due_on", "review__held_at", "signal", "choice", "p_goal", "growth", "review__growth_prior")


SUGGESTED: dict[str, tuple[str, ...]] = {
    "too_early": (Decision.Choice.WAIT, Decision.Choice.KEEP),
    "check_delivery": (Decision.Choice.WAIT,),
    "keep": (Decision.Choice.KEEP,),
    "watch": (Decision.Choice.KEEP, Decision.Choice.WAIT),
    "adjust": (Decision.Choice.CHANGE,),
}
"""What each signal suggests to do."""


class Given(NamedTuple):
    """What a review said of a goal that is finished by now, and whether the goal was reached by its date."""

    goal: UUID
    signal: str
    choice: str
    p_goal: float | None
    growth: float | None
    growth_prior: float
    reached: bool


class Ending(NamedTuple):
    """The newest days on which a goal was called reached, stopped, and opened."""

    met: datetime | None
    stopped: datetime | None
    opened: datetime | None


@dataclass(frozen=True)
class SignalCount:
    """One signal of the rule: how often it was given, how often people decided as it suggests, how many got there.

    `followed` is None for “goal met”: decisions that called a goal reached are left out of the record.
    """

    signal: str
    count: int
    reached: int
    followed: int | None


@dataclass(frozen=True)
class Record:
    """A clinic's own record. `table` is None while fewer than LEAST_GOALS goals with a chance are finished."""

    goals: int
    table: Calibration | None
    signals: tuple[SignalCount, ...]


def record_of(organisation_id: UUID, today: date) -> Record:
    """Four queries, however many goals. Names no child."""
    given = finished(organisation_id, today)
    told = [row for row in given if row.p_goal is not None]
    goals = len({row.goal for row in told})
    table = None
    if goals >= LEAST_GOALS:
        table = calibration([row.p_goal or 0.0 for row in told], [row.reached for row in told])
    return Record(goals, table, tuple(by_signal(given)) if table else ())


def finished(organisation_id: UUID, today: date) -> list[Given]:
    """Every review's word on goals that are finished: reached, or past their date.

    A goal that was let go or put on hold before its date says nothing about the forecast and is left out. So is the
    review that itself called the goal reached: it would be right by definition.
    """
    rows = Decision.objects.filter(organisation_id=organisation_id, review__held_at__isnull=False)
    decisions = list(rows.order_by("review__held_at", "id").values_list(*FIELDS))
    ends = endings(organisation_id)
    due = {goal: due_on for goal, due_on, *_rest in decisions}
    outcomes = {goal: outcome(ends.get(goal, Ending(None, None, None)), due_on, today) for goal, due_on in due.items()}
    there = at_the_goal([goal for goal, reached in outcomes.items() if reached is False])
    return [
        Given(goal, signal, choice, p_goal, growth, prior, bool(outcomes[goal]) or goal in there)
        for goal, due_on, held_at, signal, choice, p_goal, growth, prior in decisions
        if outcomes[goal] is not None and choice != Decision.Choice.MET and timezone.localdate(held_at) <= due_on
    ]


def at_the_goal(goals: Sequence[UUID]) -> set[UUID]:
    """Of goals that nobody called reached, those whose last three sessions by their date were there all the same: what
    the chance is about. Sessions at the clinic, or all when none is from there; near enough as in the forecast."""
    values: dict[UUID, dict[bool, list[float]]] = defaultdict(lambda: {True: [], False: []})
    rows = Point.objects.of_goals(goals).filter(at__date__lte=F("goal__due_on"))
    for goal, setting, value in rows.values_list("goal_id", "setting", "value"):
        values[goal][setting == Setting.CLINIC].append(value)
    return {
        goal.pk
        for goal in Goal.objects.filter(pk__in=list(values))
        if near_enough(goal, values[goal.pk][True] or values[goal.pk][False])
    }


def near_enough(goal: Goal, values: Sequence[float]) -> bool:
    last = values[-SIGNAL.recent :]
    start, aim = goal.level(goal.baseline or 0.0), goal.level(goal.criterion or 0.0)
    way = 1.0 if aim >= start else -1.0
    level = sum(last) / len(last)
    return len(last) == SIGNAL.recent and way * (level - aim) >= -FORECAST.tolerance * abs(aim - start)


def endings(organisation_id: UUID) -> dict[UUID, Ending]:
    rows = GoalState.objects.filter(organisation_id=organisation_id, goal__horizon="short").values("goal_id")
    stops = Q(state__in=[GoalState.State.HOLD, GoalState.State.ENDED])
    newest = rows.annotate(
        met=Max("at", filter=Q(state=GoalState.State.MET)),
        stopped=Max("at", filter=stops),
        opened=Max("at", filter=Q(state=GoalState.State.OPEN)),
    )
    return {goal: Ending(*rest) for goal, *rest in newest.values_list("goal_id", "met", "stopped", "opened")}


def outcome(end: Ending, due_on: date, today: date) -> bool | None:
    """Whether the goal was called reached by its date; None while nobody can know.

    A goal that was opened again after it had been called reached was not reached.
    """
    kept = end.met is not None and (end.opened is None or end.opened <= end.met)
    if kept and end.met is not None and timezone.localdate(end.met) <= due_on:
        return True
    stopped = end.stopped is not None and (end.opened is None or end.opened <= end.stopped)
    if stopped and end.stopped is not None and timezone.localdate(end.stopped) <= due_on:
        return None
    return False if due_on < today else None


def by_signal(given: Sequence[Given]) -> Iterator[SignalCount]:
    for signal in dict.fromkeys(row.signal for row in sorted(given, key=lambda row: row.signal)):
        rows = [row for row in given if row.signal == signal]
        suggested = SUGGESTED.get(signal)
        followed = sum(row.choice in suggested for row in rows) if suggested else None
        yield SignalCount(signal, len(rows), sum(row.reached for row in rows), followed)


def growth_prior(organisation_id: UUID, today: date) -> float:
    """The share of goals that keep growing, learned from the last review of each finished goal; even odds until
    enough are finished."""
    rows = finished(organisation_id, today)
    last = {row.goal: row for row in rows if row.growth is not None}
    if len(last) < LEAST_GOALS:
        return EVEN_ODDS
    return learned_growth_prior([at_even_odds(row.growth or 0.0, row.growth_prior) for row in last.values()])


def at_even_odds(growth: float, prior: float) -> float:
    """What the chance of growth would have been with even odds beforehand, so that chances can be put together."""
    kept = min(max(growth, 1e-9), 1 - 1e-9)
    odds = math.log(kept / (1 - kept)) - math.log(prior / (1 - prior))
    return 1 / (1 + math.exp(-odds))
