"""Baseline-corrected Tau: non-overlap after taking the baseline's own trend away."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.series import Series

EXACT = 2**52  # whole numbers below are exact as doubles


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
    spread, span = max(values) - min(values), max(times) - min(times)
    if not span:
        return None
    if spread * span < EXACT and max(map(abs, times + values)) < EXACT:
        return middle_by_rounding(times, values)
    steps = [(t2 - t1, y2 - y1) for (t1, y1), (t2, y2) in combinations(zip(times, values, strict=True), 2) if t1 != t2]
    common = lcm(*(time for time, _ in steps))
    slopes = sorted(rise * (common // time) for time, rise in steps)
    return Fraction(slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2], 2 * common)


def middle_by_rounding(times: list[int], values: list[int]) -> Fraction:
    """The median slope found among doubles: below 2^52 different fractions round to doubles in the same order."""
    t, y = np.array(times, dtype=np.float64), np.array(values, dtype=np.float64)
    first, second = np.triu_indices(len(t), 1)
    apart = t[first] != t[second]
    runs, rises = (t[second] - t[first])[apart], (y[second] - y[first])[apart]
    middle = [(len(runs) - 1) // 2, len(runs) // 2]
    low, high = np.argpartition(rises / runs, middle)[middle]
    return (Fraction(int(rises[low]), int(runs[low])) + Fraction(int(rises[high]), int(runs[high]))) / 2


def as_integers(numbers: Iterable[float]) -> list[int]:
    """The decimal numbers as written, all multiplied by the least number that makes them whole.

    >>> as_integers([0.1, 2.25])
    [2, 45]
    """
    exact = [Fraction(repr(number)) for number in numbers]
    common = lcm(*(number.denominator for number in exact))
    return [number.numerator * (common // number.denominator) for number in exact]
