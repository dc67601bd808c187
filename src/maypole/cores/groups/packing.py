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

from maypole.cores.groups.compatible import Flags
from maypole.cores.groups.linear import Whole, best_whole
from maypole.cores.groups.pricing import Master
from maypole.cores.groups.store import Column, Store
from maypole.cores.groups.wide import Wide

FIRST_DEPTH = 20  # points below the bound that are searched first
MOST_VARIANTS = 60_000  # columns of one whole-number program


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
        self.value = 0
        self.active: Flags = np.zeros(len(master.slots.capacity), dtype=bool)

    def pack(self) -> Packing:
        master = self.master
        if not any(len(store) for store in master.stores):
            return Packing()
        master.optimise()
        bound = master.bound()
        limit = math.floor(bound)
        self.active = master.duals[master.first[-1] : len(master.capacity)] > 0
        depth = float(FIRST_DEPTH)
        while self.value < limit and not (master.late and self.best):
            columns = self._within(depth)
            if columns is None:
                self._from_columns()
                break
            whole = self._choose(columns)
            if whole is None:  # capacities were added: choose again
                continue
            if not whole.proven:
                limit = min(limit, max(math.floor(whole.bound + 1e-6), math.floor(bound - depth)))
                break
            limit = min(limit, max(self.value, round(whole.bound), math.ceil(bound - depth) - 1))
            depth = max(2 * depth, 1.0)
            if bound - self.value <= depth:
                depth = max(bound - self.value, 1.0)
        beyond = bound + master.bound_beyond() if master.wide else -math.inf
        return Packing(self.best, self.value, max(limit, self.value, math.floor(beyond) if master.wide else 0))

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
        whole = best_whole(capacity, [column.value for column in columns], rows, **master.effort)
        chosen = [columns[k] for k in whole.chosen]
        placed = self._slots(chosen)
        self._keep([column for column in placed if column is not None])
        if all(column is not None for column in placed):
            return whole
        self._activate([column for column, got in zip(chosen, placed, strict=True) if got is None])
        return None

    def _rows(self, column: Column, slot: int) -> list[int]:
        return [int(row) for row in self.master.slots.rows_of(slot, len(column.members))]

    def _slots(self, chosen: list[Column]) -> list[Column | None]:
        """A slot for each chosen group, of those that its own stands for; None for whom there is none."""
        options = [
            (k, slot)
            for k, column in enumerate(chosen)
            for slot in self.master.stores[column.pool].slots_like(column, self.active)
        ]
        rows = [[k] + [len(chosen) + row for row in self._rows(chosen[k], slot)] for k, slot in options]
        capacity = [1] * len(chosen) + self.master.slots.capacity.tolist()
        whole = best_whole(capacity, [1] * len(options), rows, **self.master.effort)
        placed: list[Column | None] = [None] * len(chosen)
        for number in whole.chosen:
            k, slot = options[number]
            placed[k] = Column(chosen[k].pool, chosen[k].members, slot, chosen[k].value)
        return placed

    def _activate(self, failed: list[Column]) -> None:
        """The capacities that could be in the way of the groups without a slot become rows."""
        for column in failed:
            for slot in self.master.stores[column.pool].slots_like(column, self.active):
                self.active[self._rows(column, slot)] = True

    def _keep(self, chosen: list[Column]) -> None:
        value = sum(column.value for column in chosen)
        if value > self.value:
            self.best, self.value = chosen, value

    def _from_columns(self) -> None:
        """The best choice among the columns of the linear program alone: good, without proof."""
        master = self.master
        columns = master.columns
        rows = [[row for row in master.rows(column) if row < len(master.capacity)] for column in columns]
        values = [column.value for column in columns]
        whole = best_whole(master.capacity, values, rows, **master.effort)
        self._keep([columns[k] for k in whole.chosen])


def pack(stores: list[Store], wide: list[Wide], deadline: float, seed: int) -> Packing:
    return Packer(Master(stores, deadline, wide, seed)).pack()
