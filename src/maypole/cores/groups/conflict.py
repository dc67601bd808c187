"""Why is a child in no group? The smallest set of rules that together keep the child out.

The plan stays as it is for all others ("plan" is one of the rules). A *way in* is another child to form a group with,
at some start, or a group to join; each breaks some rules. A set of rules keeps the child out when every way in breaks
one of them, so the smallest conflict is a smallest set that hits every way in. Drop any rule of it, and a way in that
breaks no other rule of the set is open.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.compatible import Start, age_span, own_limit, ratio_of, starts_in
from maypole.cores.groups.problem import DAYS, Child, Problem
from maypole.cores.groups.rules import Broken

RULES = (
    "group_allowed",
    "site",
    "discipline",
    "available",
    "staff",
    "room",
    "size",
    "age_span",
    "avoid",
    "aggression",
    "shared_skill",
    "plan",
)
BIT = {rule: 1 << number for number, rule in enumerate(RULES)}
DETAILS = {
    "group_allowed": "a plan says no group yet, for this child or for those who would fit",
    "site": "a group meets at one site, and those who would fit are at another",
    "discipline": "a group is in one discipline, and those who would fit are in another",
    "available": "those who would fit can't come at the same times",
    "staff": "nobody of the staff leads groups in this discipline at this site at those times",
    "room": "no room that is large enough is open at this site at those times",
    "size": "the limits on size, or the ratio, leave no place",
    "age_span": "those who would fit are too far apart in age",
    "avoid": "those who would fit are not to be together",
    "aggression": "there is another child with unresolved aggression",
    "shared_skill": "those who would fit work on other skills",
    "plan": "those who would fit, their leader or their room are in other groups of the plan",
    "worth": "there is a place, but taking it would lower the worth of the plan",
}
Bits = NDArray[np.int64]


def conflicts(problem: Problem, answer: Answer) -> dict[str, list[Broken]]:
    """The smallest conflict of each child who is in no group."""
    view = _View(problem, answer)
    return {child: view.conflict(problem.by_id[child]) for child in answer.unplaced}


def ways_in(problem: Problem, answer: Answer, child: str) -> list[frozenset[str]]:
    """Every way in, as the set of rules it breaks; only the ones that break least."""
    bits = _View(problem, answer).ways(problem.by_id[child])
    return [frozenset(rule for rule in RULES if BIT[rule] & way) for way in bits]


def smallest_hit(ways: list[int]) -> list[str]:
    """A smallest set of rules with one of each way in; the first in the order of ``RULES`` among equals."""
    for count in range(len(RULES) + 1):
        for rules in combinations(RULES, count):
            chosen = sum(BIT[rule] for rule in rules)
            if all(chosen & way for way in ways):
                return list(rules)
    return []  # a way in that breaks nothing can't be hit


def least(ways: set[int]) -> list[int]:
    """The ways that break no more than needed: none holds another."""
    kept: list[int] = []
    for way in sorted(ways, key=lambda way: (way.bit_count(), way)):
        if not any(other & way == other for other in kept):
            kept.append(way)
    return kept


class _View:
    """The problem as arrays over all children, made once for all who are left."""

    def __init__(self, problem: Problem, answer: Answer) -> None:
        self.problem, self.groups, rules = problem, answer.groups, problem.rules
        children = problem.children
        free = [starts_in(child.available, rules.duration_minutes, rules.slot_minutes) for child in children]
        self.hours = {
            (what, one.id): starts_in(one.available, rules.duration_minutes, rules.slot_minutes)
            for what, supply in (("staff", problem.staff), ("room", problem.rooms))
            for one in supply
        }
        self.starts = sorted(frozenset().union(*free, *self.hours.values()))
        number = {start: index for index, start in enumerate(self.starts)}
        self.free = np.zeros((len(children), len(self.starts)), dtype=bool)
        for row, starts in enumerate(free):
            self.free[row, [number[start] for start in starts]] = True
        self.row = {child.id: row for row, child in enumerate(children)}
        self.age = np.array([child.age_months for child in children], dtype=np.int64)
        self.limit = np.array([own_limit(rules, child) for child in children], dtype=np.int64)
        self.ratio = np.array([ratio_of(rules, child.age_months) for child in children], dtype=np.int64)
        self.span = np.array([age_span(rules, child.age_months) for child in children], dtype=np.int64)
        self.restless = np.array([child.aggression for child in children], dtype=bool)
        self.fixed = np.array([self._own(child) for child in children], dtype=np.int64)
        left = set(answer.unplaced)
        self.fixed |= np.array([0 if child.id in left else BIT["plan"] for child in children], dtype=np.int64)
        self.names = {name: np.array([getattr(child, name) for child in children]) for name in ("site", "discipline")}
        self.workers: dict[str, list[int]] = {}
        for row, child in enumerate(children):
            for goal in child.goals:
                self.workers.setdefault(goal.skill, []).append(row)
        self.times: dict[tuple[str, str], Bits] = {}
        self.home = {member: k for k, group in enumerate(self.groups) for member in group.place.members}
        self.gathered = _Gathered(self, number)

    def _own(self, child: Child) -> int:
        return 0 if child.group_allowed else BIT["group_allowed"]

    def conflict(self, child: Child) -> list[Broken]:
        ways = self.ways(child)
        rules = smallest_hit(ways)
        if not rules:  # a pair would do, or a place in a group
            rules = ["size" if self.problem.rules.size_min > 2 else "worth"]
        return [Broken(rule, DETAILS[rule]) for rule in rules]

    def ways(self, child: Child) -> list[int]:
        found = set(self._joins(child).tolist()) if self.groups else set()
        found.update(self._pairs(child))
        return least(found)

    def _pairs(self, child: Child) -> Iterator[int]:
        """Forming a group with each other child, at each start."""
        row = self.row[child.id]
        bits = self._company(child)
        times = self._times(child.site, child.discipline)
        others = np.arange(len(self.age)) != row
        for column in np.flatnonzero(self.free[row]).tolist():
            at = bits | np.where(self.free[:, column], 0, BIT["available"])
            for time in set(times[column].tolist()):
                yield from np.unique(at[others] | time).tolist()
        nowhere = BIT["staff"] | BIT["room"]  # outside all hours: no leader and no room, but there is such a time
        for time in {*np.unique(times).tolist(), nowhere}:
            yield from np.unique(bits[others] | time | BIT["available"]).tolist()

    def _company(self, child: Child) -> Bits:
        """What a pair of this child and each other child breaks, times aside."""
        row, rules = self.row[child.id], self.problem.rules
        bits = self.fixed | self._own(child)
        for name in ("site", "discipline"):
            bits = bits | np.where(self.names[name] == getattr(child, name), 0, BIT[name])
        younger = self.age < self.age[row]
        span = np.where(younger, self.span, self.span[row])
        bits |= np.where(np.abs(self.age - self.age[row]) > span, BIT["age_span"], 0)
        ratio = np.where(younger, self.ratio, self.ratio[row])
        room = np.minimum(np.minimum(self.limit, self.limit[row]), ratio)
        bits |= np.where(room < max(2, rules.size_min), BIT["size"], 0)
        restless = self.restless.astype(np.int64) + int(child.aggression)
        bits |= np.where(restless > rules.max_unresolved_aggression, BIT["aggression"], 0)
        bits[[self.row[other] for other in child.avoid]] |= BIT["avoid"]
        shares = np.zeros(len(self.age), dtype=bool)
        for goal in child.goals:
            shares[self.workers[goal.skill]] = True
        return np.asarray(bits | np.where(shares, 0, BIT["shared_skill"]))

    def _times(self, site: str, discipline: str) -> Bits:
        """For a group of this site and discipline at each start: what the ways to have a leader and a room break."""
        key = (site, discipline)
        if key not in self.times:
            staff = [
                person.id
                for person in self.problem.staff
                if site in person.sites and discipline in person.disciplines and person.max_groups != 0
            ]
            rooms = [room.id for room in self.problem.rooms if room.site == site and room.capacity >= 2]
            spent = {
                person.id
                for person in self.problem.staff
                if sum(group.place.staff == person.id for group in self.groups) == person.max_groups
            }
            self.times[key] = np.array(
                [
                    [led | held for led in self._supply("staff", staff, start, spent) for held in held_in]
                    for start, held_in in ((one, self._supply("room", rooms, one, set())) for one in self.starts)
                ],
                dtype=np.int64,
            ).reshape(-1, 4)
        return self.times[key]

    def _supply(self, what: str, names: list[str], start: Start, spent: set[str]) -> tuple[int, int]:
        """The two ways to have a leader (or room): one who is there, or to do without. Busy ones are in the plan."""
        there = [name for name in names if start in self.hours[what, name]]
        if not there:
            return BIT[what], BIT[what]
        free = any(name not in spent and not self._busy(what, name, start) for name in there)
        return (0, 0) if free else (BIT["plan"], BIT[what])

    def _busy(self, what: str, name: str, start: Start) -> bool:
        return any(
            getattr(group.place, what) == name
            and DAYS.index(group.place.day) == start[0]
            and abs(group.place.start - start[1]) < self.problem.rules.duration_minutes
            for group in self.groups
        )

    def _joins(self, child: Child) -> Bits:
        """What joining each group of the plan breaks. (A locked group is as it is.)"""
        row, rules, gathered = self.row[child.id], self.problem.rules, self.gathered
        bits = gathered.fixed | self._own(child)
        for name in ("site", "discipline"):
            bits = bits | np.where(self.names[name][gathered.first] == getattr(child, name), 0, BIT[name])
        youngest = np.where(gathered.youngest_age < self.age[row], gathered.youngest, row)
        spread = np.maximum(gathered.oldest_age, self.age[row]) - self.age[youngest]
        bits |= np.where(spread > self.span[youngest], BIT["age_span"], 0)
        limit = np.minimum(np.minimum(gathered.limit, self.limit[row]), self.ratio[youngest])
        bits |= np.where(gathered.size + 1 > limit, BIT["size"], 0)
        restless = gathered.restless + int(child.aggression)
        bits |= np.where(restless > rules.max_unresolved_aggression, BIT["aggression"], 0)
        bits |= np.where(self.free[row, gathered.start], 0, BIT["available"])
        homes = {self.home[other] for other in child.avoid if other in self.home}
        bits[sorted(homes)] |= BIT["avoid"]
        company = {
            self.home[name]
            for goal in child.goals
            for name in (self.problem.children[other].id for other in self.workers[goal.skill])
            if name in self.home
        }
        return np.asarray(bits | np.where(np.isin(np.arange(len(bits)), sorted(company)), 0, BIT["shared_skill"]))


class _Gathered:
    """The groups of the plan as arrays."""

    def __init__(self, view: _View, number: dict[Start, int]) -> None:
        groups, problem = view.groups, view.problem
        rows = [[view.row[member] for member in group.place.members] for group in groups]
        locked = {frozenset(lock.members) for lock in problem.locked}
        self.first = _ints(row[0] for row in rows)
        self.youngest = _ints(min(row, key=lambda member: int(view.age[member])) for row in rows)
        self.youngest_age = view.age[self.youngest]
        self.oldest_age = _ints(int(view.age[row].max()) for row in rows)
        rooms = [problem.room_by_id[group.place.room].capacity for group in groups]
        self.limit = _ints(min(int(view.limit[row].min()), room) for row, room in zip(rows, rooms, strict=True))
        self.size = _ints(len(row) for row in rows)
        self.restless = _ints(int(view.restless[row].sum()) for row in rows)
        self.start = _ints(number[DAYS.index(group.place.day), group.place.start] for group in groups)
        self.fixed = _ints(BIT["plan"] if frozenset(group.place.members) in locked else 0 for group in groups)


def _ints(values: Iterable[int]) -> Bits:
    return np.array(list(values), dtype=np.int64)
