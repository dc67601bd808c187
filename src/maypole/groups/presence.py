"""Who was there from when to when: told from what the adults marked, in the order it happened. Pure.

Two adults may mark the same child. Who says so first counts, and where they contradict each other it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from .models import PlaceMark

LATE_FROM = 5
"""Minutes after the planned start from which a child came late, or before the planned end from which it left early."""
Kind = PlaceMark.Kind


class Mark(Protocol):
    """What presence is told from: a `PlaceMark`, or one on its way."""

    kind: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Stay:
    """From coming to leaving; `left_at` is None while the child is there, or when nobody marked the end."""

    came_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class Presence:
    """One child in one visit of a group. `minutes` are those they were there, for the note and for the bill."""

    stays: tuple[Stay, ...]
    minutes: int
    late: int
    early: int
    absent_why: str
    in_doubt: bool

    @property
    def was_there(self) -> bool:
        return bool(self.stays)

    @property
    def came_at(self) -> datetime | None:
        return self.stays[0].came_at if self.stays else None

    @property
    def left_at(self) -> datetime | None:
        return self.stays[-1].left_at if self.stays else None

    @property
    def is_here(self) -> bool:
        return bool(self.stays) and self.stays[-1].left_at is None


def presence(marks: Iterable[Mark], starts_at: datetime, minutes: int, now: datetime | None = None) -> Presence:
    """Presence in a visit planned from `starts_at` for `minutes`. A stay that nobody ended lasts until the planned end,
    or until `now` when that is earlier."""
    stays: list[Stay] = []
    why, doubt = "", False
    for mark in sorted(marks, key=lambda each: each.at):
        here = bool(stays) and stays[-1].left_at is None
        if mark.kind == Kind.CAME and not here:
            stays.append(Stay(mark.at, None))
        elif mark.kind == Kind.LEFT and here:
            stays[-1] = Stay(stays[-1].came_at, mark.at)
        elif mark.kind == Kind.ABSENT:
            doubt = doubt or bool(stays)
            why = mark.why
    ends_at = starts_at + timedelta(minutes=minutes)
    until = min(now, ends_at) if now else ends_at
    last = stays[-1].left_at if stays else None
    return Presence(
        stays=tuple(stays),
        minutes=sum(_minutes(stay.came_at, stay.left_at or max(until, stay.came_at)) for stay in stays),
        late=_notable(starts_at, stays[0].came_at) if stays else 0,
        early=_notable(last, ends_at) if last else 0,
        absent_why="" if stays else why,
        in_doubt=doubt,
    )


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() // 60))


def _notable(since: datetime, until: datetime) -> int:
    found = _minutes(since, until)
    return found if found >= LATE_FROM else 0


def of_all(
    marks: Mapping[UUID, Iterable[Mark]], starts_at: datetime, minutes: int, now: datetime | None = None
) -> dict[UUID, Presence]:
    """Presence of every child of one visit. Nobody is late for a group that began late, and nobody leaves early when it
    ended early for all: late and early are told from when the group really met."""
    first = [presence(told, starts_at, minutes, now) for told in marks.values()]
    ends_at = starts_at + timedelta(minutes=minutes)
    came = [each.came_at for each in first if each.came_at]
    begins = max(starts_at, min(min(came, default=starts_at), ends_at))
    left = [each.left_at for each in first if each.left_at]
    if left and not any(each.is_here for each in first):
        ends_at = max(begins, min(ends_at, max(left)))
    length = _minutes(begins, ends_at)
    return {key: presence(told, begins, length, now) for key, told in marks.items()}
