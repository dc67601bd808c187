"""Single effects: what they say at the edges, and when they say nothing."""

import math

import pytest

from maypole.cores.progress.effects import EFFECTS, effects
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Why
from maypole.cores.progress.intervals import newcombe5
from maypole.cores.progress.nonoverlap import Spread, nap
from maypole.cores.progress.ratios import lor, lrm, lrr_d, lrr_i, percent_change
from maypole.cores.progress.series import Series

NOTHING = [Series.ab([], [1, 2]), Series.ab([1, 2], []), Series.ab([], [])]


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("series", NOTHING)
def test_without_a_phase_there_is_no_figure_but_a_reason(name: str, series: Series) -> None:
    found = EFFECTS[name](series)
    assert (found.value, found.se, found.ci) == (None, None, None)
    assert found.why


def test_names_are_checked() -> None:
    assert list(effects(Series.ab([1], [2]), ["PND", "NAP"])) == ["PND", "NAP"]
    with pytest.raises(ProgressError, match="no effect is called 'nap'"):
        effects(Series.ab([1], [2]), ["nap"])


def test_one_session_each_gives_a_value_and_an_interval_without_error() -> None:
    found = nap(Series.ab([1], [2]))
    assert (found.value, found.se, found.why) == (1.0, None, Why.TWO_EACH)
    assert found.ci is not None
    assert 0 < found.ci[0] < 0.5


def test_three_standard_errors_of_nap() -> None:
    """Hand-worked on A = (1, 2), B = (2, 3): scores 1, 1, ½, 1, so NAP = 7/8."""
    series = Series.ab([1, 2], [2, 3])
    p, q1, q2, x = 7 / 8, 1 / 64, 1 / 64, 3 / 64
    unbiased = p * (1 - p) + 2 * q1 + 2 * q2 - 2 * x
    assert nap(series).se == pytest.approx(math.sqrt(unbiased))
    assert nap(series, Spread.HANLEY).se == pytest.approx(math.sqrt((p * (1 - p) + q1 + q2) / 4))
    assert nap(series, Spread.NULL).se == pytest.approx(math.sqrt(5 / 48))


def test_interval_is_never_of_zero_width() -> None:
    for m in range(1, 12):
        for n in range(1, 12):
            for p in (0.0, 1e-12, 0.5, 1 - 1e-12, 1.0):
                low, high = newcombe5(p, m, n)
                assert 0 <= low <= p + 1e-9 <= high + 2e-9 <= 1 + 3e-9
                assert high - low > 0.1


def test_standard_error_is_above_zero_for_every_small_series() -> None:
    outcomes = [[x, y] for x in range(4) for y in range(4)]
    for a in outcomes:
        for b in [*outcomes, [0, 3, 3], [1, 1, 2]]:
            assert (nap(Series.ab(a, b)).se or 0) > 0.04


@pytest.mark.parametrize(
    ("name", "series", "why"),
    [
        ("LRRi", Series.ab([0, 0], [1, 2]), Why.ZERO_MEAN),
        ("LRRi", Series.ab([1], [1, 2]), Why.TWO_EACH),
        ("LRRd", Series.ab([1, 2], [0, 0], improvement="decrease"), Why.ZERO_MEAN),
        ("LOR", Series.ab([1, 2], [3, 4]), Why.NOT_SHARE),
        ("LOR", Series.ab([0, 0], [50, 60], scale="percentage"), Why.AT_LIMIT),
        ("LOR", Series.ab([10, 20], [100, 100], scale="percentage"), Why.AT_LIMIT),
        ("LOR", Series.ab([10], [50, 60], scale="percentage"), Why.TWO_EACH),
        ("LRM", Series.ab([0, 0, 1], [1, 2]), Why.ZERO_MEDIAN),
        ("SMD", Series.ab([2, 2, 2], [3, 4]), Why.FLAT_BASELINE),
        ("SMD", Series.ab([2], [3, 4]), Why.TWO_BASELINE),
        ("SMD_pooled", Series.ab([2, 2], [3, 3]), Why.FLAT),
        ("SMD_pooled", Series.ab([2], [3]), Why.TWO_EACH),
        ("PoGO", Series.ab([1, 2], [3, 4]), Why.NO_GOAL),
        ("PoGO", Series.ab([1, 3], [3, 4], goal=2), Why.GOAL_AT_BASELINE),
        ("Tau_BC", Series.ab([1], [3, 4]), Why.TWO_BASELINE),
        ("Tau_BC", Series.of([1, 1, 2, 3], "AABB", [1, 2, 3, 4]), Why.TWO_BASELINE),
    ],
)
def test_no_figure_and_why(name: str, series: Series, why: Why) -> None:
    found = EFFECTS[name](series)
    assert (found.value, found.why) == (None, why)


def test_a_value_without_its_error_says_why() -> None:
    assert lrm(Series.ab([0, 1, 2], [3, 4])).why == Why.ZERO_LIMIT
    assert lrm(Series.ab([1], [3, 4])).why == Why.TWO_EACH
    assert EFFECTS["PoGO"](Series.ab([1], [3], goal=5)).value == pytest.approx(50)
    assert EFFECTS["PoGO"](Series.ab([1], [3], goal=5)).why == Why.TWO_EACH


def test_standardised_change_with_few_sessions_has_no_error() -> None:
    """With one degree of freedom J = 1 - 3/3 = 0: the formula says 0, which is no finding, so it says why."""
    for name, series in (("SMD", Series.ab([2, 3], [3, 4])), ("SMD_pooled", Series.ab([2, 3], [4]))):
        found = EFFECTS[name](series)
        assert (found.value, found.se, found.ci, found.why) == (0.0, None, None, Why.THREE_BASELINE)
    lone = EFFECTS["SMD"](Series.ab([1, 2, 3], [5]))
    assert (lone.se, lone.why) == (None, Why.TWO_EACH)
    assert lone.value == pytest.approx((1 - 3 / 7) * 3)
    assert EFFECTS["SMD_pooled"](Series.ab([1, 2, 3], [5])).se is not None


def test_zero_counts_are_raised_to_half_a_count() -> None:
    """Mean zero over two sessions is taken as 1/(2Dn) = 1/4, its variance as 1/(D²n³) = 1/8."""
    found = lrr_i(Series.ab([0, 0], [2, 2], scale="count"))
    floor = 1 / 8 / (2 * 0.25**2)
    small = 1 / 8 / (2 * 4)
    assert found.value == pytest.approx(math.log(2) - math.log(0.25) + (small - floor) / 2)
    assert found.se == pytest.approx(math.sqrt(small + floor))


def test_ratios_follow_the_direction_of_improvement() -> None:
    """Less is better: LRRi of a percentage compares what is left to gain, LRRd what is there."""
    down = Series.ab([80, 90, 85], [20, 30, 25], scale="percentage", improvement="decrease")
    up = Series.ab([20, 10, 15], [80, 70, 75], scale="percentage")
    assert lrr_i(down).value == pytest.approx(lrr_i(up).value)
    assert lrr_d(down).value == pytest.approx(lrr_d(up).value)
    assert lor(down).value == pytest.approx(lor(up).value)
    counts = Series.ab([8, 9], [2, 3], scale="count", improvement="decrease")
    assert lrr_i(counts).value == pytest.approx(-(lrr_d(counts).value or 0))


def test_percent_change() -> None:
    assert percent_change(math.log(2)) == pytest.approx(100)
