"""Column generation: the linear program over all groups in all slots, without ever writing it down whole.

The program holds the columns found so far; its prices show which others would pay. When none of *all* columns pays
(the search is exhaustive), its value is the bound of the whole problem. Cuts then tighten it, and the search goes on.
Prices are rounded up to multiples of 1/1024, so the bound is exact arithmetic and no rounding of the solver is in it.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.compatible import Ints
from maypole.cores.groups.cuts import violated
from maypole.cores.groups.linear import Program, Relaxed
from maypole.cores.groups.store import Column, Cut, Prices, Store
from maypole.cores.groups.sweep import sweep
from maypole.cores.groups.wide import Wide

Reals = NDArray[np.float64]
GRAIN = 1024.0
CUT_ROUNDS = 12
WIDE_ROUNDS = 3
WORTHWHILE = 3e-5  # of the value: by less than this a round of cuts is not worth another in a large pool
NODES = 5_000
NEAR_ROUNDS = 4  # rounds in a large pool that take the first columns that pay, before it is swept
DIVE_ROUNDS, BARRED = 1, 1e9
WHOLE = 0.6  # share from which on a dive takes a column whole
CUTTING, PROVING = 0.6, 0.7  # by when cuts, and proofs, must be done, as a share of the time
ANYTHING = -1e12  # the first round takes the most hopeful groups, whatever their net at the guessed prices
HEADSTART = 150.0  # a first guess of what a child's place is worth beyond what the child brings alone


class Effort(TypedDict):
    seconds: float
    nodes: int
    seed: int


@dataclass
class Master:
    """The linear program of a component.

    Its rows are counted as children (pool by pool), then capacities, then cuts. Capacities enter the program only when
    they are overfull without it: most never are.
    """

    stores: Sequence[Store]
    deadline: float
    wide: Sequence[Wide] = ()
    seed: int = 0
    columns: list[Column] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begun = time.monotonic()
        self.slots = self.stores[0].slots
        self.first: list[int] = [0]
        for store in self.stores:
            self.first.append(self.first[-1] + len(store.worth.pool.children))
        self.capacity: list[int] = [1] * self.first[-1] + self.slots.capacity.tolist()
        self.program = Program(self.capacity[: self.first[-1]], self.seed)
        self.entered = list(range(self.first[-1]))  # which rows the program has, in its order
        self.place = {row: row for row in self.entered}
        self.rounds = 0
        self.large = any(store.large for store in self.stores)
        self.known: set[tuple[int, tuple[int, ...], int]] = set()
        guess = [store.worth.alone + HEADSTART for store in self.stores]
        self.duals: Reals = np.concatenate([*guess, np.zeros(len(self.slots.capacity))])
        self.relaxed = Relaxed(0.0, self.duals, np.zeros(0))

    def child_rows(self, column: Column) -> list[int]:
        return [self.first[column.pool] + member for member in column.members]

    def capacity_rows(self, column: Column) -> list[int]:
        return [self.first[-1] + row for row in self.slots.rows_of(column.slot, len(column.members)).tolist()]

    def _program_rows(self, column: Column) -> list[int]:
        cuts = [len(self.capacity) + k for k, cut in enumerate(self.cuts) if self.under(cut, column)]
        rows = [*self.child_rows(column), *self.capacity_rows(column), *cuts]
        return [self.place[row] for row in rows if row in self.place]

    @staticmethod
    def under(cut: Cut, column: Column) -> bool:
        return cut.pool == column.pool and cut.holds(column.members)

    def prices(self, pool: int) -> Prices:
        cuts = zip(self.cuts, self.duals[len(self.capacity) :].tolist(), strict=True)
        return Prices(
            self.duals[self.first[pool] : self.first[pool + 1]],
            self.duals[self.first[-1] : len(self.capacity)],
            tuple((cut, price) for cut, price in cuts if cut.pool == pool and price > 0),
        )

    @property
    def late(self) -> bool:
        """The last part of the time is kept for making a plan good that is not proven."""
        return self._left(PROVING) < 0

    def _left(self, share: float) -> float:
        return self.begun + share * (self.deadline - self.begun) - time.monotonic()

    def effort(self, share: float = PROVING) -> Effort:
        """What a whole-number program may take. The nodes are counted, so that they end it at the same place on any
        machine that is fast enough."""
        return {"seconds": max(1.0, self._left(share)), "nodes": NODES, "seed": self.seed}

    def bound(self) -> float:
        """Proven: the worth of all capacities at these prices, plus what any column may still be above its price."""
        limits = np.array([*self.capacity, *[1] * len(self.cuts)], dtype=np.float64)
        total = float(limits @ self.duals)
        for store in self.stores:
            prices = self.prices(store.number)
            if store.large:
                total += sweep(store, prices).above
            else:
                total += max(0.0, store.highest(prices)) * (len(store.worth.pool.children) // 2)
        return total

    def bound_beyond(self) -> float:
        """What a choice with at least one group that is not listed can be worth, less ``bound``; -inf if all are."""
        extra = [wide.most_above(self.prices(wide.number)) for wide in self.wide]
        above = sum(value for value in extra if value > 0)
        return above or max(extra, default=-math.inf)

    def optimise(self) -> None:
        """Column generation with cuts, until no column pays and no cut is violated (or time is up)."""
        self._columns(ANYTHING)
        for _ in range(WIDE_ROUNDS if self.wide else 0):
            for wide in self.wide:
                self.stores[wide.number].add(wide.promising(self.prices(wide.number).children))
            self._columns(0.0)
        for _ in range(CUT_ROUNDS):
            new = [] if self._left(CUTTING) < 0 else violated(self.columns, self.relaxed.share.tolist(), set(self.cuts))
            if not new:
                return
            for cut in new:
                self.cuts.append(cut)
                under = [k for k, column in enumerate(self.columns) if self.under(cut, column)]
                self._enter(len(self.capacity) + len(self.cuts) - 1, 1, under)
            before = self.relaxed.objective
            self._solve()
            self._columns(0.0)
            if self.large and before - self.relaxed.objective < WORTHWHILE * before:
                return

    def _columns(self, threshold: float) -> None:
        """Add columns that pay and capacities that are overfull, until there are neither."""
        while True:
            chosen = [column for store in self.stores for column in self._choice(store, threshold)]
            self.rounds += 1
            threshold = 0.0
            if chosen:
                self.add(chosen)
            elif not self._enter_overfull():
                return
            self._solve()
            if self.late:
                return

    def dive(self) -> list[Column]:
        """A whole choice near the linear program: columns it takes nearly whole are fixed, and it is solved again."""
        fixed: set[int] = set()
        used = np.zeros(len(self.capacity), dtype=np.int64)
        limit = np.array(self.capacity, dtype=np.int64)
        while True:
            self._improve(used)
            share = self.relaxed.share
            left = [k for k in np.argsort(-share, kind="stable").tolist() if share[k] > 1e-6 and k not in fixed]
            if not left:
                return [self.columns[k] for k in sorted(fixed)]
            for k in [k for k in left if share[k] > WHOLE] or left[:1]:
                rows = [*self.child_rows(self.columns[k]), *self.capacity_rows(self.columns[k])]
                if (used[rows] < limit[rows]).all():
                    used[rows] += 1
                    self.program.fix(k)
                    fixed.add(k)

    def _improve(self, used: Ints) -> None:
        """A few rounds of columns for the children who are not yet taken."""
        taken = np.flatnonzero(used[: self.first[-1]])
        for _ in range(DIVE_ROUNDS):
            self._solve()
            self.duals[taken] = BARRED
            chosen = [column for store in self.stores for column in self._choice(store, 0.0)]
            if chosen:
                self.add(chosen)
            elif not self._enter_overfull():
                return
        self._solve()
        while self._enter_overfull():
            self._solve()

    def _enter(self, row: int, limit: int, columns: Sequence[int]) -> None:
        self.place[row] = len(self.entered)
        self.entered.append(row)
        self.program.add_row(limit, columns)

    def _enter_overfull(self) -> bool:
        users: dict[int, list[int]] = {}
        for number, column in enumerate(self.columns):
            for row in self.capacity_rows(column):
                users.setdefault(row, []).append(number)
        share = self.relaxed.share
        over = [row for row, used in users.items() if share[used].sum() > self.capacity[row] + 1e-6]
        for row in sorted(set(over) - set(self.place)):
            self._enter(row, self.capacity[row], users[row])
        return bool(over)

    def add(self, columns: Sequence[Column]) -> None:
        self.known.update(column.key for column in columns)
        self.columns.extend(columns)
        self.program.add([column.value for column in columns], [self._program_rows(column) for column in columns])

    def _choice(self, store: Store, threshold: float) -> list[Column]:
        """Paying columns that are new. In a large pool the first rounds take what is near, the later ones sweep."""
        prices = self.prices(store.number)
        if store.large and self.rounds >= NEAR_ROUNDS:
            found = sweep(store, prices).columns
        else:
            found = [column for _, column in store.paying(prices, threshold)]
        return [column for column in found if column.key not in self.known]

    def _solve(self) -> None:
        self.relaxed = self.program.solve()
        self.duals = np.zeros(len(self.capacity) + len(self.cuts))
        self.duals[self.entered] = np.ceil(self.relaxed.prices * GRAIN - 1e-6) / GRAIN
