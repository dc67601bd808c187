"""The two regressions behind a forecast: nearly flat, and growing toward the goal.

Normal-inverse-gamma: slope | s^2 normal, level flat, s^2 around the series' own robust scatter. Points that lie far off
count less (Huber 1964), and every point counts less than an independent one because sessions carry over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, median

from maypole.cores.progress.constants import ForecastConstants
from maypole.cores.progress.history import Datum
from maypole.cores.progress.tails import t_sf

_LINE_POINTS = 24
_TINY_SLOPE = 1e-3
_ROUNDS = 12
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class WorkingScale:
    """Where the sums are done: more is better, and tries are arcsines of the square root of their share.

    low, high: the levels that the measure can take; what is shown stays between them.
    """

    sign: float
    shares: bool
    low: float = -math.inf
    high: float = math.inf

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
        if self.shares:
            return math.sin(min(max(level, 0.0), math.pi / 2.0)) ** 2
        return min(max(level, self.low), self.high)

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


class Regression:
    """Robust weighted sums of one series; `components` turns them into the two posteriors."""

    def __init__(self, points: Sequence[Datum], scale: WorkingScale, least: float, k: ForecastConstants) -> None:
        times = [point.at for point in points]
        values = [scale.seen(point) for point in points]
        gaps = [b - a for a, b in pairwise(times) if b > a]
        residuals = _residuals(times, values)
        scatter = _scatter(residuals, k.huber)
        relative, sampling = _relative_variance(points, scatter)
        inflation = (1.0 + k.autocorrelation) / (1.0 - k.autocorrelation)
        self.constants = k
        self.last = times[-1]
        self.spacing = median(gaps) if gaps else 1.0
        self.noise = math.sqrt(max(scatter, sampling, least * least))
        cuts = [k.huber * self.noise * math.sqrt(part) for part in relative]
        kept = [(cut / r) ** 2 if abs(r) > cut else 1.0 for r, cut in zip(residuals, cuts, strict=True)]
        weights = [keep / (part * inflation) for keep, part in zip(kept, relative, strict=True)]
        self.outliers = sum(keep < (k.huber / k.odd) ** 2 for keep in kept)
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


def _residuals(times: Sequence[float], values: Sequence[float]) -> list[float]:
    """Residuals from the Theil-Sen line through the latest points (all points get one)."""
    recent = range(max(0, len(times) - _LINE_POINTS), len(times))
    slopes = [
        (values[j] - values[i]) / (times[j] - times[i])
        for i in recent
        for j in range(i + 1, len(times))
        if times[j] > times[i]
    ]
    slope = median(slopes) if slopes else 0.0
    flat = [y - slope * t for t, y in zip(times, values, strict=True)]
    middle = median(flat)
    return [value - middle for value in flat]


def _scatter(residuals: Sequence[float], cut: float) -> float:
    """Residual variance that one wild session cannot blow up: Huber's proposal 2, from the plain variance downwards."""
    degrees = max(len(residuals) - 2, 1)
    squares = [r * r for r in residuals]
    usual = 2.0 * (_NORMAL.cdf(cut) - 0.5 - cut * _NORMAL.pdf(cut)) + 2.0 * cut * cut * (1.0 - _NORMAL.cdf(cut))
    variance = sum(squares) / degrees
    for _ in range(_ROUNDS):
        limit = cut * cut * variance
        variance = min(variance, sum(min(square, limit) for square in squares) / (degrees * usual))
    return variance


def _relative_variance(points: Sequence[Datum], scatter: float) -> tuple[list[float], float]:
    """Each point's variance relative to the average, and the sampling variance that the trials alone explain."""
    if points[0].trials is None:
        return [1.0] * len(points), 0.0
    chance = [1.0 / (4.0 * (point.trials or 1) + 2.0) for point in points]
    sampling = sum(chance) / len(chance)
    between = max(scatter - sampling, 0.0)
    return [(between + own) / (between + sampling) for own in chance], sampling
