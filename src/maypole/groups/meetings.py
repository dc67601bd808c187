"""What happened in a group, meeting by meeting, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from maypole.cores.groups.steady import Change, Meeting, Steadiness, steadiness
from maypole.visits.models import Visit, VisitStatus

from .actions.visits import local_day, zone_of
from .each_date import covers, first_day, unrest
from .models import GroupMembership, GroupPlace, GroupVisit, PlaceMark, TherapyGroup
from .presence import Presence, of_all

State = VisitStatus.State
HELD = frozenset({State.STARTED, State.FINISHED})


@dataclass(frozen=True)
class There:
    """One child at one meeting: "came", "late" (or gone early), "away", "ahead" or "off"."""

    visit: UUID
    kind: str


@dataclass(frozen=True)
class Met:
    """One meeting, held or ahead, with what became of each child's place in it."""

    visit: GroupVisit
    day: date
    places: Mapping[UUID, There]

    @property
    def held(self) -> bool:
        return any(there.kind in ("came", "late") for there in self.places.values())


@dataclass(frozen=True)
class Course:
    """A group over its term: who was in it when, each meeting, and how steady that is."""

    group: TherapyGroup
    spells: tuple[GroupMembership, ...]
    met: tuple[Met, ...]
    expected: int
    steady: Steadiness
    unrest: tuple[Change, ...]

    @property
    def held(self) -> tuple[Met, ...]:
        return tuple(met for met in self.met if met.held)

    def members_on(self, day: date) -> list[GroupMembership]:
        return [spell for spell in self.spells if covers(spell, day)]


def courses(groups: Sequence[TherapyGroup], now: datetime) -> list[Course]:
    """Each group's course. Five queries, however many groups; groups carry `term`, `site` and `organisation`."""
    spells: dict[UUID, list[GroupMembership]] = defaultdict(list)
    for spell in GroupMembership.objects.filter(group__in=groups).select_related("child"):
        spells[spell.group_id].append(spell)
    visits: dict[UUID, list[GroupVisit]] = defaultdict(list)
    rows = (
        GroupVisit.objects.filter(group__in=groups).select_related("staff", "second_adult", "off").order_by("starts_at")
    )
    for visit in rows:
        visits[visit.group_id].append(visit)
    places = _places([visit for found in visits.values() for visit in found])
    return [_course(group, spells[group.pk], visits[group.pk], places, now) for group in groups]


Placed = tuple[Visit, list[PlaceMark]]


def _places(visits: Iterable[GroupVisit]) -> Mapping[UUID, list[Placed]]:
    """By group visit: each child's own visit, and the marks of who came and left."""
    held = list(GroupPlace.objects.filter(group_visit__in=list(visits)))
    own = Visit.objects.with_state().in_bulk([place.visit_id for place in held])
    marks: dict[UUID, list[PlaceMark]] = defaultdict(list)
    for mark in PlaceMark.objects.filter(place__in=held):
        marks[mark.place_id].append(mark)
    found: dict[UUID, list[Placed]] = defaultdict(list)
    for place in held:
        found[place.group_visit_id].append((own[place.visit_id], marks[place.pk]))
    return found


def _course(
    group: TherapyGroup,
    spells: list[GroupMembership],
    visits: list[GroupVisit],
    places: Mapping[UUID, list[Placed]],
    now: datetime,
) -> Course:
    today = timezone.localtime(now, zone_of(group)).date()
    met = tuple(
        Met(visit, local_day(group, visit.starts_at), _there(visit, places.get(visit.pk, []))) for visit in visits
    )
    told = [
        Meeting(
            one.day, str(one.visit.staff_id), _minute(group, one.visit.starts_at),
            frozenset(str(spell.child_id) for spell in spells if covers(spell, one.day)),
        )
        for one in met
        if one.held
    ]  # fmt: skip
    began = first_day(group, spells)
    expected = _weeks(group, began, today)
    return Course(group, tuple(spells), met, expected, steadiness(told), unrest(group, spells, today))


def _there(visit: GroupVisit, places: Iterable[Placed]) -> dict[UUID, There]:
    """The place of each child; one that was called off stays only when there is no other."""
    held = sorted(places, key=lambda pair: pair[0].state not in (State.CANCELLED, State.MISSED))
    present = of_all({own.pk: marks for own, marks in held}, visit.starts_at, visit.minutes)
    return {own.child_id: There(own.pk, _kind(own, present[own.pk])) for own, _marks in held}


def _kind(own: Visit, there: Presence) -> str:
    if own.state == State.MISSED:
        return "away"
    if own.state == State.CANCELLED:
        return "off"
    if own.state not in HELD:
        return "ahead"
    return "late" if there.late or there.early else "came"


def _minute(group: TherapyGroup, at: datetime) -> int:
    local = timezone.localtime(at, zone_of(group))
    return local.hour * 60 + local.minute


def _weeks(group: TherapyGroup, began: date, today: date) -> int:
    """How many times the group should have met by now: its weekday, from its first day to today or the term's end."""
    first = began + timedelta(days=(group.weekday - began.weekday()) % 7)
    last = min(today, group.term.ends_on)
    return max(0, (last - first).days // 7 + 1) if last >= first else 0


def dates_ahead(group: TherapyGroup, now: datetime, most: int) -> list[date]:
    """The next days on which the group meets, planned or not."""
    today = timezone.localtime(now, zone_of(group)).date()
    day = max(today, group.term.starts_on)
    day += timedelta(days=(group.weekday - day.weekday()) % 7)
    if day == today and timezone.localtime(now, zone_of(group)).time() > group.begins:
        day += timedelta(days=7)
    found: list[date] = []
    while day <= group.term.ends_on and len(found) < most:
        found.append(day)
        day += timedelta(days=7)
    return found
