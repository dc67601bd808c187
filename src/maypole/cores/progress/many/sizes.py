"""Ratios and means of a panel; formulas as in `ratios` and `means`. NaN where the scalar function gives no figure."""

from __future__ import annotations

import numpy as np

from maypole.cores.progress.many.batch import Panel, median
from maypole.cores.progress.ratios import order_statistic
from maypole.cores.progress.series import FloatArray

Pair = tuple[FloatArray, FloatArray]


def lrr_i(panel: Panel) -> Pair:
    """Log response ratio, improvement upward."""
    complement = panel.decrease & np.isfinite(panel.top)
    return log_ratio(panel, complement, np.where(complement, 1.0, panel.sign))


def lrr_d(panel: Panel) -> Pair:
    """Log response ratio, improvement downward."""
    complement = ~panel.decrease & np.isfinite(panel.top)
    return log_ratio(panel, complement, np.where(complement, 1.0, -panel.sign))


def log_ratio(panel: Panel, complement: np.ndarray[tuple[int], np.dtype[np.bool_]], sign: FloatArray) -> Pair:
    parts = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for (mean, variance), count in ((panel.moments_a, panel.m), (panel.moments_b, panel.n)):
            level = np.maximum(np.where(complement, panel.top - mean, mean), 1 / (2 * panel.d * count))
            spread = np.maximum(variance, 1 / (panel.d**2 * count**3))
            part = spread / (count * level**2)
            parts.append((np.where(level > 0, np.log(level), np.nan) + part / 2, part))
        (log_a, part_a), (log_b, part_b) = parts
        return sign * (log_b - log_a), np.sqrt(part_a + part_b)


def lor(panel: Panel) -> Pair:
    """Log odds ratio of shares."""
    parts = []
    with np.errstate(divide="ignore", invalid="ignore"):
        intervals = panel.d * panel.top
        for (mean, variance), count in ((panel.moments_a, panel.m), (panel.moments_b, panel.n)):
            least = 1 / (2 * intervals * count)
            p = np.clip(mean / panel.top, least, 1 - least)
            p = np.where((p > 0) & (p < 1), p, np.nan)
            spread = np.maximum(variance / panel.top**2, 1 / (intervals**2 * count**3))
            part = spread / (count * p**2 * (1 - p) ** 2)
            parts.append((np.log(p / (1 - p)) - part * (2 * p - 1) / 2, part))
        (odds_a, part_a), (odds_b, part_b) = parts
        return panel.sign * (odds_b - odds_a), np.sqrt(part_a + part_b)


def lrm(panel: Panel) -> Pair:
    """Log ratio of medians."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle_a, middle_b = median(panel.sorted_a, panel.m), median(panel.sorted_b, panel.n)
        known = (middle_a > 0) & (middle_b > 0)
        value = np.where(known, panel.sign * (np.log(middle_b) - np.log(middle_a)), np.nan)
        se = np.hypot(median_spread(panel.sorted_a, panel.m), median_spread(panel.sorted_b, panel.n))
        return value, np.where(known, se, np.nan)


def median_spread(ordered: FloatArray, count: FloatArray) -> FloatArray:
    """Standard error of the log median; NaN with one session or one at zero."""
    sizes, which = np.unique(count.astype(np.intp), return_inverse=True)
    table = [order_statistic(int(size)) for size in sizes]
    low, z = np.array([rank for rank, _ in table])[which], np.array([quantile for _, quantile in table])[which]
    rows, size = np.arange(len(ordered)), sizes[which]
    least, most = ordered[rows, low - 1], ordered[rows, size - low]
    return np.where((least > 0) & (size > 1), (np.log(most) - np.log(least)) / (2 * z), np.nan)


def smd(panel: Panel) -> Pair:
    """Standardised by the baseline."""
    variance_a, variance_b = panel.moments_a[1], panel.moments_b[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        sampling = 1 / panel.m + variance_b / (panel.n * variance_a)
    return standardised(panel, variance_a, panel.m - 1, sampling)


def smd_pooled(panel: Panel) -> Pair:
    """Standardised by both phases."""
    m, n = panel.m, panel.n
    squares = np.where(m > 1, panel.moments_a[1] * (m - 1), 0) + np.where(n > 1, panel.moments_b[1] * (n - 1), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return standardised(panel, squares / (m + n - 2), m + n - 2, 1 / m + 1 / n)


def standardised(panel: Panel, variance: FloatArray, df: FloatArray, sampling: FloatArray) -> Pair:
    with np.errstate(divide="ignore", invalid="ignore"):
        correction = 1 - 3 / (4 * df - 1)
        change = panel.sign * correction * (panel.moments_b[0] - panel.moments_a[0])
        d = np.where(variance > 0, change / np.sqrt(variance), np.nan) + 0.0
        return d, np.where(correction == 0, np.nan, correction * np.sqrt(sampling + d**2 / (2 * df)))


def pogo(panel: Panel) -> Pair:
    """Percent of goal obtained."""
    (mean_a, variance_a), (mean_b, variance_b) = panel.moments_a, panel.moments_b
    with np.errstate(divide="ignore", invalid="ignore"):
        way = np.where(panel.goal == mean_a, np.nan, panel.goal - mean_a)
        share = (mean_b - mean_a) / way
        spread_a, spread_b = variance_a / panel.m, variance_b / panel.n
        return 100 * share, 100 * np.sqrt(spread_b + spread_a + share**2 * spread_a) / np.abs(way)
