"""What a measure gives back: a figure with its uncertainty, or no figure and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Z95 = 1.959963984540054  # the 97.5 % point of the standard normal


class Why(StrEnum):
    """Why there is no figure. Complete phrases, so that a page can translate them."""

    NO_PHASE = "needs at least one session in each phase"
    TWO_EACH = "needs at least two sessions in each phase"
    TWO_BASELINE = "needs two baseline sessions on different days"
    THREE_BASELINE = "needs three baseline sessions: with two, the correction for few sessions leaves nothing"
    FLAT_BASELINE = "every baseline session is the same, so there is no baseline spread to measure by"
    FLAT = "every session within a phase is the same, so there is no spread to measure by"
    ZERO_MEAN = "a phase is at zero, and a ratio to zero has no size"
    ZERO_MEDIAN = "the middle session of a phase is not above zero, and a ratio to zero has no size"
    ZERO_LIMIT = "a phase has sessions at zero, so the ratio of medians has no interval"
    NOT_SHARE = "only for percentages and proportions"
    AT_LIMIT = "a phase is at 0 or 100 % and the number of intervals is not known"
    NO_GOAL = "no goal is given"
    GOAL_AT_BASELINE = "the goal is the baseline level, so there is no way to go"
    FIVE_TREATMENT = "needs at least five treatment sessions"
    THREE_RECENT = "needs at least three treatment sessions"
    FLAT_RECENT = "the last sessions are all the same, so there is no spread to make a range from"
    ZERO_FREQUENCY = "a zero has no logarithm: give the minutes observed, so that it stands at the record floor"
    TWO_DAYS = "needs sessions on two different days"
    EIGHT_EACH = "needs at least eight sessions in each phase"
    ONE_SWITCH = "needs one baseline followed by one treatment"
    SAME_TIME = "needs every session at a time of its own"
    EXACT_FIT = "the lines pass through every session, so there is no error to estimate from"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its standard error and 95 % interval. None where a part does not apply; `why` says why."""

    value: float | None
    se: float | None = None
    ci: tuple[float, float] | None = None
    why: str = ""

    @classmethod
    def normal(cls, value: float, se: float, *, scale: float = 1.0) -> Estimate:
        """An estimate with the large-sample interval value ± 1.96 se, all times `scale`."""
        value, se = value * scale, se * scale
        return cls(value, se, (value - Z95 * se, value + Z95 * se))

    @classmethod
    def absent(cls, why: str) -> Estimate:
        """No figure, and the reason."""
        return cls(None, why=why)
