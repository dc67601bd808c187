"""How exact is a test score? Intervals from the standard error of measurement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from maypole.cores.scores.errors import ScoresError


class Method(StrEnum):
    """Where an interval comes from; to be shown beside it."""

    PUBLISHER = "publisher"
    OBSERVED = "observed"
    TRUE_SCORE = "true_score"


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with its interval and how that was made."""

    centre: float
    low: float
    high: float
    confidence: float
    method: Method

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ScoresError(f"An interval from {self.low:g} to {self.high:g} is upside down.")


def sem(sd: float, reliability: float) -> float:
    """Standard error of measurement, SD * sqrt(1 - r).

    >>> round(sem(15, 0.90), 2)
    4.74
    """
    _check(sd, reliability)
    return sd * math.sqrt(1.0 - reliability)


def observed_interval(score: float, sd: float, reliability: float, confidence: float = 0.95) -> Interval:
    """x +- z * SEM: how far the observed score would move on another day.

    Prefer the interval that the publisher prints. Not the interval of the true score; see `true_score_interval`.

    >>> round(observed_interval(85, 15, 0.90).high - 85, 1)
    9.3
    """
    reach = _quantile(confidence) * sem(sd, reliability)
    return Interval(score, score - reach, score + reach, confidence, Method.OBSERVED)


def true_score_interval(score: float, mean: float, sd: float, reliability: float, confidence: float = 0.95) -> Interval:
    """Where the true score lies: M + r(x - M) +- z * SD * sqrt(r(1 - r)) (Dudek 1979).

    >>> found = true_score_interval(70, 100, 15, 0.90)
    >>> round(found.centre, 1), round(found.low, 1), round(found.high, 1)
    (73.0, 64.2, 81.8)
    """
    _check(sd, reliability)
    centre = mean + reliability * (score - mean)
    reach = _quantile(confidence) * sd * math.sqrt(reliability * (1.0 - reliability))
    return Interval(centre, centre - reach, centre + reach, confidence, Method.TRUE_SCORE)


def published_interval(score: float, low: float, high: float, confidence: float) -> Interval:
    """The interval as printed by the publisher; the one to prefer."""
    _quantile(confidence)
    if not low <= score <= high:
        raise ScoresError(f"The score {score:g} lies outside its printed interval {low:g} to {high:g}.")
    return Interval(score, low, high, confidence, Method.PUBLISHER)


def _quantile(confidence: float) -> float:
    if not 0.0 < confidence < 1.0:
        raise ScoresError(f"A confidence lies between 0 and 1; got {confidence:g}.")
    return NormalDist().inv_cdf(0.5 + confidence / 2.0)


def _check(sd: float, reliability: float) -> None:
    if not (math.isfinite(sd) and sd > 0.0):
        raise ScoresError(f"A standard deviation is above 0; got {sd:g}.")
    if not 0.0 <= reliability <= 1.0:
        raise ScoresError(f"A reliability lies between 0 and 1; got {reliability:g}.")
