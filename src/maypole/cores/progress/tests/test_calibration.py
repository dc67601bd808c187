"""Brier score, reliability table, and learning how many goals grow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.calibration import calibration, learned_growth_prior
from maypole.cores.progress.errors import ProgressError


def test_brier_score_and_table_by_hand() -> None:
    found = calibration([0.9, 0.9, 0.1, 0.3], [True, False, False, True])
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.01 + 0.49) / 4)
    assert [(b.count, b.came_true) for b in found.bins] == [(1, 0.0), (1, 1.0), (2, 0.5)]
    assert found.worst_gap(least=1) == pytest.approx(0.7)
    assert found.worst_gap(least=50) == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_forecast_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    found = calibration([p for p, _ in pairs], [hit for _, hit in pairs])
    assert sum(b.count for b in found.bins) == found.count == len(pairs)
    assert 0.0 <= found.brier <= 1.0


@pytest.mark.parametrize(("chances", "reached"), [([], []), ([0.5], []), ([1.2], [True]), ([float("nan")], [True])])
def test_what_does_not_fit_together_is_refused(chances: list[float], reached: list[bool]) -> None:
    with pytest.raises(ProgressError):
        calibration(chances, reached)


def test_few_goals_hardly_move_the_prior_and_many_do() -> None:
    few, many = learned_growth_prior([0.95] * 3), learned_growth_prior([0.95] * 200)
    assert 0.5 < few < 0.6
    assert many > 0.85


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.05, 0.95))
def test_a_learned_prior_is_a_proper_chance(growth: list[float], prior: float) -> None:
    assert 0.0 < learned_growth_prior(growth, prior) < 1.0


def test_goals_that_say_nothing_leave_the_prior() -> None:
    assert learned_growth_prior([0.3] * 100, prior=0.3) == pytest.approx(0.3)
    with pytest.raises(ProgressError):
        learned_growth_prior([0.5], prior=1.0)
