"""What the solver is asked: children, staff, rooms, rules and weights, as frozen values.

Times are minutes from midnight; a week is seven tuples of windows, Monday first; ages are in months. A problem checks
itself when it is made (see ``validate``), so that whoever holds one may trust it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property

from maypole.cores.groups.errors import GroupsError
from maypole.cores.groups.validate import flaws_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60

Window = tuple[int, int]
Week = tuple[tuple[Window, ...], ...]
NEVER: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class Goal:
    """A skill a child works on, from level 1 (needs full help) to 5 (models it for others)."""

    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class Previous:
    """Where the child was last term. Names of groups and staff may be gone by now."""

    group: str | None = None
    staff: str | None = None
    day: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Child:
    id: str
    site: str
    discipline: str
    age_months: int
    goals: tuple[Goal, ...]
    available: Week
    max_size: int | None = None
    needs_support: bool = False
    aggression: bool = False
    noise_tolerance: str = "medium"
    languages: tuple[str, ...] = ()
    priority: int = 0
    waiting_weeks: int = 0
    family: str | None = None
    avoid: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    group_allowed: bool = True
    previous: Previous = Previous()


@dataclass(frozen=True, slots=True)
class Staff:
    id: str
    disciplines: tuple[str, ...]
    sites: tuple[str, ...]
    available: Week
    languages: tuple[str, ...] = ()
    max_groups: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    site: str
    capacity: int
    available: Week


@dataclass(frozen=True, slots=True)
class Place:
    """Members with who leads them, where and when: a lock, or a group of a result."""

    members: tuple[str, ...]
    staff: str
    room: str
    day: str
    start: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    duration_minutes: int = 45
    size_min: int = 2
    size_max: int = 6
    span_under_72: int = 24
    span_from_72: int = 36
    ratio_under_36: int = 3
    ratio_under_60: int = 4
    ratio_from_60: int = 6
    ratio_needs_support: int = 2
    max_unresolved_aggression: int = 1
    slot_minutes: int = 15


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each unit of a term; the terms are defined in ``score``."""

    placed: int = 1000
    priority: int = 200
    waiting_week: int = 5
    shared_goal: int = 40
    level_mix: int = 25
    age_closeness: int = 15
    size: int = 20
    together: int = 60
    same_group: int = 80
    same_staff: int = 30
    same_time: int = 20
    language: int = 30


@dataclass(frozen=True)
class Problem:
    children: tuple[Child, ...]
    staff: tuple[Staff, ...]
    rooms: tuple[Room, ...]
    rules: Rules = Rules()
    weights: Weights = Weights()
    locked: tuple[Place, ...] = field(default=())

    def __post_init__(self) -> None:
        flaws = flaws_of(self)
        if flaws:
            raise GroupsError(flaws)

    @cached_property
    def by_id(self) -> dict[str, Child]:
        return {child.id: child for child in self.children}

    @cached_property
    def staff_by_id(self) -> dict[str, Staff]:
        return {person.id: person for person in self.staff}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the problem's values: the same for any spelling (order of keys, blanks, defaults left out)."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def clock(minute: int) -> str:
    """
    >>> clock(870)
    '14:30'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"
