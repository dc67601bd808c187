"""Effects and dual criteria of a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from maypole.cores.progress.criteria import SHIFT, points_needed
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Z95
from maypole.cores.progress.intervals import newcombe5_many
from maypole.cores.progress.many import overlap, sizes
from maypole.cores.progress.many.batch import Batch, Panel
from maypole.cores.progress.many.tau_bc import tau_bc
from maypole.cores.progress.series import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Figures of a batch, one entry a series; NaN where there is none; None where a measure has no error."""

    value: FloatArray
    se: FloatArray | None = None
    low: FloatArray | None = None
    high: FloatArray | None = None


WITH_ERROR: dict[str, Callable[[Panel], tuple[FloatArray, FloatArray]]] = {
    "NAP": overlap.nap,
    "LRRi": sizes.lrr_i,
    "LRRd": sizes.lrr_d,
    "LOR": sizes.lor,
    "LRM": sizes.lrm,
    "SMD": sizes.smd,
    "SMD_pooled": sizes.smd_pooled,
    "PoGO": sizes.pogo,
}
BARE: dict[str, Callable[[Panel], FloatArray]] = {
    "Tau_U": overlap.tau_u,
    "Tau_BC": tau_bc,
    "PND": overlap.pnd,
    "PEM": overlap.pem,
    "PAND": overlap.pand,
    "IRD": overlap.ird,
}
NAMES = ("NAP", "Tau", *BARE, *(name for name in WITH_ERROR if name != "NAP"))


def effects(batch: Batch, names: Iterable[str] = NAMES) -> dict[str, Estimates]:
    """The effects called `names` for every series of a batch, with standard errors and 95 % intervals."""
    wanted = list(names)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise ProgressError(f"no effect is called {unknown[0]!r}; there are {', '.join(NAMES)}")
    needed = dict.fromkeys("NAP" if name == "Tau" else name for name in wanted)
    value = {name: np.full(len(batch), np.nan) for name in needed}
    se = {name: np.full(len(batch), np.nan) for name in needed if name in WITH_ERROR}
    for panel in batch.panels():
        for name in needed:
            if name in WITH_ERROR:
                value[name][panel.index], se[name][panel.index] = WITH_ERROR[name](panel)
            else:
                value[name][panel.index] = BARE[name](panel)
    found = {name: with_interval(value[name], se[name]) if name in se else Estimates(value[name]) for name in needed}
    if "NAP" in needed:
        low, high = newcombe5_many(value["NAP"], batch.m.astype(np.float64), batch.n.astype(np.float64))
        found["NAP"] = Estimates(value["NAP"], se["NAP"], low, high)
        found["Tau"] = Estimates(2 * value["NAP"] - 1, 2 * se["NAP"], 2 * low - 1, 2 * high - 1)
    return {name: found[name] for name in wanted}


def with_interval(value: FloatArray, se: FloatArray) -> Estimates:
    return Estimates(value, se, value - Z95 * se, value + Z95 * se)


@dataclass(frozen=True, slots=True, eq=False)
class DualCriteriaCounts:
    """Points beyond both lines and points needed of each series; NaN where there is none. `met` is 0, 1 or NaN."""

    exceeding_both: FloatArray
    needed: FloatArray
    met: FloatArray


def dual_criteria(batch: Batch, shift: float = SHIFT) -> DualCriteriaCounts:
    """Conservative dual criteria of every series of a batch; see `criteria.dual_criteria`."""
    counts = np.full(len(batch), np.nan)
    for panel in batch.panels():
        counts[panel.index] = beyond_both(panel, shift)
    sizes_, which = np.unique(batch.n, return_inverse=True)
    table = np.array([points_needed(int(n)) or np.nan for n in sizes_], dtype=np.float64)
    needed = table[which] if len(batch) else np.empty(0)
    met = np.where(np.isnan(needed) | np.isnan(counts), np.nan, counts >= needed)
    return DualCriteriaCounts(counts, needed, met)


def beyond_both(panel: Panel, shift: float) -> FloatArray:
    """As `criteria.beyond`, with the same tolerance for a point on a line."""
    mean, variance = panel.moments_a
    middle = np.nansum(panel.ta, axis=1) / panel.m
    steps = panel.ta - middle[:, None]
    spread = np.nansum(steps * steps, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.nansum(steps * panel.a, axis=1) / spread
        level = mean + panel.sign * shift * np.sqrt(variance)
        trend = (level - slope * middle)[:, None] + slope[:, None] * panel.tb
        sign = panel.sign[:, None]
        over = np.minimum(sign * (panel.b - level[:, None]), sign * (panel.b - trend))
    size = 1e-12 * np.maximum(1.0, np.maximum(np.nanmax(np.abs(panel.a), axis=1), np.nanmax(np.abs(panel.b), axis=1)))
    count = (over > size[:, None]).sum(axis=1)
    return np.where((panel.m > 1) & (spread > 0), count, np.nan)
