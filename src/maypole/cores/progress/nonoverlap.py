"""Non-overlap: how often a treatment session is better than a baseline session.

All take a Series and count ties; "better" follows the direction of improvement. Conventions are those of SingleCaseES
0.7.4 (Pustejovsky, Chen & Swan 2024) except where a docstring says otherwise.
"""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.intervals import newcombe5
from maypole.cores.progress.series import FloatArray, Series


class Spread(StrEnum):
    """Which standard error of NAP and Tau."""

    UNBIASED = "unbiased"  # Mee 1990, unbiased under independence
    HANLEY = "hanley"  # Hanley & McNeil 1982
    NULL = "null"  # under no difference


def nap(series: Series, error: Spread = Spread.UNBIASED) -> Estimate:
    """Non-overlap of all pairs: the chance that a treatment session beats a baseline session, ties counted half.

    NAP = (1/mn) Σij [1(b > a) + ½ 1(b = a)]; Parker & Vannest 2009. .5 is no difference, 1 complete separation.
    Not for a baseline that was already improving: a trend alone gives a high NAP. It says how often, not how much.

    >>> estimate = nap(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]))
    >>> round(estimate.value, 4), [round(limit, 3) for limit in estimate.ci]
    (0.9167, [0.597, 0.986])
    """
    m, n = series.n_a, series.n_b
    if not m or not n:
        return Estimate.absent(Why.NO_PHASE)
    scores = pair_scores(*oriented(series))
    value = float(scores.mean())
    if m < 2 or n < 2:
        return Estimate(value, None, newcombe5(value, m, n), Why.TWO_EACH)
    return Estimate(value, math.sqrt(nap_variance(scores, value, error)), newcombe5(value, m, n))


def tau(series: Series, error: Spread = Spread.UNBIASED) -> Estimate:
    """Tau for non-overlap of A and B: 2 NAP - 1, so that no difference is 0.

    >>> round(tau(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    0.8333
    """
    of_nap = nap(series, error)
    if of_nap.value is None or of_nap.ci is None:
        return of_nap
    low, high = of_nap.ci
    se = None if of_nap.se is None else 2 * of_nap.se
    return Estimate(2 * of_nap.value - 1, se, (2 * low - 1, 2 * high - 1), of_nap.why)


def tau_u(series: Series) -> Estimate:
    """Tau-U in Parker's form "A vs. B - trend A": (S_AB - S_AA) / mn; Parker, Vannest, Davis & Sauber 2011.

    Only for comparison with published work. It is not bounded by ±1, packages differ in what they call by this name,
    and it is easily misled by a baseline trend (Tarlow 2017): never show it bare.

    >>> round(tau_u(Series.ab([3, 3, 4, 5], [4, 5, 6, 7, 7])).value, 4)
    0.55
    """
    m, n = series.n_a, series.n_b
    if not m or not n:
        return Estimate.absent(Why.NO_PHASE)
    a, b = oriented(series)
    between = np.sign(b[None, :] - a[:, None]).sum()
    later = np.sign(series.a_session[None, :] - series.a_session[:, None])
    within = (np.sign(a[None, :] - a[:, None]) * later).sum() / 2
    return Estimate(float((between - within) / (m * n)))


def pnd(series: Series) -> Estimate:
    """Percentage (here: share) of non-overlapping data: treatment sessions beyond the best baseline session.

    Scruggs, Mastropieri & Casto 1987. One outlying baseline session decides it, and it shrinks with a longer baseline.

    >>> round(pnd(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    0.7143
    """
    if not series.n_a or not series.n_b:
        return Estimate.absent(Why.NO_PHASE)
    a, b = oriented(series)
    return Estimate(float(np.mean(b > a.max())))


def pem(series: Series) -> Estimate:
    """Share of treatment sessions better than the baseline median, ties counted half; Ma 2006.

    Blind to how far beyond the median, and to a baseline trend.

    >>> pem(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value
    1.0
    """
    if not series.n_a or not series.n_b:
        return Estimate.absent(Why.NO_PHASE)
    a, b = oriented(series)
    middle = np.median(a)
    return Estimate(float(np.mean((b > middle) + 0.5 * (b == middle))))


def pand(series: Series) -> Estimate:
    """Share of all data left when the fewest sessions are removed that make the phases separate.

    PAND = max_i (i + #{b > a_(i)}) / (m + n), i = 0..m over the sorted baseline; Parker, Hagan-Burke & Vannest 2007.
    Never below the larger phase's share, so a high value can mean nothing but a long treatment phase.

    >>> round(pand(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    0.8462
    """
    m, n = series.n_a, series.n_b
    if not m or not n:
        return Estimate.absent(Why.NO_PHASE)
    a, b = oriented(series)
    kept = 1 + np.arange(m) + (b[None, :] > np.sort(a)[:, None]).sum(axis=1)
    return Estimate(float(max(n, kept.max()) / (m + n)))


def ird(series: Series) -> Estimate:
    """Robust improvement rate difference: 1 - (m + n)² / (2mn) (1 - PAND); Parker, Vannest & Brown 2009.

    >>> round(ird(Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])).value, 4)
    0.6905
    """
    share = pand(series)
    if share.value is None:
        return share
    m, n = series.n_a, series.n_b
    return Estimate(1 - (m + n) ** 2 / (2 * m * n) * (1 - share.value))


def oriented(series: Series) -> tuple[FloatArray, FloatArray]:
    """Both phases turned so that more is better."""
    return series.sign * series.a, series.sign * series.b


def pair_scores(a: FloatArray, b: FloatArray) -> FloatArray:
    """1 where b beats a, ½ at a tie, 0 else: baseline sessions in rows, treatment in columns."""
    scores: FloatArray = (b[None, :] > a[:, None]) + 0.5 * (b[None, :] == a[:, None])
    return scores


def nap_variance(scores: FloatArray, value: float, error: Spread) -> float:
    """Variance of NAP; formulas and the truncation of p to [½/(mn), 1 - ½/(mn)] as in SingleCaseES.

    Never zero or below: for scores that come from comparing numbers, nQ1 + mQ2 - X ≥ 0 and p(1 - p) ≥ X.
    """
    m, n = (int(size) for size in scores.shape)
    if error is Spread.NULL:
        return (m + n + 1) / (12 * m * n)
    p = min(max(value, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    q = scores - value
    q1 = float((q.sum(axis=1) ** 2).sum()) / (m * n**2)
    q2 = float((q.sum(axis=0) ** 2).sum()) / (m**2 * n)
    if error is Spread.HANLEY:
        return (p * (1 - p) + (n - 1) * q1 + (m - 1) * q2) / (m * n)
    x = float((q**2).sum()) / (m * n)
    return (p * (1 - p) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1))
