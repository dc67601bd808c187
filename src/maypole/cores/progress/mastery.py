"""When is a skill mastered? Clinic rules with their error rates, and the trial-based posterior."""

from __future__ import annotations

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.tails import beta_cdf

HIGHEST_TESTABLE = 0.95


def chance_of_level(correct: float, trials: int, level: float, *, decrease: bool = False) -> float:
    """P(true success rate >= level) after `correct` of `trials`, with the Jeffreys prior Beta(1/2, 1/2).

    No number of tries proves 100 %: levels above .95 are judged at .95 (and below .05 at .05 when less is better).
    Not for prompted tries, and not for tries pooled over settings.

    >>> [round(chance_of_level(c, n, 0.8), 2) for c, n in [(24, 30), (27, 30), (18, 20), (10, 10)]]
    [0.48, 0.92, 0.87, 0.97]
    """
    if not (trials >= 1 and 0 <= correct <= trials and 0.0 <= level <= 1.0):
        raise ProgressError(f"{correct:g} of {trials} against {level:g} cannot be judged.")
    if decrease:
        return beta_cdf(max(level, 1.0 - HIGHEST_TESTABLE), correct + 0.5, trials - correct + 0.5)
    return 1.0 - beta_cdf(min(level, HIGHEST_TESTABLE), correct + 0.5, trials - correct + 0.5)
