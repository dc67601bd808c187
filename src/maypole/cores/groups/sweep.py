"""One look at every group of a large pool: a bound on what a choice can still win, and the best columns of each child.

A round of pricing that stops at the first columns that pay takes a hundred rounds to end in a large pool. A sweep costs
several such rounds, finds the best columns of *each* child, and ends in about ten.
"""

from dataclasses import dataclass

import numpy as np

from maypole.cores.groups.compatible import Ints
from maypole.cores.groups.store import CHUNK, Column, Prices, Reals, Store
from maypole.cores.groups.worth import Members

EACH = 3  # columns of one child and one size that a sweep gives back


@dataclass(frozen=True)
class Sweep:
    """``above``: no choice of groups is worth more than its prices and this (each group counted with its youngest)."""

    above: float
    columns: list[Column]


def sweep(store: Store, prices: Prices) -> Sweep:
    """Every column of the pool with a net above 0 is looked at."""
    most = np.zeros(len(store.worth.pool.children))
    columns: list[Column] = []
    for kept, rows, cost in store.hopeful(store.kept, prices, 0.0):
        parts = [rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK)]
        found = [store.best(kept, part, cost, prices) for part in parts]
        nets, slots, values = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        members = kept.members[rows]
        np.maximum.at(most, members[:, 0], nets)
        pays = np.flatnonzero(nets > 0)
        for row in pays[best_of_each(members[pays], nets[pays])].tolist():
            columns.append(store.column(kept, int(rows[row]), int(slots[row]), int(values[row])))
    return Sweep(float(most.sum()), columns)


def best_of_each(members: Members, nets: Reals) -> Ints:
    """The rows that are among the few best of at least one of their members."""
    row = np.repeat(np.arange(len(members)), members.shape[1])
    order = np.lexsort((-nets[row], members.ravel()))
    child, row = members.ravel()[order], row[order]
    place = np.arange(len(child)) - np.searchsorted(child, child)
    return np.unique(row[place < EACH])
