"""The scores of many groups at once: the terms of ``score`` as array arithmetic, and an upper bound for groups that
are still growing. Tests hold both against ``score`` and against each other.

What depends on who leads and when (same_staff, language, same_time) adds up over members, so it stands apart, as one
row for each child: ``by_staff`` and ``by_start``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.compatible import Ints, Pool, start_name
from maypole.cores.groups.problem import Staff, Weights
from maypole.cores.groups.score import HIGH, LOW, size_units

Masks = NDArray[np.uint32]
Members = NDArray[np.int32] | Ints


@dataclass(frozen=True)
class Worth:
    pool: Pool
    weights: Weights
    alone: Ints  # n: placed, priority, waiting_week
    size: Ints  # sizes x n: the size term of a child in a group of that size
    not_low: Masks  # n: which goals are above "low"
    not_high: Masks  # n: which goals are below "high"
    wishes: NDArray[np.int8]  # n x n: wishes of i and j for each other
    former: Ints  # n: number of last term's group; each child without one has its own number
    by_staff: Ints  # n x staff: same_staff and language
    by_start: Ints  # n x starts: same_time

    def base(self, members: Members) -> Ints:
        """The score of each row of members, less what depends on staff and time."""
        weights, size = self.weights, members.shape[1]
        total = self.alone[members].sum(axis=1) + self.size[size][members].sum(axis=1)
        total += weights.shared_goal * self.shared_units(members)[0] + weights.age_closeness * self.age_units(members)
        return np.asarray(total + self._pairs(members))

    def at_most(self, size: int) -> Ints:
        """The most each child can add to a group of a size, in the best of company: an upper bound."""
        pool, weights = self.pool, self.weights
        goals = np.bitwise_count(np.bitwise_or.reduce(np.where(pool.friends, pool.shared, 0), axis=1)).astype(np.int64)
        most = self.alone + self.size[size] + weights.shared_goal * goals + weights.level_mix * pool.model.any(axis=1)
        known = np.array([(self.former == name).sum() > 1 for name in self.former], dtype=np.int64)
        most = most + 2 * weights.age_closeness + weights.same_group * known
        most = most + weights.together * self.wishes.sum(axis=1)
        return np.asarray(most + self.by_staff.max(axis=1, initial=0) + self.by_start.max(axis=1, initial=0))

    def shared_units(self, members: Members) -> tuple[Ints, list[Masks]]:
        masks = []
        for place in range(members.shape[1]):
            mask = np.zeros(len(members), dtype=np.uint32)
            for other in range(members.shape[1]):
                mask |= self.pool.shared[members[:, place], members[:, other]]
            masks.append(mask)
        counts = sum((np.bitwise_count(mask).astype(np.int64) for mask in masks), np.zeros(len(members), np.int64))
        return counts, masks

    def age_units(self, members: Members) -> Ints:
        spread = self.pool.age[members[:, -1]] - self.pool.age[members[:, 0]]
        span = self.pool.span[members[:, 0]]
        return np.asarray(((4 * spread <= span).astype(np.int64) + (2 * spread <= span)) * members.shape[1])

    def _pairs(self, members: Members) -> Ints:
        size = members.shape[1]
        _, masks = self.shared_units(members)
        low, high = np.zeros((2, len(members)), dtype=np.int64)
        mix, same, wishes = np.zeros((3, len(members)), dtype=np.int64)
        for place in range(size):
            member = members[:, place]
            low += (masks[place] & self.not_low[member]) == 0
            high += (masks[place] & self.not_high[member]) == 0
            model, met = np.zeros((2, len(members)), dtype=bool)
            for other in range(size):
                model |= self.pool.model[member, members[:, other]]
                if other < place:
                    met |= self.former[member] == self.former[members[:, other]]
                    wishes += self.wishes[member, members[:, other]]
            mix += model
            same += met
        mix -= size * ((low == size) | (2 * high > size))
        weights = self.weights
        return weights.level_mix * mix + weights.same_group * same + weights.together * wishes


def worth_of(pool: Pool, weights: Weights, staff: tuple[Staff, ...], largest: int) -> Worth:
    """``largest``: the size of the largest group that can come up."""
    children, count = pool.children, len(pool.children)
    place = {child.id: index for index, child in enumerate(children)}
    wishes = np.zeros((count, count), dtype=np.int8)
    for row, child in enumerate(children):
        for other in child.together:
            if other in place:
                wishes[row, place[other]] += 1
                wishes[place[other], row] += 1
    names = [child.previous.group for child in children]
    groups = {name: index for index, name in enumerate(dict.fromkeys(names)) if name is not None}
    return Worth(
        pool=pool,
        weights=weights,
        alone=np.array([_alone(child.priority, child.waiting_weeks, weights) for child in children], dtype=np.int64),
        size=np.array(
            [[weights.size * size_units(child, size) for child in children] for size in range(largest + 1)],
            dtype=np.int64,
        ).reshape(largest + 1, count),
        not_low=_goal_mask(pool, lambda level: level > LOW),
        not_high=_goal_mask(pool, lambda level: level < HIGH),
        wishes=wishes,
        former=np.array(
            [groups[name] if name is not None else -1 - row for row, name in enumerate(names)], dtype=np.int64
        ),
        by_staff=_by_staff(pool, weights, staff),
        by_start=_by_start(pool, weights),
    )


def _alone(priority: int, waiting: int, weights: Weights) -> int:
    return weights.placed + weights.priority * priority + weights.waiting_week * waiting


def _goal_mask(pool: Pool, wanted: Callable[[int], bool]) -> Masks:
    """Bit k of row i: goal k of child i (lowest level first, as in ``Pool.shared``) is wanted."""
    masks = np.zeros(len(pool.children), dtype=np.uint32)
    for row, child in enumerate(pool.children):
        for bit, level in enumerate(sorted(goal.level for goal in child.goals)):
            if wanted(level):
                masks[row] |= np.uint32(1 << bit)
    return masks


def _by_staff(pool: Pool, weights: Weights, staff: tuple[Staff, ...]) -> Ints:
    return np.array(
        [
            [
                weights.same_staff * (child.previous.staff == person.id)
                + weights.language * (not set(child.languages).isdisjoint(person.languages))
                for person in staff
            ]
            for child in pool.children
        ],
        dtype=np.int64,
    ).reshape(len(pool.children), len(staff))


def _by_start(pool: Pool, weights: Weights) -> Ints:
    same = np.zeros((len(pool.children), len(pool.starts)), dtype=np.int64)
    number = {start_name(start): index for index, start in enumerate(pool.starts)}
    for row, child in enumerate(pool.children):
        before = (child.previous.day, child.previous.start)
        if before in number:
            same[row, number[before]] = weights.same_time
    return same
