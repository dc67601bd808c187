"""Goal attainment scaling: where a goal stands among its levels, and the weighted T of a child's goals together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maypole.cores.scores.gas import ScaledGoal, attainment
from maypole.plan.amounts import signed
from maypole.plan.models import Goal, Measure

from .history import GoalHistory


@dataclass(frozen=True)
class LevelRow:
    sign: str
    text: str
    now: bool
    start: bool
    expected: bool


@dataclass(frozen=True)
class ScaledRow:
    """One goal of the child that is scaled: where it started, where it is now, what it weighs."""

    title: str
    start: str
    now: str
    weight: str
    measured: bool


@dataclass(frozen=True)
class Scaled:
    """The goals together. The texts of T are empty with one goal: then its level alone is told."""

    rows: tuple[ScaledRow, ...]
    before: str = ""
    now: str = ""
    change: str = ""


def level_rows(history: GoalHistory) -> list[LevelRow]:
    """The five levels of one goal, highest first, with where it is; empty for other kinds. One query."""
    goal = history.goal
    if goal.measure != Measure.ATTAINMENT:
        return []
    now = round(history.points[-1].value) if history.points else None
    return [
        LevelRow(signed(one.level), one.text, one.level == now, one.level == goal.baseline, one.level == goal.criterion)
        for one in reversed(list(goal.attainment_levels.all()))
    ]


def scaled(found: Iterable[tuple[Goal, float | None]]) -> Scaled | None:
    """A child's goals with their newest levels, weighted together; None when none of them is scaled.

    A goal nobody has rated yet stands where it started. Levels are ordinal and set for this child: T tells this child's
    way, never a comparison with another.
    """
    goals = [(goal, newest) for goal, newest in found if goal.measure == Measure.ATTAINMENT]
    if not goals:
        return None
    before = [ScaledGoal(_level(goal.baseline), float(goal.weight)) for goal, _newest in goals]
    now = [ScaledGoal(_level(goal.baseline if new is None else new), float(goal.weight)) for goal, new in goals]
    told = attainment(before, now)
    rows = tuple(
        _row(goal, start, level, newest is not None)
        for (goal, newest), start, level in zip(goals, before, now, strict=True)
    )
    if told.baseline is None or told.now is None or told.change is None:
        return Scaled(rows)
    return Scaled(rows, _tenth(told.baseline), _tenth(told.now), _change(told.change))


def _level(value: float | None) -> int:
    return -2 if value is None else round(value)


def _row(goal: Goal, start: ScaledGoal, now: ScaledGoal, measured: bool) -> ScaledRow:
    weight = _("%(weight)d (matters %(importance)d, hard %(difficulty)d)") % {
        "weight": goal.weight, "importance": goal.importance or 1, "difficulty": goal.difficulty or 1,
    }  # fmt: skip
    return ScaledRow(goal.title, signed(start.level), signed(now.level), weight, measured)


def _tenth(value: float) -> str:
    return str(number_format(round(value, 1), 1))  # number_format cuts off what it does not show


def _change(value: float) -> str:
    return ("+" if value > 0 else "\u2212" if value < 0 else "") + _tenth(abs(value))
