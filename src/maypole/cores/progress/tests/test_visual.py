"""Level, trend, variability, immediacy, overlap, consistency; level now; aim line; celeration."""

import math

import numpy as np
import pytest

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Why
from maypole.cores.progress.series import Series
from maypole.cores.progress.visual import aim_line, celeration, consistency, level_now, look


def test_six_features_by_hand() -> None:
    seen = look(Series.ab([2, 4, 3, 3], [6, 8, 10, 8]))
    assert (seen.level, seen.immediacy, seen.overlap) == pytest.approx((5, 8 - 10 / 3, 0))
    assert (seen.baseline.mean, seen.baseline.median, seen.baseline.low, seen.baseline.high) == (3, 3, 2, 4)
    assert (seen.baseline.slope, seen.baseline.theil_sen) == pytest.approx((0.2, 1 / 6))
    assert seen.baseline.sd == pytest.approx(math.sqrt(2 / 3))
    assert (seen.treatment.n, seen.treatment.stable) == (4, 0.5 + 0.5)
    assert seen.consistency is None


def test_less_is_better_counts_downward_change_as_gain() -> None:
    seen = look(Series.ab([8, 9], [2, 1], improvement="decrease"))
    assert (seen.level, seen.immediacy, seen.overlap) == (7, 7, 0)


def test_empty_and_single_phases_have_no_slope() -> None:
    seen = look(Series.ab([5], []))
    assert (seen.level, seen.immediacy, seen.overlap) == (None, None, None)
    assert (seen.baseline.n, seen.baseline.mean, seen.baseline.slope, seen.baseline.sd) == (1, 5, None, None)
    assert (seen.treatment.n, seen.treatment.mean, seen.treatment.stable) == (0, None, None)


def test_like_phases_that_repeat_are_consistent() -> None:
    same = Series.of(range(1, 9), "AABBAABB", [1, 1, 9, 9, 1, 1, 9, 9])
    other = Series.of(range(1, 9), "AABBAABB", [1, 1, 9, 9, 9, 9, 1, 1])
    assert consistency(same) == 0
    assert consistency(other) == pytest.approx(8 / np.std([1, 1, 9, 9] * 2, ddof=1))
    assert consistency(Series.of(range(1, 5), "ABAB", [2, 2, 2, 2])) is None
    assert consistency(Series.of([1], "A", [2])) is None
    assert consistency(Series.of([1, 2, 3], "ABA", [2, 3, math.nan])) is None


def test_level_now_is_the_last_three_with_a_widened_range() -> None:
    """Spread of 4, 6, 5, 7, 6 is √1.3; t(4) = 2.776; √1.5 for autocorrelation."""
    found = level_now(Series.ab([1, 3], [9, 4, 6, 5, 7, 6]))
    half = 2.7764451052 * math.sqrt(1.3) / math.sqrt(3) * math.sqrt(1.5)
    assert (found.baseline, found.now, found.sessions) == (2, 6, 3)
    assert found.ci == pytest.approx((6 - half, 6 + half))


def test_level_now_stays_inside_the_scale() -> None:
    assert level_now(Series.ab([10], [60, 90, 99], scale="percentage")).ci == pytest.approx((12.47, 100), abs=10)
    low, high = level_now(Series.ab([9], [3, 0, 1], scale="count")).ci or (None, None)
    assert low == 0
    assert high is not None
    assert high > 3


def test_level_now_needs_three_sessions_and_a_spread() -> None:
    assert level_now(Series.ab([1], [2, 3])).why == Why.THREE_RECENT
    flat = level_now(Series.ab([], [2, 2, 2]))
    assert (flat.baseline, flat.now, flat.ci, flat.why) == (None, 2, None, Why.FLAT_RECENT)


def test_aim_line_runs_from_baseline_median_to_goal() -> None:
    series = Series.ab([10, 30, 20], [30, 40], goal=80)
    assert [aim_line(series, 13, at) for at in (3, 8, 13)] == pytest.approx([20, 50, 80])


@pytest.mark.parametrize(
    ("series", "due"), [(Series.ab([1], [2]), 9), (Series.ab([], [2], goal=3), 9), (Series.ab([1, 2], [2], goal=3), 2)]
)
def test_aim_line_needs_goal_baseline_and_time(series: Series, due: float) -> None:
    with pytest.raises(ProgressError):
        aim_line(series, due, 3)


def test_celeration_down_and_its_limits() -> None:
    falling = celeration(np.array([0.0, 7]), np.array([12.0, 10]))
    assert falling.written == "÷1.20"
    zero = celeration(np.array([0.0, 7]), np.array([0.0, 10]))
    assert (zero.per_week.why, zero.bounce, zero.written) == (Why.ZERO_FREQUENCY, None, "")
    assert celeration(np.array([0.0, 7]), np.array([0.0, 1]), minutes=10).per_week.value == pytest.approx(10)
    assert celeration(np.array([3.0, 3]), np.array([2.0, 1])).per_week.why == Why.TWO_DAYS
    with pytest.raises(ProgressError, match="below 0"):
        celeration(np.array([0.0, 7]), np.array([-1.0, 1]))
