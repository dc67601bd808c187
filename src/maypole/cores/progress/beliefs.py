"""What a few sessions say about a level: as a share of tries, or as a measured value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Protocol

from maypole.cores.progress.tails import beta_cdf, beta_interval, t_quantile, t_sf

_NORMAL = NormalDist()
_POINTS = 15
_WEAK_SPREAD = 0.25


class Belief(Protocol):
    """A distribution of a true level."""

    def reached(self, goal: float, sign: float) -> float: ...

    def interval(self, confidence: float = 0.95) -> tuple[float, float]: ...

    def information(self, goal: float, sign: float, tries: int) -> float: ...

    def beats(self, other: Belief, sign: float) -> float: ...

    @property
    def moments(self) -> tuple[float, float]: ...


def _entropy(p: float) -> float:
    return 0.0 if p <= 0.0 or p >= 1.0 else -p * math.log2(p) - (1.0 - p) * math.log2(1.0 - p)


def _beats(here: Belief, there: Belief, sign: float) -> float:
    """P(level here is better than there), by the normal approximation of both."""
    (m1, s1), (m2, s2) = here.moments, there.moments
    spread = math.hypot(s1, s2)
    return _NORMAL.cdf(sign * (m1 - m2) / spread) if spread else float(sign * (m1 - m2) > 0.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """Beta(a, b) of a share of tries, from the Jeffreys prior and a borrowed belief."""

    a: float
    b: float

    @classmethod
    def of(cls, sessions: Sequence[tuple[float, int]], prior: tuple[float, float] | None = None) -> Tried:
        """From (correct, trials) of sessions; `prior` is a (share, worth in tries)."""
        share, worth = prior or (0.0, 0.0)
        correct, tries = sum(c for c, _ in sessions), sum(n for _, n in sessions)
        return cls(0.5 + correct + share * worth, 0.5 + tries - correct + (1.0 - share) * worth)

    @property
    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        total = self.a + self.b
        return self.a / total, math.sqrt(self.a * self.b / (total * total * (total + 1.0)))

    def reached(self, goal: float, sign: float) -> float:
        """P(the level is at the goal); levels above .95 (below .05 when less is better) are judged there."""
        if sign < 0.0:
            return beta_cdf(max(goal, 0.05), self.a, self.b)
        return 1.0 - beta_cdf(min(goal, 0.95), self.a, self.b)

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Equal-tailed interval of the level."""
        return beta_interval(self.a, self.b, confidence)

    def beats(self, other: Belief, sign: float) -> float:
        """P(this level is better than the other)."""
        return _beats(self, other, sign)

    @lru_cache(maxsize=4096)  # noqa: B019 (a frozen value: what is kept is the answer, not a living object)
    def information(self, goal: float, sign: float, tries: int) -> float:
        """Expected bits about "at the goal?" from one more session of `tries`: entropy now minus expected entropy."""
        left = 0.0
        for k in range(tries + 1):
            log_weight = (
                math.lgamma(self.a + k) + math.lgamma(self.b + tries - k) - math.lgamma(self.a + self.b + tries)
            )
            log_weight -= math.lgamma(self.a) + math.lgamma(self.b) - math.lgamma(self.a + self.b)
            after = Tried(self.a + k, self.b + tries - k).reached(goal, sign)
            left += math.comb(tries, k) * math.exp(log_weight) * _entropy(after)
        return max(_entropy(self.reached(goal, sign)) - left, 0.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """Student t of a mean; `spread` is the standard deviation of one session, `worth` the sessions behind the mean."""

    mean: float
    spread: float
    worth: float

    @classmethod
    def of(cls, values: Sequence[float], spread: float, prior: tuple[float, float] | None = None) -> Measured:
        """From values; without any spread seen, a quarter of the level is assumed."""
        level, worth = prior or (0.0, 0.0)
        total = len(values) + worth
        mean = (sum(values) + level * worth) / total if total else 0.0
        return cls(mean, spread or _WEAK_SPREAD * (abs(mean) or 1.0), max(total, 0.5))

    @property
    def moments(self) -> tuple[float, float]:
        """Mean and standard error."""
        return self.mean, self.spread / math.sqrt(self.worth)

    @property
    def _df(self) -> float:
        return max(self.worth - 1.0, 1.0)

    def reached(self, goal: float, sign: float) -> float:
        """P(the level is at the goal)."""
        mean, error = self.moments
        return t_sf(sign * (goal - mean) / error, self._df)

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Equal-tailed interval of the level."""
        mean, error = self.moments
        reach = t_quantile(0.5 + confidence / 2.0, self._df) * error
        return mean - reach, mean + reach

    def beats(self, other: Belief, sign: float) -> float:
        """P(this level is better than the other)."""
        return _beats(self, other, sign)

    def information(self, goal: float, sign: float, tries: int) -> float:
        """Expected bits about "at the goal?" from one more session, over fifteen equally likely results."""
        mean, error = self.moments
        reach = math.hypot(error, self.spread)
        results = [mean + reach * _NORMAL.inv_cdf((k + 0.5) / _POINTS) for k in range(_POINTS)]
        after = [
            Measured((self.mean * self.worth + value) / (self.worth + 1.0), self.spread, self.worth + 1.0)
            for value in results
        ]
        left = sum(_entropy(belief.reached(goal, sign)) for belief in after) / _POINTS
        return max(_entropy(self.reached(goal, sign)) - left, 0.0)
