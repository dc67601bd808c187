"""The same quantities from an independent library, on random series with ties."""

import numpy as np
import pytest
from scipy import stats

from maypole.cores.progress.criteria import points_needed
from maypole.cores.progress.nonoverlap import nap
from maypole.cores.progress.ratios import order_statistic
from maypole.cores.progress.series import Series
from maypole.cores.progress.tau_bc import as_integers, theil_sen

RNG = np.random.default_rng(20)
PAIRS = [
    (RNG.integers(0, 9, m).astype(float), RNG.integers(2, 12, n).astype(float)) for m, n in RNG.integers(2, 15, (25, 2))
]


@pytest.mark.parametrize("pair", range(len(PAIRS)))
def test_nap_is_the_mann_whitney_share(pair: int) -> None:
    a, b = PAIRS[pair]
    assert nap(Series.ab(a, b)).value == pytest.approx(stats.mannwhitneyu(b, a).statistic / (len(a) * len(b)))


@pytest.mark.parametrize("pair", range(len(PAIRS)))
def test_slope_is_theil_sen(pair: int) -> None:
    b = PAIRS[pair][1]
    times = np.arange(len(b)) * 3 + 1
    slope = theil_sen(times.tolist(), as_integers(b.tolist()))
    assert slope is not None
    assert float(slope) == pytest.approx(stats.theilslopes(b, times).slope)


def test_cuts_and_ranks_come_from_the_binomial() -> None:
    for n in range(5, 80):
        k = points_needed(n)
        assert k is not None
        assert stats.binom.sf(k - 1, n, 0.5) < 0.05 <= stats.binom.sf(k - 2, n, 0.5)
        rank, z = order_statistic(n)
        assert z == pytest.approx(stats.norm.ppf(1 - stats.binom.cdf(rank - 1, n, 0.5)))
