"""Is it time to talk about ending? Each sign for itself, with its evidence or "too early to say"; people decide.

The conditions are those of `lasting.missing_for_fading` (research: progress 5.2.3), told one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maypole.cores.progress.constants import SIGNAL
from maypole.cores.progress.history import JudgeInput
from maypole.cores.progress.lasting import apart


class Sign(StrEnum):
    """What is looked at."""

    PLACES = "places"
    CHECKS = "checks"
    FAMILY = "family"
    GAIN = "gain"


class Answer(StrEnum):
    """Yes, not yet, or nobody can know yet."""

    YES = "yes"
    NOT_YET = "not_yet"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Line:
    """One sign. reached, needed: how many places or checks; chance: of the goal that could still gain most."""

    sign: Sign
    answer: Answer
    reached: int = 0
    needed: int = 0
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A place: sessions there, and the chance that the level there is at the goal (None below three sessions)."""

    sessions: int
    chance: float | None


def of_goal(history: JudgeInput, places: Mapping[str, Seen]) -> tuple[Line, Line, Line]:
    """Met in two places, one of them of daily life; held at two checks two weeks apart; the family says so."""
    return _places(history, places), _checks(history), _family(history)


def _places(history: JudgeInput, places: Mapping[str, Seen]) -> Line:
    reached = {name for name, seen in places.items() if seen.chance is not None and seen.chance >= SIGNAL.probe_held}
    known = {name for name, seen in places.items() if seen.chance is not None}
    life = set(history.home_settings)
    if len(reached) >= SIGNAL.fade_settings and reached & life:
        answer = Answer.YES
    else:
        enough = len(known) >= SIGNAL.fade_settings and known & life
        answer = Answer.NOT_YET if enough else Answer.EARLY
    return Line(Sign.PLACES, answer, len(reached), SIGNAL.fade_settings)


def _checks(history: JudgeInput) -> Line:
    kept = len(apart(history))
    if kept >= SIGNAL.probes:
        answer = Answer.YES
    else:
        answer = Answer.NOT_YET if len(history.probes) >= SIGNAL.probes else Answer.EARLY
    return Line(Sign.CHECKS, answer, kept, SIGNAL.probes)


def _family(history: JudgeInput) -> Line:
    answers = {None: Answer.EARLY, True: Answer.YES, False: Answer.NOT_YET}
    return Line(Sign.FAMILY, answers[history.family_confirms])


def of_open_goals(chances: Sequence[float | None]) -> Line:
    """No open goal has a good chance (.70) of a further gain. `chances`: of each open goal; None: too early."""
    best = max((chance for chance in chances if chance is not None), default=None)
    if best is not None and best >= SIGNAL.keep:
        return Line(Sign.GAIN, Answer.NOT_YET, chance=best)
    return Line(Sign.GAIN, Answer.EARLY if None in chances else Answer.YES, chance=best)


def ready(lines: Sequence[Line]) -> bool:
    """Does every sign say yes? Then it is time to talk about fading; no sign and no sum decides."""
    return bool(lines) and all(line.answer is Answer.YES for line in lines)
