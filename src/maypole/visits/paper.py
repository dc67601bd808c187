"""The sheet of paper a visit can be recorded on: a box for each goal, in the shape its measure needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.people.models import Child
from maypole.plan.amounts import clock, signed
from maypole.plan.models import Goal, Measure
from maypole.plan.models.measure import INTERVALS

from .models import PromptLevel
from .present import level_name

MOST_CELLS = 30
TRIES = 10
INTERVALS_ON_PAPER = 20
ROUNDS = 4
"""Times that a whole task fits on a sheet."""
MISS = "–"


@dataclass(frozen=True)
class Box:
    """One goal on paper. `kind` names its template; `cells` are numbered places to write in, `lines` rows of them."""

    goal: Goal
    kind: str
    how: str
    cells: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def boxes(goals: Sequence[Goal]) -> list[Box]:
    """One box a goal. Prefetch task_steps and attainment_levels."""
    return [_box(goal) for goal in goals]


def _box(goal: Goal) -> Box:
    measure = goal.measure
    if measure == Measure.TRIALS:
        return Box(goal, "cells", _("One letter for each try: how much help it took."), _numbers(goal.out_of or TRIES))
    if measure == Measure.STEPS:
        steps = tuple(step.text for step in goal.task_steps.all())
        return Box(goal, "steps", _("One letter for each step, one column each time."), _numbers(ROUNDS), steps)
    if measure in INTERVALS:
        asked = {
            Measure.WHOLE: _("+ when it went on through the whole interval, else –. One interval: %(time)s."),
            Measure.PARTIAL: _("+ when it came at any time in the interval, else –. One interval: %(time)s."),
            Measure.MOMENTARY: _("+ when it is so as the interval ends, else –. One interval: %(time)s."),
        }[Measure(measure)]
        return Box(goal, "cells", asked % {"time": clock(goal.span_s or 0)}, _numbers(INTERVALS_ON_PAPER))
    if measure == Measure.COUNT:
        return Box(goal, "tally", _("A stroke each time, then the sum."))
    if measure == Measure.RATE:
        return Box(goal, "rate", _("A stroke each time, and how long you watched."))
    if measure == Measure.DURATION:
        return Box(goal, "clocks", _("Minutes and seconds each time."), _numbers(6))
    if measure == Measure.LATENCY:
        how = _("From asking to beginning, minutes and seconds. No answer: the time you waited, and a –.")
        return Box(goal, "clocks", how, _numbers(6))
    if measure == Measure.PRODUCT:
        return Box(goal, "pieces", _("How many are right, of how many."), _numbers(3))
    if measure == Measure.ATTAINMENT:
        levels = tuple(f"{signed(one.level)}  {one.text}" for one in goal.attainment_levels.all())
        return Box(goal, "levels", _("Circle one level."), lines=levels or tuple(signed(n) for n in range(-2, 3)))
    return Box(goal, "scales", _("Circle one number each time."), _numbers(5), _numbers(3))


def _numbers(upto: float) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, min(int(upto), MOST_CELLS) + 1))


def letters(child: Child) -> list[tuple[str, str]]:
    """The letters of help and what each means, least help first, and the sign for a try that did not work out."""
    return [*((code, level_name(code, child)) for code in PromptLevel.values), (MISS, _("Not this time"))]
