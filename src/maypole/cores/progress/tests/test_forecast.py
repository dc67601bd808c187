"""The chance of reaching a goal by its due date."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.constants import FORECAST
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.forecast import forecast
from maypole.cores.progress.history import Datum
from maypole.cores.progress.series import Improvement, Scale

LEVELS = st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=30)
BASE = [Datum(-at, value) for at, value in enumerate([21.0, 18.0, 22.0, 19.0, 20.0])]


def course(slope: float, wobble: tuple[float, ...] = (4, -3, 2, -5, 1, 3, -2), sessions: int = 10) -> list[Datum]:
    return [Datum(at, 20 + slope * at + wobble[at % len(wobble)]) for at in range(1, sessions + 1)]


def test_a_child_who_climbs_faster_has_the_better_chance() -> None:
    chances = [forecast(course(slope), 80, 20, baseline=BASE).p_goal for slope in (0.0, 1.5, 3.0, 4.5)]
    assert chances == sorted(chances)
    assert chances[0] < 0.05
    assert chances[3] > 0.9


def test_a_level_series_is_called_level_and_a_rising_one_growing() -> None:
    assert forecast(course(0.0), 80, 20, baseline=BASE).growth < 0.2
    assert forecast(course(3.0), 80, 20, baseline=BASE).growth > 0.8


@given(LEVELS, st.floats(-1e4, 1e4), st.integers(0, 40))
def test_chances_are_chances_and_the_range_is_a_range(levels: list[float], goal: float, ahead: int) -> None:
    points = [Datum(at, value) for at, value in enumerate(levels)]
    found = forecast(points, goal, len(levels) + ahead, baseline=[Datum(-1, 0.0)])
    assert all(0.0 <= p <= 1.0 + 1e-9 for p in (found.p_goal, found.p_now, found.p_worse, found.growth))
    low, high = found.interval()
    assert low <= found.mean <= high or found.sd > 0.0
    assert low <= high


@given(st.lists(st.floats(0, 100), min_size=3, max_size=20), st.floats(-100, 200))
def test_less_is_better_mirrors_more_is_better(levels: list[float], goal: float) -> None:
    def look(sign: float, improvement: Improvement) -> float:
        points = [Datum(at, sign * value) for at, value in enumerate(levels)]
        return forecast(points, sign * goal, 30, baseline=[Datum(-1, sign * 7.0)], improvement=improvement).p_goal

    assert look(1.0, Improvement.INCREASE) == pytest.approx(look(-1.0, Improvement.DECREASE), abs=1e-9)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=20), st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_the_unit_of_measurement_does_not_matter(levels: list[float], factor: float, shift: float) -> None:
    def look(factor: float, shift: float) -> float:
        points = [Datum(at, factor * value + shift) for at, value in enumerate(levels)]
        return forecast(points, factor * 150 + shift, 30, baseline=[Datum(-1, factor * 5.0 + shift)]).p_goal

    assert look(factor, shift) == pytest.approx(look(1.0, 0.0), abs=1e-5)


@pytest.mark.parametrize("scale", [1.0, 7.0])
def test_a_clock_of_days_or_of_sessions_gives_the_same_chance(scale: float) -> None:
    points = [Datum(scale * point.at, point.value) for point in course(2.0)]
    found = forecast(points, 80, scale * 20, baseline=BASE)
    assert found.p_goal == pytest.approx(forecast(course(2.0), 80, 20, baseline=BASE).p_goal)


def test_one_wild_last_session_does_not_turn_the_forecast() -> None:
    plain = course(3.0)
    wild = [*plain[:-1], replace(plain[-1], value=0.0)]
    found = forecast(wild, 80, 20, baseline=BASE)
    assert found.outliers == 1
    assert abs(found.mean - forecast(plain, 80, 20, baseline=BASE).mean) < 8.0
    assert found.growth > 0.8


def test_the_order_of_points_does_not_matter() -> None:
    points = course(2.0)
    assert forecast(points[::-1], 80, 20, baseline=BASE) == forecast(points, 80, 20, baseline=BASE)


def test_further_ahead_is_less_certain() -> None:
    near, far = (forecast(course(0.0), 80, due, baseline=BASE) for due in (11, 60))
    assert near.sd < far.sd
    assert near.p_goal <= far.p_goal


def tries(*correct: int, trials: int = 10) -> list[Datum]:
    return [Datum(at, k, trials) for at, k in enumerate(correct, start=1)]


def test_tries_stay_between_none_and_all() -> None:
    found = forecast(tries(8, 9, 9, 10, 10, 10), 0.9, 30, baseline=tries(1, 2, 1))
    low, high = found.interval(0.95)
    assert 0.0 <= low <= found.mean <= high <= 1.0
    assert found.p_goal > 0.8


@pytest.mark.parametrize(("measure", "top"), [(Scale.PERCENTAGE, 100.0), (Scale.OTHER, 300.0)])
def test_what_is_shown_stays_within_the_measure(measure: Scale, top: float) -> None:
    found = forecast(course(8.0), 90, 25, baseline=BASE, measure=measure)
    assert found.mean <= found.interval(0.95)[1] <= top
    assert (found.interval(0.95)[1] > 100.0) == (measure is Scale.OTHER)
    assert found.p_goal == forecast(course(8.0), 90, 25, baseline=BASE).p_goal


def test_more_tries_at_the_same_share_are_surer() -> None:
    few = forecast(tries(1, 1, 1, 1, 1, 1, trials=2), 0.9, 12, baseline=tries(0, 0, 0, trials=2))
    many = forecast(tries(*[10] * 6, trials=20), 0.9, 12, baseline=tries(0, 0, 0, trials=20))
    assert many.sd < few.sd
    assert many.p_goal < few.p_goal


def test_a_long_session_weighs_more_than_a_short_one() -> None:
    base, rest = tries(1, 1, 1), tries(5, 5, 5, 5, 5)
    long = forecast([*rest, Datum(6, 40, 40)], 0.9, 8, baseline=base).level
    short = forecast([*rest, Datum(6, 2, 2)], 0.9, 8, baseline=base).level
    assert long > short


def test_nothing_ever_tried_right_still_gives_a_finite_answer() -> None:
    found = forecast(tries(0, 0, 0, 0, 0), 0.8, 20, baseline=tries(0, 0, 0))
    assert 0.0 <= found.p_goal < 0.5
    assert found.level < 0.1


def test_a_past_due_date_is_judged_now() -> None:
    found = forecast(course(3.0), 45, 2, baseline=BASE)
    assert found.mean == pytest.approx(found.level)


@pytest.mark.parametrize("times", [[3, 3], [3, 3, 3, 3]])
def test_sessions_at_the_same_time_have_no_slope(times: list[int]) -> None:
    found = forecast([Datum(at, 30.0 + i) for i, at in enumerate(times)], 80, 10, baseline=BASE)
    assert 0.0 <= found.p_goal <= 1.0


def test_a_goal_equal_to_the_baseline_is_no_division_by_zero() -> None:
    assert forecast([Datum(1, 5.0), Datum(2, 5.0)], 5.0, 9, baseline=[Datum(0, 5.0)]).p_goal == pytest.approx(0.5)


def test_more_belief_in_growth_raises_the_chance() -> None:
    low, high = (
        forecast(course(1.5), 80, 20, baseline=BASE, constants=replace(FORECAST, growth_prior=prior)).p_goal
        for prior in (0.1, 0.9)
    )
    assert low < high


@pytest.mark.parametrize(("points", "baseline"), [(course(1.0)[:1], BASE), (course(1.0), [])])
def test_too_little_data_is_an_error_and_no_number(points: list[Datum], baseline: list[Datum]) -> None:
    with pytest.raises(ProgressError, match="two treatment points and a baseline"):
        forecast(points, 80, 20, baseline=baseline)
