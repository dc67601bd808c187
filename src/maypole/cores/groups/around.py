"""A search around a plan that is not proven best: a part of it is taken up and packed anew, exactly, again and again.

Where a plan loses against the bound is known for each group: its net is below 0 by what it loses at the prices of the
linear program, and a child left alone loses its price. So the part is chosen where most is lost, and in a part that
loses L no better choice can hold a column with a net below -L: few columns remain, and each step is quick.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from maypole.cores.groups.compatible import Flags, Ints, unpack
from maypole.cores.groups.linear import SMALL, best_whole
from maypole.cores.groups.pricing import Master
from maypole.cores.groups.store import CHUNK, NEVER, Column, Kept, Prices, Reals, Store

PART = 26  # groups taken up at once
ROUNDS = 150
WAYS = 2  # slots in which a group is tried
GROUPS = 1_500  # groups of one size that are tried in a part
NODES = 200
SECONDS = 2.0


@dataclass(frozen=True)
class Part:
    """What is taken up: places in the plan and children left alone, and what they lose together."""

    places: list[int]
    children: list[Ints]  # by pool
    loss: float


class Around:
    def __init__(self, master: Master, prices: Sequence[Prices], plan: Sequence[Column], seed: int) -> None:
        self.master, self.prices, self.plan = master, prices, list(plan)
        self.slots = master.slots
        self.near = [company(store) for store in master.stores]
        self.tired = [np.zeros(len(near)) for near in self.near]
        self.dice = np.random.default_rng(seed)
        self.value = sum(column.value for column in self.plan)
        self.until = 0.0

    def improve(self, limit: int, until: float) -> list[Column]:
        """The plan after a number of rounds, or when it is worth ``limit``, or when the clock says ``until``."""
        self.until = until
        for _ in range(ROUNDS if self.plan else 0):
            if self.value >= limit or time.monotonic() > until:
                break
            self._round()
        return self.plan

    def _round(self) -> None:
        pool, child = self._worst()
        part = self._part(pool, child)
        taken = set(part.places)
        rest = [column for k, column in enumerate(self.plan) if k not in taken]
        free = self._free(rest)
        old = [self.plan[k] for k in part.places]
        columns = [*self._columns(part, free), *old]
        new = self._packed(columns, free)
        gain = sum(column.value for column in new) - sum(column.value for column in old)
        if gain >= 0:
            self.plan, self.value = rest + new, self.value + gain
        if gain <= 0:
            self.tired[pool][child] += 1

    def _owners(self) -> list[Ints]:
        """By pool, the place in the plan of each child's group, or -1."""
        owners = [np.full(len(near), -1) for near in self.near]
        for k, column in enumerate(self.plan):
            owners[column.pool][list(column.members)] = k
        return owners

    def _losses(self) -> Reals:
        return np.array([max(0.0, -self._net(column)) for column in self.plan])

    def _net(self, column: Column) -> float:
        prices, members = self.prices[column.pool], list(column.members)
        rows = self.slots.rows_of(column.slot, len(members))
        return float(column.value - prices.children[members].sum() - prices.rows[rows].sum())

    def _worst(self) -> tuple[int, int]:
        """A child, drawn by what is lost around it; one that was tried in vain is drawn more rarely."""
        losses, weights = self._losses(), []
        for owner, near, tired, prices in zip(self._owners(), self.near, self.tired, self.prices, strict=True):
            lost = np.where(owner >= 0, losses[owner] / 3, prices.children)
            weights.append(lost * near.any(axis=1) * 0.5**tired + 1e-9)
        every = np.concatenate(weights)
        place = int(self.dice.choice(len(every), p=every / every.sum()))
        pool = int(np.searchsorted(self.master.first, place, side="right")) - 1
        return pool, place - self.master.first[pool]

    def _part(self, pool: int, child: int) -> Part:
        """The groups whose members could be with the child, or with those who could, and such children left alone."""
        company = self.near[pool][child]
        second = self.near[pool][company].mean(axis=0) if company.any() else np.zeros(len(company))
        closeness = np.array([self._closeness(column, pool, company, second) for column in self.plan])
        owners = self._owners()
        if owners[pool][child] >= 0:
            closeness[owners[pool][child]] = np.inf
        places = np.argsort(-closeness - self.dice.random(len(self.plan)) * 0.3, kind="stable")[:PART].tolist()
        alone = [np.flatnonzero((owner < 0) & near.any(axis=1)) for owner, near in zip(owners, self.near, strict=True)]
        alone[pool] = alone[pool][company[alone[pool]] | (alone[pool] == child) | (second[alone[pool]] > 0.2)]
        children = [
            np.concatenate([free, *(np.array(self.plan[k].members) for k in places if self.plan[k].pool == number)])
            for number, free in enumerate(alone)
        ]
        loss = self._losses()[places].sum() + sum(
            self.prices[number].children[free].sum() for number, free in enumerate(alone)
        )
        return Part(places, children, float(loss))

    def _closeness(self, column: Column, pool: int, company: Flags, second: Reals) -> float:
        if column.pool != pool:
            return 0.0
        members = list(column.members)
        return float(company[members].mean() + second[members].mean())

    def _free(self, rest: Sequence[Column]) -> Ints:
        free = self.slots.capacity.copy()
        for column in rest:
            free[self.slots.rows_of(column.slot, len(column.members))] -= 1
        return free

    def _columns(self, part: Part, free: Ints) -> list[Column]:
        full = np.bincount(self.slots.use_slot, free[self.slots.use_row] <= 0, minlength=len(self.slots.staff)) > 0
        found: list[tuple[float, Column]] = []
        for store, children in zip(self.master.stores, part.children, strict=True):
            found += inside(store, self.prices[store.number], children, full, -part.loss)
        found.sort(key=lambda pair: (-pair[0], pair[1].key))
        return [column for _, column in found[:SMALL]]

    def _packed(self, columns: list[Column], free: Ints) -> list[Column]:
        """The best choice among the columns, in what is free. Only rows that are used are written down."""
        numbers = count()
        row_of: dict[tuple[int, int], int] = {}
        capacity: list[int] = []

        def row(kind: int, which: int, limit: int) -> int:
            if (kind, which) not in row_of:
                row_of[kind, which] = next(numbers)
                capacity.append(limit)
            return row_of[kind, which]

        def rows(column: Column) -> Iterator[int]:
            yield from (row(column.pool, member, 1) for member in column.members)
            for use in self.slots.rows_of(column.slot, len(column.members)).tolist():
                yield row(-1, use, int(free[use]))

        used = [list(rows(column)) for column in columns]
        values = [column.value for column in columns]
        seconds = min(SECONDS, self.until - time.monotonic())
        whole = best_whole(capacity, values, used, seconds=seconds, nodes=NODES, seed=self.master.seed)
        return [columns[k] for k in whole.chosen]


def company(store: Store) -> Flags:
    """Who could be in one group with whom: friends within the age span with a goal and a time in common."""
    pool = store.worth.pool
    can = unpack(pool.when, len(store.slots.starts)).astype(np.float32)
    return np.asarray(pool.friends & (pool.reach | pool.reach.T) & (pool.shared > 0) & (can @ can.T > 0))


def inside(store: Store, prices: Prices, children: Ints, full: Flags, least: float) -> list[tuple[float, Column]]:
    """Columns of these children alone with a net above ``least``, in slots that are not ``full``: each group in its
    best few slots, the most hopeful groups of each size."""
    mask = np.zeros(len(store.worth.pool.children), dtype=bool)
    mask[children] = True
    found: list[tuple[float, Column]] = []
    for kept in store.kept:
        rows = np.flatnonzero(mask[kept.members[:, 0]])
        for place in range(1, kept.members.shape[1]):
            rows = rows[mask[kept.members[rows, place]]]
        hope = kept.ceiling[rows] - prices.children[kept.members[rows]].sum(axis=1)
        rows = rows[np.argsort(-hope, kind="stable")[: min(GROUPS, int((hope > least).sum()))]]
        if len(rows):
            cost, _ = store.costs(prices, kept.members.shape[1])
            cost = np.where(full[store.own], -NEVER, cost)
            for first in range(0, len(rows), CHUNK):
                part = rows[first : first + CHUNK]
                found += in_best_slots(store, kept, part, cost=cost, prices=prices, least=least)
    return found


def in_best_slots(
    store: Store, kept: Kept, rows: Ints, *, cost: Reals, prices: Prices, least: float
) -> Iterator[tuple[float, Column]]:
    """Each group of ``rows`` in its best few slots, where its net is above ``least``."""
    nets, values = store.nets_of(kept, rows, cost, prices)
    ways = np.argsort(-nets, axis=1, kind="stable")[:, :WAYS]
    for k, row in enumerate(rows.tolist()):
        for slot in ways[k].tolist():
            if nets[k, slot] > least:
                yield float(nets[k, slot]), store.column(kept, row, slot, int(values[k, slot]))
