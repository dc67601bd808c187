"""Two other ways to form groups, to compare with: a greedy plan, and a direct assignment model.

The greedy plan takes the best group that still fits, again and again, as one would by hand. The direct model gives each
child to one of so many numbered groups (a 0/1 variable for each child and group) and each group to one slot; the terms
that need products of variables are left out of its objective, which spares it most of its difficulty. Both plans are
scored in full afterwards.
"""

from collections.abc import Iterator

import highspy
import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.candidates import Batch, legal_groups
from maypole.cores.groups.compatible import Pool, Start, pool_of, start_name, unpack
from maypole.cores.groups.decompose import free_children
from maypole.cores.groups.problem import DAYS, Place, Problem, Room
from maypole.cores.groups.slots import Slots, Supply, slots_of, supply_of
from maypole.cores.groups.worth import Worth, worth_of

GREEDY_LARGEST = 4
SECONDS = 20.0


def greedy(problem: Problem) -> list[Place]:
    """The group worth most, in the first place that is free; then the next."""
    supply = supply_of(problem, problem.staff, problem.rooms)
    board = _Board(problem, supply)
    for (site, discipline), children in free_children(problem).items():
        starts = tuple(sorted(frozenset().union(*supply.hours.values())))
        pool = pool_of(problem, children, starts)
        worth = worth_of(pool, problem.weights, supply.staff, GREEDY_LARGEST)
        leaders = [one.id for one in supply.staff if site in one.sites and discipline in one.disciplines]
        rows = [(batch.members, batch.when, worth.base(batch.members)) for batch in _batches(pool, problem)]
        order = [(-int(value), size, row) for size, (_, _, base) in enumerate(rows) for row, value in enumerate(base)]
        for _, size, row in sorted(order):
            members, when = rows[size][0][row], rows[size][1][row : row + 1]
            names = [pool.children[member].id for member in members]
            if not board.placed & set(names):
                free = np.flatnonzero(unpack(when, len(starts))[0])
                board.place(names, site, leaders, [start_name(starts[k]) for k in free])
    return board.places


def _batches(pool: Pool, problem: Problem) -> Iterator[Batch]:
    return legal_groups(pool, problem.rules.size_min, GREEDY_LARGEST)


class _Board:
    def __init__(self, problem: Problem, supply: Supply) -> None:
        self.problem, self.supply = problem, supply
        self.places: list[Place] = []
        self.placed: set[str] = set()
        self.held: dict[str, list[Place]] = {}  # by leader and by room
        self.rooms: dict[str, list[Room]] = {}
        for room in problem.rooms:
            self.rooms.setdefault(room.site, []).append(room)

    def place(self, names: list[str], site: str, leaders: list[str], times: list[tuple[str, int]]) -> None:
        for day, start in times:
            for leader in leaders:
                if not self._free(leader, self.supply.hours[leader], self.supply.left[leader], day, start):
                    continue
                for room in self.rooms.get(site, []):
                    open_at = self.supply.open[room.id]
                    if room.capacity >= len(names) and self._free(room.id, open_at, None, day, start):
                        self._hold(Place(tuple(names), leader, room.id, day, start))
                        return

    def _hold(self, place: Place) -> None:
        self.places.append(place)
        self.placed.update(place.members)
        for name in (place.staff, place.room):
            self.held.setdefault(name, []).append(place)

    def _free(self, name: str, hours: frozenset[Start], limit: int | None, day: str, start: int) -> bool:
        held = self.held.get(name, [])
        if (DAYS.index(day), start) not in hours or (limit is not None and len(held) >= limit):
            return False
        return all(one.day != day or abs(one.start - start) >= self.problem.rules.duration_minutes for one in held)


def assigned(problem: Problem) -> list[Place]:
    """The direct model for a problem of one pool and rooms that suffice, with ``SECONDS`` of the clock."""
    supply = supply_of(problem, problem.staff, problem.rooms)
    slots = slots_of(supply, problem.rules.duration_minutes, each_room=True)
    ((_, children),) = free_children(problem).items()
    pool = pool_of(problem, children, slots.starts)
    return _Direct(problem, supply, slots, pool).solve()


class _Direct:
    """Variables: child i in group g, then group g in slot s."""

    def __init__(self, problem: Problem, supply: Supply, slots: Slots, pool: Pool) -> None:
        self.problem, self.supply, self.slots, self.pool = problem, supply, slots, pool
        self.count, self.places = len(pool.children), len(slots.staff)
        self.groups = self.count // 2
        self.worth: Worth = worth_of(pool, problem.weights, supply.staff, 6)
        self.when = unpack(pool.when, len(slots.starts))[:, slots.start]
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("time_limit", SECONDS)

    def solve(self) -> list[Place]:
        size = self.count * self.groups + self.places * self.groups
        cost = np.concatenate(
            [np.repeat(-self.worth.alone.astype(float), self.groups), np.zeros(self.places * self.groups)]
        )
        none = np.zeros(0, dtype=np.int32)
        self.highs.addCols(size, cost, np.zeros(size), np.ones(size), 0, np.zeros(size, np.int32), none, np.zeros(0))
        integer = np.full(size, highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(size, np.arange(size, dtype=np.int32), integer)
        self._children()
        for group in range(self.groups):
            self._group(group)
        for row, limit in enumerate(self.slots.capacity.tolist()):
            users = np.unique(self.slots.use_slot[self.slots.use_row == row])
            self._row([self._in(int(slot), group) for slot in users for group in range(self.groups)], limit)
        self.highs.run()
        return self._read(np.array(self.highs.getSolution().col_value))

    def _is(self, child: int, group: int) -> int:
        return child * self.groups + group

    def _in(self, slot: int, group: int) -> int:
        return self.count * self.groups + slot * self.groups + group

    def _row(self, columns: list[int], high: float, values: list[float] | None = None) -> None:
        index = np.array(columns, dtype=np.int32)
        self.highs.addRow(-highspy.kHighsInf, float(high), len(index), index, np.array(values or [1.0] * len(index)))

    def _children(self) -> None:
        for child in range(self.count):
            self._row([self._is(child, group) for group in range(self.groups)], 1)

    def _group(self, group: int) -> None:
        """One slot; at least two children; each free then, within its limits, with someone who shares a skill."""
        every = [self._in(slot, group) for slot in range(self.places)]
        self._row(every, 1)
        self._row(
            [*every, *(self._is(child, group) for child in range(self.count))],
            0,
            [2.0] * self.places + [-1.0] * self.count,
        )
        for child in range(self.count):
            mine = self._is(child, group)
            free = [self._in(int(slot), group) for slot in np.flatnonzero(self.when[child])]
            self._row([mine, *free], 0, [1.0] + [-1.0] * len(free))
            mates = [self._is(int(other), group) for other in np.flatnonzero(self.pool.shared[child])]
            self._row([mine, *mates], 0, [1.0] + [-1.0] * len(mates))
            limit = int(min(self.pool.most[child], self.pool.ratio[child]))
            others = [self._is(other, group) for other in range(self.count) if other != child]
            self._row([mine, *others], self.count, [float(self.count - limit + 1)] + [1.0] * len(others))
            apart = self._apart(child)
            for other in apart:
                self._row([mine, self._is(other, group)], 1)
        room = np.array([6.0 if most >= 6 else float(most) for most in self.slots.most])
        self._row(
            [*(self._is(child, group) for child in range(self.count)), *every], 0, [1.0] * self.count + (-room).tolist()
        )

    def _apart(self, child: int) -> list[int]:
        span = self.pool.age - self.pool.age[child] <= self.pool.span[child]
        return [
            other for other in range(child + 1, self.count) if not (self.pool.friends[child, other] and span[other])
        ]

    def _read(self, values: NDArray[np.float64]) -> list[Place]:
        found = []
        for group in range(self.groups if len(values) else 0):
            slot = next((s for s in range(self.places) if values[self._in(s, group)] > 0.5), None)
            members = [self.pool.children[k].id for k in range(self.count) if values[self._is(k, group)] > 0.5]
            if slot is not None and members:
                day, start = start_name(self.slots.starts[self.slots.start[slot]])
                staff = self.supply.staff[self.slots.staff[slot]].id
                found.append(Place(tuple(members), staff, self.slots.room[slot], day, start))
        return found
