"""What a series accepts, keeps and refuses."""

import datetime
import math

import numpy as np
import pytest

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import Improvement, Scale, Series


def test_sessions_out_of_order_are_sorted_with_everything_beside_them() -> None:
    day = datetime.date(2026, 1, 5)
    series = Series.of(
        [3, 1, 2], "BAA", [9, 1, 2], correct=[9, 1, 2], trials=[10, 10, 10], setting=["home", "clinic", "clinic"],
        date=[day, None, None],
    )  # fmt: skip
    assert series.session.tolist() == [1, 2, 3]
    assert (series.a.tolist(), series.b.tolist(), series.b_session.tolist()) == ([1, 2], [9], [3])
    assert series.correct is not None
    assert series.correct.tolist() == [1, 2, 9]
    assert (series.setting, series.date) == (("clinic", "clinic", "home"), (None, None, day))


def test_missing_sessions_count_nowhere() -> None:
    series = Series.of([1, 2, 3, 4], "AABB", [1, math.nan, math.nan, 4])
    assert (series.n_a, series.n_b) == (1, 1)
    assert len(series.session) == 4


def test_returning_phases_are_told_apart() -> None:
    series = Series.of([1, 2, 3, 4, 5], "AABBA", [1, 2, 5, 6, 1])
    assert series.runs == ((1.0, "A"), (3.0, "B"), (5.0, "A"))
    assert series.a.tolist() == [1, 2, 1]


def test_empty_series_is_a_series() -> None:
    series = Series.ab([], [])
    assert (series.n_a, series.n_b, series.runs) == (0, 0, ())


def test_arrays_cannot_be_written_to() -> None:
    series = Series.ab([1, 2], [3])
    with pytest.raises(ValueError, match="read-only"):
        series.outcome[0] = 9


def test_words_become_scales() -> None:
    series = Series.ab([1], [2], scale="count", improvement="decrease", case="Ana", measure="hits")
    assert (series.scale, series.improvement) == (Scale.COUNT, Improvement.DECREASE)
    assert (series.decrease, series.sign, series.key) == (True, -1.0, "Ana | hits | 1")


@pytest.mark.parametrize(
    ("scale", "more", "d"),
    [
        ("count", {}, 1.0),
        ("rate", {"observation_length_min": 10}, 10.0),
        ("rate", {}, math.inf),
        ("proportion", {"n_intervals": 30}, 30.0),
        ("proportion", {"observation_length_min": 5, "interval_length_s": 10}, 30.0),
        ("proportion", {}, math.inf),
        ("percentage", {"n_intervals": 30}, 0.3),
        ("percentage", {"observation_length_min": 5}, math.inf),
        ("other", {"n_intervals": 30}, math.inf),
    ],
)
def test_smallest_mean_that_a_scale_can_show(scale: str, more: dict[str, float], d: float) -> None:
    assert Series.ab([0], [1], scale=scale, **more).d == d


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Series.of([1, 2], "A", [1, 2]), "2 sessions, 1 phases and 2 outcomes"),
        (lambda: Series.of([1], "C", [1]), "phase 'C' is neither A nor B"),
        (lambda: Series.of([math.nan], "A", [1]), "every session needs a number"),
        (lambda: Series.of([1], "A", ["x"]), "outcome must be numbers"),  # type: ignore[list-item]
        (lambda: Series.of([1], "A", [[1]]), "outcome must be one row"),  # type: ignore[list-item]
        (lambda: Series.ab([math.inf], [1]), "inf cannot be"),
        (lambda: Series.ab([120], [1], scale="percentage"), "120 cannot be a percentage"),
        (lambda: Series.ab([1.2], [1], scale="proportion"), "1.2 cannot be a proportion"),
        (lambda: Series.ab([-3], [1], scale="count"), "-3 cannot be a count"),
        (lambda: Series.ab([1], [1], scale="percent"), "scale 'percent' is not one of count, rate"),
        (lambda: Series.ab([1], [1], improvement="up"), "improvement 'up' is not one of"),
        (lambda: Series.ab([1], [1], goal=math.inf), "goal cannot be inf"),
        (lambda: Series.ab([1], [1], goal=math.nan), "goal cannot be nan"),
        (lambda: Series.ab([1], [1e13]), "an outcome is 0 or between"),
        (lambda: Series.ab([1], [1e-200]), "an outcome is 0 or between"),
        (lambda: Series.of([1, 2e9], "AB", [1, 2]), "every session needs a number, at most"),
        (lambda: Series.of([1, 1 + 1e-9], "AB", [1, 2]), "too close in time"),
        (lambda: Series.ab([1], [1], n_intervals=0), "n_intervals must be above 0"),
        (lambda: Series.ab([1], [1], trials=[1]), "1 values of trials for 2 sessions"),
        (lambda: Series.ab([1], [1], setting=["home"]), "1 values of setting for 2 sessions"),
        (lambda: Series.ab([1], [1], correct=[3, 1], trials=[2, 2]), "more correct than trials"),
    ],
)
def test_refused(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(ProgressError, match=said):
        make()


def test_points_read_off_a_printed_graph_may_overshoot_a_little() -> None:
    assert Series.ab([-0.2], [100.7], scale="percentage").n_a == 1
    assert np.isclose(Series.ab([-0.2], [3], scale="count").a[0], -0.2)
