"""When a group can be held: every (leader, start, site), and the capacities a group uses there.

A capacity is a row: "this leader is in at most one group at a time", "at most so many rooms this large are in use",
"this leader leads at most so many groups". Two groups with equal durations overlap exactly when their starts are less
than the duration apart, so "at a time" is a window of starts.

Rooms are pooled: a row counts the rooms that hold a group of a size. That is exact where the rooms of a site are open
at the same hours, and a relaxation otherwise; ``rooms`` names the rooms, and when that fails the problem is solved
again with ``each_room``, where a slot also names its room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maypole.cores.groups.compatible import Ints, Start, starts_in
from maypole.cores.groups.problem import DAYS, Problem, Room, Rules, Staff

Reals = NDArray[np.float64]
Calendar = dict[str, frozenset[Start]]  # the starts open to each staff member or room, locks taken out


@dataclass(frozen=True)
class Slots:
    starts: tuple[Start, ...]
    staff: Ints  # of each slot: position in the component's staff
    start: Ints  # of each slot: position in ``starts``
    site: tuple[str, ...]
    room: tuple[str, ...]  # of each slot: its room, or "" where rooms are pooled
    most: Ints  # of each slot: the most that the largest open room holds
    capacity: Ints  # of each row
    use_row: Ints  # use k: a group in slot use_slot[k] counts in row use_row[k] if it has at least use_size[k] members
    use_slot: Ints
    use_size: Ints

    def cost(self, price: Reals, size: int) -> Reals:
        """What a group of a size pays in each slot, given the price of each row."""
        counted = self.use_size <= size
        paid = np.bincount(self.use_slot[counted], price[self.use_row[counted]], minlength=len(self.staff))
        return np.asarray(paid, dtype=np.float64)

    def rows_of(self, slot: int, size: int) -> Ints:
        first, last = np.searchsorted(self.use_slot, (slot, slot + 1))
        return self.use_row[first:last][self.use_size[first:last] <= size]


@dataclass(frozen=True)
class Supply:
    """The staff and rooms of a component, with what the locks leave of them."""

    staff: tuple[Staff, ...]
    rooms: tuple[Room, ...]
    hours: Calendar
    open: Calendar
    left: dict[str, int | None]


def supply_of(problem: Problem, staff: Iterable[Staff], rooms: Iterable[Room]) -> Supply:
    rules = problem.rules
    busy: dict[str, list[Start]] = {}
    led: dict[str, int] = {}
    for lock in problem.locked:
        start = (DAYS.index(lock.day), lock.start)
        busy.setdefault("staff " + lock.staff, []).append(start)
        busy.setdefault("room " + lock.room, []).append(start)
        led[lock.staff] = led.get(lock.staff, 0) + 1
    staff, rooms = tuple(staff), tuple(rooms)
    return Supply(
        staff,
        rooms,
        {person.id: _free(person.available, busy.get("staff " + person.id, []), rules) for person in staff},
        {room.id: _free(room.available, busy.get("room " + room.id, []), rules) for room in rooms},
        {
            person.id: None if person.max_groups is None else max(0, person.max_groups - led.get(person.id, 0))
            for person in staff
        },
    )


def _free(week: tuple[tuple[tuple[int, int], ...], ...], busy: list[Start], rules: Rules) -> frozenset[Start]:
    starts = starts_in(week, rules.duration_minutes, rules.slot_minutes)
    return frozenset(
        (day, minute)
        for day, minute in starts
        if not any(day == taken and abs(minute - begin) < rules.duration_minutes for taken, begin in busy)
    )


def slots_of(supply: Supply, duration: int, each_room: bool = False) -> Slots:
    """All slots of a component with their rows."""
    places = list(_places(supply, each_room))
    starts = tuple(sorted({start for _, start, _, _, _ in places}))
    number = {start: index for index, start in enumerate(starts)}
    staff = np.array([place[0] for place in places], dtype=np.int64)
    start = np.array([number[place[1]] for place in places], dtype=np.int64)
    sites, rooms = tuple(place[2] for place in places), tuple(place[3] for place in places)
    rows = [*_staff_rows(supply, staff, start, starts, duration)]
    if each_room:
        rows += _each_room_rows(supply, rooms, start, starts, duration)
    else:
        rows += _pooled_rows(supply, staff, sites, start, starts, duration)
    uses = sorted((slot, row, size) for row, (_, slots, size) in enumerate(rows) for slot in slots)
    columns = np.array(uses, dtype=np.int64).reshape(-1, 3)
    return Slots(
        starts=starts,
        staff=staff,
        start=start,
        site=sites,
        room=rooms,
        most=np.array([place[4] for place in places], dtype=np.int64),
        capacity=np.array([capacity for capacity, _, _ in rows], dtype=np.int64),
        use_row=columns[:, 1],
        use_slot=columns[:, 0],
        use_size=columns[:, 2],
    )


Row = tuple[int, list[int], int]  # capacity, the slots that count, the least size that counts


def _places(supply: Supply, each_room: bool) -> Iterator[tuple[int, Start, str, str, int]]:
    """Leader, start, site, room (or ""), and the most the room holds."""
    for index, person in enumerate(supply.staff):
        if supply.left[person.id] == 0:
            continue
        for site in person.sites:
            for start in sorted(supply.hours[person.id]):
                open_rooms = [room for room in supply.rooms if room.site == site and start in supply.open[room.id]]
                if each_room:
                    yield from ((index, start, site, room.id, room.capacity) for room in open_rooms)
                elif open_rooms:
                    yield index, start, site, "", max(room.capacity for room in open_rooms)


def windows(positions: Iterable[int], starts: tuple[Start, ...], duration: int) -> list[list[int]]:
    """The largest sets of starts of which only one can be used by whoever can be in one place at a time."""
    found: list[list[int]] = []
    ordered = sorted(set(positions))
    for index, first in enumerate(ordered):
        day, minute = starts[first]
        window = [
            other for other in ordered[index:] if starts[other][0] == day and starts[other][1] < minute + duration
        ]
        if not found or found[-1][-1] < window[-1]:
            found.append(window)
    return found


def _by_start(slots: Iterable[int], start: Ints) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for slot in slots:
        grouped.setdefault(int(start[slot]), []).append(slot)
    return grouped


def _one_at_a_time(slots: Iterable[int], start: Ints, starts: tuple[Start, ...], duration: int) -> Iterator[Row]:
    at = _by_start(slots, start)
    for window in windows(at, starts, duration):
        yield 1, [slot for position in window for slot in at[position]], 0


def _staff_rows(supply: Supply, staff: Ints, start: Ints, starts: tuple[Start, ...], duration: int) -> Iterator[Row]:
    for index, person in enumerate(supply.staff):
        own = np.flatnonzero(staff == index).tolist()
        yield from _one_at_a_time(own, start, starts, duration)
        left = supply.left[person.id]
        if left is not None and left < len(own):
            yield left, own, 0


def _each_room_rows(
    supply: Supply, rooms: tuple[str, ...], start: Ints, starts: tuple[Start, ...], duration: int
) -> Iterator[Row]:
    for room in supply.rooms:
        own = [slot for slot, name in enumerate(rooms) if name == room.id]
        yield from _one_at_a_time(own, start, starts, duration)


def _pooled_rows(  # noqa: PLR0917
    supply: Supply, staff: Ints, sites: tuple[str, ...], start: Ints, starts: tuple[Start, ...], duration: int
) -> Iterator[Row]:
    """For each site, size of room and window: no more groups than rooms. Left out where the staff are fewer anyway."""
    for site in sorted(set(sites)):
        at = _by_start([slot for slot, name in enumerate(sites) if name == site], start)
        least = 0
        for capacity in sorted({room.capacity for room in supply.rooms if room.site == site}):
            rooms = [room.id for room in supply.rooms if room.site == site and room.capacity >= capacity]
            for window in windows(at, starts, duration):
                slots = [slot for position in window for slot in at[position]]
                count = sum(any(starts[position] in supply.open[room] for position in window) for room in rooms)
                if count < len({int(staff[slot]) for slot in slots}):
                    yield count, slots, least
            least = capacity + 1
