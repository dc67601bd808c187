"""Pools too large to list: the sizes that are left out, searched by a beam and bounded child by child.

Up to some size every group is listed. Of the larger ones, those that look best at the prices are tried (so some may be
missed), and what a missed one could be worth at most goes into the bound, so that the bound stays proven.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.candidates import MOST_ROWS, Batch, TooMany, legal_groups
from maypole.cores.groups.compatible import Ints
from maypole.cores.groups.store import Prices
from maypole.cores.groups.worth import Worth

Reals = NDArray[np.float64]
BEAM = 200  # groups of a block that are grown further


@dataclass(frozen=True)
class Wide:
    number: int  # of the pool
    worth: Worth
    listed: int  # every group of up to this size is listed
    largest: int

    def promising(self, prices: Reals) -> list[Batch]:
        """Some of the larger groups: grown from those that are worth most beyond their members' prices."""

        def best(members: Ints) -> Ints:
            net = self.worth.base(members) - prices[members].sum(axis=1)
            return np.sort(np.argsort(-net, kind="stable")[:BEAM])

        found: list[Batch] = []
        try:
            for batch in legal_groups(self.worth.pool, self.listed + 1, self.largest, best, MOST_ROWS):
                net = self.worth.base(batch.members) - prices[batch.members].sum(axis=1)
                rows = np.argsort(-net, kind="stable")[:BEAM]
                found.append(Batch(batch.members[rows], batch.when[rows]))
        except TooMany:
            pass
        return found

    def most_above(self, prices: Prices) -> float:
        """An upper bound: by how much groups that are not listed can be above their prices, all together if that is
        positive, and else the best one. Each group is counted with its youngest member, with the best company."""
        best = [self._best_of_size(size, prices.children) for size in range(self.listed + 1, self.largest + 1)]
        above = np.sort(np.max(best, axis=0))[::-1]
        groups = len(above) // (self.listed + 1)
        positive = float(np.maximum(above[:groups], 0.0).sum())
        return positive if positive > 0 else float(above[0])

    def _best_of_size(self, size: int, prices: Reals) -> Reals:
        """For each child as the youngest of a group of a size, an upper bound on what the group is above its prices."""
        pool, alone = self.worth.pool, self.worth.at_most(size) - prices
        company = np.where(pool.reach, alone[None, :], -1e12)
        top = -np.sort(-company, axis=1)[:, : size - 1].sum(axis=1)
        return np.where((pool.most >= size) & (pool.ratio >= size), alone + top, -1e12)
