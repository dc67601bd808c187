"""How much: change as a ratio, for counts, rates, percentages and anything with a true zero."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.series import FloatArray, Scale, Series

TOP = {Scale.PERCENTAGE: 100.0, Scale.PROPORTION: 1.0}


def lrr_i(series: Series) -> Estimate:
    """Log response ratio, improvement upward: positive is better; Pustejovsky 2015, 2018.

    ln M_B - ln M_A with small-sample correction s²/(2nM²). Means below 1/(2Dn) are raised to it (see `Series.d`).
    Where less of a percentage is better, the ratio is that of what is left (100 - M).
    The change in percent is `percent_change`. Not for scales without a true zero (a rating from 1 to 7).

    >>> estimate = lrr_i(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]))
    >>> round(estimate.value, 4), round(estimate.se, 4)
    (0.1954, 0.0556)
    """
    return log_ratio(series, complement=series.decrease and series.scale in TOP, sign=series.sign)


def lrr_d(series: Series) -> Estimate:
    """Log response ratio, improvement downward: negative is better; Pustejovsky 2015, 2018.

    The form to use for behaviour that should become less. Where more of a percentage is better, the ratio is that of
    what is missing (100 - M).

    >>> round(lrr_d(Series.ab([20, 22, 21], [10, 11, 9], improvement="decrease")).value, 4)
    -0.7406
    """
    return log_ratio(series, complement=not series.decrease and series.scale in TOP, sign=-series.sign)


def lor(series: Series) -> Estimate:
    """Log odds ratio of percentages or proportions, bias-corrected; positive is better; Pustejovsky 2015.

    >>> estimate = lor(Series.ab([20, 30, 25], [60, 70, 80], scale="percentage"))
    >>> round(estimate.value, 4)
    1.9249
    """
    if series.scale not in TOP:
        return Estimate.absent(Why.NOT_SHARE)
    if series.n_a < 2 or series.n_b < 2:
        return Estimate.absent(Why.TWO_EACH)
    top = TOP[series.scale]
    total, variance = 0.0, 0.0
    for outcomes, side in ((series.a, -1.0), (series.b, 1.0)):
        mean, spread = moments(outcomes / top, series.d * top)
        least = 1 / (2 * series.d * top * len(outcomes))
        mean = min(mean, 1 - least)
        if not 0 < mean < 1:
            return Estimate.absent(Why.AT_LIMIT)
        part = spread / (len(outcomes) * mean**2 * (1 - mean) ** 2)
        total += side * (math.log(mean / (1 - mean)) - part * (2 * mean - 1) / 2)
        variance += part
    return Estimate.normal(series.sign * total, math.sqrt(variance))


def lrm(series: Series) -> Estimate:
    """Log ratio of medians; positive is better. For skewed outcomes such as durations; Bonett & Price 2020.

    The standard error comes from the order statistics around each median; a session at zero leaves it undefined.

    >>> round(lrm(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    0.2187
    """
    if not series.n_a or not series.n_b:
        return Estimate.absent(Why.NO_PHASE)
    medians = [float(np.median(outcomes)) for outcomes in (series.a, series.b)]
    if min(medians) <= 0:
        return Estimate.absent(Why.ZERO_MEDIAN)
    value = series.sign * (math.log(medians[1]) - math.log(medians[0]))
    if series.n_a < 2 or series.n_b < 2:
        return Estimate(value, why=Why.TWO_EACH)
    spread_a, spread_b = median_spread(series.a), median_spread(series.b)
    if spread_a is None or spread_b is None:
        return Estimate(value, why=Why.ZERO_LIMIT)
    return Estimate.normal(value, math.hypot(spread_a, spread_b))


def percent_change(log_ratio_value: float) -> float:
    """A log response ratio in percent: 100 (e^LRR - 1).

    >>> round(percent_change(-0.6931), 1)
    -50.0
    """
    return 100 * math.expm1(log_ratio_value)


def log_ratio(series: Series, *, complement: bool, sign: float) -> Estimate:
    if series.n_a < 2 or series.n_b < 2:
        return Estimate.absent(Why.TWO_EACH)
    total, variance = 0.0, 0.0
    for outcomes, side in ((series.a, -1.0), (series.b, 1.0)):
        mean, spread = moments(TOP[series.scale] - outcomes if complement else outcomes, series.d)
        if mean <= 0:
            return Estimate.absent(Why.ZERO_MEAN)
        part = spread / (len(outcomes) * mean**2)
        total += side * (math.log(mean) + part / 2)
        variance += part
    return Estimate.normal(total if complement else sign * total, math.sqrt(variance))


def moments(outcomes: FloatArray, d: float) -> tuple[float, float]:
    """Mean and variance, not below what a session can show: 1/(2Dn) and 1/(D²n³)."""
    n = len(outcomes)
    return max(float(outcomes.mean()), 1 / (2 * d * n)), max(float(outcomes.var(ddof=1)), 1 / (d**2 * n**3))


def median_spread(outcomes: FloatArray) -> float | None:
    """Standard error of the log median from order statistics; None when the lower one is not above zero."""
    low, z = order_statistic(len(outcomes))
    ranked = np.sort(outcomes)
    least, most = float(ranked[low - 1]), float(ranked[len(outcomes) - low])
    if least <= 0:
        return None
    return (math.log(most) - math.log(least)) / (2 * z)


def order_statistic(n: int) -> tuple[int, float]:
    """Rank of the lower order statistic around the median of n, and its normal quantile."""
    low = max(round(n / 2 - math.sqrt(n)), 1)
    below = sum(math.comb(n, k) for k in range(low)) / 2**n
    return low, NormalDist().inv_cdf(1 - below)
