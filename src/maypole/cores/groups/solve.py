"""Form groups: from a problem to an answer.

Locks are taken out first (their members, and the time of their staff and rooms). What is left falls into components,
each packed by itself; rooms are named afterwards. Where the rooms of a site can't be named, its pools are packed again
together, with each room as its own.
"""

import time
from dataclasses import dataclass

import numpy as np

from maypole.cores.groups.answer import Answer, numbered
from maypole.cores.groups.candidates import MOST_ROWS, Batch, TooMany, legal_groups
from maypole.cores.groups.compatible import Pool, pool_of, start_name
from maypole.cores.groups.decompose import Component, PoolKey, components, free_children
from maypole.cores.groups.packing import Packing, pack
from maypole.cores.groups.problem import Child, Place, Problem
from maypole.cores.groups.rooms import Need, name_rooms
from maypole.cores.groups.rules import broken_between, broken_rules
from maypole.cores.groups.slots import Slots, Supply, slots_of, supply_of
from maypole.cores.groups.stay import Stay
from maypole.cores.groups.store import Column, Store
from maypole.cores.groups.wide import Wide
from maypole.cores.groups.worth import worth_of

DEFAULT_SECONDS = 60.0


@dataclass(frozen=True)
class Part:
    """A component with its stores and what was packed: enough to turn columns into places."""

    component: Component
    pools: list[Pool]
    supply: Supply
    slots: Slots
    packing: Packing


def solve(problem: Problem, seconds: float = DEFAULT_SECONDS, seed: int = 0, stay: Stay | None = None) -> Answer:
    """The best groups there are, with proof, or the best found in ``seconds`` with a proven bound.

    ``stay`` puts staying where one was first (see ``repair``).
    """
    begun = time.monotonic()
    notes = lock_notes(problem)
    if notes:
        everyone = tuple(child.id for child in problem.children)
        return Answer("infeasible", (), everyone, 0, 0, time.monotonic() - begun, notes)
    return _answer(problem, _Solver(problem, begun, seconds, seed, stay), begun)


def lock_notes(problem: Problem) -> tuple[str, ...]:
    """Which rules the locks break, by themselves and with each other."""
    own = [
        f"locked[{index}]: {broken.detail}"
        for index, lock in enumerate(problem.locked)
        for broken in broken_rules(problem, lock)
    ]
    return (*own, *(f"locked: {broken.detail}" for broken in broken_between(problem, problem.locked)))


def _answer(problem: Problem, solver: "_Solver", begun: float) -> Answer:
    parts = solver.run()
    groups = numbered(problem, [*problem.locked, *solver.places(parts)])
    placed = {member for group in groups for member in group.place.members}
    objective = sum(group.score for group in groups)
    room = sum(part.packing.bound - part.packing.value for part in parts)
    return Answer(
        status="optimal" if room == 0 else "feasible",
        groups=groups,
        unplaced=tuple(child.id for child in problem.children if child.id not in placed),
        objective=objective,
        bound=objective + room,
        seconds=time.monotonic() - begun,
    )


class _Solver:
    def __init__(self, problem: Problem, begun: float, seconds: float, seed: int, stay: Stay | None) -> None:
        self.problem, self.begun, self.seconds, self.seed, self.stay = problem, begun, seconds, seed, stay
        self.children = free_children(problem)
        self.done: dict[Component, Part] = {}
        self.named: dict[int, str] = {}

    def run(self) -> list[Part]:
        """Pack the components; join and pack again those whose rooms can't be named."""
        tight: frozenset[str] = frozenset()
        while True:
            parts = [
                self._part(component, bool(tight & component.sites), share)
                for component, share in self._shares(components(self.problem, self.children, tight))
            ]
            missing = self._sites_without_rooms(parts) - tight
            if not missing:
                return parts
            tight |= missing

    def _shares(self, found: list[Component]) -> list[tuple[Component, float]]:
        """When each component must be done: time goes by its number of children."""
        sizes = [sum(len(self.children[key]) for key in component.pools) for component in found]
        until = np.cumsum(sizes) / max(1, sum(sizes))
        return [
            (component, self.begun + self.seconds * float(end)) for component, end in zip(found, until, strict=True)
        ]

    def _part(self, component: Component, each_room: bool, deadline: float) -> Part:
        if component in self.done and not each_room:
            return self.done[component]
        problem = self.problem
        staff = [problem.staff_by_id[name] for name in component.staff]
        rooms = [room for room in problem.rooms if room.site in component.sites]
        supply = supply_of(problem, staff, rooms)
        slots = slots_of(supply, problem.rules.duration_minutes, each_room)
        pools = [pool_of(problem, self.children[key], slots.starts) for key in component.pools]
        stores, wide = [], []
        for number, (key, pool) in enumerate(zip(component.pools, pools, strict=True)):
            store, left_out = self._store(number, key, pool, supply, slots)
            stores.append(store)
            wide += left_out
        part = Part(component, pools, supply, slots, pack(stores, wide, deadline, self.seed))
        self.done[component] = part
        return part

    def _store(self, number: int, key: PoolKey, pool: Pool, supply: Supply, slots: Slots) -> tuple[Store, list[Wide]]:
        own = [
            slot
            for slot, (staff, site) in enumerate(zip(slots.staff.tolist(), slots.site, strict=True))
            if site == key[0] and key[1] in supply.staff[staff].disciplines
        ]
        limit = int(slots.most[own].max(initial=0))
        largest = int(min(limit, pool.most.max(initial=0), pool.ratio.max(initial=0)))
        worth = worth_of(pool, self.problem.weights, supply.staff, max(largest, 2))
        stay = None if self.stay is None else self.stay.table(pool, supply, slots)
        store = Store(number, worth, slots, np.array(own, dtype=np.int64), stay)
        batches, listed = _list(pool, self.problem.rules.size_min, largest)
        store.add(batches)
        return store, [Wide(number, worth, listed, largest)] if listed < largest else []

    def _sites_without_rooms(self, parts: list[Part]) -> frozenset[str]:
        places = [place for part in parts for place in self._columns(part)]
        missing = set()
        supply = supply_of(self.problem, self.problem.staff, self.problem.rooms)
        self.named = {}
        for site in sorted({need.site for _, need in places}):
            numbers = [number for number, (_, need) in enumerate(places) if need.site == site]
            needs = [places[number][1] for number in numbers]
            names = name_rooms(supply, needs, self.problem.rules.duration_minutes)
            if names is None:
                missing.add(site)
            else:
                self.named |= dict(zip(numbers, names, strict=True))
        return frozenset(missing)

    def _columns(self, part: Part) -> list[tuple[Column, Need]]:
        found = []
        for column in part.packing.chosen:
            start = part.slots.starts[part.slots.start[column.slot]]
            members = self._members(part, column)
            wish = self.stay.room_of(members, start) if self.stay else ""
            wish = part.slots.room[column.slot] or wish
            found.append((column, Need(part.slots.site[column.slot], start, len(members), wish)))
        return found

    @staticmethod
    def _members(part: Part, column: Column) -> list[Child]:
        return [part.pools[column.pool].children[member] for member in column.members]

    def places(self, parts: list[Part]) -> list[Place]:
        found: list[Place] = []
        for part in parts:
            for column, need in self._columns(part):
                day, minute = start_name(need.start)
                members = tuple(child.id for child in self._members(part, column))
                leader = part.supply.staff[part.slots.staff[column.slot]].id
                found.append(Place(members, leader, self.named[len(found)], day, minute))
        return found


def _list(pool: Pool, size_min: int, largest: int) -> tuple[list[Batch], int]:
    """Every group up to the largest size for which that is possible, and that size."""
    for size in range(largest, 1, -1):
        try:
            return list(legal_groups(pool, size_min, size, most_rows=MOST_ROWS)), size
        except TooMany:
            continue
    return [], 1
