"""Events counted, never scored: which befores meet which afters, and when; too few are said to be too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from maypole.areas.models import Antecedent, BehaviourEvent, Consequence
from maypole.plan.amounts import clock

ENOUGH = 10
"""Fewer events than this are listed, not counted: any table of so few suggests a pattern that chance makes."""
TIMES = ((5, 11, _lazy("Morning")), (11, 15, _lazy("Midday")), (15, 19, _lazy("Afternoon")),
         (19, 29, _lazy("Evening and night")))  # fmt: skip


@dataclass(frozen=True)
class Count:
    """A line of the table: what it counts and how often in each column, 0 where it never happened."""

    name: str
    numbers: list[int]


@dataclass(frozen=True)
class Counts:
    columns: list[str]
    rows: list[Count]


@dataclass(frozen=True)
class EventLine:
    event: BehaviourEvent
    lasted: str
    reviewed: bool


def lines(events: Sequence[BehaviourEvent]) -> list[EventLine]:
    return [EventLine(event, clock(event.duration_s), hasattr(event, "review")) for event in events]


def crossed(events: Sequence[BehaviourEvent]) -> Counts | None:
    """Befores by afters, only those that occur; None below `ENOUGH` events."""
    if len(events) < ENOUGH:
        return None
    pairs = Counter((event.antecedent, event.consequence) for event in events)
    after = [one for one in Consequence if any(pair[1] == one for pair in pairs)]
    before = [one for one in Antecedent if any(pair[0] == one for pair in pairs)]
    rows = [Count(str(one.label), [pairs[one, other] for other in after]) for one in before]
    return Counts([str(one.label) for one in after], rows)


def by_time(events: Sequence[BehaviourEvent]) -> Counts | None:
    """Time of day by place, only places that occur; None below `ENOUGH` events."""
    if len(events) < ENOUGH:
        return None
    places = {event.place: event.get_place_display() for event in events}
    hours = Counter((_time(event), event.place) for event in events)
    rows = [Count(str(name), [hours[start, place] for place in places]) for start, _end, name in TIMES]
    return Counts([str(name) for name in places.values()], rows)


def _time(event: BehaviourEvent) -> int:
    """The start of the part of the day an event falls in, by the clinic's clock."""
    hour = timezone.localtime(event.happened_at).hour
    hour = hour + 24 if hour < TIMES[0][0] else hour
    return next(start for start, end, _name in TIMES if start <= hour < end)


def too_few(count: int) -> str:
    """What is said instead of a table; empty when there are enough events."""
    if count >= ENOUGH:
        return ""
    return _("%(count)d so far: too few to see a pattern. From %(enough)d on, they are counted here.") % {
        "count": count,
        "enough": ENOUGH,
    }
