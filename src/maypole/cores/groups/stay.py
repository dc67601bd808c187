"""Where each child was in an earlier result, so that a new plan can leave them there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maypole.cores.groups.compatible import Ints, Pool, Start, start_name
from maypole.cores.groups.problem import DAYS, Child, Place
from maypole.cores.groups.slots import Slots, Supply


@dataclass(frozen=True)
class Stay:
    """``points`` for each child who keeps leader, day and start."""

    places: Sequence[Place]
    points: int

    def table(self, pool: Pool, supply: Supply, slots: Slots) -> Ints:
        """Points of each child of the pool in each slot."""
        where = {member: place for place in self.places for member in place.members}
        table = np.zeros((len(pool.children), len(slots.staff)), dtype=np.int64)
        keys: dict[tuple[str, str, int], list[int]] = {}
        for slot, (staff, start) in enumerate(zip(slots.staff.tolist(), slots.start.tolist(), strict=True)):
            keys.setdefault((supply.staff[staff].id, *start_name(slots.starts[start])), []).append(slot)
        for row, child in enumerate(pool.children):
            place = where.get(child.id)
            if place is not None:
                table[row, keys.get((place.staff, place.day, place.start), [])] = self.points
        return table

    def room_of(self, members: Sequence[Child], start: Start) -> str:
        """The room most of these members were in at that start."""
        names = {child.id for child in members}
        rooms = [
            (len(names & set(place.members)), place.room)
            for place in self.places
            if (DAYS.index(place.day), place.start) == start
        ]
        return max(rooms, default=(0, ""))[1]
