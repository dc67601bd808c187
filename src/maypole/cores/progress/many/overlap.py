"""Non-overlap measures of a panel; formulas as in `nonoverlap`."""

from __future__ import annotations

import numpy as np

from maypole.cores.progress.many.batch import Panel, median
from maypole.cores.progress.series import FloatArray


def nap(panel: Panel) -> tuple[FloatArray, FloatArray]:
    """NAP and its unbiased standard error."""
    m, n = panel.m, panel.n
    value = panel.row_points.sum(axis=1) / (2 * m * n)
    columns = panel.points.sum(axis=1, dtype=np.uint32) / 2
    away_a = np.where(np.isnan(panel.a), 0, panel.row_points / 2 - (n * value)[:, None])
    away_b = np.where(np.isnan(panel.b), 0, columns - (m * value)[:, None])
    q1, q2 = np.square(away_a).sum(axis=1) / (m * n**2), np.square(away_b).sum(axis=1) / (m**2 * n)
    # Scores are 0, ½, 1, so the sum of their squares follows from the points and the wins.
    squares = panel.row_points.sum(axis=1) / 4 + panel.row_wins.sum(axis=1) / 2
    x = squares / (m * n) - value**2
    p = np.clip(value, 0.5 / (m * n), 1 - 0.5 / (m * n))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (p * (1 - p) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1))
        return value, np.sqrt(np.where((m > 1) & (n > 1), variance, np.nan))


def tau_u(panel: Panel) -> FloatArray:
    """Parker's "A vs. B - trend A"."""
    a = panel.better_a
    pairs = np.triu_indices(a.shape[1], 1)
    first, second = pairs
    rises = np.sign(a[:, second] - a[:, first]) * np.sign(panel.ta[:, second] - panel.ta[:, first])
    between = panel.row_points.sum(axis=1) - panel.m * panel.n
    value: FloatArray = (between - np.nansum(rises, axis=1)) / (panel.m * panel.n)
    return value


def pnd(panel: Panel) -> FloatArray:
    """Share of treatment sessions beyond the best baseline session."""
    best = np.fmax.reduce(panel.better_a, axis=1)
    share: FloatArray = (panel.better_b > best[:, None]).sum(axis=1) / panel.n
    return share


def pem(panel: Panel) -> FloatArray:
    """Share of treatment sessions beyond the baseline median."""
    middle = (panel.sign * median(panel.sorted_a, panel.m))[:, None]
    above, level = (panel.better_b > middle).sum(axis=1), (panel.better_b == middle).sum(axis=1)
    share: FloatArray = (above + 0.5 * level) / panel.n
    return share


def pand(panel: Panel) -> FloatArray:
    """Share of data left when the fewest sessions that overlap are removed."""
    # Sorting wins downward is sorting the baseline upward; padded rows have no wins and may not be counted.
    wins = np.where(np.isnan(panel.a), -np.inf, panel.row_wins)
    kept = np.arange(1, wins.shape[1] + 1) - np.sort(-wins, axis=1)
    share: FloatArray = np.maximum(panel.n, kept.max(axis=1)) / (panel.m + panel.n)
    return share


def ird(panel: Panel) -> FloatArray:
    """Robust improvement rate difference."""
    m, n = panel.m, panel.n
    return 1 - (m + n) ** 2 / (2 * m * n) * (1 - pand(panel))
