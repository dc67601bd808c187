"""The 95 % interval of NAP and Tau: Newcombe's method 5, never of zero width."""

from __future__ import annotations

import numpy as np

from maypole.cores.progress.estimate import Z95
from maypole.cores.progress.series import FloatArray

STEPS = 60  # halvings of [0, 1]: to the last bit of a double


def newcombe5(p: float, m: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Limits of NAP `p` from m baseline and n treatment sessions.

    The two roots in x of mn(p - x)²(2 - x)(1 + x) = z²x(1 - x)(2 + h + (1 + 2h)x(1 - x)), h = (m + n)/2 - 1
    (Newcombe 2006, Statistics in Medicine 25:559, method 5). At p = 1 both sides have the factor (1 - x): it is
    divided out first, else a root finder stops on that factor and reports the certainty [1, 1].
    The sessions are taken as independent; with autocorrelation the interval is too narrow.

    >>> [round(limit, 4) for limit in newcombe5(1.0, 5, 26)]
    [0.7717, 1.0]
    """
    return lower_limit(p, m, n, z), 1.0 - lower_limit(1.0 - p, m, n, z)


def lower_limit(p: float, m: int, n: int, z: float) -> float:
    if p <= 0:
        return 0.0
    h, mn, zz = (m + n) / 2 - 1, m * n, z * z
    low, high = 0.0, p
    for _ in range(STEPS):
        x = (low + high) / 2
        if p >= 1:
            left, right = mn * (1 - x) * (2 - x) * (1 + x), zz * x * (2 + h + (1 + 2 * h) * x * (1 - x))
        else:
            q = x * (1 - x)
            left, right = mn * (p - x) ** 2 * (2 - x) * (1 + x), zz * q * (2 + h + (1 + 2 * h) * q)
        low, high = (x, high) if left > right else (low, x)
    return (low + high) / 2


def newcombe5_many(p: FloatArray, m: FloatArray, n: FloatArray, z: float = Z95) -> tuple[FloatArray, FloatArray]:
    """`newcombe5` for arrays; NaN where `p` is."""
    both = lower_limits(np.concatenate([p, 1 - p]), np.concatenate([m, m]), np.concatenate([n, n]), z)
    return both[: len(p)], 1 - both[len(p) :]


def lower_limits(p: FloatArray, m: FloatArray, n: FloatArray, z: float) -> FloatArray:
    """Newton from the left end of a bracket that is halved whenever a step would leave it."""
    mn, h = m * n, (m + n) / 2 - 1
    zz = z * z
    one = p >= 1
    p = np.where(one, 1.0, p)
    low, high = np.zeros_like(p), p.copy()
    x = p * mn / (mn + zz * (m + n + 2) / 4)
    rounds = 0
    while True:
        q = x * (1 - x)
        tail, poly = (2 - x) * (1 + x), 2 + h + (1 + 2 * h) * q
        dq = 1 - 2 * x
        # With f = mn (p - x)² tail - z² q poly; at p = 1 the factor (1 - x) is gone from both terms.
        gap = p - x
        f = np.where(one, mn * gap * tail - zz * x * poly, mn * gap * gap * tail - zz * q * poly)
        df = np.where(
            one,
            mn * (gap * dq - tail) - zz * (poly + x * (1 + 2 * h) * dq),
            mn * (gap * gap * dq - 2 * gap * tail) - zz * dq * (poly + q * (1 + 2 * h)),
        )
        low, high = np.where(f > 0, x, low), np.where(f > 0, high, x)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = x - f / df
        inside = (step > low) & (step < high)
        new = np.where(inside, step, (low + high) / 2)
        settled, x, rounds = not np.any(np.abs(new - x) > 1e-15), new, rounds + 1
        if settled or rounds == STEPS:
            return np.where(p <= 0, 0.0, x)
