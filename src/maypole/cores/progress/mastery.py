"""When is a skill mastered? Any clinic's rule, and the trial-based posterior rule.

How often a rule errs is in `mastery_errors`; look before adopting one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.tails import beta_cdf

HIGHEST_TESTABLE = 0.95


def chance_of_level(correct: float, trials: int, level: float, *, decrease: bool = False) -> float:
    """P(true success rate >= level) after `correct` of `trials`, with the Jeffreys prior Beta(1/2, 1/2).

    No number of tries proves 100 %: levels above .95 are judged at .95 (and below .05 at .05 when less is better).
    Not for prompted tries, and not for tries pooled over settings.

    >>> [round(chance_of_level(c, n, 0.8), 2) for c, n in [(24, 30), (27, 30), (18, 20), (10, 10)]]
    [0.48, 0.92, 0.87, 0.97]
    """
    if not (trials >= 1 and 0 <= correct <= trials and 0.0 <= level <= 1.0):
        raise ProgressError(f"{correct:g} of {trials} against {level:g} cannot be judged.")
    if decrease:
        return beta_cdf(max(level, 1.0 - HIGHEST_TESTABLE), correct + 0.5, trials - correct + 0.5)
    return 1.0 - beta_cdf(min(level, HIGHEST_TESTABLE), correct + 0.5, trials - correct + 0.5)


@dataclass(frozen=True, slots=True)
class RunRule:
    """So many sessions in a row at a level: "80 % over three sessions, two people, two places, first try right".

    The run may be longer than `consecutive` until it holds enough people and places. A session without trials, or
    without a recorded first try where one is asked for, breaks the run; one with fewer than `least_trials` counts
    neither for nor against. `decrease`: the share is to fall to the level (of intervals with a behaviour, say).
    """

    level: float
    consecutive: int = 3
    people: int = 1
    places: int = 1
    first_trial: bool = False
    least_trials: int = 1
    decrease: bool = False

    def __post_init__(self) -> None:
        if not self.decrease and not 0.0 < self.level <= 1.0:
            raise ProgressError(f"A mastery level lies above 0 and up to 1; got {self.level:g}.")
        if self.decrease and not 0.0 <= self.level < 1.0:
            raise ProgressError(f"A mastery level to fall to lies from 0 and below 1; got {self.level:g}.")
        if self.decrease and self.first_trial:
            raise ProgressError("A right first try is asked for only where more is better.")
        _at_least_one(self.consecutive, self.people, self.places, self.least_trials)

    def needed(self, trials: int) -> int:
        """Correct tries that a session of so many trials needs: 80 % of 8 tries is 7. At most so many, to decrease."""
        if self.decrease:
            return math.floor(self.level * trials + 1e-9)
        return math.ceil(self.level * trials - 1e-9)

    def counts(self, session: Datum) -> bool:
        """Had the session enough tries to be looked at?"""
        return session.trials is None or session.trials >= self.least_trials

    def passes(self, session: Datum) -> bool:
        """Does one session reach the level?"""
        if session.trials is None:
            return False
        if self.decrease:
            return session.value <= self.needed(session.trials)
        if session.value < self.needed(session.trials):
            return False
        return not self.first_trial or session.first is True


@dataclass(frozen=True, slots=True)
class ValueRule:
    """So many sessions in a row at a value: a count, seconds, a rating. `decrease`: at the value or below."""

    level: float
    consecutive: int = 3
    people: int = 1
    places: int = 1
    decrease: bool = False

    def __post_init__(self) -> None:
        if not math.isfinite(self.level):
            raise ProgressError("A mastery level is a finite number.")
        _at_least_one(self.consecutive, self.people, self.places)

    def counts(self, session: Datum) -> bool:
        """Every session with a value is looked at."""
        return session.trials is None

    def passes(self, session: Datum) -> bool:
        """Does one session reach the value?"""
        beyond = self.level - session.value if self.decrease else session.value - self.level
        return beyond >= -1e-9


@dataclass(frozen=True, slots=True)
class PosteriorRule:
    """Mastered when P(true level >= level) reaches `chance` over the tries of the last `window` sessions together.

    Unlike a rule on percentages it asks more of a child who had few tries: 8 of 10 three times is .48 only.
    """

    level: float
    chance: float = 0.90
    window: int = 3
    people: int = 1
    places: int = 1

    def __post_init__(self) -> None:
        if not (0.0 < self.level <= 1.0 and 0.0 < self.chance < 1.0):
            raise ProgressError("A mastery level lies above 0 and up to 1, and a chance between 0 and 1.")
        if min(self.window, self.people, self.places) < 1:
            raise ProgressError("A mastery rule asks for at least one session, one person and one place.")

    def reached(self, correct: float, trials: int) -> bool:
        """Do so many correct tries convince?"""
        return trials > 0 and chance_of_level(correct, trials, self.level) >= self.chance


InARow = RunRule | ValueRule
"""Rules that count sessions in a row."""
Rule = InARow | PosteriorRule


def mastered_at(rule: Rule, sessions: Sequence[Datum]) -> int | None:
    """Index of the session (in time order) at which the rule is first met; None when it is not.

    >>> days = [Datum(day, correct, 10) for day, correct in enumerate([7, 8, 9, 8, 6])]
    >>> mastered_at(RunRule(0.8, 3), days)
    3
    """
    ordered = sorted(sessions, key=lambda session: session.at)
    return _window_at(rule, ordered) if isinstance(rule, PosteriorRule) else _run_at(rule, ordered)


def _at_least_one(*numbers: int) -> None:
    if min(numbers) < 1:
        raise ProgressError("A mastery rule asks for at least one session, one try, one person and one place.")


def _run_at(rule: InARow, sessions: Sequence[Datum]) -> int | None:
    run: list[Datum] = []
    for index, session in enumerate(sessions):
        if not rule.counts(session):
            continue
        run = [*run, session] if rule.passes(session) else []
        if len(run) >= rule.consecutive and _broad(run, rule.people, rule.places):
            return index
    return None


def _window_at(rule: PosteriorRule, sessions: Sequence[Datum]) -> int | None:
    for index in range(rule.window - 1, len(sessions)):
        window = sessions[index - rule.window + 1 : index + 1]
        correct, trials = sum(s.value for s in window if s.trials), sum(s.trials or 0 for s in window)
        if rule.reached(correct, trials) and _broad(window, rule.people, rule.places):
            return index
    return None


def _broad(sessions: Sequence[Datum], people: int, places: int) -> bool:
    return len({s.person for s in sessions}) >= people and len({s.setting for s in sessions}) >= places
