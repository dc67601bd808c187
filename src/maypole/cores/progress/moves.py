"""When does a goal move on? Baseline, teaching, other places, keeping: a rule, tried on the past or run live.

A rule only proposes. What it would have done with every proposal confirmed at once is `replayed`; what it proposes now
is `next_move`. Both read the same points in the same way, so a rule that ran live made the moves that its trial shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from math import inf

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import InARow, ValueRule, mastered_at


class Stage(StrEnum):
    """Where a goal is."""

    BASELINE = "baseline"
    TEACH = "teach"
    GENERALISE = "generalise"
    MAINTAIN = "maintain"


class MoveReason(StrEnum):
    """Which condition was met."""

    ENOUGH_BASELINE = "enough_baseline"
    STABLE_BASELINE = "stable_baseline"
    MASTERED = "mastered"
    WIDE_PLACES = "wide_places"
    WIDE_PEOPLE = "wide_people"
    CHECK_FAILED = "check_failed"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A session's result as it became known. `datum` None takes back what `key` said before.

    known: when it was known, on any clock; what is known at the same moment is read together. `pool`: single tries that
    share a (not empty) pool are added up to one session (a week's games at home).
    """

    known: float
    key: str
    datum: Datum | None
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A move from one stage to the next. at: time of the session that met the condition; the new stage begins right
    after it. known: when that was known. sessions: how many of this stage had been looked at by then."""

    start: Stage
    end: Stage
    at: float
    known: float
    reason: MoveReason
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """What has to be seen before a goal moves on.

    mastery: ends teaching, counted in one place (or over all places when it asks for several).
    baseline_points, or stable_points whose range is within `stable_within` of `way`: ends the baseline. way: distance
        from baseline to goal in the unit of the points (a share for tries).
    wide_sessions: sessions in a row at the level that show a place or a person; `wide`: how many places, or people, end
        the stage of other places and people.
    failed_checks: so many checks in a row below the level lead back to teaching.
    """

    mastery: InARow
    way: float
    baseline_points: int = 5
    stable_points: int = 3
    stable_within: float = 0.2
    wide: int = 2
    wide_sessions: int = 2
    failed_checks: int = 1

    def __post_init__(self) -> None:
        if min(self.baseline_points, self.wide_sessions, self.failed_checks) < 1 or self.wide < 2:
            raise ProgressError("A rule asks for at least one session and for two places or people.")
        if self.stable_points < 2 or not 0.0 <= self.stable_within <= 1.0 or not self.way > 0.0:
            raise ProgressError("A stable baseline needs two sessions, a range from 0 to 1, and a way to the goal.")


NEXT = {Stage.BASELINE: Stage.TEACH, Stage.TEACH: Stage.GENERALISE, Stage.GENERALISE: Stage.MAINTAIN}


def next_move(rule: StageRule, stage: Stage, points: Sequence[Sighting], since: float = -inf) -> Move | None:
    """The first move that points later than `since` call for (when the stage began, or a proposal was declined).

    >>> from maypole.cores.progress.mastery import RunRule
    >>> rule = StageRule(mastery=RunRule(0.8, 3), way=0.7)
    >>> seen = [Sighting(day, str(day), Datum(day, 8, 10)) for day in range(1, 5)]
    >>> move = next_move(rule, Stage.TEACH, seen)
    >>> (move.end.value, move.at, move.reason.value)
    ('generalise', 3, 'mastered')
    """
    sessions = gathered([one for one in points if one.datum is not None and one.datum.at > since])
    found = _met_at(rule, stage, [datum for datum, _known in sessions])
    if found is None:
        return None
    index, reason = found
    known = max(known for _datum, known in sessions[: index + 1])
    return Move(stage, NEXT.get(stage, Stage.TEACH), sessions[index][0].at, known, reason, index + 1)


def gathered(points: Sequence[Sighting]) -> list[tuple[Datum, float]]:
    """Sessions in time order with when they were known; what shares a pool is one session, at its last try."""
    single = [(one.datum, one.known, one.key) for one in points if one.datum is not None and not one.pool]
    pools: dict[str, list[Sighting]] = defaultdict(list)
    for one in points:
        if one.pool and one.datum is not None:
            pools[one.pool].append(one)
    for pool, same in pools.items():
        data = sorted((one.datum for one in same if one.datum is not None), key=lambda datum: datum.at)
        tries = sum(datum.trials or 0 for datum in data)
        first = replace(data[-1], value=sum(datum.value for datum in data), trials=tries, first=data[0].first)
        single.append((first, max(one.known for one in same), pool))
    ordered = sorted(single, key=lambda one: (one[0].at, one[0].setting, one[0].person, one[2]))
    return [(datum, known) for datum, known, _key in ordered]


def replayed(rule: StageRule, sightings: Sequence[Sighting], stage: Stage = Stage.BASELINE) -> list[Move]:
    """The moves the rule would have made if each had been confirmed as soon as it was proposed.

    The past is read as it was known: moment by moment, each with what had arrived or been corrected by then. A
    confirmed move stays, whatever is corrected later; a correction counts for the stage that is under way. So the
    list is the same however the arrivals of one moment are ordered, and equals what the rule did live.
    """
    points: dict[str, Sighting] = {}
    moves: list[Move] = []
    since = -inf
    ordered = sorted(sightings, key=lambda one: one.known)
    for known, arrived in groupby(ordered, key=lambda one: one.known):
        points |= {one.key: one for one in arrived}
        while move := next_move(rule, stage, list(points.values()), since):
            moves.append(replace(move, known=known))
            stage, since = move.end, move.at
    return moves


def _met_at(rule: StageRule, stage: Stage, sessions: Sequence[Datum]) -> tuple[int, MoveReason] | None:
    if stage is Stage.BASELINE:
        return _baseline(rule, sessions)
    if stage is Stage.TEACH:
        return _mastered(rule.mastery, sessions)
    if stage is Stage.GENERALISE:
        return _wide(rule, sessions)
    return _failed(rule, sessions)


def _baseline(rule: StageRule, sessions: Sequence[Datum]) -> tuple[int, MoveReason] | None:
    levels = [session.level for session in sessions]
    for index in range(len(levels)):
        last = levels[max(index + 1 - rule.stable_points, 0) : index + 1]
        if len(last) == rule.stable_points and max(last) - min(last) <= rule.stable_within * rule.way + 1e-9:
            return index, MoveReason.STABLE_BASELINE
        if index + 1 >= rule.baseline_points:
            return index, MoveReason.ENOUGH_BASELINE
    return None


def _mastered(rule: InARow, sessions: Sequence[Datum]) -> tuple[int, MoveReason] | None:
    """Over all places when several are asked for; else in any one of them, for a session elsewhere breaks no run."""
    groups = [list(range(len(sessions)))] if rule.places > 1 else _by(sessions, "setting")
    ends = [group[at] for group in groups if (at := mastered_at(rule, [sessions[i] for i in group])) is not None]
    return (min(ends), MoveReason.MASTERED) if ends else None


def _wide(rule: StageRule, sessions: Sequence[Datum]) -> tuple[int, MoveReason] | None:
    short = replace(rule.mastery, consecutive=rule.wide_sessions, people=1, places=1)
    found = []
    for name, reason in (("setting", MoveReason.WIDE_PLACES), ("person", MoveReason.WIDE_PEOPLE)):
        groups = [group for group in _by(sessions, name) if getattr(sessions[group[0]], name)]
        ends = [group[at] for group in groups if (at := mastered_at(short, [sessions[i] for i in group])) is not None]
        if len(ends) >= rule.wide:
            found.append((sorted(ends)[rule.wide - 1], reason))
    return min(found, key=lambda pair: pair[0], default=None)


def _failed(rule: StageRule, sessions: Sequence[Datum]) -> tuple[int, MoveReason] | None:
    run = 0
    for index, session in enumerate(sessions):
        if rule.mastery.counts(session):
            run = 0 if rule.mastery.passes(session) else run + 1
        if run >= rule.failed_checks:
            return index, MoveReason.CHECK_FAILED
    return None


def _by(sessions: Sequence[Datum], name: str) -> list[list[int]]:
    """Indexes of the sessions by place or person, in time order."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, session in enumerate(sessions):
        groups[getattr(session, name)].append(index)
    return list(groups.values())


def stricter(rule: InARow) -> Iterator[InARow]:
    """Two or three rules that err less often toward "reached": more sessions, a higher level, the first try too."""
    yield replace(rule, consecutive=rule.consecutive + 2)
    if isinstance(rule, ValueRule):
        return
    if rule.decrease:
        if rule.level > 0.0:
            yield replace(rule, level=max(round(rule.level - 0.1, 4), 0.0))
        return
    if rule.level < 1.0:
        yield replace(rule, level=min(round(rule.level + 0.1, 4), 1.0))
    if not rule.first_trial:
        yield replace(rule, first_trial=True)
