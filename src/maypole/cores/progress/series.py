"""One measure of one child over sessions: baseline sessions A and treatment sessions B."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from maypole.cores.progress.errors import ProgressError

FloatArray = npt.NDArray[np.float64]
E = TypeVar("E", bound=StrEnum)
A = TypeVar("A", npt.NDArray[np.float64], npt.NDArray[np.str_])


class Scale(StrEnum):
    """What an outcome is a number of; it decides the smallest mean that can be told from zero."""

    COUNT = "count"
    RATE = "rate"
    PROPORTION = "proportion"
    PERCENTAGE = "percentage"
    OTHER = "other"


class Improvement(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"


# Points read off a printed graph overshoot a bound a little (100.7 %, -0.2 events); a typing error overshoots it a lot.
BOUNDS: dict[Scale, tuple[float, float]] = {
    Scale.COUNT: (-0.5, math.inf),
    Scale.RATE: (-0.5, math.inf),
    Scale.PROPORTION: (-0.01, 1.01),
    Scale.PERCENTAGE: (-1.0, 101.0),
    Scale.OTHER: (-math.inf, math.inf),
}
# Beyond these a square leaves the range of a double; no session of therapy is measured in such numbers.
LARGEST, SMALLEST = 1e12, 1e-100
LAST_SESSION, NEAREST = 1e9, 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One comparison of A and B, in the order of its sessions.

    `session` is a session or day number (real time, gaps allowed), `phase` holds "A" or "B", `outcome` is the measured
    value; NaN means that nothing was measured, and that session counts nowhere but as a gap in the graph.
    `correct` and `trials` are k of n per session (NaN where unknown), `setting`, `person` and `date` where, with
    whom and when.
    `a`, `b` are the measured outcomes of the phases and `a_session`, `b_session` their times; phases that return
    (ABAB) are put together there, and `runs` tells them apart.
    Sequences are accepted for every array; the arrays kept are sorted by session and cannot be written to.
    Raises ProgressError for a series that no method could use.
    """

    session: FloatArray
    phase: npt.NDArray[np.str_]
    outcome: FloatArray
    case: str = ""
    measure: str = ""
    dataset: str = ""
    pair: str = "1"
    scale: Scale = Scale.OTHER
    improvement: Improvement = Improvement.INCREASE
    goal: float | None = None
    observation_length_min: float | None = None
    interval_length_s: float | None = None
    n_intervals: float | None = None
    correct: FloatArray | None = None
    trials: FloatArray | None = None
    setting: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    date: tuple[datetime.date | None, ...] = ()
    a: FloatArray = field(init=False, repr=False)
    b: FloatArray = field(init=False, repr=False)
    a_session: FloatArray = field(init=False, repr=False)
    b_session: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        session, outcome = floats(self.session, "session"), floats(self.outcome, "outcome")
        phase = np.asarray(list(self.phase), dtype=np.str_)
        if not len(session) == len(phase) == len(outcome):
            raise ProgressError(
                f"{len(session)} sessions, {len(phase)} phases and {len(outcome)} outcomes: give one each"
            )
        self._set("scale", one_of(Scale, self.scale, "scale"))
        self._set("improvement", one_of(Improvement, self.improvement, "improvement"))
        check_values(session, phase, outcome, self.scale)
        order = np.argsort(session, kind="stable")
        self._set_optional(order)
        self._set("session", frozen(session[order]))
        self._set("phase", frozen(phase[order]))
        self._set("outcome", frozen(outcome[order]))
        self._check_meta()
        self._split()

    @classmethod
    def of(
        cls,
        session: Sequence[float] | FloatArray,
        phase: Sequence[str],
        outcome: Sequence[float] | FloatArray,
        **more: object,
    ) -> Series:
        """A series from any sequences; `more` are the other fields.

        >>> Series.of([1, 2, 3], "AAB", [2, 3, 8], case="Ana").b
        array([8.])
        """
        return cls(session, phase, outcome, **more)  # type: ignore[arg-type]

    @classmethod
    def ab(cls, a: Sequence[float] | FloatArray, b: Sequence[float] | FloatArray, **more: object) -> Series:
        """A series from the two phases, sessions numbered from 1.

        >>> Series.ab([2, 3], [8, 9]).b_session
        array([3., 4.])
        """
        both = [*a, *b]
        return cls.of(range(1, len(both) + 1), "A" * len(a) + "B" * len(b), both, **more)

    @property
    def n_a(self) -> int:
        """Measured baseline sessions."""
        return len(self.a)

    @property
    def n_b(self) -> int:
        """Measured treatment sessions."""
        return len(self.b)

    @property
    def runs(self) -> tuple[tuple[float, str], ...]:
        """(first session, phase) of each run of one phase: two in an AB series, four in ABAB."""
        starts = [i for i in range(len(self.phase)) if i == 0 or self.phase[i] != self.phase[i - 1]]
        return tuple((float(self.session[i]), str(self.phase[i])) for i in starts)

    @property
    def decrease(self) -> bool:
        """Whether less is better."""
        return self.improvement is Improvement.DECREASE

    @property
    def sign(self) -> float:
        """1 when more is better, -1 when less is."""
        return -1.0 if self.decrease else 1.0

    @property
    def d(self) -> float:
        """The constant D of Pustejovsky (2018): a mean of zero over n sessions is taken as 1/(2Dn).

        Count 1, rate the length of observation in minutes, proportion the number of intervals, percentage a hundredth
        of it; infinite (a zero mean stays zero) when the scale is `other` or the number is not known.
        """
        if self.scale is Scale.COUNT:
            return 1.0
        if self.scale is Scale.RATE:
            return self.observation_length_min or math.inf
        intervals = self.intervals
        if self.scale is Scale.PROPORTION and intervals:
            return intervals
        if self.scale is Scale.PERCENTAGE and intervals:
            return intervals / 100
        return math.inf

    @property
    def intervals(self) -> float | None:
        """Intervals in a session: as given, else length of observation over length of interval."""
        if self.n_intervals is None and self.observation_length_min and self.interval_length_s:
            return self.observation_length_min * 60 / self.interval_length_s
        return self.n_intervals

    @property
    def key(self) -> str:
        """`case | measure | pair`, the name used in messages and in the reference tables."""
        return f"{self.case} | {self.measure} | {self.pair}"

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _set_optional(self, order: npt.NDArray[np.intp]) -> None:
        """Sort the columns that may be missing along with the sessions."""
        for name in ("correct", "trials"):
            if getattr(self, name) is not None:
                column = floats(getattr(self, name), name)
                self._same_length(len(column), len(order), name)
                self._set(name, frozen(column[order]))
        for name in ("setting", "person", "date"):
            given = tuple(getattr(self, name))
            if given:
                self._same_length(len(given), len(order), name)
                self._set(name, tuple(given[i] for i in order))
        if self.correct is not None and self.trials is not None and bool(np.any(self.correct > self.trials)):
            raise ProgressError("more correct than trials")

    def _same_length(self, got: int, wanted: int, name: str) -> None:
        if got != wanted:
            raise ProgressError(f"{got} values of {name} for {wanted} sessions")

    def _check_meta(self) -> None:
        for name in ("observation_length_min", "interval_length_s", "n_intervals"):
            value = getattr(self, name)
            if value is not None and not NEAREST <= value <= LAST_SESSION:
                raise ProgressError(f"{name} must be above 0 and below {LAST_SESSION:g}, not {value:g}")
        if self.goal is not None and not measurable(np.array([self.goal])):
            raise ProgressError(f"the goal cannot be {self.goal:g}")

    def _split(self) -> None:
        in_b, measured = self.phase == "B", np.isfinite(self.outcome)
        for name, where in (("a", ~in_b & measured), ("b", in_b & measured)):
            self._set(name, frozen(self.outcome[where]))
            self._set(f"{name}_session", frozen(self.session[where]))


def one_of(kind: type[E], value: str, name: str) -> E:
    """The member of `kind` called `value`."""
    try:
        return kind(value)
    except ValueError:
        raise ProgressError(f"{name} {value!r} is not one of {', '.join(kind)}") from None


def floats(values: object, name: str) -> FloatArray:
    """`values` as a new one-dimensional float array."""
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ProgressError(f"{name} must be numbers") from None
    if array.ndim != 1:
        raise ProgressError(f"{name} must be one row of numbers")
    return array


def frozen(array: A) -> A:
    array.flags.writeable = False
    return array


def check_values(session: FloatArray, phase: npt.NDArray[np.str_], outcome: FloatArray, scale: Scale) -> None:
    if not (np.abs(session) <= LAST_SESSION).all():
        raise ProgressError(f"every session needs a number, at most {LAST_SESSION:g}")
    apart = np.diff(np.sort(session))
    if np.any((apart > 0) & (apart < NEAREST)):
        raise ProgressError("two sessions are too close in time to be told apart")
    strange = sorted(set(phase.tolist()) - {"A", "B"})
    if strange:
        raise ProgressError(f"phase {strange[0]!r} is neither A nor B")
    low, high = BOUNDS[scale]
    wrong = outcome[np.isinf(outcome) | (outcome < low) | (outcome > high)]
    if len(wrong):
        raise ProgressError(f"{wrong[0]:g} cannot be a {scale}")
    if not measurable(outcome[np.isfinite(outcome)]):
        raise ProgressError(f"an outcome is 0 or between {SMALLEST:g} and {LARGEST:g}, without its sign")


def measurable(values: FloatArray) -> bool:
    size = np.abs(values)
    return bool(((size == 0) | ((size >= SMALLEST) & (size <= LARGEST))).all())
