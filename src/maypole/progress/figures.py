"""The numbers behind the sentence, one tap away: each told in words by the progress core."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.cores.progress.criteria import DualCriteria, dual_criteria
from maypole.cores.progress.means import pogo
from maypole.cores.progress.nonoverlap import nap
from maypole.cores.progress.ratios import lrr_d, lrr_i, percent_change
from maypole.cores.progress.reasons import Number
from maypole.cores.progress.sentences import say_figure
from maypole.cores.progress.series import BOUNDS, LARGEST, Improvement, Scale, Series
from maypole.cores.progress.visual import level_now
from maypole.plan.amounts import level_text
from maypole.plan.models import Goal, Measure
from maypole.plan.models.measure import TIMES
from maypole.visits.models import Setting

from .history import GoalHistory, PointRow

LEAST = 5
"""Sessions in each phase below which no figure is shown, only the points (research: progress §4)."""
UNITS = {"%": Scale.PERCENTAGE, "(0 to 1)": Scale.PROPORTION, "a minute": Scale.RATE, "points": Scale.OTHER}
"""Units of a count that say what it is a number of; any other unit is a count of things."""


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
    points = [*before, *since]
    factor = 100.0 if goal.is_share else 1.0
    values = [max(-LARGEST, min(LARGEST, point.value * factor)) for point in points]
    return Series.of(
        days(points),
        "A" * len(before) + "B" * len(since),
        values,
        measure=goal.title,
        scale=scale_of(goal, values),
        improvement=Improvement(goal.improvement),
        goal=goal.level(goal.criterion) * factor if goal.criterion is not None else None,
    )


def days(points: list[PointRow]) -> list[float]:
    """Times in days from the first point; whole seconds, because the core cannot tell nearer sessions apart."""
    first = math.floor(points[0].at.timestamp())
    return [(math.floor(point.at.timestamp()) - first) / 86400 for point in points]


def scale_of(goal: Goal, values: list[float]) -> Scale:
    """What the values are numbers of; “other” when one of them cannot be that (a count below zero, 120 %)."""
    if goal.is_share:
        return Scale.PERCENTAGE
    scale = UNITS.get(goal.unit, Scale.COUNT) if goal.measure == Measure.COUNT else Scale.OTHER
    if goal.measure in TIMES or goal.measure == Measure.RATE:
        scale = Scale.RATE
    low, high = BOUNDS[scale]
    return scale if all(low <= value <= high for value in values) else Scale.OTHER


def in_one_place(points: tuple[PointRow, ...]) -> list[PointRow]:
    """Clinic points, or all of them when none is from the clinic: places are never blended into one curve."""
    return [point for point in points if point.setting == Setting.CLINIC] or list(points)


def figures(history: GoalHistory, found: Series | None, language: str) -> list[Figure]:
    """The level now, improvement over pairs, the way to the goal or the change, and points beyond both lines; with
    fewer than five sessions before or since, only the level and how many are missing."""
    speak = Speaker(history.goal, language)
    have = min(found.n_a, found.n_b) if found else 0
    ordinal = history.goal.measure == Measure.ATTAINMENT  # levels have an order and no distances: no means of them
    told = list(level(found, speak)) if found and not ordinal else []
    if found is None or have < LEAST:
        return [*told, Figure(_("Before and after"), speak("not_enough", {"have": have, "need": LEAST}))]
    if ordinal:
        return list(pairs(found, speak))
    return [*told, *pairs(found, speak), *way(found, speak), *change(found, speak), *lines(found, speak)]


@dataclass(frozen=True)
class Speaker:
    """Says a figure in one language, with levels in the goal's own unit."""

    goal: Goal
    language: str

    def __call__(self, key: str, numbers: Mapping[str, Number], **levels: float) -> str:
        factor = 100.0 if self.goal.is_share else 1.0
        words = {name: level_text(self.goal, number / factor) for name, number in levels.items()}
        return say_figure(key, {**numbers, **levels}, self.language, **words)


def level(found: Series, speak: Speaker) -> Iterator[Figure]:
    seen = level_now(found)
    if seen.now is not None and seen.ci is not None:
        yield Figure(_("Level now"), speak("level_range", {}, level=seen.now, low=seen.ci[0], high=seen.ci[1]))
    elif seen.now is not None and seen.baseline is not None and found.goal is not None:
        yield Figure(_("Level now"), speak("level_now", {}, level=seen.now, baseline=seen.baseline, goal=found.goal))


def pairs(found: Series, speak: Speaker) -> Iterator[Figure]:
    effect = nap(found)
    if effect.value is not None and effect.ci is not None:
        numbers = {"percent": effect.value, "low": effect.ci[0], "high": effect.ci[1]}
        yield Figure(_("Any later session beats any earlier one"), speak("nap", numbers))


def way(found: Series, speak: Speaker) -> Iterator[Figure]:
    effect = pogo(found)
    if effect.value is not None and effect.ci is not None:
        numbers = {"percent": effect.value / 100, "low": effect.ci[0] / 100, "high": effect.ci[1] / 100}
        yield Figure(_("Towards the goal"), speak("pogo", numbers))


def change(found: Series, speak: Speaker) -> Iterator[Figure]:
    """The change in percent, for what has a true zero and no top: counts, rates and durations."""
    if found.scale not in (Scale.COUNT, Scale.RATE) or not found.a.any():
        return
    effect = lrr_d(found) if found.decrease else lrr_i(found)
    if effect.value is None or effect.ci is None:
        return
    shares = [percent_change(limit) / 100 for limit in (effect.value, *effect.ci)]
    key = "change_up" if shares[0] >= 0 else "change_down"
    if key == "change_down":
        shares = [-shares[0], -shares[2], -shares[1]]
    numbers = dict(zip(("percent", "low", "high"), shares, strict=True))
    yield Figure(_("Change"), speak(key, numbers))


def lines(found: Series, speak: Speaker) -> Iterator[Figure]:
    criteria = dual_criteria(found)
    if criteria.exceeding_both is not None and criteria.needed is not None:
        yield Figure(_("Beyond both lines"), beyond(criteria, found, speak))


def beyond(criteria: DualCriteria, found: Series, speak: Speaker) -> str:
    if found.decrease:
        return _("{count} of {n} points are below both lines ({needed} needed).").format(
            count=criteria.exceeding_both, n=criteria.n_b, needed=criteria.needed
        )
    numbers = {"above": criteria.exceeding_both or 0, "count": criteria.n_b, "needed": criteria.needed or 0}
    return speak("cdc", numbers)
