"""Name a room for each group, where the packing only counted rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.groups.compatible import Start
from maypole.cores.groups.linear import best_whole
from maypole.cores.groups.slots import Supply


@dataclass(frozen=True)
class Need:
    """A group that needs a room: where, when, how large, and the room it would rather have."""

    site: str
    start: Start
    size: int
    wish: str = ""


def name_rooms(supply: Supply, needs: Sequence[Need], duration: int) -> list[str] | None:
    """A room for each need, or None if there is no way. Days and sites are looked at one by one."""
    named: list[str] = [""] * len(needs)
    places: dict[tuple[str, int], list[int]] = {}
    for index, need in enumerate(needs):
        places.setdefault((need.site, need.start[0]), []).append(index)
    for place in sorted(places):
        indexes = sorted(places[place], key=lambda index: (needs[index].start, -needs[index].size, index))
        rooms = _by_turn(supply, [needs[index] for index in indexes], duration)
        rooms = rooms or _by_program(supply, [needs[index] for index in indexes], duration)
        if rooms is None:
            return None
        for index, room in zip(indexes, rooms, strict=True):
            named[index] = room
    return named


def _options(supply: Supply, need: Need) -> list[str]:
    """The rooms that would do: the wished one first, then the smallest."""
    rooms = [
        room
        for room in supply.rooms
        if room.site == need.site and room.capacity >= need.size and need.start in supply.open[room.id]
    ]
    return [room.id for room in sorted(rooms, key=lambda room: (room.id != need.wish, room.capacity, room.id))]


def _by_turn(supply: Supply, needs: Sequence[Need], duration: int) -> list[str] | None:
    """In the order of their starts, each takes the first room that is free: nearly always enough."""
    free_from: dict[str, int] = {}
    named = []
    for need in needs:
        minute = need.start[1]
        room = next((room for room in _options(supply, need) if free_from.get(room, 0) <= minute), None)
        if room is None:
            return None
        free_from[room] = minute + duration
        named.append(room)
    return named


def _by_program(supply: Supply, needs: Sequence[Need], duration: int) -> list[str] | None:
    options = [(k, room) for k, need in enumerate(needs) for room in _options(supply, need)]
    windows = [
        (room.id, begin, begin + duration) for room in supply.rooms for begin in sorted({n.start[1] for n in needs})
    ]
    rows = [
        [k]
        + [
            len(needs) + row
            for row, (name, begin, end) in enumerate(windows)
            if name == room and begin <= needs[k].start[1] < end
        ]
        for k, room in options
    ]
    whole = best_whole([1] * (len(needs) + len(windows)), [1] * len(options), rows)
    named = {options[number][0]: options[number][1] for number in whole.chosen}
    return [named[k] for k in range(len(needs))] if len(named) == len(needs) else None
