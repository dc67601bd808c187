"""Do two things go together? Pairs that agree, against what chance alone would give. Never a cause.

Kendall's S = agreeing − disagreeing pairs; its variance without association, with ties in both rows, is that of
Kendall (1970), Rank Correlation Methods, ch. 4: [n(n−1)(2n+5) − Σt(t−1)(2t+5) − Σu(u−1)(2u+5)]/18
+ Σt(t−1)(t−2)·Σu(u−1)(u−2)/[9n(n−1)(n−2)] + Σt(t−1)·Σu(u−1)/[2n(n−1)].
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from maypole.cores.progress.errors import ProgressError

LEAST = 8
"""Observations below which nothing is said: with seven, chance alone looks strong too often."""
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Association:
    """Of all pairs of observations: in how many the larger first went with the larger second, or the smaller.

    `chance` says that a difference like this is usual without any association (two-sided 5 %, continuity corrected).
    """

    n: int
    agreeing: int
    disagreeing: int
    chance: bool

    @property
    def share(self) -> float | None:
        """Agreeing pairs of those that differ in both; None when none does."""
        told = self.agreeing + self.disagreeing
        return self.agreeing / told if told else None

    @property
    def enough(self) -> bool:
        return self.n >= LEAST and self.share is not None


def association(first: Sequence[float], second: Sequence[float]) -> Association:
    """Of two rows of the same length.

    >>> found = association([1, 2, 3, 4], [10, 20, 40, 30])
    >>> found.agreeing, found.disagreeing, found.chance
    (5, 1, True)
    """
    if len(first) != len(second):
        raise ProgressError("two rows of the same length are needed")
    if not all(math.isfinite(value) for value in (*first, *second)):
        raise ProgressError("an association needs finite numbers")
    signs = [sign(a[0] - b[0]) * sign(a[1] - b[1]) for a, b in combinations(zip(first, second, strict=True), 2)]
    agreeing, disagreeing = signs.count(1), signs.count(-1)
    variance = kendall_variance(first, second)
    strength = max(abs(agreeing - disagreeing) - 1, 0)
    return Association(len(first), agreeing, disagreeing, variance <= 0 or strength <= Z * math.sqrt(variance))


def kendall_variance(first: Sequence[float], second: Sequence[float]) -> float:
    """Variance of S without association; 0 for fewer than three observations."""
    n = len(first)
    if n < 3:
        return 0.0
    t, u = ties(first), ties(second)

    def wide(count: int) -> int:
        return count * (count - 1) * (2 * count + 5)

    base = (wide(n) - sum(map(wide, t)) - sum(map(wide, u))) / 18
    threes = sum(k * (k - 1) * (k - 2) for k in t) * sum(k * (k - 1) * (k - 2) for k in u)
    twos = sum(k * (k - 1) for k in t) * sum(k * (k - 1) for k in u)
    return base + threes / (9 * n * (n - 1) * (n - 2)) + twos / (2 * n * (n - 1))


def ties(values: Sequence[float]) -> list[int]:
    """Sizes of the groups of equal values."""
    return list(Counter(values).values())


def sign(value: float) -> int:
    return (value > 0) - (value < 0)
