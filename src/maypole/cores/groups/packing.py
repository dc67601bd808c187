"""The best choice of groups for one component, with proof.

1. Column generation gives a bound that nothing can beat (``pricing``).
2. Any column whose net is below minus d is in no choice better than bound - d. So all columns within d are listed and
   the best choice among them is found; if it is worth at least bound - d, it is best of all. Otherwise d grows.
3. In that choice only the scarce capacities (those with a price) are rows, and slots that differ in nothing else stand
   for each other; afterwards each group gets a slot. Where that fails, the capacities in the way become rows too.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from maypole.cores.groups.around import Around
from maypole.cores.groups.compatible import Flags
from maypole.cores.groups.linear import SMALL, Program, Whole, best_whole
from maypole.cores.groups.pricing import Master
from maypole.cores.groups.store import Column, Store
from maypole.cores.groups.wide import Wide

FIRST_DEPTH = 30  # points below the bound that are searched first
MOST_VARIANTS = 6_000  # columns of one whole-number program


@dataclass
class Packing:
    """``chosen`` columns, their ``value``, and a proven ``bound`` (equal when the choice is best)."""

    chosen: list[Column] = field(default_factory=list)
    value: int = 0
    bound: int = 0


class Packer:
    def __init__(self, master: Master) -> None:
        self.master = master
        self.best: list[Column] = []
        self.last: list[Column] = []
        self.value = 0
        self.bound, self.limit = 0.0, 0  # of the linear program; of what is proven so far
        self.step = math.gcd(*(store.step for store in master.stores)) or 1
        self.active: Flags = np.zeros(len(master.slots.capacity), dtype=bool)

    def pack(self) -> Packing:
        master = self.master
        master.optimise()
        self.bound = master.bound()
        self.limit = self._down(min(self.bound, self._at_most()))
        self.active = master.duals[master.first[-1] : len(master.capacity)] > 0
        depth = float(FIRST_DEPTH)
        while self.value < self.limit and self._search(depth):
            depth = max(1.0, min(2 * depth, self.bound - self.value))
        if self.value < self.limit:
            self._settle()
        beyond = self._down(min(self.bound + master.bound_beyond(), self._at_most())) if master.wide else 0
        return Packing(self.best, self.value, max(self.limit, self.value, beyond))

    def _at_most(self) -> float:
        """A plain bound: every child at its very best. Of use when there was no time for a better one."""
        total = 0.0
        for store in self.master.stores:
            sizes = [store.worth.at_most(size) for size in range(2, len(store.worth.size))]
            stay = 0 if store.stay is None else store.stay.max(axis=1, initial=0)
            total += float((np.max(sizes, axis=0) + stay).sum())
        return total

    def _down(self, value: float) -> int:
        """To the next whole score: all scores are multiples of one step."""
        return math.floor(value / self.step) * self.step

    def _search(self, depth: float) -> bool:
        """Look among the columns within ``depth`` of the bound; is it worth looking further?"""
        while True:
            columns = self._within(depth)
            if columns is None:
                return False
            whole = self._choose(columns)
            if whole is not None:
                break
            if self.master.late and self.best:
                return False
        beyond = self._down(math.ceil(self.bound - depth) - 1)  # of what uses a column that was not looked at
        if math.isfinite(whole.bound):
            self.limit = min(self.limit, max(self.value, self._down(whole.bound + 1e-6), beyond))
        return whole.proven and not self.master.late

    def _within(self, depth: float) -> list[Column] | None:
        found: list[Column] = []
        for store in self.master.stores:
            part = store.variants(self.master.prices(store.number), -depth, self.active, MOST_VARIANTS)
            if part is None or len(found) + len(part) > MOST_VARIANTS:
                return None
            found += [column for _, column in part]
        return found

    def _choose(self, columns: list[Column]) -> Whole | None:
        """The best choice among the columns; None when it doesn't fit the capacities that are not yet rows."""
        if not columns:
            return Whole([], True, 0.0)
        master = self.master
        base, scarce = master.first[-1], np.flatnonzero(self.active)
        number = {int(row): base + k for k, row in enumerate(scarce)}
        rows = [
            master.child_rows(column) + [number[row] for row in self._rows(column, column.slot) if row in number]
            for column in columns
        ]
        capacity = master.capacity[:base] + [int(master.slots.capacity[row]) for row in scarce]
        whole = best_whole(capacity, [column.value for column in columns], rows, **master.effort())
        chosen = self.last = [columns[k] for k in whole.chosen]
        placed = self._slots(chosen)
        self._keep([column for column in placed if column is not None])
        return whole if None not in placed else None

    def _rows(self, column: Column, slot: int) -> list[int]:
        return [int(row) for row in self.master.slots.rows_of(slot, len(column.members))]

    def _slots(self, chosen: list[Column]) -> list[Column | None]:
        """A slot for each chosen group, of those that its own stands for; None for whom there is none. What is in the
        way becomes a row: the capacities with a price in the linear program, and those of the groups left over."""
        options = [
            (k, slot)
            for k, column in enumerate(chosen)
            for slot in self.master.stores[column.pool].slots_like(column, self.active)
        ]
        rows = [[k] + [len(chosen) + row for row in self._rows(chosen[k], slot)] for k, slot in options]
        capacity = [1] * len(chosen) + self.master.slots.capacity.tolist()
        whole = best_whole(capacity, [1] * len(options), rows, **self.master.effort())
        placed: list[Column | None] = [None] * len(chosen)
        for number in whole.chosen:
            k, slot = options[number]
            placed[k] = Column(chosen[k].pool, chosen[k].members, slot, chosen[k].value)
        if len(whole.chosen) < len(chosen):
            program = Program(capacity, self.master.seed)
            program.add([1] * len(options), rows)
            self.active |= program.solve().prices[len(chosen) :] > 1e-6
            for number, (k, _) in enumerate(options):
                if placed[k] is None:
                    self.active[[row - len(chosen) for row in rows[number][1:]]] = True
        return placed

    def _keep(self, chosen: list[Column]) -> None:
        value = sum(column.value for column in chosen)
        if value > self.value:
            self.best, self.value = chosen, value

    def _settle(self) -> None:
        """Without proof, the plan is at least made good: a dive from the linear program, the last choice in the slots
        there are, and the best choice among the columns of the program, as far as these are few; then a search around
        the best of them, at the prices of the linear program."""
        master = self.master
        prices = [master.prices(store.number) for store in master.stores]
        options = [
            Column(column.pool, column.members, slot, value)
            for column in self.last
            for slot, value in master.stores[column.pool].values_of(column)
        ]
        for columns in (options, master.columns):
            if len(columns) <= SMALL:
                rows = [[*master.child_rows(column), *master.capacity_rows(column)] for column in columns]
                values = [column.value for column in columns]
                whole = best_whole(master.capacity, values, rows, **master.effort(1.0))
                self._keep([columns[k] for k in whole.chosen])
        self._keep(master.dive())
        self._keep(Around(master, prices, self.best, master.seed).improve(self.limit, master.deadline))


def pack(stores: list[Store], wide: list[Wide], deadline: float, seed: int) -> Packing:
    return Packer(Master(stores, deadline, wide, seed)).pack()
