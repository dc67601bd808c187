"""Score metrics of standardised tests, and conversions between them by way of z."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from maypole.cores.scores.errors import ScoresError

_NORMAL = NormalDist()


class Metric(StrEnum):
    """How a test reports its results."""

    Z = "z"
    T = "t"
    STANDARD = "standard"
    SCALED = "scaled"
    BOT2_SUBTEST = "bot2_subtest"
    V_SCALE = "v_scale"
    PERCENTILE = "percentile"
    RAW = "raw"
    AGE_EQUIVALENT = "age_equivalent"


class Direction(StrEnum):
    """What a higher score means. Some instruments have neither: their extremes mean different things."""

    HIGHER_IS_MORE_SKILL = "higher_is_more_skill"
    HIGHER_IS_MORE_CONCERN = "higher_is_more_concern"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Norm:
    """Mean and standard deviation of a metric in its norm group."""

    mean: float
    sd: float


NORMS = {
    Metric.Z: Norm(0.0, 1.0),
    Metric.T: Norm(50.0, 10.0),
    Metric.STANDARD: Norm(100.0, 15.0),
    Metric.SCALED: Norm(10.0, 3.0),
    Metric.BOT2_SUBTEST: Norm(15.0, 5.0),
    Metric.V_SCALE: Norm(15.0, 3.0),
}

_CANNOT = {
    Metric.RAW: "A raw score has no place on a scale of norms; look it up in the publisher's table.",
    Metric.AGE_EQUIVALENT: "An age equivalent cannot be converted: its steps are not equal, and its spread is unknown.",
}


def z_of(score: float, metric: Metric) -> float:
    """z = (x - M) / SD; for percentiles the normal quantile.

    Assumes that the norm group is normally distributed. Publishers' tables differ at the tails; the table wins.
    Raises ScoresError for raw scores, age equivalents, percentiles of 0 or 100 and values that are no number.

    >>> z_of(70, Metric.STANDARD)
    -2.0
    """
    if not math.isfinite(score):
        raise ScoresError(f"{score} is not a score.")
    if metric is Metric.PERCENTILE:
        if not 0.0 < score < 100.0:
            raise ScoresError(f"A percentile lies between 0 and 100, and is neither of them; got {score:g}.")
        return _NORMAL.inv_cdf(score / 100.0)
    norm = NORMS.get(metric)
    if norm is None:
        raise ScoresError(_CANNOT[metric])
    return (score - norm.mean) / norm.sd


def score_of(z: float, metric: Metric) -> float:
    """The score on `metric` that a z stands for.

    >>> score_of(-1.0, Metric.SCALED)
    7.0
    """
    if not math.isfinite(z):
        raise ScoresError(f"{z} is not a score.")
    if metric is Metric.PERCENTILE:
        return 100.0 * _NORMAL.cdf(z)
    norm = NORMS.get(metric)
    if norm is None:
        raise ScoresError(_CANNOT[metric])
    return norm.mean + norm.sd * z


def convert(score: float, source: Metric, target: Metric) -> float:
    """From one metric to another. For showing only: never to compare two tests, or to average percentiles.

    >>> [round(convert(x, m, Metric.PERCENTILE), 1) for x, m in [(78, Metric.STANDARD), (61, Metric.T)]]
    [7.1, 86.4]
    """
    return score_of(z_of(score, source), target)


@dataclass(frozen=True, slots=True)
class Identity:
    """What two scores must share before one may be subtracted from the other."""

    instrument: str
    edition: str
    metric: Metric
    norms: str


def comparable(first: Identity, second: Identity) -> bool:
    """Same test, same edition, same metric, same norm set; percentiles and age equivalents never.

    >>> comparable(Identity("A", "2", Metric.T, "2010"), Identity("A", "3", Metric.T, "2010"))
    False
    """
    return first == second and first.metric not in (Metric.PERCENTILE, Metric.AGE_EQUIVALENT)
