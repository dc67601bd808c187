"""Interrupted time series: level and slope before and after, with first-order autocorrelation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.series import FloatArray, Series
from maypole.cores.progress.tails import t_quantile

LEAST = 8  # sessions a phase needs before a slope may be shown
PHI_MOST = 0.95
POINTS = 96  # of the first, coarse look for the autocorrelation


@dataclass(frozen=True, slots=True)
class Piecewise:
    """y = β0 + β1 t + β2 D + β3 (t - t_B) D + e, t from the first session, D 1 in treatment; e is AR(1) with `phi`.

    `intercept` is the level at the first session, `slope` the baseline's per session, `step` the jump at the first
    treatment session, `bend` the change of slope. `sd` is the residual standard deviation, `df` sessions minus four.
    """

    intercept: Estimate
    slope: Estimate
    step: Estimate
    bend: Estimate
    phi: float | None
    sd: float | None
    df: int
    why: str = ""


def piecewise(series: Series, phi: float | None = None) -> Piecewise:
    """Generalised least squares with AR(1) by REML (or with `phi` as given); intervals from t with n - 4 degrees.

    Sessions apart by gaps correlate phi^distance. Huitema & McKean 2000 (design), Pinheiro & Bates 2000 (REML).
    Needs eight sessions a phase: with fewer, slopes are noise and phi is biased to zero. Says "changed at that time",
    never "caused by". Not for series at floor or ceiling.

    >>> line = piecewise(Series.ab([1, 2, 3, 2, 3, 4, 3, 4], [8, 9, 10, 9, 10, 12, 11, 12]), phi=0.0)
    >>> round(line.step.value, 2), round(line.bend.value, 2)
    (3.89, 0.18)
    """
    n_a, n_b = series.n_a, series.n_b
    times = np.concatenate([series.a_session, series.b_session])
    why = unusable(series, times)
    if why:
        gone = Estimate.absent(why)
        return Piecewise(gone, gone, gone, gone, None, None, n_a + n_b - 4, why)
    y = np.concatenate([series.a, series.b])
    x = design(times - times[0], n_a)
    found = reml_phi(x, y, times) if phi is None else phi
    beta, covariance, variance = gls(x, y, times, found)
    df = len(y) - 4
    if variance <= 1e-24 * max(1.0, float(np.abs(y).max()) ** 2):
        parts = [Estimate(float(value), why=Why.EXACT_FIT) for value in beta]
    else:
        t = t_quantile(0.975, df)
        errors = np.sqrt(np.diag(covariance)).tolist()
        parts = [Estimate(b, se, (b - t * se, b + t * se)) for b, se in zip(beta.tolist(), errors, strict=True)]
    return Piecewise(parts[0], parts[1], parts[2], parts[3], found, math.sqrt(max(variance, 0.0)), df)


def unusable(series: Series, times: FloatArray) -> str:
    if min(series.n_a, series.n_b) < LEAST:
        return Why.EIGHT_EACH
    if len(series.runs) > 2:
        return Why.ONE_SWITCH
    return Why.SAME_TIME if np.any(np.diff(times) <= 0) else ""


def design(times: FloatArray, n_a: int) -> FloatArray:
    """Columns 1, t, D, (t - t_B) D."""
    treated = (np.arange(len(times)) >= n_a).astype(np.float64)
    return np.column_stack([np.ones_like(times), times, treated, (times - times[n_a]) * treated])


def gls(x: FloatArray, y: FloatArray, times: FloatArray, phi: float) -> tuple[FloatArray, FloatArray, float]:
    """Coefficients, their covariance and the residual variance."""
    wx, wy, _ = whitened(x, y, times, phi)
    beta: FloatArray = np.linalg.lstsq(wx, wy, rcond=None)[0].astype(np.float64)
    rest = wy - wx @ beta
    variance = float(rest @ rest) / (len(y) - x.shape[1])
    covariance: FloatArray = variance * np.linalg.inv(wx.T @ wx)
    return beta, covariance, variance


def whitened(x: FloatArray, y: FloatArray, times: FloatArray, phi: float) -> tuple[FloatArray, FloatArray, float]:
    """x and y with the AR(1) correlation taken out, and the log determinant of the correlation matrix."""
    carry = phi ** np.diff(times)
    scale = np.sqrt(1 - carry**2)
    wx, wy = x.copy(), y.copy()
    wx[1:] = (x[1:] - carry[:, None] * x[:-1]) / scale[:, None]
    wy[1:] = (y[1:] - carry * y[:-1]) / scale
    return wx, wy, float(2 * np.log(scale).sum())


def reml_phi(x: FloatArray, y: FloatArray, times: FloatArray) -> float:
    """The autocorrelation from 0 to .95 with the highest restricted likelihood: a grid, then golden section."""

    def cost(phi: float) -> float:
        wx, wy, log_det = whitened(x, y, times, phi)
        beta, *_ = np.linalg.lstsq(wx, wy, rcond=None)
        rest = wy - wx @ beta
        log_x = float(np.linalg.slogdet(wx.T @ wx)[1])
        return (len(y) - 4) * math.log(max(float(rest @ rest), 1e-300)) + log_det + log_x

    grid = np.linspace(0.0, PHI_MOST, POINTS)
    best = int(np.argmin([cost(float(phi)) for phi in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, POINTS - 1)])
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, right) if cost(left) <= cost(right) else (left, high)
    candidates: tuple[float, float] = (0.0, (low + high) / 2)
    best_phi: float = min(candidates, key=cost)
    return best_phi
