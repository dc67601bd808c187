"""Conservative dual criteria: does a treatment lie beyond what the baseline would have done by itself?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from maypole.cores.progress.chart import ENGLISH, Labels, Line
from maypole.cores.progress.estimate import Why
from maypole.cores.progress.series import FloatArray, Series

SHIFT = 0.25  # baseline standard deviations
LEAST = 5  # treatment sessions below which no count is unlikely enough


@dataclass(frozen=True, slots=True)
class DualCriteria:
    """The count beyond both lines, the count that chance rarely reaches, and the lines to draw.

    `mean` is the height of the shifted mean line; `slope` and `intercept` are the shifted trend line over sessions.
    """

    exceeding_both: int | None
    n_b: int
    needed: int | None
    met: bool | None
    mean: float | None = None
    slope: float | None = None
    intercept: float | None = None
    why: str = ""


def dual_criteria(series: Series, shift: float = SHIFT) -> DualCriteria:
    """CDC: treatment sessions strictly beyond the baseline mean line and its OLS trend line.

    Both lines are moved `shift` baseline standard deviations toward improvement; time is the real session number.
    Fisher, Kelley & Lomas 2003, JABA 36:387, with the exact binomial cut (`needed`) in place of the paper's table,
    which is laxer at 7, 10, 12, 17 and 19-23 sessions. Needs five treatment sessions. With short or very variable
    phases it errs (Falligant et al. 2020): draw the lines, say the count, and do not decide by it alone.

    >>> found = dual_criteria(Series.ab([2, 3, 2, 3], [6, 7, 8, 7, 9, 8]))
    >>> found.exceeding_both, found.needed, found.met
    (6, 6, True)
    """
    needed = points_needed(series.n_b)
    if not series.n_b:
        return DualCriteria(None, 0, needed, None, why=Why.NO_PHASE)
    steps = series.a_session - series.a_session.mean() if series.n_a else series.a_session
    spread = float(np.dot(steps, steps))
    if series.n_a < 2 or spread == 0:
        return DualCriteria(None, series.n_b, needed, None, why=Why.TWO_BASELINE)
    move = series.sign * shift * float(series.a.std(ddof=1))
    level = float(series.a.mean())
    slope = float(np.dot(steps, series.a)) / spread
    mean, intercept = level + move, level + move - slope * float(series.a_session.mean())
    count = int(np.sum(beyond(series, mean, slope, intercept)))
    met = None if needed is None else count >= needed
    why = "" if needed else Why.FIVE_TREATMENT
    return DualCriteria(count, series.n_b, needed, met, mean, slope, intercept, why)


def beyond(series: Series, mean: float, slope: float, intercept: float) -> FloatArray:
    """1 for each treatment session beyond both lines. A point on a line, to rounding, is not beyond it."""
    trend = intercept + slope * series.b_session
    size = 1e-12 * max(1.0, float(np.abs(series.outcome[np.isfinite(series.outcome)]).max(initial=0.0)))
    over = np.minimum(series.sign * (series.b - mean), series.sign * (series.b - trend))
    result: FloatArray = (over > size).astype(np.float64)
    return result


@cache
def points_needed(n: int) -> int | None:
    """The least k with P(X ≥ k) < .05 for X ~ Binomial(n, ½); None below five.

    >>> [points_needed(n) for n in (4, 5, 10, 23)]
    [None, 5, 9, 16]
    """
    if n < LEAST:
        return None
    tail, k = 0, n + 1
    while 20 * (tail + math.comb(n, k - 1)) < 2**n:
        k -= 1
        tail += math.comb(n, k)
    return k


def criterion_lines(series: Series, labels: Labels = ENGLISH) -> tuple[Line, ...]:
    """The two lines over the treatment sessions, for `graph.draw`; none without a baseline."""
    found = dual_criteria(series)
    if found.mean is None or found.slope is None or found.intercept is None:
        return ()
    first, last = float(series.b_session[0]), float(series.b_session[-1])
    ends = (found.intercept + found.slope * first, found.intercept + found.slope * last)
    return (
        Line(first, found.mean, last, found.mean, labels.mean_line),
        Line(first, ends[0], last, ends[1], labels.trend_line),
    )
