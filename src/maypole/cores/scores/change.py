"""Did a test score change by more than its own wobble? Reliable change and clinical cut-offs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from maypole.cores.scores.errors import ScoresError
from maypole.cores.scores.intervals import sem


@dataclass(frozen=True, slots=True)
class Change:
    """A change with its index. `reliable`: larger than measurement error alone makes in 95 of 100.

    needed: the smallest change that would be reliable. low, high: 95 % interval of the change.
    """

    difference: float
    standard_error: float
    index: float
    needed: float
    low: float
    high: float

    @property
    def reliable(self) -> bool:
        return abs(self.index) > Z_95


Z_95 = 1.96


def reliable_change(first: float, second: float, sd: float, reliability: float) -> Change:
    """RC = (x2 - x1) / sqrt(2 SE^2), SE = SD sqrt(1 - r) (Jacobson & Truax 1991).

    Needs the published standard deviation and reliability of that test at that age, and the same test, edition, metric
    and norm set both times. Use standard or growth scores: raw scores rise with age. Not for session counts.

    >>> change = reliable_change(32.5, 47.5, 7.5, 0.80)
    >>> round(change.index, 2), round(change.needed, 2), change.reliable
    (3.16, 9.3, True)
    """
    if not (math.isfinite(first) and math.isfinite(second)):
        raise ScoresError("A change needs two scores.")
    error = math.sqrt(2.0) * sem(sd, reliability)
    if error == 0.0:
        raise ScoresError("With a reliability of 1 any change counts; an index cannot be computed.")
    difference, needed = second - first, Z_95 * error
    return Change(difference, error, difference / error, needed, difference - needed, difference + needed)


@dataclass(frozen=True, slots=True)
class CutOffs:
    """Where a score is more like the comparison group than like the clinical group.

    a: two standard deviations from the clinical mean towards the norm. b: two from the norm towards the clinical mean.
    c: equally far from both, in standard deviations; the one to use when both are known.
    """

    a: float
    b: float
    c: float


def cut_offs(clinical_mean: float, clinical_sd: float, norm_mean: float, norm_sd: float) -> CutOffs:
    """Cut-offs a, b and c (Jacobson & Truax 1991).

    >>> cut_offs(40, 7.5, 60, 7.5)
    CutOffs(a=55.0, b=45.0, c=50.0)
    """
    if min(clinical_sd, norm_sd) <= 0.0:
        raise ScoresError("A standard deviation is above 0.")
    if clinical_mean == norm_mean:
        raise ScoresError("Clinical and norm group have the same mean; there is nothing to cut.")
    towards = math.copysign(1.0, norm_mean - clinical_mean)
    return CutOffs(
        a=clinical_mean + towards * 2.0 * clinical_sd,
        b=norm_mean - towards * 2.0 * norm_sd,
        c=(norm_sd * clinical_mean + clinical_sd * norm_mean) / (norm_sd + clinical_sd),
    )
