"""The legal groups of one pool, kept as arrays, and the search among them for columns that pay at given prices.

A column is a group in a slot. Its *net* is its score, less the prices of its members, of the capacities it uses and of
the cuts it falls under. Nets are exact: prices are multiples of 1/1024 and everything else is a whole number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.candidates import Batch
from maypole.cores.groups.compatible import Flags, Ints, Words, unpack
from maypole.cores.groups.slots import Slots
from maypole.cores.groups.worth import Worth

Reals = NDArray[np.float64]
CHUNK = 512  # groups valued at once in all their slots
NEVER = -1e15


@dataclass(frozen=True)
class Column:
    """A group of a pool in a slot: positions in the pool, the slot, the score."""

    pool: int
    members: tuple[int, ...]
    slot: int
    value: int

    @property
    def key(self) -> tuple[int, tuple[int, ...], int]:
        return self.pool, self.members, self.slot


@dataclass(frozen=True)
class Cut:
    """At most one group may hold two of these three children (whole groups can't do more; shares of groups could)."""

    pool: int
    three: tuple[int, int, int]

    def holds(self, members: Iterable[int]) -> bool:
        return len(set(self.three) & set(members)) > 1


@dataclass(frozen=True)
class Prices:
    children: Reals  # of one pool
    rows: Reals  # of the component's capacities
    cuts: tuple[tuple[Cut, float], ...]  # of one pool


@dataclass(frozen=True)
class _Kept:
    members: Ints
    when: Words
    base: Ints
    ceiling: Ints  # the score with the best leader and the best start for each member
    weeks: Words  # the different rows of ``when``
    week: Ints  # of each group: its row in ``weeks``


class Store:
    def __init__(self, number: int, worth: Worth, slots: Slots, own: Ints, stay: Ints | None = None) -> None:
        """``own``: the slots of this pool (its site, its discipline). ``stay``: points of each child in each slot."""
        self.number, self.worth, self.slots, self.own = number, worth, slots, own
        self.starts, self.staff = slots.start[own], slots.staff[own]
        self.kept: list[_Kept] = []
        best = worth.by_staff.max(axis=1, initial=0) + worth.by_start.max(axis=1, initial=0)
        self.stay = None if stay is None else stay[:, own]
        if self.stay is not None:
            best = best + self.stay.max(axis=1, initial=0)
        self.best_elsewhere = np.asarray(best, dtype=np.int64)

    def __len__(self) -> int:
        return sum(len(kept.members) for kept in self.kept)

    def add(self, batches: Iterable[Batch]) -> None:
        sizes: dict[int, list[Batch]] = {}
        for batch in batches:
            if len(batch.members):
                sizes.setdefault(batch.members.shape[1], []).append(batch)
        for parts in sizes.values():
            members = np.concatenate([part.members for part in parts])
            when = np.concatenate([part.when for part in parts])
            base = self.worth.base(members)
            weeks, week = np.unique(when, axis=0, return_inverse=True)
            ceiling = base + self.best_elsewhere[members].sum(axis=1)
            self.kept.append(_Kept(members.astype(np.int32), when, base, ceiling, weeks, week.reshape(-1)))

    def _costs(self, prices: Prices, size: int) -> tuple[Reals, Reals]:
        """The cost of each own slot, and the lowest at each start; what can't hold the size costs beyond measure."""
        cost = np.where(self.slots.most[self.own] >= size, self.slots.cost(prices.rows, size)[self.own], -NEVER)
        lowest = np.full(len(self.slots.starts), -NEVER)
        np.minimum.at(lowest, self.starts, cost)
        return cost, lowest

    def _ceilings(self, kept: _Kept, prices: Prices, lowest: Reals) -> Reals:
        """An upper bound on the net of each group in any slot, cuts aside."""
        cheapest = np.where(unpack(kept.weeks, len(lowest)), lowest, -NEVER).min(axis=1, initial=-NEVER)
        net = kept.ceiling - cheapest[kept.week]
        for place in range(kept.members.shape[1]):
            net -= prices.children[kept.members[:, place]]
        return np.asarray(net, dtype=np.float64)

    def _hopeful(self, prices: Prices, threshold: float) -> Iterator[tuple[_Kept, Ints, Reals, Reals]]:
        for kept in self.kept:
            cost, lowest = self._costs(prices, kept.members.shape[1])
            ceiling = self._ceilings(kept, prices, lowest)
            rows = np.flatnonzero(ceiling > threshold)
            for cut, price in prices.cuts:
                inside = np.isin(kept.members[rows], cut.three).sum(axis=1) > 1
                ceiling[rows[inside]] -= price
            rows = rows[ceiling[rows] > threshold]
            if len(rows):
                yield kept, rows[np.argsort(-ceiling[rows], kind="stable")], ceiling, cost

    def _nets(self, kept: _Kept, rows: Ints, ceiling: Reals, cost: Reals, prices: Prices) -> tuple[Reals, Ints]:
        """The net and the score of each group of ``rows`` in each own slot."""
        members = kept.members[rows]
        extra = self._extra(members)
        paid = prices.children[members].sum(axis=1)
        for cut, price in prices.cuts:
            paid = paid + price * (np.isin(members, cut.three).sum(axis=1) > 1)
        value = kept.base[rows][:, None] + extra
        can = unpack(kept.when[rows], len(self.slots.starts))[:, self.starts] & (cost < -NEVER)[None, :]
        return np.where(can, value - paid[:, None] - cost[None, :], NEVER), value

    def _extra(self, members: Ints) -> Ints:
        """What each group's score gains by leader and start, in each own slot."""
        extra = self.worth.by_staff[members].sum(axis=1)[:, self.staff]
        extra = extra + self.worth.by_start[members].sum(axis=1)[:, self.starts]
        if self.stay is not None:
            extra = extra + self.stay[members].sum(axis=1)
        return np.asarray(extra)

    def paying(self, prices: Prices, threshold: float, wanted: int) -> list[tuple[float, Column]]:
        """The best slot of groups whose net is above the threshold: about ``wanted`` of them, the best ones first
        looked at. Empty only when no column of the pool is above the threshold."""
        found: list[tuple[float, Column]] = []
        for kept, rows, ceiling, cost in self._hopeful(prices, threshold):
            count = 0
            for first in range(0, len(rows), CHUNK):
                part = rows[first : first + CHUNK]
                net, value = self._nets(kept, part, ceiling, cost, prices)
                best = net.argmax(axis=1)
                nets = net[np.arange(len(part)), best]
                for row in np.flatnonzero(nets > threshold).tolist():
                    slot = int(best[row])
                    found.append((float(nets[row]), self._column(kept, int(part[row]), slot, int(value[row, slot]))))
                    count += 1
                if count >= wanted:
                    break
        return found

    def _column(self, kept: _Kept, row: int, slot: int, value: int) -> Column:
        return Column(self.number, tuple(kept.members[row].tolist()), int(self.own[slot]), value)

    def variants(
        self, prices: Prices, threshold: float, active: Flags, limit: int
    ) -> list[tuple[float, Column]] | None:
        """For each group whose net is at least the threshold: the best column for each way of using the ``active``
        rows (slots that differ only in other rows stand for each other). None: more than ``limit``."""
        found: list[tuple[float, Column]] = []
        for kept, rows, ceiling, cost in self._hopeful(prices, threshold - 1e-9):
            if len(rows) > limit:
                return None
            order, first_of = self._ways(active, kept.members.shape[1])
            for first in range(0, len(rows), CHUNK):
                part = rows[first : first + CHUNK]
                net, value = self._nets(kept, part, ceiling, cost, prices)
                best = np.maximum.reduceat(net[:, order], first_of, axis=1)
                for row, way in zip(*np.nonzero(best >= threshold - 1e-9), strict=True):
                    slots = order[first_of[way] : first_of[way + 1] if way + 1 < len(first_of) else None]
                    slot = int(slots[net[row, slots].argmax()])
                    column = self._column(kept, int(part[row]), slot, int(value[row, slot]))
                    found.append((float(best[row, way]), column))
                if len(found) > limit:
                    return None
        return found

    def _ways(self, active: Flags, size: int) -> tuple[Ints, Ints]:
        """The own slots sorted by which active rows they use, and where each such set begins."""
        names = [tuple(row for row in self.slots.rows_of(slot, size).tolist() if active[row]) for slot in self.own]
        order = sorted(range(len(names)), key=lambda slot: (names[slot], slot))
        begins = [k for k, slot in enumerate(order) if k == 0 or names[slot] != names[order[k - 1]]]
        return np.array(order, dtype=np.int64), np.array(begins, dtype=np.int64)

    def slots_like(self, column: Column, active: Flags) -> list[int]:
        """The slots that stand for this column's slot: same score, same active rows, open to all its members."""
        size = len(column.members)
        used = {row for row in self.slots.rows_of(column.slot, size).tolist() if active[row]}
        return [
            slot
            for slot, value in self.values_of(column)
            if value == column.value and {row for row in self.slots.rows_of(slot, size).tolist() if active[row]} == used
        ]

    def values_of(self, column: Column) -> list[tuple[int, int]]:
        """Each slot in which the group of a column can be held, with its score there."""
        members = np.array([column.members], dtype=np.int64)
        when = np.bitwise_and.reduce(self.worth.pool.when[members], axis=1)
        can = unpack(when, len(self.slots.starts))[0, self.starts]
        can &= self.slots.most[self.own] >= len(column.members)
        value = self.worth.base(members)[0] + self._extra(members)[0]
        return [(int(self.own[place]), int(value[place])) for place in np.flatnonzero(can)]
