"""The chance that a goal is reached by its due date: a mixture of "has levelled off" and "keeps growing".

On published series a straight line drawn on to the review date is worse than a coin (Brier .385); a mixture of two
Bayesian regressions, one nearly flat and one growing toward the goal, is well calibrated (`docs/progress/forecast.md`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maypole.cores.progress.constants import FORECAST, ForecastConstants
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.series import Improvement
from maypole.cores.progress.tails import solve, t_sf

LEAST_POINTS = 2
_LINE_POINTS = 24
_TINY_SLOPE = 1e-3


@dataclass(frozen=True, slots=True)
class WorkingScale:
    """Where the sums are done: more is better, and tries are arcsines of the square root of their share."""

    sign: float
    shares: bool

    def seen(self, point: Datum) -> float:
        """A point; tries by Anscombe's arcsine, which keeps 0 of n and n of n apart from the ends."""
        if point.trials is None:
            return self.sign * point.value
        return self.sign * math.asin(math.sqrt((point.value + 0.375) / (point.trials + 0.75)))

    def to(self, level: float) -> float:
        """A true level."""
        return self.sign * (math.asin(math.sqrt(min(max(level, 0.0), 1.0))) if self.shares else level)

    def back(self, worked: float) -> float:
        """A level in the goal's unit."""
        level = self.sign * worked
        return math.sin(min(max(level, 0.0), math.pi / 2.0)) ** 2 if self.shares else level

    def steepness(self, worked: float) -> float:
        """How much the goal's unit moves with the working scale there."""
        return math.sin(2.0 * min(max(self.sign * worked, 0.0), math.pi / 2.0)) if self.shares else 1.0


@dataclass(frozen=True, slots=True)
class Component:
    """One half of the mixture: the level at the due date as a t distribution, and its posterior weight."""

    name: str
    weight: float
    mean: float
    sd: float
    df: float

    def above(self, level: float) -> float:
        """P(level at the due date > level)."""
        return t_sf((level - self.mean) / self.sd, self.df)


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
    constants: ForecastConstants = FORECAST,
) -> Forecast:
    """Forecast the level at `due` from treatment points since the last change of plan.

    points: at least two; all with trials or none. goal: in the points' unit, a share 0-1 for tries.
    start: when the plan towards this goal began (default: the first point); sets how fast the aim line climbs.
    Raises ProgressError with fewer than two points or no baseline. Five is the least for a verdict (`signal.judge`).
    Counts of k out of n are worked on the arcsine scale, where their sampling variance is about 1/(4n)
    (Anscombe 1948), so that sessions of different length weigh by their trials.
    Not for cyclic measures, and not when measuring itself changed meanwhile.

    >>> steady = [Datum(day, 20 + 3 * day) for day in range(1, 9)]
    >>> round(forecast(steady, 80, 20, baseline=[Datum(0, 20)]).p_goal, 2)
    0.99
    """
    if len(points) < LEAST_POINTS or not baseline:
        raise ProgressError("A forecast needs two treatment points and a baseline.")
    scale = WorkingScale(1.0 if improvement == Improvement.INCREASE else -1.0, points[0].trials is not None)
    ordered = sorted(points, key=lambda point: point.at)
    base = _mean([point.level for point in baseline])
    target, floor = scale.to(goal), scale.to(base)
    fit = _Regression(ordered, scale, _least_noise(target - floor, goal, constants), constants)
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


class _Regression:
    """Robust weighted sums of one series; `components` turns them into the two posteriors."""

    def __init__(self, points: Sequence[Datum], scale: WorkingScale, least: float, k: ForecastConstants) -> None:
        times = [point.at for point in points]
        values = [scale.seen(point) for point in points]
        gaps = [b - a for a, b in pairwise(times) if b > a]
        residuals = _residuals(times, values)
        scatter = sum(r * r for r in residuals) / max(len(points) - 2, 1)
        relative, sampling = _relative_variance(points, scatter)
        inflation = (1.0 + k.autocorrelation) / (1.0 - k.autocorrelation)
        self.constants = k
        self.last = times[-1]
        self.spacing = _median(gaps) if gaps else 1.0
        self.noise = math.sqrt(max(scatter, sampling, least * least))
        cuts = [k.huber * self.noise * math.sqrt(part) for part in relative]
        kept = [min(1.0, cut / abs(r)) if r else 1.0 for r, cut in zip(residuals, cuts, strict=True)]
        weights = [keep / (part * inflation) for keep, part in zip(kept, relative, strict=True)]
        self.outliers = sum(keep < k.huber / k.odd for keep in kept)
        self.df = k.noise_df + len(points) / inflation - 1.0
        self.total = sum(weights)
        self.time = sum(w * t for w, t in zip(weights, times, strict=True)) / self.total
        self.value = sum(w * y for w, y in zip(weights, values, strict=True)) / self.total
        rows = [(w, t - self.time, y - self.value) for w, t, y in zip(weights, times, values, strict=True)]
        self.tt = sum(w * t * t for w, t, _ in rows)
        self.ty = sum(w * t * y for w, t, y in rows)
        self.yy = sum(w * y * y for w, _, y in rows)

    def components(self, aim: float, at: float) -> tuple[Component, Component]:
        """Plateau and growth at time `at`, weighed by prior times marginal likelihood."""
        k = self.constants
        steep = max(abs(aim), _TINY_SLOPE * self.noise / self.spacing)
        flat = self._posterior(0.0, k.plateau_slope_sd / self.spacing, at)
        rising = self._posterior(k.growth_slope_mean * aim, k.growth_slope_sd * steep / self.noise, at)
        odds = flat[0] - rising[0] + math.log((1.0 - k.growth_prior) / k.growth_prior)
        growth = 1.0 / (1.0 + math.exp(min(odds, 700.0)))
        return (
            Component("plateau", 1.0 - growth, flat[1], flat[2], self.df),
            Component("growth", growth, rising[1], rising[2], self.df),
        )

    def _posterior(self, slope: float, slope_sd: float, at: float) -> tuple[float, float, float]:
        """Log marginal likelihood, and centre and scale of the level at `at`.

        Normal-inverse-gamma: slope | s^2 ~ N(slope, (slope_sd s)^2), flat level, s^2 around the series' own scatter.
        """
        prior = 1.0 / slope_sd**2
        precision = prior + self.tt
        centre = (prior * slope + self.ty) / precision
        squares = self.constants.noise_df * self.noise**2
        squares += max(self.yy + prior * slope * slope - precision * centre * centre, 0.0)
        evidence = 0.5 * math.log(prior / precision) - 0.5 * self.df * math.log(squares)
        ahead = at - self.time
        wander = self.constants.wander**2 * max(at - self.last, 0.0) / self.spacing
        spread = squares / self.df * (1.0 / self.total + ahead * ahead / precision + wander)
        return evidence, self.value + centre * ahead, math.sqrt(spread)


def _least_noise(distance: float, goal: float, k: ForecastConstants) -> float:
    """A flat series is not noise-free: at least a share of the distance to go (or of the goal's size) is noise."""
    return max(k.noise_floor * abs(distance), 1e-6 * abs(goal), 1e-9)


def _residuals(times: Sequence[float], values: Sequence[float]) -> list[float]:
    """Residuals from the Theil-Sen line through the latest points (all points get one)."""
    recent = range(max(0, len(times) - _LINE_POINTS), len(times))
    slopes = [
        (values[j] - values[i]) / (times[j] - times[i])
        for i in recent
        for j in range(i + 1, len(times))
        if times[j] > times[i]
    ]
    slope = _median(slopes) if slopes else 0.0
    flat = [y - slope * t for t, y in zip(times, values, strict=True)]
    middle = _median(flat)
    return [value - middle for value in flat]


def _relative_variance(points: Sequence[Datum], scatter: float) -> tuple[list[float], float]:
    """Each point's variance relative to the average, and the sampling variance that the trials alone explain."""
    if points[0].trials is None:
        return [1.0] * len(points), 0.0
    chance = [1.0 / (4.0 * (point.trials or 1) + 2.0) for point in points]
    sampling = sum(chance) / len(chance)
    between = max(scatter - sampling, 0.0)
    return [(between + own) / (between + sampling) for own in chance], sampling


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else 0.5 * (ordered[half - 1] + ordered[half])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
