"""Who is in a real group in the same weeks, and when that keeps adults, rooms and children busy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import time
from uuid import UUID

from django.db.models import Q

from maypole.cores.groups.problem import DAYS, clock
from maypole.people.models import Site

from .models import GroupMembership, Term, TherapyGroup

FreeWeeks = dict[tuple[str, UUID], dict[str, list[list[str]]]]
"""By kind and id: for each day the windows, as "14:30"."""
Busy = dict[tuple[str, UUID], list[tuple[str, str, str]]]
"""By kind and id: day, from and until of groups that are real."""


def in_groups(term: Term, site: Site, discipline: str) -> tuple[set[UUID], Busy]:
    """Who is in a group of this field at this site in these weeks; and who is busy when, in whatever field.

    A group that everybody has left keeps nobody busy. One query.
    """
    rows = GroupMembership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=term.starts_on),
        organisation=term.organisation_id,
        group__term__starts_on__lte=term.ends_on,
        group__term__ends_on__gte=term.starts_on,
    )
    there: set[UUID] = set()
    busy: Busy = defaultdict(list)
    for row in rows.select_related("group").order_by("group_id", "id"):
        if (row.group.site_id, row.group.discipline) == (site.pk, discipline):
            there.add(row.child_id)
        for key in _kept(row.group, row.child_id):
            if _when(row.group) not in busy[key]:
                busy[key].append(_when(row.group))
    return there, busy


def _kept(group: TherapyGroup, child: UUID) -> list[tuple[str, UUID]]:
    second = [("staff", group.second_adult_id)] if group.second_adult_id else []
    return [("child", child), ("staff", group.staff_id), ("room", group.room_id), *second]


def _when(group: TherapyGroup) -> tuple[str, str, str]:
    ends = _minute(group.begins) + group.minutes
    return DAYS[group.weekday], f"{group.begins:%H:%M}", clock(min(ends, 24 * 60 - 1))


def _minute(told: time) -> int:
    return told.hour * 60 + told.minute


def without(week: Mapping[str, list[list[str]]], busy: list[tuple[str, str, str]]) -> dict[str, list[list[str]]]:
    """A week less the times at which somebody is busy; a day on which nothing is left is not in it."""
    left: dict[str, list[list[str]]] = {}
    for day, windows in week.items():
        kept = windows
        for busy_day, begins, ends in busy:
            if busy_day == day:
                kept = [part for window in kept for part in _parts(window, begins, ends)]
        if kept:
            left[day] = kept
    return left


def _parts(window: list[str], begins: str, ends: str) -> list[list[str]]:
    """What is left of a window beside a busy time. Times are "14:30": they compare as text."""
    start, end = window
    if ends <= start or end <= begins:
        return [window]
    return [part for part in ([start, begins], [ends, end]) if part[0] < part[1]]
