"""Cohen's kappa with an interval: do two observers agree beyond what chance gives them?

kappa = (p_o - p_e) / (1 - p_e) (Cohen 1960). Its interval takes the Wilson (1927) limits of the observed agreement p_o
through that formula, with the chance agreement p_e held fixed as in Cohen's own standard error. Other than the normal
interval it is never of width zero: ten agreements of ten are not certainty. Below 2k² pairs of k categories
(Cicchetti 1981) there is no interval: too few to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

from maypole.cores.progress.errors import ProgressError

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Kappa:
    """`value` is None when chance alone gives full agreement; `low` and `high` are None with too few pairs."""

    value: float | None
    low: float | None
    high: float | None
    pairs: int
    needed: int


def cohen(first: Sequence[Hashable], second: Sequence[Hashable]) -> Kappa:
    """Kappa of what two observers recorded of the same things, category by category, in the same order.

    >>> found = cohen(["+"] * 40 + ["-"] * 10, ["+"] * 36 + ["-"] * 14)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.7826, 0.4881, 0.9143)
    >>> cohen("++-", "++-").low is None
    True
    """
    n = len(first)
    if not n or n != len(second):
        raise ProgressError(f"agreement needs the same things twice, not {len(first)} and {len(second)}")
    mine, theirs = Counter(first), Counter(second)
    categories = set(mine) | set(theirs)
    same = sum(x == y for x, y in zip(first, second, strict=True))
    expected = sum(mine[each] * theirs[each] for each in categories)  # in whole numbers: n² times the share
    needed = 2 * max(2, len(categories)) ** 2
    if expected == n * n:
        return Kappa(None, None, None, n, needed)
    chance = expected / (n * n)

    def beyond(observed: float) -> float:
        return (observed - chance) / (1 - chance)

    if n < needed:
        return Kappa(beyond(same / n), None, None, n, needed)
    low, high = wilson(same, n)
    return Kappa(beyond(same / n), beyond(low), beyond(high), n, needed)


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Limits of a share k of n (Wilson 1927).

    >>> [round(limit, 4) for limit in wilson(10, 10)]
    [0.7225, 1.0]
    """
    if not 0 <= k <= n or n < 1:
        raise ProgressError(f"{k} of {n} is no share")
    share, square = k / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
