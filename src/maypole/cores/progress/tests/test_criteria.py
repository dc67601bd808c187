"""Conservative dual criteria."""

import math

import pytest

from maypole.cores.progress.criteria import criterion_lines, dual_criteria, points_needed
from maypole.cores.progress.estimate import Why
from maypole.cores.progress.series import Series


def test_lines_are_the_shifted_mean_and_trend() -> None:
    """Baseline 1, 2, 3: mean 2, slope 1, standard deviation 1; both lines lie a quarter higher."""
    found = dual_criteria(Series.ab([1, 2, 3], [5, 5, 9, 9, 9]))
    assert (found.mean, found.slope, found.intercept) == pytest.approx((2.25, 1.0, 0.25))
    assert (found.exceeding_both, found.n_b, found.needed, found.met) == (4, 5, 5, False)


def test_less_is_better_turns_the_lines_down() -> None:
    found = dual_criteria(Series.ab([9, 8, 9, 8], [3, 2, 1, 2, 3, 1], improvement="decrease"))
    assert (found.exceeding_both, found.needed, found.met) == (6, 6, True)
    assert found.mean is not None
    assert found.mean < 8.5


def test_a_point_on_a_line_is_not_beyond_it() -> None:
    flat = dual_criteria(Series.ab([0.1, 0.1, 0.1], [0.1, 0.1, 0.2, 0.1, 0.1]))
    assert flat.exceeding_both == 1


def test_real_time_moves_the_trend_line() -> None:
    late = Series.of([1, 2, 3, 13, 14, 15, 16, 17], "AAABBBBB", [1, 2, 3, 8, 8, 8, 8, 8])
    assert dual_criteria(late).exceeding_both == 0
    assert dual_criteria(Series.ab(late.a, late.b)).exceeding_both == 4


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (Series.ab([1], [1, 2, 3, 4, 5]), Why.TWO_BASELINE),
        (Series.of([1, 1, 2], "AAB", [1, 2, 3]), Why.TWO_BASELINE),
        (Series.ab([1, 2, 3], []), Why.NO_PHASE),
        (Series.ab([], [1, 2]), Why.TWO_BASELINE),
    ],
)
def test_no_lines_and_why(series: Series, why: Why) -> None:
    found = dual_criteria(series)
    assert (found.exceeding_both, found.met, found.why) == (None, None, why)
    assert criterion_lines(series) == ()


def test_four_points_are_never_enough() -> None:
    found = dual_criteria(Series.ab([1, 2, 1], [9, 9, 9, 9]))
    assert (found.exceeding_both, found.needed, found.met, found.why) == (4, None, None, Why.FIVE_TREATMENT)


def test_cut_is_the_exact_binomial_one() -> None:
    for n in range(5, 60):
        k = points_needed(n)
        assert k is not None
        tail = sum(math.comb(n, j) for j in range(k, n + 1)) / 2**n
        assert tail < 0.05 <= tail + math.comb(n, k - 1) / 2**n


def test_lines_to_draw_span_the_treatment() -> None:
    mean, trend = criterion_lines(Series.ab([1, 2, 3], [5, 5, 9, 9, 9]))
    assert (mean.x1, mean.x2, mean.y1, mean.y2) == pytest.approx((4, 8, 2.25, 2.25))
    assert (trend.y1, trend.y2) == pytest.approx((4.25, 8.25))
    assert (mean.name, trend.name) == ("Mean line", "Trend line")
