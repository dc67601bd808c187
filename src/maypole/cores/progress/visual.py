"""What a trained eye looks for in a graph, as numbers: level, trend, variability, immediacy, overlap, consistency.

The six features of the What Works Clearinghouse standards (Kratochwill et al. 2013). They describe; they do not say
what caused a change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.nonoverlap import nap
from maypole.cores.progress.series import FloatArray, Scale, Series
from maypole.cores.progress.tails import t_quantile

RECENT = 3  # sessions that make the level now, as in the signal
SPREAD = 5  # sessions that its spread is taken from
WHOLE: dict[Scale, tuple[float, float]] = {
    Scale.COUNT: (0.0, math.inf),
    Scale.RATE: (0.0, math.inf),
    Scale.PROPORTION: (0.0, 1.0),
    Scale.PERCENTAGE: (0.0, 100.0),
    Scale.OTHER: (-math.inf, math.inf),
}
PHI = 0.2  # usual autocorrelation of published phases (Shadish & Sullivan 2011)


@dataclass(frozen=True, slots=True)
class PhaseLook:
    """One phase: sessions, mean, median, slopes per session (least squares, Theil-Sen), standard deviation, range."""

    n: int
    mean: float | None
    median: float | None
    slope: float | None
    theil_sen: float | None
    sd: float | None
    low: float | None
    high: float | None
    stable: float | None


@dataclass(frozen=True, slots=True)
class VisualLook:
    """The six features. `level` and `immediacy` are changes in the outcome's unit, positive is better."""

    baseline: PhaseLook
    treatment: PhaseLook
    level: float | None
    immediacy: float | None
    overlap: float | None
    consistency: float | None


@dataclass(frozen=True, slots=True)
class Level:
    """Mean of the baseline and of the last sessions, with the likely range of the latter."""

    baseline: float | None
    now: float | None
    ci: tuple[float, float] | None
    sessions: int
    why: str = ""


def look(series: Series) -> VisualLook:
    """The six features of a series.

    Immediacy is the mean of the first three treatment sessions against the last three of baseline. Overlap is 1 - NAP.

    >>> seen = look(Series.ab([2, 3, 2], [5, 6, 7]))
    >>> seen.level, seen.immediacy, seen.overlap
    (3.6666666666666665, 3.6666666666666665, 0.0)
    """
    better = nap(series).value
    change, step = None, None
    if series.n_a and series.n_b:
        change = series.sign * float(series.b.mean() - series.a.mean())
        step = series.sign * float(series.b[:3].mean() - series.a[-3:].mean())
    return VisualLook(
        baseline=phase_look(series.a_session, series.a),
        treatment=phase_look(series.b_session, series.b),
        level=change,
        immediacy=step,
        overlap=None if better is None else 1 - better,
        consistency=consistency(series),
    )


def phase_look(session: FloatArray, outcome: FloatArray) -> PhaseLook:
    """One phase as numbers. `stable` is the share of sessions within a quarter of the median around the median."""
    n = len(outcome)
    if not n:
        return PhaseLook(0, None, None, None, None, None, None, None, None)
    middle = float(np.median(outcome))
    slopes = [(outcome[j] - outcome[i]) / (session[j] - session[i]) for i, j in pairs_apart(session)]
    steps = session - session.mean()
    return PhaseLook(
        n=n,
        mean=float(outcome.mean()),
        median=middle,
        slope=float(np.dot(steps, outcome) / np.dot(steps, steps)) if slopes else None,
        theil_sen=float(np.median(slopes)) if slopes else None,
        sd=float(outcome.std(ddof=1)) if n > 1 else None,
        low=float(outcome.min()),
        high=float(outcome.max()),
        stable=float(np.mean(np.abs(outcome - middle) <= abs(middle) / 4)),
    )


def pairs_apart(session: FloatArray) -> list[tuple[int, int]]:
    return [(i, j) for i, j in combinations(range(len(session)), 2) if session[i] != session[j]]


def consistency(series: Series) -> float | None:
    """How alike phases of the same kind are, in standard deviations of the series; None without a returning phase.

    CONDAP (Tanious, De, Michiels, Van den Noortgate & Onghena 2019): mean absolute difference of all pairs of points
    from like phases, standardised over the series. Up to .5 is very high consistency, above 2 very low.
    """
    starts = [start for start, _ in series.runs]
    kept = np.isfinite(series.outcome)
    parts: dict[str, list[FloatArray]] = {}
    for (start, phase), end in zip(series.runs, [*starts[1:], math.inf], strict=True):
        values = series.outcome[kept & (series.session >= start) & (series.session < end)]
        parts.setdefault(phase, []).append(values)
    like = [np.abs(x[:, None] - y[None, :]) for runs in parts.values() for x, y in combinations(runs, 2)]
    distances = np.concatenate([d.ravel() for d in like]) if like else np.array([])
    spread = float(series.outcome[kept].std(ddof=1)) if kept.sum() > 1 else 0.0
    return float(distances.mean()) / spread if len(distances) and spread > 0 else None


def level_now(series: Series) -> Level:
    """Baseline mean, mean of the last three treatment sessions, and the likely range of that mean.

    The range is a t interval with the spread of the last five sessions, widened for an autocorrelation of .2 by
    √((1 + φ)/(1 - φ)) and kept inside the scale.

    >>> level_now(Series.ab([10, 20, 15], [40, 60, 50], scale="percentage")).now
    50.0
    """
    baseline = float(series.a.mean()) if series.n_a else None
    recent, around = series.b[-RECENT:], series.b[-SPREAD:]
    if len(recent) < RECENT:
        return Level(baseline, None, None, len(recent), Why.THREE_RECENT)
    now, spread = float(recent.mean()), float(around.std(ddof=1))
    if spread == 0:
        return Level(baseline, now, None, RECENT, Why.FLAT_RECENT)
    widening = math.sqrt((1 + PHI) / (1 - PHI))
    half = t_quantile(0.975, len(around) - 1) * spread / math.sqrt(RECENT) * widening
    least, most = WHOLE[series.scale]
    return Level(baseline, now, (max(now - half, min(least, now)), min(now + half, max(most, now))), RECENT)


def aim_line(series: Series, due: float, at: float) -> float:
    """The aim line's height at session `at`: baseline median at the last baseline session, goal at `due`.

    A drawing aid only: telling a therapist to change the plan when points fall under it is wrong for about half of
    the children who are exactly on course (Hintze et al. 2018).
    """
    if series.goal is None or not series.n_a:
        raise ProgressError("an aim line needs a goal and a baseline")
    start = float(series.a_session[-1])
    if due <= start:
        raise ProgressError("the goal must be due after the baseline")
    base = float(np.median(series.a))
    return base + (series.goal - base) * (at - start) / (due - start)


@dataclass(frozen=True, slots=True)
class Celeration:
    """Growth of a frequency: the factor per week (above 1 up, below 1 down) and the total bounce around it."""

    per_week: Estimate
    bounce: float | None

    @property
    def written(self) -> str:
        """As it is written on a standard celeration chart: ×1.4 or ÷1.2."""
        factor = self.per_week.value
        if factor is None:
            return ""
        return f"×{factor:.2f}" if factor >= 1 else f"÷{1 / factor:.2f}"


def celeration(days: FloatArray, frequency: FloatArray, minutes: float | None = None) -> Celeration:
    """Celeration by least squares on log10 frequency: 10^(7 slope) a week; bounce 10^(largest - smallest residual).

    `frequency` is per minute; zeros stand at the record floor 1/`minutes`. Pennypacker, Gutierrez & Lindsley 2003.

    >>> import numpy as np
    >>> grown = celeration(np.array([0., 7, 14]), np.array([10., 14, 20]))
    >>> grown.written
    '×1.41'
    """
    days, frequency = np.asarray(days, dtype=np.float64), np.asarray(frequency, dtype=np.float64)
    if np.any(frequency < 0):
        raise ProgressError("a frequency cannot be below 0")
    if minutes is not None:
        frequency = np.maximum(frequency, 1 / minutes)
    if np.any(frequency <= 0):
        return Celeration(Estimate.absent(Why.ZERO_FREQUENCY), None)
    if len(set(days.tolist())) < 2:
        return Celeration(Estimate.absent(Why.TWO_DAYS), None)
    logs, steps = np.log10(frequency), days - days.mean()
    slope = float(np.dot(steps, logs) / np.dot(steps, steps))
    residual = logs - logs.mean() - slope * steps
    return Celeration(Estimate(10 ** (7 * slope)), float(10 ** (residual.max() - residual.min())))
