"""Is a problem possible at all? Every flaw with its path; nothing here decides whether a child can be placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from maypole.cores.groups.errors import Flaw

if TYPE_CHECKING:
    from maypole.cores.groups.problem import Child, Place, Problem, Week

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LARGEST = 1_000_000  # of any number in a document: sums of scores stay exact in a double
MOST_GOALS = 32
MOST_WINDOWS = 48
NOISE = ("low", "medium", "high")


def flaws_of(problem: Problem) -> list[Flaw]:
    return [
        *_rules(problem),
        *_weights(problem),
        *_children(problem),
        *_staff(problem),
        *_rooms(problem),
        *_locks(problem),
    ]


def _range(path: str, value: int | None, low: int, high: int = LARGEST) -> Iterator[Flaw]:
    if value is not None and not low <= value <= high:
        yield Flaw(path, f"must be between {low} and {high}, not {value}")


def _rules(problem: Problem) -> Iterator[Flaw]:
    rules = problem.rules
    yield from _range("rules.duration_minutes", rules.duration_minutes, 1, 1440)
    yield from _range("rules.slot_minutes", rules.slot_minutes, 1, 1440)
    yield from _range("rules.size.min", rules.size_min, 1, 100)
    yield from _range("rules.size.max", rules.size_max, 1, 100)
    if rules.size_min > rules.size_max:
        yield Flaw("rules.size", f"min {rules.size_min} is above max {rules.size_max}")
    yield from _range("rules.age_span_months.under_72", rules.span_under_72, 0)
    yield from _range("rules.age_span_months.from_72", rules.span_from_72, 0)
    for name in ("under_36", "under_60", "from_60", "needs_support"):
        yield from _range(f"rules.children_per_adult.{name}", getattr(rules, f"ratio_{name}"), 1, 100)
    yield from _range("rules.max_unresolved_aggression", rules.max_unresolved_aggression, 0)


def _weights(problem: Problem) -> Iterator[Flaw]:
    for name in problem.weights.__slots__:
        yield from _range(f"weights.{name}", getattr(problem.weights, name), 0)


def _unique(path: str, values: Sequence[str], what: str = "is listed twice") -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Flaw(f"{path}[{index}]", f"{value!r} {what}")
        seen.add(value)


def _week(path: str, week: Week) -> Iterator[Flaw]:
    for day, windows in zip(DAY_NAMES, week, strict=True):
        if len(windows) > MOST_WINDOWS:
            yield Flaw(f"{path}.{day}", f"has {len(windows)} windows; at most {MOST_WINDOWS} are read")
        for index, (start, end) in enumerate(windows):
            where = f"{path}.{day}[{index}]"
            if not (0 <= start < 1440 and 0 <= end <= 1440):
                yield Flaw(where, "is outside the day (00:00 to 24:00)")
            elif end < start:
                yield Flaw(where, "ends before it starts")
            elif end == start:
                yield Flaw(where, "is empty: it ends when it starts")


def _children(problem: Problem) -> Iterator[Flaw]:
    known = {child.id: child for child in problem.children}
    seen: set[str] = set()
    for index, child in enumerate(problem.children):
        path = f"children[{index}]"
        if child.id in seen:
            yield Flaw(f"{path}.id", f"{child.id!r} is used twice")
        seen.add(child.id)
        yield from _child(path, child)
        yield from _links(path, child, known)


def _child(path: str, child: Child) -> Iterator[Flaw]:
    yield from _range(f"{path}.age_months", child.age_months, 0, 1200)
    yield from _range(f"{path}.max_size", child.max_size, 1, 100)
    yield from _range(f"{path}.priority", child.priority, 0, 1000)
    yield from _range(f"{path}.waiting_weeks", child.waiting_weeks, 0, 10_000)
    if len(child.goals) > MOST_GOALS:
        yield Flaw(f"{path}.goals", f"has {len(child.goals)} goals; at most {MOST_GOALS} are read")
    for index, goal in enumerate(child.goals):
        yield from _range(f"{path}.goals[{index}].level", goal.level, 1, 5)
        if goal.skill in {other.skill for other in child.goals[:index]}:
            yield Flaw(f"{path}.goals[{index}].skill", f"{goal.skill!r} is listed twice")
    if child.noise_tolerance not in NOISE:
        yield Flaw(f"{path}.noise_tolerance", f"must be one of {', '.join(NOISE)}")
    yield from _unique(f"{path}.languages", child.languages)
    yield from _week(f"{path}.available", child.available)


def _links(path: str, child: Child, known: dict[str, Child]) -> Iterator[Flaw]:
    for name, ids in (("avoid", child.avoid), ("together", child.together)):
        yield from _unique(f"{path}.{name}", ids)
        for index, other in enumerate(ids):
            where = f"{path}.{name}[{index}]"
            if other not in known:
                yield Flaw(where, f"no child has the id {other!r}")
            elif other == child.id:
                yield Flaw(where, "a child can't name itself")
            elif name == "avoid" and child.id not in known[other].avoid:
                yield Flaw(where, f"is one-sided: {other!r} does not avoid {child.id!r}")


def _staff(problem: Problem) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, person in enumerate(problem.staff):
        path = f"staff[{index}]"
        if person.id in seen:
            yield Flaw(f"{path}.id", f"{person.id!r} is used twice")
        seen.add(person.id)
        yield from _unique(f"{path}.disciplines", person.disciplines)
        yield from _unique(f"{path}.sites", person.sites)
        yield from _unique(f"{path}.languages", person.languages)
        yield from _range(f"{path}.max_groups", person.max_groups, 0)
        yield from _week(f"{path}.available", person.available)


def _rooms(problem: Problem) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, room in enumerate(problem.rooms):
        path = f"rooms[{index}]"
        if room.id in seen:
            yield Flaw(f"{path}.id", f"{room.id!r} is used twice")
        seen.add(room.id)
        yield from _range(f"{path}.capacity", room.capacity, 0)
        yield from _week(f"{path}.available", room.available)


def _locks(problem: Problem) -> Iterator[Flaw]:
    children = {child.id for child in problem.children}
    staff, rooms = {person.id for person in problem.staff}, {room.id for room in problem.rooms}
    taken: dict[str, int] = {}
    for index, lock in enumerate(problem.locked):
        path = f"locked[{index}]"
        yield from _unique(f"{path}.members", lock.members)
        for number, member in enumerate(lock.members):
            where = f"{path}.members[{number}]"
            if member not in children:
                yield Flaw(where, f"no child has the id {member!r}")
            elif taken.get(member, index) != index:
                yield Flaw(where, f"{member!r} is already in locked[{taken[member]}]")
            taken.setdefault(member, index)
        yield from _place(path, lock, staff, rooms)


def _place(path: str, lock: Place, staff: set[str], rooms: set[str]) -> Iterator[Flaw]:
    if not lock.members:
        yield Flaw(f"{path}.members", "is empty")
    if lock.staff not in staff:
        yield Flaw(f"{path}.staff", f"no staff member has the id {lock.staff!r}")
    if lock.room not in rooms:
        yield Flaw(f"{path}.room", f"no room has the id {lock.room!r}")
