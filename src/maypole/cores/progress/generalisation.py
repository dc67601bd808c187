"""Does it travel? One goal by setting, person and material: estimates, gaps, and the check that would tell most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from maypole.cores.progress.beliefs import Belief, Measured, Tried
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.reasons import Number, Reason, reason

RECENT = 5
LEAST_SESSIONS = 3
SURE = 0.80
CLEARLY_LESS = 0.95
BORROWED = 4.0
_NOTHING = 1e-3


class CellStatus(StrEnum):
    """What is known of a combination of setting, person and material."""

    UNTRIED = "untried"
    TOO_EARLY = "too_early"
    REACHED = "reached"
    UNSURE = "unsure"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination. estimate, low, high: its last five sessions with a 95 % interval, never blended with others.

    chance: that the true level is at the goal, from this cell alone; None below three sessions.
    information: bits that one more session here is expected to tell about "is the goal reached here?".
    """

    setting: str
    person: str
    material: str
    sessions: int
    tries: int
    estimate: float | None
    low: float | None
    high: float | None
    chance: float | None
    status: CellStatus
    information: float


@dataclass(frozen=True, slots=True)
class Generalisation:
    """All cells, the named findings, and the next check to make (None when there is nothing to ask)."""

    cells: tuple[Cell, ...]
    findings: tuple[Reason, ...]
    next_probe: Cell | None

    @property
    def empty(self) -> tuple[Cell, ...]:
        """Combinations nobody has tried yet."""
        return tuple(cell for cell in self.cells if cell.status is CellStatus.UNTRIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The goal and where it should hold. Lists left empty stand for what the data contain.

    teaching: the settings where teaching takes place; a skill that holds only there is a finding. goal: a share for
    tries. possible: (setting, person) pairs that can happen at all; empty means every pair. sign: 1 when more is
    better, -1 when less is. probe_tries: tries of one check.
    """

    goal: float
    settings: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    teaching: tuple[str, ...] = ("clinic",)
    possible: tuple[tuple[str, str], ...] = ()
    sign: float = 1.0
    probe_tries: int = 10


def generalisation(points: Sequence[Datum], wanted: Wanted) -> Generalisation:
    """The matrix of one goal.

    Tries: Jeffreys interval of the share; other measures: Student t. Fewer than three sessions are "too early". A cell
    is reached when its chance is at least .80. The next probe is the cell with the largest expected information
    (Lindley 1956), where cells borrow a weak belief (worth four tries) from those that share a setting, person or
    material; a cell outside the teaching settings goes first when it tells at least half as much, because there the
    goal has to hold. Estimates never borrow: a good home does not lift a school.
    """
    if not points:
        raise ProgressError("There is nothing to generalise from: no points.")
    if len({point.trials is None for point in points}) > 1:
        raise ProgressError("Points with and points without a number of tries cannot be compared.")
    groups = _groups(points, wanted)
    cells = tuple(_cell(key, groups, wanted) for key in groups)
    best = _next_probe(cells, wanted)
    return Generalisation(cells, tuple(_findings(points, wanted, best)), best)


_Key = tuple[str, str, str]
_Groups = dict[_Key, list[Datum]]


def _groups(points: Sequence[Datum], wanted: Wanted) -> _Groups:
    axes = (
        wanted.settings or sorted({p.setting for p in points}),
        wanted.persons or sorted({p.person for p in points}),
        wanted.materials or sorted({p.material for p in points}),
    )
    groups: _Groups = {key: [] for key in product(*axes) if not wanted.possible or key[:2] in wanted.possible}
    for point in sorted(points, key=lambda p: p.at):
        groups.setdefault((point.setting, point.person, point.material), []).append(point)
    return groups


def _belief(points: Sequence[Datum], spread: float, prior: tuple[float, float] | None = None) -> Belief:
    """What these points say; `prior` is a borrowed (level, weight)."""
    if points and points[0].trials is not None:
        return Tried.of([(p.value, p.trials or 0) for p in points], prior)
    return Measured.of([p.value for p in points], spread, prior)


def _cell(key: _Key, groups: _Groups, wanted: Wanted) -> Cell:
    points = groups[key][-RECENT:]
    spread, tries = _spread(groups), sum(p.trials or 0 for p in points)
    own = _belief(points, spread) if points else None
    known = own is not None and len(points) >= LEAST_SESSIONS
    chance = own.reached(wanted.goal, wanted.sign) if own is not None and known else None
    low, high = own.interval() if own is not None and known else (None, None)
    return Cell(
        *key,
        sessions=len(groups[key]),
        tries=tries,
        estimate=_level(points) if points else None,
        low=low,
        high=high,
        chance=chance,
        status=_status(len(points), chance),
        information=_information(key, groups, wanted, spread),
    )


def _status(sessions: int, chance: float | None) -> CellStatus:
    if chance is None:
        return CellStatus.TOO_EARLY if sessions else CellStatus.UNTRIED
    if chance >= SURE:
        return CellStatus.REACHED
    return CellStatus.NOT_YET if chance <= 1.0 - SURE else CellStatus.UNSURE


def _information(key: _Key, groups: _Groups, wanted: Wanted, spread: float) -> float:
    points, prior = groups[key][-RECENT:], _borrowed(key, groups)
    if points or not any(p.trials is not None for group in groups.values() for p in group):
        belief = _belief(points, spread, prior)
    else:
        belief = Tried.of([], prior)
    return belief.information(wanted.goal, wanted.sign, wanted.probe_tries)


def _borrowed(key: _Key, groups: _Groups) -> tuple[float, float] | None:
    """Level of the cells that share a setting, person or material, and what it is worth."""
    used = [axis for axis in range(len(key)) if len({other[axis] for other in groups}) > 1]
    shared = [
        (sum(key[axis] == other[axis] for axis in used) * len(points[-RECENT:]), _level(points[-RECENT:]))
        for other, points in groups.items()
        if other != key and points
    ]
    total = sum(weight for weight, _ in shared)
    return (sum(weight * level for weight, level in shared) / total, BORROWED) if total else None


def _next_probe(cells: Sequence[Cell], wanted: Wanted) -> Cell | None:
    telling = [cell for cell in cells if cell.information > _NOTHING]
    best = max(telling, key=lambda cell: cell.information, default=None)
    outside = [
        cell
        for cell in telling
        if cell.setting not in wanted.teaching and best is not None and cell.information >= best.information / 2.0
    ]
    return max(outside, key=lambda cell: cell.information, default=best)


def _level(points: Sequence[Datum]) -> float:
    if points[0].trials is not None:
        return sum(p.value for p in points) / sum(p.trials or 0 for p in points)
    return sum(p.value for p in points) / len(points)


def _spread(groups: _Groups) -> float:
    """Standard deviation of a session within its cell, pooled over cells."""
    inside = [[p.level for p in points[-RECENT:]] for points in groups.values() if len(points) > 1]
    squares = sum((x - sum(levels) / len(levels)) ** 2 for levels in inside for x in levels)
    degrees = sum(len(levels) - 1 for levels in inside)
    return float((squares / degrees) ** 0.5) if degrees else 0.0


def _findings(points: Sequence[Datum], wanted: Wanted, best: Cell | None) -> Iterator[Reason]:
    """What the matrix says in words, most important first."""
    taught = _at(points, [s for s in {p.setting for p in points} if s in wanted.teaching])
    others = sorted(set(wanted.settings or {p.setting for p in points}) - set(wanted.teaching))
    spread = _spread({("", "", p): _at(points, [p]) for p in {q.setting for q in points}})
    reached = len(taught) >= LEAST_SESSIONS and _belief(taught, spread).reached(wanted.goal, wanted.sign) >= 0.5
    for place in others:
        there = _at(points, [place])
        if not there:
            yield reason("place_untried", 0.6, 0, place=place)
        elif len(there) < LEAST_SESSIONS:
            yield reason("setting_early", 0.4, 0, place=place, sessions=len(there))
        elif taught and reached:
            yield _compared(place, taught, there, spread, wanted)
    if best is not None and best.person and best.status is CellStatus.UNTRIED:
        yield reason("generalisation_gap", 0.5, 0, place=best.setting, person=best.person)


def _compared(place: str, taught: list[Datum], there: list[Datum], spread: float, wanted: Wanted) -> Reason:
    here, other = _belief(taught, spread), _belief(there, spread)
    numbers: dict[str, Number] = {"level": _level(taught), "other": _level(there), "place": place}
    if taught[0].trials is not None:
        numbers["of"] = sorted(p.trials or 0 for p in taught)[len(taught) // 2]
    if other.reached(wanted.goal, wanted.sign) >= 0.5:
        return reason("generalisation_holds", 0.7, 1, **numbers)
    if here.beats(other, wanted.sign) >= CLEARLY_LESS:
        return reason("generalisation_clinic_only", 0.9, -1, **numbers)
    return reason("generalisation_unsure", 0.5, 0, **numbers)


def _at(points: Sequence[Datum], places: Sequence[str]) -> list[Datum]:
    return sorted((p for p in points if p.setting in places), key=lambda p: p.at)[-RECENT:]
