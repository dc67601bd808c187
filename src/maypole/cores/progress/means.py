"""How much: change of the mean, in baseline spreads or on the way to the goal."""

from __future__ import annotations

import math

import numpy as np

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.series import Series


def smd(series: Series) -> Estimate:
    """Change of the mean in baseline standard deviations, bias-corrected; positive is better.

    d = J (M_B - M_A) / s_A, J = 1 - 3/(4(m - 1) - 1); SE = J √(1/m + s_B²/(n s_A²) + d²/(2(m - 1))); Gingerich 1984,
    Busk & Serlin 1992. Not for flat baselines (it explodes) and not to compare with effects from group studies.

    >>> round(smd(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    1.6499
    """
    m, n = series.n_a, series.n_b
    if m < 2 or not n:
        return Estimate.absent(Why.TWO_BASELINE if n else Why.NO_PHASE)
    variance = float(series.a.var(ddof=1))
    if variance == 0:
        return Estimate.absent(Why.FLAT_BASELINE)
    if n < 2:
        return Estimate(standardised(series, variance, m - 1, 0.0).value, why=Why.TWO_EACH)
    return standardised(series, variance, m - 1, 1 / m + float(series.b.var(ddof=1)) / (n * variance))


def smd_pooled(series: Series) -> Estimate:
    """Change of the mean in standard deviations pooled over both phases, bias-corrected; positive is better.

    As `smd`, with s² = ((m - 1)s_A² + (n - 1)s_B²)/(m + n - 2) and SE = J √(1/m + 1/n + d²/(2(m + n - 2))).

    >>> round(smd_pooled(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    1.8762
    """
    m, n = series.n_a, series.n_b
    df = m + n - 2
    if not m or not n or not df:
        return Estimate.absent(Why.TWO_EACH if m and n else Why.NO_PHASE)
    squares = [float(np.square(outcomes - outcomes.mean()).sum()) for outcomes in (series.a, series.b)]
    if sum(squares) == 0:
        return Estimate.absent(Why.FLAT)
    return standardised(series, sum(squares) / df, df, 1 / m + 1 / n)


def standardised(series: Series, variance: float, df: int, sampling: float) -> Estimate:
    """With one degree of freedom the correction is 0: the formula's value is 0, and its error would be a lie."""
    correction = 1 - 3 / (4 * df - 1)
    if correction == 0:
        return Estimate(0.0, why=Why.THREE_BASELINE)
    d = series.sign * correction * float(series.b.mean() - series.a.mean()) / math.sqrt(variance)
    return Estimate.normal(d, correction * math.sqrt(sampling + d**2 / (2 * df)))


def pogo(series: Series) -> Estimate:
    """Percent of goal obtained: 100 (M_B - M_A) / (goal - M_A); Ferron, Goldstein, Olszewski & Rohrer 2020.

    SE by Dunlap & Silver 1986. 0 is the baseline, 100 the goal, and it may pass both. Needs a goal that was set
    beforehand; it says how far along the whole treatment phase lies on average, not where the child is today.

    >>> round(pogo(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29], goal=30)).value, 2)
    66.88
    """
    if series.goal is None:
        return Estimate.absent(Why.NO_GOAL)
    m, n = series.n_a, series.n_b
    if not m or not n:
        return Estimate.absent(Why.NO_PHASE)
    start = float(series.a.mean())
    way = series.goal - start
    if way == 0:
        return Estimate.absent(Why.GOAL_AT_BASELINE)
    share = (float(series.b.mean()) - start) / way
    if m < 2 or n < 2:
        return Estimate(100 * share, why=Why.TWO_EACH)
    variance_a, variance_b = float(series.a.var(ddof=1)) / m, float(series.b.var(ddof=1)) / n
    return Estimate.normal(share, math.sqrt(variance_b + variance_a + share**2 * variance_a) / abs(way), scale=100)
