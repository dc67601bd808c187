"""Tail areas of the beta and Student t distributions, in plain Python.

A judgement asks for a handful of these numbers; importing scipy would cost more than the whole caseload.
`tests/test_tails.py` holds every function against scipy.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

_TINY = 1e-300
_CLOSE = 1e-14
_ROUNDS = 400


def beta_cdf(x: float, a: float, b: float) -> float:
    """P(X <= x) for X ~ Beta(a, b): the regularised incomplete beta function.

    Continued fraction by the modified Lentz method (Press et al., Numerical Recipes, 6.4).
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _apart(1.0 - (a + b) * x / (a + 1.0))
    total, change, m = d, 0.0, 1
    while abs(change - 1.0) >= _CLOSE and m < _ROUNDS:
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _apart(1.0 + top * d)
            c = _apart(1.0 + top / c)
            change = c * d
            total *= change
        m += 1
    return total


def _apart(value: float) -> float:
    """Keep away from zero, as Lentz asks."""
    return value if abs(value) > _TINY else _TINY


def t_sf(t: float, df: float) -> float:
    """P(T > t) for Student's t with `df` degrees of freedom."""
    square = t * t
    if square < df:  # near the middle the tail is one half minus something small
        tail = 0.5 - 0.5 * beta_cdf(square / (df + square), 0.5, df / 2.0)
    else:
        tail = 0.5 * beta_cdf(df / (df + square), df / 2.0, 0.5)
    return tail if t >= 0.0 else 1.0 - tail


def solve(target: float, rising: Callable[[float], float], low: float, high: float, rounds: int = 100) -> float:
    """The x in [low, high] where the rising function reaches `target`; the nearer end when it does so nowhere.

    Chandrupatla 1997: inverse quadratic interpolation where that is safe, else halving; about 15 evaluations where
    halving alone needs 55.
    """
    a, b = high, low
    fa, fb = rising(a) - target, rising(b) - target
    if fb >= 0.0 or fa <= 0.0:
        return low if fb >= 0.0 else high
    share, best = 0.5, a
    for _ in range(rounds):
        x = a + share * (b - a)
        fx = rising(x) - target
        c, fc, b, fb = (a, fa, b, fb) if (fx > 0.0) == (fa > 0.0) else (b, fb, a, fa)
        a, fa = x, fx
        best = a if abs(fa) < abs(fb) else b
        least = 2e-16 * abs(best) / abs(b - a) + _TINY
        if fa == 0.0 or least > 0.5:
            break
        share = min(1.0 - least, max(least, _step((a, fa), (b, fb), (c, fc))))
    return best


def _step(new: tuple[float, float], other: tuple[float, float], old: tuple[float, float]) -> float:
    """How far to go from `new` towards `other`, as a share: by interpolation when the three points allow it."""
    (a, fa), (b, fb), (c, fc) = new, other, old
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if fa == fc or phi * phi >= xi or (1.0 - phi) ** 2 >= 1.0 - xi:
        return 0.5
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)


@lru_cache(maxsize=4096)
def beta_interval(a: float, b: float, confidence: float = 0.95) -> tuple[float, float]:
    """Equal-tailed interval of Beta(a, b)."""
    tail = (1.0 - confidence) / 2.0
    return (
        solve(tail, lambda x: beta_cdf(x, a, b), 0.0, 1.0),
        solve(1.0 - tail, lambda x: beta_cdf(x, a, b), 0.0, 1.0),
    )


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The t with P(T <= t) = p, for p from .0001 to .9999 and any df from 1 on."""
    return solve(p, lambda t: 1.0 - t_sf(t, df), -1e4, 1e4)
