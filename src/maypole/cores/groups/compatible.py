"""Who may be with whom: one pool (the children of a site and discipline) as arrays and bit masks.

The children stand youngest first, so the first member of a group decides its age span and its ratio, and each group is
met once. Masks are rows of bytes (who) and of 64-bit words (when).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.problem import DAYS, Child, Problem, Rules, Week

Bits = NDArray[np.uint8]
Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Start = tuple[int, int]  # day (0 = Monday), minute


@dataclass(frozen=True)
class Pool:
    """``n`` children who may be in a group at all, youngest first; arrays run along them in that order."""

    children: tuple[Child, ...]
    starts: tuple[Start, ...]
    age: Ints
    span: Ints  # the age span of a group whose youngest this child is
    most: Ints  # the largest group this child may be in, as far as the child itself decides
    ratio: Ints  # the largest group of which this child may be the youngest
    restless: Ints  # 1 with unresolved aggression
    most_restless: int
    when: Words  # n x words: the starts at which the child can attend the whole duration
    friends: Flags  # n x n: may be in one group, age aside
    reach: Flags  # n x n: [i, j] j comes after i and is within i's age span
    shared: NDArray[np.uint32]  # n x n: [i, j] which of i's goals (bit 0 = lowest level) j works on too
    model: Flags  # n x n: [i, j] j is one level ahead of i in a skill both work on


def starts_in(week: Week, duration: int, step: int) -> frozenset[Start]:
    """The starts on the grid from which the whole duration lies inside the windows; touching windows are one."""
    found: set[Start] = set()
    for day, windows in enumerate(week):
        for begin, end in merged(windows):
            first = -(-begin // step) * step
            found.update((day, minute) for minute in range(first, end - duration + 1, step))
    return frozenset(found)


def merged(windows: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(windows):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def age_span(rules: Rules, youngest: int) -> int:
    return rules.span_under_72 if youngest < 72 else rules.span_from_72


def ratio_of(rules: Rules, youngest: int) -> int:
    if youngest < 36:
        return rules.ratio_under_36
    return rules.ratio_under_60 if youngest < 60 else rules.ratio_from_60


def own_limit(rules: Rules, child: Child) -> int:
    """The largest group this child may be in, as far as the child itself decides."""
    limits = [rules.size_max]
    if child.max_size is not None:
        limits.append(child.max_size)
    if child.needs_support:
        limits.append(rules.ratio_needs_support)
    return min(limits)


def start_name(start: Start) -> tuple[str, int]:
    return DAYS[start[0]], start[1]


def pack(rows: Flags) -> Words:
    """Rows of flags as rows of 64-bit words (flag 0 = lowest bit of word 0)."""
    words = -(-rows.shape[1] // 64) or 1
    wide = np.zeros((rows.shape[0], words * 64), dtype=bool)
    wide[:, : rows.shape[1]] = rows
    return np.packbits(wide, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def unpack(words: Words, count: int) -> Flags:
    flat = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(flat, axis=1, bitorder="little", count=count).view(np.bool_)


def where(flags: Flags) -> tuple[Ints, Ints]:
    """Row and column of each flag that is set, row by row: as ``np.nonzero``, in a sixth of its time."""
    flat, width = np.flatnonzero(flags), max(1, flags.shape[1])
    rows = flat // width
    return rows, flat - rows * width


def pool_of(problem: Problem, members: list[Child], starts: tuple[Start, ...]) -> Pool:
    """The pool of those ``members`` who may be in a group at all, given the starts at which a group can be held."""
    rules = problem.rules
    most_restless = rules.max_unresolved_aggression
    able = [child for child in members if child.group_allowed and (most_restless or not child.aggression)]
    children = tuple(sorted(able, key=lambda child: (child.age_months, child.id)))
    age = np.array([child.age_months for child in children], dtype=np.int64)
    span = np.array([age_span(rules, child.age_months) for child in children], dtype=np.int64)
    restless = np.array([child.aggression for child in children], dtype=np.int64)
    when = _when(children, starts, rules)
    shared, model = _skills(children)
    friends = _friends(children, when)
    if most_restless == 1:
        friends &= ~(restless[:, None] & restless[None, :]).astype(bool)
    later = np.triu(np.ones((len(children), len(children)), dtype=bool), 1)
    return Pool(
        children=children,
        starts=starts,
        age=age,
        span=span,
        most=np.array([own_limit(rules, child) for child in children], dtype=np.int64),
        ratio=np.array([ratio_of(rules, child.age_months) for child in children], dtype=np.int64),
        restless=restless,
        most_restless=most_restless,
        when=when,
        friends=friends,
        reach=later & (age[None, :] - age[:, None] <= span[:, None]) & friends,
        shared=shared,
        model=model,
    )


def _when(children: tuple[Child, ...], starts: tuple[Start, ...], rules: Rules) -> Words:
    number = {start: index for index, start in enumerate(starts)}
    rows = np.zeros((len(children), len(starts)), dtype=bool)
    for row, child in enumerate(children):
        free = starts_in(child.available, rules.duration_minutes, rules.slot_minutes)
        rows[row, [number[start] for start in free if start in number]] = True
    return pack(rows)


def _friends(children: tuple[Child, ...], when: Words) -> Flags:
    meet = np.zeros((len(children), len(children)), dtype=bool)
    for word in range(when.shape[1]):
        meet |= (when[:, None, word] & when[None, :, word]) != 0
    place = {child.id: index for index, child in enumerate(children)}
    for row, child in enumerate(children):
        for other in child.avoid:
            if other in place:
                meet[row, place[other]] = meet[place[other], row] = False
    np.fill_diagonal(meet, False)
    return meet


def _skills(children: tuple[Child, ...]) -> tuple[NDArray[np.uint32], Flags]:
    """Which goals are shared, and who is a model one step ahead, for every pair."""
    count = len(children)
    shared, model = np.zeros((count, count), dtype=np.uint32), np.zeros((count, count), dtype=bool)
    holders: dict[str, list[tuple[int, int, int]]] = {}
    for row, child in enumerate(children):
        for bit, goal in enumerate(sorted(child.goals, key=lambda goal: (goal.level, goal.skill))):
            holders.setdefault(goal.skill, []).append((row, bit, goal.level))
    for held in holders.values():
        rows, bits, levels = (np.array(column, dtype=np.int64) for column in zip(*held, strict=True))
        pairs = np.ix_(rows, rows)
        shared[pairs] |= (np.uint32(1) << bits.astype(np.uint32))[:, None]
        model[pairs] |= levels[None, :] == levels[:, None] + 1
    np.fill_diagonal(shared, 0)
    return shared, model
