"""Randomisation test: is the change larger than at other starts that chance could have picked?

Valid only where the start (or the order of phases) really was drawn at random beforehand, and the drawing recorded.
Edgington 1980; Edgington & Onghena 2007.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import FloatArray, Series

BoolArray = npt.NDArray[np.bool_]
Statistic = Callable[[FloatArray, BoolArray], float]
MOST = 100_000  # assignments enumerated; beyond that, drawn


@dataclass(frozen=True, slots=True)
class Randomisation:
    """The p value, the statistic as it was, how many assignments were compared, and whether those were all."""

    p: float
    observed: float
    assignments: int
    exact: bool

    @property
    def least_p(self) -> float:
        """The smallest p this design could give: with fewer than 20 starts it cannot reach .05."""
        return 1 / self.assignments


def mean_difference(outcome: FloatArray, treated: BoolArray) -> float:
    """Treatment mean minus baseline mean; the usual statistic for a change of level."""
    return float(outcome[treated].mean() - outcome[~treated].mean())


def start_test(
    series: Series, least_a: int = 3, least_b: int = 3, statistic: Statistic = mean_difference
) -> Randomisation:
    """Randomised start of an AB design: every start that leaves `least_a` and `least_b` sessions was admissible.

    The statistic is oriented so that larger is better; p counts the admissible starts at least as good as the actual.

    >>> result = start_test(Series.ab([1, 2, 1, 2], [8, 9, 8, 9, 8, 9]))
    >>> result.p, result.assignments
    (0.2, 5)
    """
    outcome, treated = measured(series)
    n, start = len(outcome), int(np.argmax(treated)) if treated.any() else 0
    if not start or len(series.runs) > 2:
        raise ProgressError("a randomised start needs one baseline followed by one treatment")
    starts = range(least_a, n - least_b + 1)
    if least_a < 1 or least_b < 1 or start not in starts:
        raise ProgressError(f"the treatment began at session {start + 1}, outside the admissible starts")
    return sequence_test(outcome, treated, [np.arange(n) >= s for s in starts], series.sign, statistic)


def sequence_test(
    outcome: FloatArray,
    treated: BoolArray,
    admissible: Sequence[BoolArray],
    sign: float = 1.0,
    statistic: Statistic = mean_difference,
) -> Randomisation:
    """Exact test against a list of admissible assignments (which must hold the actual one)."""
    if not any(np.array_equal(each, treated) for each in admissible):
        raise ProgressError("the actual assignment is not among the admissible ones")
    observed = sign * statistic(outcome, treated)
    others = np.array([sign * statistic(outcome, each) for each in admissible])
    return Randomisation(at_least(others, observed) / len(others), observed, len(others), exact=True)


def alternating_test(
    outcome: FloatArray,
    treated: BoolArray,
    block: int = 2,
    *,
    sign: float = 1.0,
    seed: int = 0,
    draws: int = 9999,
    statistic: Statistic = mean_difference,
) -> Randomisation:
    """Randomised blocks: within each block of sessions the order of baseline and treatment was drawn.

    All orders are enumerated up to 100,000; beyond that `draws` are taken and p = (b + 1)/(draws + 1).

    >>> import numpy as np
    >>> alternating_test(np.array([1., 5, 6, 2, 1, 7, 8, 2]), np.array([0, 1, 1, 0, 0, 1, 1, 0], dtype=bool)).p
    0.0625
    """
    n, half = len(outcome), block // 2
    blocks = treated.reshape(-1, block) if block > 0 and block % 2 == 0 and n and n % block == 0 else None
    if blocks is None or not (blocks.sum(axis=1) == half).all():
        raise ProgressError("every block needs as many treatment as baseline sessions")
    orders = block_orders(block)
    if len(orders) ** len(blocks) <= MOST:
        which = np.stack(np.meshgrid(*[np.arange(len(orders))] * len(blocks), indexing="ij"), axis=-1)
        every = list(orders[which.reshape(-1, len(blocks))].reshape(-1, n))
        return sequence_test(outcome, treated, every, sign, statistic)
    drawn = np.random.default_rng(seed).integers(len(orders), size=(draws, len(blocks)))
    observed = sign * statistic(outcome, treated)
    others = np.array([sign * statistic(outcome, orders[each].ravel()) for each in drawn])
    return Randomisation((at_least(others, observed) + 1) / (draws + 1), observed, draws + 1, exact=False)


def block_orders(block: int) -> BoolArray:
    """Every order of half treatment and half baseline within a block."""
    codes = np.arange(2**block)[:, None] >> np.arange(block) & 1
    orders: BoolArray = codes[codes.sum(axis=1) == block // 2].astype(np.bool_)
    return orders


def at_least(others: FloatArray, observed: float) -> int:
    """How many reach the observed statistic; equal up to rounding counts as reached."""
    return int((others >= observed - 1e-12 * max(1.0, abs(observed))).sum())


def measured(series: Series) -> tuple[FloatArray, BoolArray]:
    kept = np.isfinite(series.outcome)
    return series.outcome[kept], series.phase[kept] == "B"
