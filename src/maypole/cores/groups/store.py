"""The legal groups of one pool, kept as arrays, and the search among them for columns that pay at given prices.

A column is a group in a slot. Its *net* is its score, less the prices of its members, of the capacities it uses and of
the cuts it falls under. Nets are exact: prices are multiples of 1/1024 and everything else is a whole number.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.candidates import Batch
from maypole.cores.groups.compatible import Flags, Ints, Words, unpack, where
from maypole.cores.groups.score import TERMS
from maypole.cores.groups.slots import Slots
from maypole.cores.groups.worth import Members, Worth

Reals = NDArray[np.float64]
CHUNK = 256  # groups valued at once in all their slots
WIDE_CHUNK = 65_536  # groups looked at once in all their starts
SMALL = 50_000  # groups
WARM, WARM_DEPTH = 60, 150.0
FEW = 4  # columns of one child that a round of pricing looks at
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
class Kept:
    members: NDArray[np.int32]
    when: Words
    base: Ints
    ceiling: Ints  # the score with the best leader for the group and the best start for each member


class Store:
    def __init__(self, number: int, worth: Worth, slots: Slots, own: Ints, stay: Ints | None = None) -> None:
        """``own``: the slots of this pool (its site, its discipline). ``stay``: points of each child in each slot."""
        self.number, self.worth, self.slots, self.own = number, worth, slots, own
        self.starts, self.staff = slots.start[own], slots.staff[own]
        self.at, self.padding = _slots_at(self.starts, len(slots.starts))
        self.leaders = np.unique(self.staff)
        self.kept: list[Kept] = []
        self.warm: list[Kept] = []
        best = worth.by_start.max(axis=1, initial=0)
        self.stay = None if stay is None else stay[:, own]
        if self.stay is not None:
            best = best + self.stay.max(axis=1, initial=0)
        self.best_start = np.asarray(best, dtype=np.int64)

    @property
    def step(self) -> int:
        """Every score is a multiple of this."""
        weights = [int(getattr(self.worth.weights, name)) for name in TERMS]
        return math.gcd(*weights, 0 if self.stay is None else int(self.stay.max(initial=0)))

    @property
    def large(self) -> bool:
        """Whether pricing keeps a part of the groups at hand instead of looking at all of them each time."""
        return len(self) > SMALL

    def __len__(self) -> int:
        return sum(len(kept.members) for kept in self.kept)

    def add(self, batches: Iterable[Batch]) -> None:
        sizes: dict[int, list[Kept]] = {}
        for batch in batches:
            if len(batch.members):
                sizes.setdefault(batch.members.shape[1], []).append(self._valued(batch))
        for parts in sizes.values():
            self.kept.append(
                Kept(
                    np.concatenate([part.members for part in parts]),
                    np.concatenate([part.when for part in parts]),
                    np.concatenate([part.base for part in parts]),
                    np.concatenate([part.ceiling for part in parts]),
                )
            )
        self.warm = [] if self.large else self.kept

    def _valued(self, batch: Batch) -> Kept:
        base = self.worth.base(batch.members)
        ceiling = base + self.best_start[batch.members].sum(axis=1)
        if len(self.leaders):
            led = np.zeros((len(base), len(self.leaders)), dtype=np.int64)
            for place in range(batch.members.shape[1]):
                led += self.worth.by_staff[batch.members[:, place]][:, self.leaders]
            ceiling += led.max(axis=1)
        return Kept(batch.members.astype(np.int32), batch.when, base, ceiling)

    def costs(self, prices: Prices, size: int) -> tuple[Reals, Reals]:
        """The cost of each own slot, and the lowest at each start; what can't hold the size costs beyond measure."""
        cost = np.where(self.slots.most[self.own] >= size, self.slots.cost(prices.rows, size)[self.own], -NEVER)
        lowest = np.full(len(self.slots.starts), -NEVER)
        np.minimum.at(lowest, self.starts, cost)
        return cost, lowest

    def hopeful(self, source: Sequence[Kept], prices: Prices, threshold: float) -> Iterator[tuple[Kept, Ints, Reals]]:
        """Groups that may have a net above the threshold, the most hopeful first, with the cost of each own slot."""
        for kept in source:
            cost, lowest = self.costs(prices, kept.members.shape[1])
            ceiling = kept.ceiling.astype(np.float64)
            for place in range(kept.members.shape[1]):
                ceiling -= prices.children[kept.members[:, place]]
            rows = np.flatnonzero(ceiling - lowest.min(initial=-NEVER) > threshold)
            ceiling = ceiling[rows]
            for first in range(0, len(rows), WIDE_CHUNK):
                part = slice(first, first + WIDE_CHUNK)
                can = unpack(kept.when[rows[part]], len(lowest))
                ceiling[part] -= np.where(can, lowest, -NEVER).min(axis=1, initial=-NEVER)
            for cut, price in prices.cuts:
                ceiling -= price * (np.isin(kept.members[rows], cut.three).sum(axis=1) > 1)
            good = ceiling > threshold
            if good.any():
                rows, ceiling = rows[good], ceiling[good]
                yield kept, rows[np.argsort(-ceiling, kind="stable")], cost

    def nets_of(self, kept: Kept, rows: Ints, cost: Reals, prices: Prices) -> tuple[Reals, Ints]:
        """The net and the score of each group of ``rows`` in each own slot."""
        members = kept.members[rows]
        extra = self._extra(members)
        paid = self._paid(members, prices)
        value = kept.base[rows][:, None] + extra
        can = unpack(kept.when[rows], len(self.slots.starts))[:, self.starts] & (cost < -NEVER)[None, :]
        return np.where(can, value - paid[:, None] - cost[None, :], NEVER), value

    def _extra(self, members: Members) -> Ints:
        """What each group's score gains by leader and start, in each own slot."""
        extra = self.worth.by_staff[members].sum(axis=1)[:, self.staff]
        extra = extra + self.worth.by_start[members].sum(axis=1)[:, self.starts]
        if self.stay is not None:
            extra = extra + self.stay[members].sum(axis=1)
        return np.asarray(extra)

    def paying(self, prices: Prices, threshold: float) -> list[tuple[float, Column]]:
        """The best slot of groups whose net is above the threshold: the most hopeful few for each child, and if none
        of these pays, all the others in turn. Empty only when no column of the pool is above the threshold."""
        found = self._paying_of(self.warm, prices, threshold)
        if found or self.warm is self.kept:
            return found
        self.warm = self._warm(prices, threshold)
        return self._paying_of(self.warm, prices, threshold) or self._paying_of(self.kept, prices, threshold)

    def _paying_of(self, source: Sequence[Kept], prices: Prices, threshold: float) -> list[tuple[float, Column]]:
        found: list[tuple[float, Column]] = []
        hopeful = list(self.hopeful(source, prices, threshold))
        for kept, rows, cost in hopeful:
            found += self._best_slots(kept, self._few_each(kept, rows), cost, prices, threshold)
        for kept, rows, cost in () if found else hopeful:
            for first in range(0, len(rows), CHUNK):
                found += self._best_slots(kept, rows[first : first + CHUNK], cost, prices, threshold)
                if found:
                    return found
        return found

    def _warm(self, prices: Prices, threshold: float) -> list[Kept]:
        """A part of a large pool that is worth looking at again and again before looking at all of it."""
        most = WARM * len(self.worth.pool.children)
        return [
            Kept(kept.members[rows[:most]], kept.when[rows[:most]], kept.base[rows[:most]], kept.ceiling[rows[:most]])
            for kept, rows, _ in self.hopeful(self.kept, prices, threshold - WARM_DEPTH)
        ]

    def highest(self, prices: Prices) -> float:
        """The highest net of all columns, or 0."""
        return max(
            (
                float(self.best(kept, rows[first : first + CHUNK], cost, prices)[0].max(initial=NEVER))
                for kept, rows, cost in self.hopeful(self.kept, prices, 0.0)
                for first in range(0, len(rows), CHUNK)
            ),
            default=0.0,
        )

    def _few_each(self, kept: Kept, rows: Ints) -> Ints:
        """The first rows, as long as a child is in no more than a few."""
        count = len(self.worth.pool.children)
        taken = [0] * count
        chosen = []
        for row, members in zip(rows[: 20 * count].tolist(), kept.members[rows[: 20 * count]].tolist(), strict=True):
            if all(taken[member] < FEW for member in members):
                chosen.append(row)
                for member in members:
                    taken[member] += 1
        return np.array(chosen, dtype=np.int64)

    def _best_slots(
        self, kept: Kept, rows: Ints, cost: Reals, prices: Prices, threshold: float
    ) -> list[tuple[float, Column]]:
        found: list[tuple[float, Column]] = []
        for first in range(0, len(rows), CHUNK):
            part = rows[first : first + CHUNK]
            nets, slots, values = self.best(kept, part, cost, prices)
            for row in np.flatnonzero(nets > threshold).tolist():
                column = self.column(kept, int(part[row]), int(slots[row]), int(values[row]))
                found.append((float(nets[row]), column))
        return found

    def best(self, kept: Kept, rows: Ints, cost: Reals, prices: Prices) -> tuple[Reals, Ints, Ints]:
        """The highest net of each group of ``rows``, the own slot it has there, and its score there. Only starts that
        all members can make are looked at: a few of very many."""
        members = kept.members[rows]
        row, start = where(unpack(kept.when[rows], len(self.slots.starts)))
        slot = self.at[start]
        led = self.worth.by_staff[members].sum(axis=1)
        value = (kept.base[rows][row] + self.worth.by_start[members].sum(axis=1)[row, start])[:, None]
        value = value + led[row[:, None], self.staff[slot]]
        if self.stay is not None:
            value += self.stay[members].sum(axis=1)[row[:, None], slot]
        paid = self._paid(members, prices)[row][:, None] + cost[slot]
        net = np.where(self.padding[start] | (paid >= -NEVER), NEVER, value - paid)
        # Of equal slots each group takes another one, so that not all crowd into the first.
        choice = net + ((rows[row][:, None] * 0.6180339887 + slot * 0.7548776662) % 1.0) * 1e-3
        best = choice.argmax(axis=1)
        order = np.lexsort((-choice[np.arange(len(row)), best], row))
        first = order[np.concatenate([[True], row[order][1:] != row[order][:-1]])] if len(row) else order
        nets, slots, values = np.full(len(rows), NEVER), np.zeros_like(rows), kept.base[rows].copy()
        nets[row[first]] = net[first, best[first]]
        slots[row[first]] = slot[first, best[first]]
        values[row[first]] = value[first, best[first]]
        return nets, slots, values

    def _paid(self, members: Members, prices: Prices) -> Reals:
        """What each group's members cost, with the cuts it falls under."""
        paid = prices.children[members].sum(axis=1)
        for cut, price in prices.cuts:
            paid = paid + price * (np.isin(members, cut.three).sum(axis=1) > 1)
        return np.asarray(paid)

    def column(self, kept: Kept, row: int, slot: int, value: int) -> Column:
        return Column(self.number, tuple(kept.members[row].tolist()), int(self.own[slot]), value)

    def variants(
        self, prices: Prices, threshold: float, active: Flags, limit: int
    ) -> list[tuple[float, Column]] | None:
        """For each group whose net is at least the threshold: the best column for each way of using the ``active``
        rows (slots that differ only in other rows stand for each other). None: more than ``limit``."""
        found: list[tuple[float, Column]] = []
        for kept, rows, cost in self.hopeful(self.kept, prices, threshold - 1e-9):
            if len(rows) > limit:
                return None
            order, first_of = self._ways(active, kept.members.shape[1])
            for first in range(0, len(rows), CHUNK):
                part = rows[first : first + CHUNK]
                net, value = self.nets_of(kept, part, cost, prices)
                best = np.maximum.reduceat(net[:, order], first_of, axis=1)
                for row, way in zip(*np.nonzero(best >= threshold - 1e-9), strict=True):
                    slots = order[first_of[way] : first_of[way + 1] if way + 1 < len(first_of) else None]
                    slot = int(slots[net[row, slots].argmax()])
                    column = self.column(kept, int(part[row]), slot, int(value[row, slot]))
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


def _slots_at(starts: Ints, count: int) -> tuple[Ints, Flags]:
    """The own slots of each start, in rows of one length; ``padding`` marks what only fills the row."""
    held: list[list[int]] = [[] for _ in range(count)]
    for slot, start in enumerate(starts.tolist()):
        held[start].append(slot)
    width = max((len(slots) for slots in held), default=0) or 1
    at = np.array([slots + [0] * (width - len(slots)) for slots in held], dtype=np.int64).reshape(count, width)
    filled = np.array([len(slots) for slots in held], dtype=np.int64)
    return at, np.arange(width)[None, :] >= filled[:, None]
