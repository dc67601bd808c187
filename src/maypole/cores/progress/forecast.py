"""The chance that a goal is reached by its due date: a mixture of "has levelled off" and "keeps growing".

On published series a straight line drawn on to the review date is worse than a coin (Brier .385); a mixture of two
Bayesian regressions, one nearly flat and one growing toward the goal, is well calibrated (`docs/progress/forecast.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.progress.constants import FORECAST, ForecastConstants
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mixture import Component, Regression, WorkingScale
from maypole.cores.progress.series import Improvement, Scale
from maypole.cores.progress.tails import solve

LEAST_POINTS = 2
_BOUNDS = {
    Scale.COUNT: (0.0, math.inf),
    Scale.RATE: (0.0, math.inf),
    Scale.PROPORTION: (0.0, 1.0),
    Scale.PERCENTAGE: (0.0, 100.0),
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the level is heading.

    p_goal: chance that the mean level at the due date is within `tolerance` of the way (10 %) of the goal or beyond it.
    p_worse: chance that the level *now* is on the wrong side of the baseline.
    p_now: chance that the level now is already at the goal.
    mean, sd: the level at the due date in the goal's unit (tries: as a share). level: the level now.
    growth: posterior weight of "keeps growing"; 1 - growth is "has levelled off".
    n: treatment points used. outliers: how many of them stand out.
    """

    p_goal: float
    p_worse: float
    p_now: float
    mean: float
    sd: float
    level: float
    growth: float
    n: int
    outliers: int
    components: tuple[Component, Component]
    scale: WorkingScale

    def interval(self, confidence: float = 0.80) -> tuple[float, float]:
        """Equal-tailed range of the level at the due date, in the goal's unit."""
        tail = (1.0 - confidence) / 2.0
        reach = max(abs(c.mean) + 60.0 * c.sd for c in self.components)

        def below(level: float) -> float:
            return sum(c.weight * (1.0 - c.above(level)) for c in self.components)

        ends = (solve(tail, below, -reach, reach), solve(1.0 - tail, below, -reach, reach))
        low, high = sorted(self.scale.back(end) for end in ends)
        return low, high


def forecast(
    points: Sequence[Datum],
    goal: float,
    due: float,
    *,
    baseline: Sequence[Datum],
    start: float | None = None,
    now: float | None = None,
    improvement: Improvement = Improvement.INCREASE,
    measure: Scale = Scale.OTHER,
    constants: ForecastConstants = FORECAST,
) -> Forecast:
    """Forecast the level at `due` from treatment points since the last change of plan.

    points: at least two; all with trials or none. goal: in the points' unit, a share 0-1 for tries.
    start: when the plan towards this goal began (default: the first point); sets how fast the aim line climbs.
    measure: what the points are; keeps the levels that are shown within its bounds.
    Raises ProgressError with fewer than two points or no baseline. Five is the least for a verdict (`signal.judge`).
    Counts of k out of n are worked on the arcsine scale, where their sampling variance is about 1/(4n)
    (Anscombe 1948), so that sessions of different length weigh by their trials.
    Growth usually slows: a child exactly on the aim line is given about one half, not certainty.
    Not for cyclic measures, and not when measuring itself changed meanwhile.

    >>> steady = [Datum(day, 20 + 3 * day) for day in range(1, 9)]
    >>> [round(forecast(steady, 80, due, baseline=[Datum(0, 20)]).p_goal, 1) for due in (20, 30)]
    [0.5, 0.8]
    """
    if len(points) < LEAST_POINTS or not baseline:
        raise ProgressError("A forecast needs two treatment points and a baseline.")
    sign = 1.0 if improvement == Improvement.INCREASE else -1.0
    scale = WorkingScale(sign, points[0].trials is not None, *_BOUNDS.get(measure, (-math.inf, math.inf)))
    ordered = sorted(points, key=lambda point: point.at)
    base = _mean([point.level for point in baseline])
    target, floor = scale.to(goal), scale.to(base)
    fit = Regression(ordered, scale, _least_noise(target - floor, goal, constants), constants)
    last = ordered[-1].at
    end, begin = max(due, last), ordered[0].at if start is None else start
    aim = (target - floor) / max(end - begin, fit.spacing)
    ahead, today = fit.components(aim, end), fit.components(aim, last if now is None else now)
    mean, sd = _moments(ahead)
    return Forecast(
        p_goal=_above(ahead, scale.to(goal - constants.tolerance * (goal - base))),
        p_worse=1.0 - _above(today, floor),
        p_now=_above(today, target),
        mean=scale.back(mean),
        sd=sd * scale.steepness(mean),
        level=scale.back(_moments(today)[0]),
        growth=ahead[1].weight,
        n=len(ordered),
        outliers=fit.outliers,
        components=ahead,
        scale=scale,
    )


def _above(halves: tuple[Component, Component], line: float) -> float:
    return sum(c.weight * c.above(line) for c in halves)


def _moments(halves: tuple[Component, Component]) -> tuple[float, float]:
    mean = sum(c.weight * c.mean for c in halves)
    variance = sum(c.weight * (c.sd**2 * c.df / (c.df - 2.0) + (c.mean - mean) ** 2) for c in halves)
    return mean, math.sqrt(variance)


def _least_noise(distance: float, goal: float, k: ForecastConstants) -> float:
    """A flat series is not noise-free: at least a share of the distance to go (or of the goal's size) is noise."""
    return max(k.noise_floor * abs(distance), 1e-6 * abs(goal), 1e-9)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
