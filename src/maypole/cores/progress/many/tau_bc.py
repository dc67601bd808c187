"""Baseline-corrected Tau of a panel, with the exact ties of `tau_bc`.

Outcomes with few decimals are multiplied to whole numbers: then slopes, products and differences below are exact in
double precision, and so are ties. Where outcomes are not whole, or too large, a difference close to zero may or may not
be a tie: those series are done again by the scalar function in rational arithmetic.
"""

from __future__ import annotations

import numpy as np

from maypole.cores.progress.many.batch import BoolArray, Panel
from maypole.cores.progress.series import FloatArray, Series
from maypole.cores.progress.tau_bc import tau_bc as scalar_tau_bc

EXACT = 2.0**52  # whole numbers up to here are exact
CLOSE = 1e-9  # relative to the size of the terms


def tau_bc(panel: Panel) -> FloatArray:
    """Tau after subtracting the Theil-Sen line of the baseline, by real session numbers."""
    a, b, whole = as_whole(panel)
    top, bottom = theil_sen(panel.ta, a)
    # b - slope tb against a - slope ta, times the slope's denominator; the intercept cancels.
    level_a, level_b = a * bottom[:, None] - top[:, None] * panel.ta, b * bottom[:, None] - top[:, None] * panel.tb
    with np.errstate(invalid="ignore"):
        differ = level_b[:, None, :] - level_a[:, :, None]
    size = np.nanmax(np.abs(b), axis=1) + np.nanmax(np.abs(a), axis=1)
    terms = size * bottom + np.abs(top) * (np.nanmax(np.abs(panel.ta), axis=1) + np.nanmax(np.abs(panel.tb), axis=1))
    doubtful = near_ties(differ, terms, whole & (terms < EXACT))
    total = np.nansum(np.sign(differ), axis=(1, 2))
    value = np.where(np.isnan(bottom), np.nan, panel.sign * total / (panel.m * panel.n)) + 0.0
    for row in np.flatnonzero(doubtful):
        value[row] = one(panel, int(row))
    return value


def near_ties(differ: FloatArray, terms: FloatArray, exact: BoolArray) -> BoolArray:
    """Rows in which floating point cannot tell a tie from a difference."""
    doubtful = ~exact
    if doubtful.any():
        rows = np.flatnonzero(doubtful)
        with np.errstate(invalid="ignore"):
            near = np.abs(differ[rows]) <= (CLOSE * terms[rows])[:, None, None]
        doubtful[rows] = near.any(axis=(1, 2))
    return doubtful


def as_whole(panel: Panel) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Both phases times 1, 10, 100 or 1000, whichever first makes a row whole, and whether one did."""
    a, b = panel.a.copy(), panel.b.copy()
    times = np.concatenate([panel.ta, panel.tb], axis=1)
    open_rows = np.arange(len(a))
    for factor in (1.0, 10.0, 100.0, 1000.0):
        both = np.concatenate([panel.a[open_rows], panel.b[open_rows]], axis=1)
        rounded = np.round(both * factor)
        # Dividing back finds the double nearest to the decimal: equal only if the outcome was that decimal.
        fits = ((rounded / factor == both) | np.isnan(both)).all(axis=1)
        rows = open_rows[fits]
        a[rows], b[rows] = rounded[fits, : a.shape[1]], rounded[fits, a.shape[1] :]
        open_rows = open_rows[~fits]
        if not len(open_rows):
            break
    whole = np.ones(len(a), dtype=np.bool_)
    whole[open_rows] = False
    return a, b, whole & ((np.round(times) == times) | np.isnan(times)).all(axis=1)


def theil_sen(times: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The median slope of each row as a fraction (top, bottom); NaN without two different times."""
    first, second = np.triu_indices(values.shape[1], 1)
    if not len(first):
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    runs, rises = times[:, second] - times[:, first], values[:, second] - values[:, first]
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = np.where(runs > 0, rises / runs, np.nan)
    # Equal fractions of whole numbers round to equal doubles, so the order is right even among ties.
    order = np.argsort(slopes, axis=1)
    count = np.isfinite(slopes).sum(axis=1)
    rows = np.arange(len(values))
    low, high = order[rows, np.maximum(count - 1, 0) // 2], order[rows, count // 2]
    run_low, run_high, rise_low, rise_high = runs[rows, low], runs[rows, high], rises[rows, low], rises[rows, high]
    top, bottom = rise_low * run_high + rise_high * run_low, 2 * run_low * run_high
    some = count > 0
    return np.where(some, top, np.nan), np.where(some, bottom, np.nan)


def one(panel: Panel, row: int) -> float:
    """One series by rational arithmetic."""
    a, b = panel.a[row][: int(panel.m[row])], panel.b[row][: int(panel.n[row])]
    times = [*panel.ta[row][: len(a)], *panel.tb[row][: len(b)]]
    improvement = "decrease" if panel.decrease[row] else "increase"
    series = Series.of(times, "A" * len(a) + "B" * len(b), [*a, *b], improvement=improvement)
    value = scalar_tau_bc(series).value
    return np.nan if value is None else value
