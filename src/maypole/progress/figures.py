"""The numbers behind the sentence, one tap away: each told in words by the progress core."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.means import pogo
from maypole.cores.progress.nonoverlap import nap
from maypole.cores.progress.sentences import say_figure
from maypole.cores.progress.series import Improvement, Scale, Series
from maypole.plan.models import Measure
from maypole.visits.models import Setting

from .history import GoalHistory, PointRow

LEAST = 5
"""Sessions in each phase below which no figure is shown, only the points (research: progress §4)."""


@dataclass(frozen=True)
class Figure:
    name: str
    text: str


def series(history: GoalHistory) -> Series | None:
    """Clinic sessions before and since teaching began, as the core reads them; None while one side is empty."""
    goal = history.goal
    before, since = in_one_place(history.baseline), in_one_place(history.treatment)
    if not before or not since:
        return None
    factor, scale = (100.0, Scale.PERCENTAGE) if goal.is_share else (1.0, scale_of(history))
    points = [*before, *since]
    return Series.of(
        [float((point.at - points[0].at).total_seconds() / 86400) for point in points],
        "A" * len(before) + "B" * len(since),
        [point.value * factor for point in points],
        measure=goal.title,
        scale=scale,
        improvement=Improvement(goal.improvement),
        goal=goal.level(goal.criterion) * factor if goal.criterion is not None else None,
    )


def scale_of(history: GoalHistory) -> Scale:
    """Counts that are whole and not negative are counts; everything else is only a number."""
    whole = all(point.value >= 0 and point.value == int(point.value) for point in history.points)
    return Scale.COUNT if history.goal.measure == Measure.COUNT and whole else Scale.OTHER


def in_one_place(points: tuple[PointRow, ...]) -> list[PointRow]:
    """Clinic points, or all of them when none is from the clinic: places are never blended into one curve."""
    return [point for point in points if point.setting == Setting.CLINIC] or list(points)


def figures(history: GoalHistory, language: str) -> list[Figure]:
    """Improvement over pairs, way to the goal, and points beyond both lines; or how many sessions are missing."""
    found = series(history)
    have = min(found.n_a, found.n_b) if found else 0
    if found is None or have < LEAST:
        words = say_figure("not_enough", {"have": have, "need": LEAST}, language)
        return [Figure(_("Before and after"), words)]
    told = [pairs(found, language), way(found, language), lines(found, language)]
    return [figure for figure in told if figure is not None]


def pairs(found: Series, language: str) -> Figure | None:
    effect = nap(found)
    if effect.value is None or effect.ci is None:
        return None
    numbers = {"percent": effect.value, "low": effect.ci[0], "high": effect.ci[1]}
    return Figure(_("Any later session beats any earlier one"), say_figure("nap", dict(numbers), language))


def way(found: Series, language: str) -> Figure | None:
    effect = pogo(found)
    if effect.value is None or effect.ci is None:
        return None
    numbers = {"percent": effect.value / 100, "low": effect.ci[0] / 100, "high": effect.ci[1] / 100}
    return Figure(_("Towards the goal"), say_figure("pogo", dict(numbers), language))


def lines(found: Series, language: str) -> Figure | None:
    criteria = dual_criteria(found)
    if criteria.exceeding_both is None or criteria.needed is None:
        return None
    numbers = {"above": criteria.exceeding_both, "count": criteria.n_b, "needed": criteria.needed}
    return Figure(_("Beyond both lines"), say_figure("cdc", dict(numbers), language))
