"""The arrangement on the table, judged: what each group is worth, breaks and gives; and what a move would cost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maypole.cores.groups.answer import Group, scored
from maypole.cores.groups.check import Verdict, check
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.problem import Place, Problem, clock
from maypole.cores.groups.reasons import reasons
from maypole.cores.groups.rules import Broken, broken_between, broken_rules

Json = dict[str, Any]
OUT = ""
"""Where a child goes who is in no group."""


@dataclass(frozen=True)
class Judged:
    """One group of the table. `group` is None while a rule is broken: then it has no worth."""

    place: Place
    locked: bool
    broken: tuple[Broken, ...]
    group: Group | None
    reasons: tuple[str, ...]


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
    """What one child's move does: to the worth of the whole, and which rules it would break or mend."""

    child: str
    to: str
    change: int
    breaks: tuple[Broken, ...]
    mends: tuple[Broken, ...]
    terms: dict[str, int]


def problem_of(document: Json) -> Problem:
    """The stored document as a problem. Raises GroupsError when it is not one (it was checked when it was stored)."""
    return problem_from(json.dumps(document))


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
    }


def minutes(told: str) -> int:
    hours, _colon, rest = told.partition(":")
    return int(hours) * 60 + int(rest)


def judged(problem: Problem, rows: Sequence[Json], bound: int) -> Table:
    """The table as it lies; a group with a broken rule has no worth until it is mended."""
    groups = [_judged(problem, row) for row in rows]
    whole = [each.place for each in groups if each.place.members]
    placed = {member for place in whole for member in place.members}
    return Table(
        groups=tuple(groups),
        between=tuple(broken_between(problem, whole)),
        left_out=tuple(child.id for child in problem.children if child.id not in placed),
        worth=sum(each.group.score for each in groups if each.group),
        bound=bound,
    )


def _judged(problem: Problem, row: Json) -> Judged:
    place = places_of([row])[0]
    if not place.members:
        return Judged(place, row.get("locked", False), (), None, ())
    broken = tuple(broken_rules(problem, place))
    group = None if broken else scored(problem, place)
    told = tuple(reasons(problem, group)) if group else ()
    return Judged(place, row.get("locked", False), broken, group, told)


def moved(rows: Sequence[Json], child: str, to: str) -> list[Json]:
    """The rows with the child taken from where they are and put into `to` (or out of all groups)."""
    found = []
    for row in rows:
        members = [member for member in row["members"] if member != child]
        found.append(row | {"members": sorted([*members, child]) if row["id"] == to else members})
    return found


def move(problem: Problem, rows: Sequence[Json], child: str, to: str, bound: int) -> Move:
    """What putting the child there would cost, break or improve; nothing is stored."""
    before, after = judged(problem, rows, bound), judged(problem, moved(rows, child, to), bound)
    old, new = _all_broken(before), _all_broken(after)
    return Move(
        child,
        to,
        after.worth - before.worth,
        tuple(one for one in new if one not in old),
        tuple(one for one in old if one not in new),
        {name: points for name, points in _terms(after, before).items() if points},
    )


def _all_broken(table: Table) -> list[Broken]:
    return [*table.between, *(one for each in table.groups for one in each.broken)]


def _terms(after: Table, before: Table) -> dict[str, int]:
    found: dict[str, int] = {}
    for table, sign in ((after, 1), (before, -1)):
        for each in table.groups:
            for name, points in each.group.terms.items() if each.group else ():
                found[name] = found.get(name, 0) + sign * points
    return found


def verified(problem: Problem, rows: Sequence[Json]) -> Verdict:
    """The independent checker, which shares nothing with the solver, has the last word before anything is real."""
    return check(problem, [place for place in places_of(rows) if place.members])
