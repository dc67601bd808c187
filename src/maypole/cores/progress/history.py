"""What a judgement is made from: points, reviews, probes and how the plan was delivered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from maypole.cores.progress.constants import FORECAST
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import Improvement, Scale


class SignalName(StrEnum):
    """What the rule says at a planned review. A prompt with reasons; the therapist decides."""

    TOO_EARLY = "too_early"
    CHECK_DELIVERY = "check_delivery"
    KEEP = "keep"
    WATCH = "watch"
    ADJUST = "adjust"
    GOAL_MET = "goal_met"


class NextStep(StrEnum):
    """What the signal asks for next."""

    COLLECT = "collect"
    RESTORE_DELIVERY = "restore_delivery"
    CONTINUE = "continue"
    LOOK_AGAIN = "look_again"
    CHANGE_PLAN = "change_plan"
    MAKE_SAFE = "make_safe"
    PROBE = "probe"
    FADE = "fade"


def _check_count(value: float, trials: int | None) -> None:
    if not math.isfinite(value):
        raise ProgressError("A point needs a finite value.")
    if trials is not None and not (trials >= 1 and 0 <= value <= trials):
        raise ProgressError(f"{value:g} of {trials} is not a possible count of tries.")


@dataclass(frozen=True, slots=True)
class Datum:
    """One session's result.

    `at` is a session number or a day number; one goal uses one clock throughout. `value` is the measure in its own
    unit, or, when `trials` is given, the number of tries done without help out of `trials` (never prompted ones).
    `first` says whether the day's first try, before any teaching, succeeded (None: not recorded).
    """

    at: float
    value: float
    trials: int | None = None
    setting: str = ""
    person: str = ""
    material: str = ""
    first: bool | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.at):
            raise ProgressError("A point needs a time.")
        _check_count(self.value, self.trials)

    @property
    def level(self) -> float:
        """The value, or the share of tries when there are trials."""
        return self.value if self.trials is None else self.value / self.trials


@dataclass(frozen=True, slots=True)
class PastReview:
    """An earlier planned review: when, what it said, and the chance it gave."""

    at: float
    name: SignalName
    p_goal: float | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """A check after the goal was met, without teaching before it. `day` counts on one calendar for all probes."""

    day: int
    value: float
    trials: int | None = None
    setting: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        _check_count(self.value, self.trials)

    @property
    def level(self) -> float:
        """The value, or the share of tries when there are trials."""
        return self.value if self.trials is None else self.value / self.trials


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeInput:
    """Everything the rule looks at for one goal of one child.

    goal: in the unit of the points; a share 0-1 when the points have trials.
    due: the time at which the goal is due, on the clock of `Datum.at`.
    setting: where the goal is judged (default: where most treatment points are from); other settings are never
    blended in.
    now: the time of judging (default: the last treatment point).
    reviews: the planned review times; empty means that this call is a planned review.
    previous: earlier planned reviews, oldest first.
    last_change: time of the last change of the plan; earlier treatment points no longer count for the forecast.
    agreement: agreement of two observers 0-1, required when `agreement_required`.
    unsafe: a safety behaviour is above its ceiling.
    home_settings: settings outside the clinic that count for fading.
    family_confirms: the family says that the goal matters and is reached (None: not asked).
    growth_prior: share of such goals that keep growing (`calibration.learned_growth_prior`).
    gain_left: the best chance of a further gain among the child's other open goals (None: no other open goal).
    """

    baseline: tuple[Datum, ...]
    treatment: tuple[Datum, ...]
    goal: float
    due: float
    improvement: Improvement = Improvement.INCREASE
    scale: Scale = Scale.OTHER
    setting: str | None = None
    now: float | None = None
    reviews: tuple[float, ...] = ()
    previous: tuple[PastReview, ...] = ()
    last_change: float | None = None
    days_since_last: int | None = None
    visits_held: int | None = None
    visits_planned: int | None = None
    fidelity: float | None = None
    agreement: float | None = None
    agreement_required: bool = False
    unsafe: bool = False
    probes: tuple[Probe, ...] = ()
    home_settings: tuple[str, ...] = ("home", "school", "community")
    family_confirms: bool | None = None
    gain_left: float | None = None
    growth_prior: float = FORECAST.growth_prior

    def __post_init__(self) -> None:
        points = self.baseline + self.treatment
        if self.improvement not in tuple(Improvement):
            raise ProgressError(f"Improvement is an increase or a decrease, not {self.improvement!r}.")
        if not (math.isfinite(self.goal) and math.isfinite(self.due)):
            raise ProgressError("A goal needs a finite level and a finite due time.")
        if len({point.trials is None for point in points}) > 1:
            raise ProgressError("Points with and points without a number of tries cannot be judged together.")
        if self.probes and any((probe.trials is None) is self.counts_tries for probe in self.probes):
            raise ProgressError("Probes are counted in the same way as the points: both in tries or neither.")
        if not 0.0 < self.growth_prior < 1.0:
            raise ProgressError(f"The share of goals that grow lies between 0 and 1; got {self.growth_prior:g}.")
        if self.counts_tries and not 0.0 <= self.goal <= 1.0:
            raise ProgressError("A goal for tries is a share between 0 and 1.")

    @property
    def counts_tries(self) -> bool:
        """Are the points counts of tries?"""
        return any(point.trials is not None for point in self.baseline + self.treatment)

    @property
    def sign(self) -> float:
        """1 when more is better, -1 when less is."""
        return 1.0 if self.improvement == Improvement.INCREASE else -1.0

    @property
    def visits_share(self) -> float:
        """Share of planned visits that took place; 1 where it is not recorded."""
        return self.visits_held / self.visits_planned if self.visits_planned and self.visits_held is not None else 1.0

    @property
    def since(self) -> float:
        """The time of the last change of the plan, or minus infinity."""
        return -math.inf if self.last_change is None else self.last_change

    @property
    def place(self) -> str:
        """The setting that the goal is judged in."""
        if self.setting is not None:
            return self.setting
        places = [point.setting for point in self.treatment]
        return max(sorted(set(places)), key=places.count, default="")

    @property
    def current(self) -> tuple[Datum, ...]:
        """Treatment points in the judged setting since the last change of the plan, in time order."""
        place = self.place
        kept = [point for point in self.treatment if point.setting == place and point.at >= self.since]
        return tuple(sorted(kept, key=lambda point: point.at))

    @property
    def before(self) -> tuple[Datum, ...]:
        """Baseline points of the judged setting; all of them when that setting has none."""
        place = self.place
        return tuple(point for point in self.baseline if point.setting == place) or self.baseline

    @property
    def time(self) -> float:
        """The time of judging."""
        return self.now if self.now is not None else max((point.at for point in self.treatment), default=0.0)

    @property
    def at_review(self) -> bool:
        """Has a planned review come up since the last one that was held?"""
        done = self.previous[-1].at if self.previous else -math.inf
        return not self.reviews or any(done < review <= self.time for review in self.reviews)

    @property
    def next_review(self) -> float | None:
        """The first planned review after now."""
        return min((review for review in self.reviews if review > self.time), default=None)
