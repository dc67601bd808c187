"""Every legal group of a pool, by growing groups one child at a time, youngest first.

All rules are kept by growing, except that each member shares a skill with another one: a group may become legal by
its last member, so that rule is looked at when a group is complete.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.compatible import Bits, Flags, Ints, Pool, Words, where

MOST_ROWS = 6_000_000  # rows looked at before a pool counts as too large to list
BLOCK = 8192  # rows grown at once: bounds memory, since a row carries a bit for every child
Judge = Callable[[Ints], Ints]


class TooMany(Exception):
    """The pool has more groups than are listed; ask for smaller ones, or for promising ones only."""


@dataclass(frozen=True)
class Batch:
    """Legal groups of one size: who (positions in the pool), and the starts all of them can make."""

    members: NDArray[np.int32]
    when: Words


@dataclass(frozen=True)
class _Partial:
    members: Ints
    when: Words
    next: Bits  # who may still join
    room: Ints  # the largest this group may become

    def part(self, rows: Ints | Flags | slice) -> "_Partial":
        return _Partial(self.members[rows], self.when[rows], self.next[rows], self.room[rows])


def legal_groups(
    pool: Pool, size_min: int, largest: int, promising: Judge | None = None, most_rows: int = MOST_ROWS
) -> Iterator[Batch]:
    """All legal groups of up to ``largest`` members, in batches of one size; ``TooMany`` above ``most_rows``.

    ``promising`` picks the groups that are grown further: then some may be missing.
    """
    if pool.children:
        grower = _Grower(pool, size_min, promising, most_rows)
        yield from grower.grow(grower.seeds(largest))


class _Grower:
    def __init__(self, pool: Pool, size_min: int, promising: Judge | None, most_rows: int) -> None:
        self.pool, self.size_min, self.promising, self.rows_left = pool, max(2, size_min), promising, most_rows
        count = len(pool.children)
        self.friends = np.packbits(pool.friends & np.triu(np.ones((count, count), dtype=bool), 1), axis=1)
        self.share = np.packbits(pool.shared != 0, axis=1)

    def seeds(self, largest: int) -> _Partial:
        pool = self.pool
        room = np.minimum(np.minimum(pool.most, pool.ratio), largest)
        members = np.arange(len(pool.children), dtype=np.int64)[:, None]
        return _Partial(members, pool.when, np.packbits(pool.reach, axis=1), room)

    def grow(self, rows: _Partial) -> Iterator[Batch]:
        size = rows.members.shape[1] + 1
        for first in range(0, len(rows.members), BLOCK):
            larger = self._joined(rows.part(slice(first, first + BLOCK)))
            self.rows_left -= len(larger.members)
            if self.rows_left < 0:
                raise TooMany
            if not len(larger.members):
                continue
            if size >= self.size_min:
                whole = self._in_company(larger.members)
                yield Batch(larger.members[whole].astype(np.int32), larger.when[whole])
            more = larger.part(larger.room > size)
            if self.promising is not None and len(more.members):
                more = more.part(self.promising(more.members))
            yield from self.grow(more)

    def _joined(self, rows: _Partial) -> _Partial:
        size = rows.members.shape[1]
        rows = rows.part(rows.room > size)
        following = self._last_chance(rows)
        parent, child = where(np.unpackbits(following, axis=1, count=len(self.pool.children)).view(np.bool_))
        when = rows.when[parent] & self.pool.when[child]
        room = np.minimum(rows.room[parent], self.pool.most[child])
        good = (when != 0).any(axis=1) & (room > size) & (room >= self.size_min)
        if self.pool.most_restless > 1:
            calm = self.pool.restless[rows.members].sum(axis=1)[parent] + self.pool.restless[child]
            good &= calm <= self.pool.most_restless
        parent, child, when, room = parent[good], child[good], when[good], room[good]
        members = np.concatenate([rows.members[parent], child[:, None]], axis=1)
        return _Partial(members, when, rows.next[parent] & self.friends[child], room)

    def _last_chance(self, rows: _Partial) -> Bits:
        """Who may join. Where only one more fits, that one must share a skill with someone, and with everyone who as
        yet shares none: this spares most of the widest level."""
        size = rows.members.shape[1]
        last = rows.room == size + 1
        following = rows.next.copy()
        company = np.zeros_like(following)
        for place in range(size):
            member = rows.members[:, place]
            others = [self.pool.shared[member, rows.members[:, other]] != 0 for other in range(size) if other != place]
            lonely = last & ~np.any(others, axis=0) if others else last
            following &= np.where(lonely[:, None], self.share[member], np.uint8(255))
            company |= self.share[member]
        return following & np.where(last[:, None], company, np.uint8(255))

    def _in_company(self, members: Ints) -> Flags:
        """Does each member share at least one skill with at least one other member?"""
        size = members.shape[1]
        whole = np.ones(len(members), dtype=bool)
        for place in range(size):
            any_shared = np.zeros(len(members), dtype=np.uint32)
            for other in range(size):
                any_shared |= self.pool.shared[members[:, place], members[:, other]]
            whole &= any_shared != 0
        return whole
