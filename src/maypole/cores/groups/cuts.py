"""Subset-row cuts: of any three children, at most one group can hold two.

The linear program may take half of each of the groups {a, b}, {b, c} and {a, c}; no whole choice can. These cuts close
most of the distance between the two (Jepsen et al. 2008, Operations Research 56(2), for vehicle routes).
"""

from collections.abc import Sequence
from itertools import combinations

from maypole.cores.groups.store import Column, Cut

SLACK = 0.02  # cuts violated by less are not worth their row
MOST = 60  # new cuts in a round


def violated(columns: Sequence[Column], shares: Sequence[float], known: set[Cut]) -> list[Cut]:
    """The most violated new cuts, best first."""
    pools: dict[int, list[tuple[Column, float]]] = {}
    for column, share in zip(columns, shares, strict=True):
        if 1e-6 < share < 1 - 1e-6:
            pools.setdefault(column.pool, []).append((column, share))
    found = [item for number, used in pools.items() for item in _of_pool(number, used, known)]
    found.sort(key=lambda item: (-item[0], item[1].pool, item[1].three))
    return [cut for _, cut in found[:MOST]]


def _of_pool(number: int, used: list[tuple[Column, float]], known: set[Cut]) -> list[tuple[float, Cut]]:
    pairs: dict[tuple[int, int], float] = {}
    threes: dict[tuple[int, ...], float] = {}
    for column, share in used:
        for pair in combinations(column.members, 2):
            pairs[pair] = pairs.get(pair, 0.0) + share
        for three in combinations(column.members, 3):
            threes[three] = threes.get(three, 0.0) + share
    found = []
    for a, b, c in sorted(_triangles(pairs)):
        total = pairs.get((a, b), 0.0) + pairs.get((a, c), 0.0) + pairs.get((b, c), 0.0)
        excess = total - 2 * threes.get((a, b, c), 0.0) - 1
        cut = Cut(number, (a, b, c))
        if excess > SLACK and cut not in known:
            found.append((excess, cut))
    return found


def _triangles(pairs: dict[tuple[int, int], float]) -> set[tuple[int, int, int]]:
    """Threes of which at least two pairs are used."""
    near: dict[int, set[int]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found = set()
    for middle, around in near.items():
        for a, b in combinations(sorted(around), 2):
            first, second, third = sorted((a, b, middle))
            found.add((first, second, third))
    return found
