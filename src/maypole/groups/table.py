"""The arrangement on the table, judged: what each group is worth, breaks and gives; and what a move would cost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maypole.cores.groups.answer import Answer, Group, scored
from maypole.cores.groups.check import Verdict, check
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.facts import Fact, facts
from maypole.cores.groups.problem import Place, Problem, clock
from maypole.cores.groups.rules import Broken, broken_between, broken_rules

Json = dict[str, Any]
OUT = ""
"""Where a child goes who is in no group."""
Found = tuple[str, Broken]
SAFETY = frozenset({"avoid", "aggression", "group_allowed"})


@dataclass(frozen=True)
class Judged:
    """One group of the table. `group` is None while a rule is broken: then it has no worth.

    `held`: members who stay with this adult at this time when the rest is solved again.
    """

    place: Place
    locked: bool
    held: frozenset[str]
    broken: tuple[Broken, ...]
    group: Group | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    groups: tuple[Judged, ...]
    between: tuple[Broken, ...]
    left_out: tuple[str, ...]
    worth: int
    bound: int

    @property
    def legal(self) -> bool:
        return not self.between and not any(judged.broken for judged in self.groups)

    @property
    def below(self) -> int:
        """How many points the table is below what any plan could be worth."""
        return max(0, self.bound - self.worth)


@dataclass(frozen=True)
class Move:
    """What one child's move does: to the worth of the whole, and which rules it would break or mend.

    Broken rules stand with the id of the group, "" for those between groups. `blocked` are those that nobody may
    break, not even for a moment (S67, S80).
    """

    child: str
    to: str
    change: int
    breaks_in: tuple[Found, ...]
    mends_in: tuple[Found, ...]
    terms: dict[str, int]

    @property
    def breaks(self) -> tuple[Broken, ...]:
        return tuple(broken for _place, broken in self.breaks_in)

    @property
    def mends(self) -> tuple[Broken, ...]:
        return tuple(broken for _place, broken in self.mends_in)

    @property
    def blocked(self) -> tuple[Broken, ...]:
        return tuple(broken for broken in self.breaks if unsafe(broken))


def unsafe(broken: Broken) -> bool:
    """Whether nobody may be put together so: kept apart, hurting others, no group now, beyond a limit or the ratio."""
    return broken.rule in SAFETY or (broken.rule == "size" and broken.cause != "few")


def problem_of(document: Json) -> Problem:
    """The stored document as a problem, without the locks it was solved with: those of today are on the table.

    Raises GroupsError when it is not one (it was checked when it was stored).
    """
    return problem_from(json.dumps(document | {"locked": []}))


def bound_holds(document: Json, rows: Sequence[Json]) -> bool:
    """Whether what was proven still bounds the table: it was solved with locks, and each of them is still there."""
    keys = ("staff", "room", "day", "start")
    locked = {(*(row[key] for key in keys), frozenset(row["members"])) for row in rows if row.get("locked")}
    return all(
        (*(lock[key] for key in keys), frozenset(lock["members"])) in locked for lock in document.get("locked", ())
    )


def places_of(rows: Sequence[Json]) -> list[Place]:
    return [
        Place(tuple(row["members"]), row["staff"], row["room"], row["day"], minutes(row["start"]), row["id"])
        for row in rows
    ]


def row_of(place: Place, *, locked: bool = False) -> Json:
    return {
        "id": place.id,
        "members": list(place.members),
        "staff": place.staff,
        "room": place.room,
        "day": place.day,
        "start": clock(place.start),
        "locked": locked,
        "held": [],
    }


def minutes(told: str) -> int:
    hours, _colon, rest = told.partition(":")
    return int(hours) * 60 + int(rest)


def judged(problem: Problem, rows: Sequence[Json], bound: int) -> Table:
    """The table as it lies; a group with a broken rule has no worth until it is mended."""
    return _table(problem, [_judged(problem, row) for row in rows], bound)


def _table(problem: Problem, groups: Sequence[Judged], bound: int, before: Table | None = None) -> Table:
    """`before`: the table a move was made on. What breaks between groups is the same while the same ones are empty."""
    whole = [each.place for each in groups if each.place.members]
    placed = {member for place in whole for member in place.members}
    same = before is not None and [bool(each.place.members) for each in groups] == [
        bool(each.place.members) for each in before.groups
    ]
    return Table(
        groups=tuple(groups),
        between=before.between if before and same else tuple(broken_between(problem, whole)),
        left_out=tuple(child.id for child in problem.children if child.id not in placed),
        worth=sum(each.group.score for each in groups if each.group),
        bound=bound,
    )


def _judged(problem: Problem, row: Json) -> Judged:
    place = places_of([row])[0]
    held, locked = frozenset(row.get("held", ())), bool(row.get("locked"))
    if not place.members:
        return Judged(place, locked, held, (), None, ())
    broken = tuple(broken_rules(problem, place))
    group = None if broken else scored(problem, place)
    return Judged(place, locked, held, broken, group, tuple(facts(problem, group)) if group else ())


def answer_of(table: Table) -> Answer:
    """The table as an answer, so that the core can say what keeps out who is left."""
    groups = tuple(each.group or Group(each.place, {}) for each in table.groups if each.place.members)
    return Answer("feasible", groups, table.left_out, table.worth, max(table.bound, table.worth), 0.0)


def moved(rows: Sequence[Json], child: str, to: str) -> list[Json]:
    """The rows with the child taken from where they are and put into `to` (or out of all groups)."""
    found = []
    for row in rows:
        members = [member for member in row["members"] if member != child]
        joined = sorted([*members, child]) if row["id"] == to else members
        held = [member for member in row.get("held", ()) if member in members]
        found.append(row | {"members": joined, "held": held})
    return found


def move(problem: Problem, rows: Sequence[Json], child: str, to: str, bound: int) -> Move:
    """What putting the child there would cost, break or improve; nothing is stored."""
    return moves(problem, rows, child, [to], bound)[0]


def moves(problem: Problem, rows: Sequence[Json], child: str, targets: Sequence[str], bound: int) -> list[Move]:
    """The same for many targets. Only the groups that change are judged anew, so many cost little more than one."""
    before = judged(problem, rows, bound)
    found = []
    for to in targets:
        after_rows = moved(rows, child, to)
        groups = [
            old if list(old.place.members) == row["members"] else _judged(problem, row)
            for old, row in zip(before.groups, after_rows, strict=True)
        ]
        found.append(_move(child, to, before, _table(problem, groups, bound, before)))
    return found


def _move(child: str, to: str, before: Table, after: Table) -> Move:
    old, new = _all_broken(before), _all_broken(after)
    return Move(
        child,
        to,
        after.worth - before.worth,
        tuple(one for one in new if one not in old),
        tuple(one for one in old if one not in new),
        {name: points for name, points in _terms(after, before).items() if points},
    )


def _all_broken(table: Table) -> list[Found]:
    own = [(each.place.id, one) for each in table.groups for one in each.broken]
    return [*((OUT, one) for one in table.between), *own]


def _terms(after: Table, before: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    changed = [pair for pair in zip(after.groups, before.groups, strict=True) if pair[0] is not pair[1]]
    for pair in changed:
        for each, sign in zip(pair, (1, -1), strict=True):
            for name, points in each.group.terms.items() if each.group else ():
                found[name] = found.get(name, 0) + sign * points
    return found


def verified(problem: Problem, rows: Sequence[Json]) -> Verdict:
    """The independent checker, which shares nothing with the solver, has the last word before anything is real."""
    return check(problem, [place for place in places_of(rows) if place.members])
