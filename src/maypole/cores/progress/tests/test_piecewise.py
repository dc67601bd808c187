"""Piecewise lines with autocorrelation, against least squares by phase and against dense matrices."""

import math

import numpy as np
import pytest

from maypole.cores.progress.estimate import Why
from maypole.cores.progress.piecewise import design, gls, piecewise, reml_phi, whitened
from maypole.cores.progress.series import FloatArray, Series

A, B = [1, 2, 3, 2, 3, 4, 3, 4, 5], [8, 9, 10, 9, 10, 12, 11, 12]
GAPPED = Series.of([1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 20, 21], "A" * 9 + "B" * 8, [*A, *B])


def test_without_autocorrelation_each_phase_has_its_own_least_squares_line() -> None:
    line = piecewise(GAPPED, phi=0.0)
    before = np.polyfit(GAPPED.a_session - 1, GAPPED.a, 1)
    after = np.polyfit(GAPPED.b_session - 11, GAPPED.b, 1)
    assert (line.slope.value, line.intercept.value) == pytest.approx(tuple(before))
    assert line.bend.value == pytest.approx(after[0] - before[0])
    assert line.step.value == pytest.approx(after[1] - np.polyval(before, 10))
    assert (line.df, line.phi) == (13, 0.0)


def dense(phi: float, series: Series) -> tuple[FloatArray, FloatArray, float]:
    """Generalised least squares and the restricted log likelihood from the full correlation matrix."""
    times = np.concatenate([series.a_session, series.b_session])
    x, y = design(times - times[0], series.n_a), np.concatenate([series.a, series.b])
    inverse = np.linalg.inv(phi ** np.abs(times[:, None] - times[None, :]) if phi else np.eye(len(times)))
    information = x.T @ inverse @ x
    beta: FloatArray = np.linalg.solve(information, x.T @ inverse @ y).astype(np.float64)
    rest = y - x @ beta
    df = len(y) - 4
    variance = float(rest @ inverse @ rest) / df
    _, log_v = np.linalg.slogdet(inverse)
    likelihood = -df / 2 * math.log(variance) + log_v / 2 - np.linalg.slogdet(information)[1] / 2
    covariance: FloatArray = variance * np.linalg.inv(information).astype(np.float64)
    return beta, covariance, float(likelihood)


@pytest.mark.parametrize("phi", [0.0, 0.2, 0.7])
def test_whitening_equals_the_full_matrix(phi: float) -> None:
    line = piecewise(GAPPED, phi=phi)
    beta, covariance, _ = dense(phi, GAPPED)
    parts = (line.intercept, line.slope, line.step, line.bend)
    assert [part.value for part in parts] == pytest.approx(beta.tolist())
    assert [part.se for part in parts] == pytest.approx(np.sqrt(np.diag(covariance)).tolist())


def carried(phi: float, seed: int, n: int = 60) -> Series:
    rng = np.random.default_rng(seed)
    noise = [rng.normal()]
    for _ in range(2 * n - 1):
        noise.append(phi * noise[-1] + math.sqrt(1 - phi**2) * rng.normal())
    level = [(2 if t < n else 7) + 0.1 * t + noise[t] for t in range(2 * n)]
    return Series.ab(level[:n], level[n:])


def test_reml_finds_the_most_likely_autocorrelation() -> None:
    series = carried(0.6, seed=5)
    line = piecewise(series)
    assert line.phi is not None
    likelihoods = [dense(phi, series)[2] for phi in (line.phi - 0.01, line.phi, line.phi + 0.01)]
    assert likelihoods[1] == max(likelihoods)
    assert 0.3 < line.phi < 0.85


def test_negative_autocorrelation_is_taken_as_none() -> None:
    saw = Series.ab([1, 3] * 6, [6, 8] * 6)
    assert piecewise(saw).phi == 0.0


def test_intervals_hold_the_true_step() -> None:
    held = 0
    for seed in range(60):
        line = piecewise(carried(0.3, seed, n=20))
        low, high = line.step.ci or (0.0, 0.0)
        held += low <= 5 <= high
    assert 50 <= held <= 60


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (Series.ab(A[:7], B), Why.EIGHT_EACH),
        (Series.of(range(1, 26), "A" * 8 + "B" * 9 + "A" * 8, [*A[:8], *B, 1, *A[:8]][:25]), Why.ONE_SWITCH),
        (Series.of([1, 1, *range(2, 17)], "A" * 9 + "B" * 8, [*A, *B]), Why.SAME_TIME),
    ],
)
def test_no_lines_and_why(series: Series, why: Why) -> None:
    line = piecewise(series)
    assert (line.step.value, line.phi, line.why) == (None, None, why)


def test_lines_without_error_have_no_interval() -> None:
    line = piecewise(Series.ab(range(1, 10), range(20, 30)), phi=0.0)
    assert line.step.value == pytest.approx(10)
    assert (line.step.ci, line.step.why) == (None, Why.EXACT_FIT)


def test_determinant_of_the_correlation() -> None:
    times = np.array([0.0, 1, 3, 4])
    x, y = np.ones((4, 1)), np.zeros(4)
    _, log_det = whitened(x, y, times, 0.5)[1:]
    assert log_det == pytest.approx(np.linalg.slogdet(0.5 ** np.abs(times[:, None] - times[None, :]))[1])
    assert gls(x, y, times, 0.5)[2] == 0
    assert 0 <= reml_phi(np.column_stack([np.ones(9), np.arange(9.0)]), np.arange(9.0) % 3, np.arange(9.0)) <= 0.95
