"""Thousands of ragged series in flat arrays, and the padded panels they are worked on in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.ratios import TOP
from maypole.cores.progress.series import FloatArray, Series

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
CELLS = 60_000  # session pairs in one panel: what a processor's second cache holds


@dataclass(frozen=True, eq=False)
class Batch:
    """Series one after the other: of each the m baseline outcomes, then the n treatment outcomes, in time order.

    `outcome` and `session` are flat, of length Σ(m + n), finite; the other arrays have one entry a series: `decrease`,
    `top` (1 for proportions, 100 for percentages, else NaN), `d` (see `Series.d`), `goal` (NaN where there is none).
    """

    outcome: FloatArray
    session: FloatArray
    m: IntArray
    n: IntArray
    decrease: BoolArray
    top: FloatArray
    d: FloatArray
    goal: FloatArray

    def __post_init__(self) -> None:
        lengths = {len(array) for array in (self.m, self.n, self.decrease, self.top, self.d, self.goal)}
        if len(lengths) > 1:
            raise ProgressError("a batch needs one entry a series in m, n, decrease, top, d and goal")
        total = int(self.m.sum() + self.n.sum())
        if np.any(self.m < 0) or np.any(self.n < 0) or not total == len(self.outcome) == len(self.session):
            raise ProgressError(f"{len(self.outcome)} outcomes and {len(self.session)} sessions for {total} in m and n")
        if not (np.isfinite(self.outcome).all() and np.isfinite(self.session).all()):
            raise ProgressError("a batch holds measured outcomes only: leave sessions without one out")

    @classmethod
    def of(cls, series: Sequence[Series]) -> Batch:
        """A batch of series; sessions without a measure are left out."""
        outcomes = [part for each in series for part in (each.a, each.b)]
        sessions = [part for each in series for part in (each.a_session, each.b_session)]
        empty = np.empty(0)
        return cls(
            outcome=np.concatenate([empty, *outcomes]),
            session=np.concatenate([empty, *sessions]),
            m=np.array([each.n_a for each in series], dtype=np.intp),
            n=np.array([each.n_b for each in series], dtype=np.intp),
            decrease=np.array([each.decrease for each in series], dtype=np.bool_),
            top=np.array([TOP.get(each.scale, np.nan) for each in series], dtype=np.float64),
            d=np.array([each.d for each in series], dtype=np.float64),
            goal=np.array([np.nan if each.goal is None else each.goal for each in series], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.m)

    def panels(self) -> Iterator[Panel]:
        """Series of like size together, padded with NaN. Series without a baseline or a treatment are left out."""
        starts = np.concatenate([[0], np.cumsum(self.m + self.n)[:-1]]) if len(self) else np.empty(0)
        order = np.lexsort((self.n, self.m))
        order = order[(self.m[order] > 0) & (self.n[order] > 0)]
        at = 0
        while at < len(order):
            width = int(self.m[order[at]] * self.n[order[at]])
            index = order[at : at + max(1, CELLS // max(width, 1))]
            # The size limit again, now that the longest treatment of the panel is known.
            index = index[: max(1, CELLS // int(self.m[index].max() * self.n[index].max()))]
            at += len(index)
            yield self.panel(index, starts[index].astype(np.intp))

    def panel(self, index: IntArray, start: IntArray) -> Panel:
        m, n = self.m[index], self.n[index]
        a, b = grid(start, m), grid(start + m, n)
        return Panel(
            index=index,
            m=m.astype(np.float64),
            n=n.astype(np.float64),
            sign=np.where(self.decrease[index], -1.0, 1.0),
            decrease=self.decrease[index],
            a=np.where(a < 0, np.nan, self.outcome[a]),
            b=np.where(b < 0, np.nan, self.outcome[b]),
            ta=np.where(a < 0, np.nan, self.session[a]),
            tb=np.where(b < 0, np.nan, self.session[b]),
            top=self.top[index],
            d=self.d[index],
            goal=self.goal[index],
        )


def grid(start: IntArray, count: IntArray) -> IntArray:
    """Positions start, start + 1, … of each row; -1 beyond its count."""
    steps = np.arange(int(count.max()))
    return np.where(steps < count[:, None], start[:, None] + steps, -1)


@dataclass(frozen=True, eq=False)
class Panel:
    """Series of like size as rows; phases padded with NaN at the end. What several measures need is computed once."""

    index: IntArray
    m: FloatArray
    n: FloatArray
    sign: FloatArray
    decrease: BoolArray
    a: FloatArray
    b: FloatArray
    ta: FloatArray
    tb: FloatArray
    top: FloatArray
    d: FloatArray
    goal: FloatArray

    @cached_property
    def better_a(self) -> FloatArray:
        """Baseline turned so that more is better."""
        return self.sign[:, None] * self.a

    @cached_property
    def better_b(self) -> FloatArray:
        """Treatment turned so that more is better."""
        return self.sign[:, None] * self.b

    @cached_property
    def wins(self) -> npt.NDArray[np.uint8]:
        """1 where a treatment session (last axis) beats a baseline session (middle axis)."""
        return np.greater(self.better_b[:, None, :], self.better_a[:, :, None]).view(np.uint8)

    @cached_property
    def points(self) -> npt.NDArray[np.uint8]:
        """2 for a win, 1 for a tie."""
        ties = np.greater_equal(self.better_b[:, None, :], self.better_a[:, :, None]).view(np.uint8)
        return np.add(self.wins, ties, out=ties)

    @cached_property
    def row_wins(self) -> FloatArray:
        """Wins over each baseline session."""
        counts: FloatArray = self.wins.sum(axis=2, dtype=np.uint32).astype(np.float64)
        return counts

    @cached_property
    def row_points(self) -> FloatArray:
        """Points over each baseline session."""
        counts: FloatArray = self.points.sum(axis=2, dtype=np.uint32).astype(np.float64)
        return counts

    @cached_property
    def sorted_a(self) -> FloatArray:
        """Baseline in ascending order, padding last."""
        return np.sort(self.a, axis=1)

    @cached_property
    def sorted_b(self) -> FloatArray:
        """Treatment in ascending order, padding last."""
        return np.sort(self.b, axis=1)

    @cached_property
    def moments_a(self) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of the baseline."""
        return moments(self.a, self.m)

    @cached_property
    def moments_b(self) -> tuple[FloatArray, FloatArray]:
        """Mean and variance of the treatment."""
        return moments(self.b, self.n)


def moments(x: FloatArray, count: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and variance (NaN for one session) of rows padded with NaN."""
    mean = np.nansum(x, axis=1) / count
    away = x - mean[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        variance: FloatArray = np.nansum(away * away, axis=1) / (count - 1)
    return mean, variance


def median(ordered: FloatArray, count: FloatArray) -> FloatArray:
    """Middle of rows in ascending order."""
    rows, half = np.arange(len(ordered)), count.astype(np.intp)
    middle: FloatArray = (ordered[rows, (half - 1) // 2] + ordered[rows, half // 2]) / 2
    return middle
