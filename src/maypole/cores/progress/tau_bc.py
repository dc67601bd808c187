"""Baseline-corrected Tau: non-overlap after taking the baseline's own trend away."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from math import lcm

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.series import Series


def tau_bc(series: Series) -> Estimate:
    """Tarlow 2017: subtract the Theil-Sen line of the baseline from both phases, then Tau (S / mn).

    Time is the real session number, so a missed week counts as a week. Everything is rational arithmetic on the
    decimal numbers as written: ties after detrending are real ties, not rounding (floating point gets about one
    published series in thirty wrong). Always corrects; there is no pretest of the trend.
    Not for baselines under five sessions: a slope from three points extrapolates noise.

    >>> tau_bc(Series.ab([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).value
    0.0
    """
    if not series.n_a or not series.n_b:
        return Estimate.absent(Why.NO_PHASE)
    m = series.n_a
    values = as_integers([*series.a.tolist(), *series.b.tolist()])
    times = as_integers([*series.a_session.tolist(), *series.b_session.tolist()])
    slope = theil_sen(times[:m], values[:m])
    if slope is None:
        return Estimate.absent(Why.TWO_BASELINE)
    p, q = slope.numerator, slope.denominator
    level = [value * q - p * time for value, time in zip(values, times, strict=True)]
    total = sum((later > earlier) - (later < earlier) for earlier in level[:m] for later in level[m:])
    return Estimate(series.sign * total / (m * series.n_b) + 0.0)


def theil_sen(times: list[int], values: list[int]) -> Fraction | None:
    """The exact median of the slopes between all pairs at different times; None when there is no such pair.

    >>> theil_sen([1, 2, 3], [0, 1, 4])
    Fraction(2, 1)
    """
    steps = [(t2 - t1, y2 - y1) for (t1, y1), (t2, y2) in combinations(zip(times, values, strict=True), 2) if t1 != t2]
    if not steps:
        return None
    common = lcm(*(time for time, _ in steps))
    slopes = sorted(rise * (common // time) for time, rise in steps)
    return Fraction(slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2], 2 * common)


def as_integers(numbers: Iterable[float]) -> list[int]:
    """The decimal numbers as written, all multiplied by the least number that makes them whole.

    >>> as_integers([0.1, 2.25])
    [2, 45]
    """
    exact = [Fraction(repr(number)) for number in numbers]
    common = lcm(*(number.denominator for number in exact))
    return [number.numerator * (common // number.denominator) for number in exact]
