"""Tail areas in plain Python against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from maypole.cores.progress.tails import beta_cdf, beta_interval, solve, t_quantile, t_sf

POSITIVE = st.floats(0.3, 400.0)


@given(st.floats(0.0, 1.0), POSITIVE, POSITIVE)
def test_beta_agrees_with_scipy(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(float(stats.beta.cdf(x, a, b)), abs=1e-10)


@given(st.floats(-60.0, 60.0), st.floats(1.0, 500.0))
def test_student_agrees_with_scipy(t: float, df: float) -> None:
    assert t_sf(t, df) == pytest.approx(float(stats.t.sf(t, df)), abs=1e-10)


@given(POSITIVE, POSITIVE, st.floats(0.5, 0.99))
def test_beta_interval_holds_its_share(a: float, b: float, confidence: float) -> None:
    low, high = beta_interval(a, b, confidence)
    assert beta_cdf(high, a, b) - beta_cdf(low, a, b) == pytest.approx(confidence, abs=1e-6)


@pytest.mark.parametrize(("p", "df"), [(0.975, 4), (0.5, 9), (0.05, 30)])
def test_student_quantile_agrees_with_scipy(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(float(stats.t.ppf(p, df)), abs=1e-8)


def test_outside_the_unit_interval_nothing_or_everything_is_below() -> None:
    assert (beta_cdf(-0.1, 2, 3), beta_cdf(1.1, 2, 3)) == (0.0, 1.0)


@pytest.mark.parametrize(("target", "end"), [(-1.0, 0.0), (0.0, 0.0), (100.0, 10.0), (101.0, 10.0)])
def test_solve_stays_at_the_end_beyond_which_it_would_go(target: float, end: float) -> None:
    assert solve(target, lambda x: x * x, 0.0, 10.0) == end


def test_solve_stops_after_its_rounds() -> None:
    assert solve(2.0, lambda x: x * x, 0.0, 10.0, rounds=3) == pytest.approx(2.0**0.5, abs=2.0)


def test_solve_copes_with_steps() -> None:
    assert solve(0.5, lambda x: float(x > 3.0), 0.0, 10.0) == pytest.approx(3.0)


def test_solve_finds_where_a_function_reaches_its_target() -> None:
    assert solve(2.0, lambda x: x * x, 0.0, 10.0) == pytest.approx(2.0**0.5)
