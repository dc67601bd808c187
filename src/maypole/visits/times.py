"""When a visit began and ended, the minutes of each service in it, and the units they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.minutes.units import shared_out, units_each, units_of_the_day
from maypole.plan.models import Goal

from .models import NoteMinutes, NoteRules, NoteVersion, Observation, ServiceKind, Visit, VisitStatus
from .together import minutes_together, notes_beside

LATE = timedelta(minutes=60)
"""A visit that was finished this long after its planned end was left open: the planned length is proposed instead."""


@dataclass(frozen=True)
class Times:
    """Begin and end, and minutes by service."""

    began: datetime
    ended: datetime
    minutes: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Whole minutes from begin to end."""
        return int((self.ended - self.began).total_seconds() // 60)

    def check(self) -> None:
        """Raises ValidationError when the end is not after the begin, or the services took longer than the visit."""
        if not self.began < self.ended <= self.began + timedelta(hours=10):
            raise ValidationError({"ended": _("The end comes after the beginning, on the same day.")})
        told = sum(self.minutes.values())
        if told > self.length:
            words = {"told": told, "length": self.length}
            raise ValidationError(
                _("The services add up to %(told)d minutes, but the visit took %(length)d.") % words, code="too_long"
            )


@dataclass(frozen=True)
class Line:
    """One service of a note: its minutes, and how many units they come to (None: it has no units)."""

    kind: ServiceKind
    minutes: int
    units: int | None

    @property
    def told(self) -> str:
        return "" if self.units is None else ngettext("%(n)d unit", "%(n)d units", self.units) % {"n": self.units}


def rules_of(organisation: UUID) -> NoteRules:
    """What the clinic asks of its notes."""
    return NoteRules.objects.filter(organisation=organisation).first() or NoteRules(organisation_id=organisation)


def kinds_of(visit: Visit) -> list[ServiceKind]:
    """The services a note about this visit can name: those of its field and of none, for a visit alone or a group."""
    other = ServiceKind.Company.ALONE if notes_beside(visit) else ServiceKind.Company.GROUP
    rows = ServiceKind.objects.offered().filter(organisation=visit.organisation_id).exclude(company=other)
    return list(rows.filter(Q(discipline="") | Q(discipline=visit.staff.discipline)))


def lines_of(kinds: Sequence[ServiceKind], minutes: Mapping[UUID, int], counting: str) -> list[Line]:
    """Services with minutes, and what they come to by the clinic's rule."""
    told = [(kind, minutes[kind.pk]) for kind in kinds if minutes.get(kind.pk)]
    timed = [(kind, n) for kind, n in told if kind.rule == ServiceKind.Rule.TIMED]
    count = units_each if counting == NoteRules.Counting.EACH else units_of_the_day
    units: dict[UUID, int] = {kind.pk: n for (kind, _n), n in zip(timed, count([n for _kind, n in timed]), strict=True)}
    units |= {kind.pk: 1 for kind, _n in told if kind.rule == ServiceKind.Rule.ONCE}
    return [Line(kind, n, units.get(kind.pk)) for kind, n in told]


def lines_in(versions: Sequence[NoteVersion], counting: str) -> dict[UUID, list[Line]]:
    """What each version says of services, with their units, by its key. One query."""
    rows = list(NoteMinutes.objects.filter(version__in=versions).select_related("kind"))
    found = {}
    for version in versions:
        mine = [row for row in rows if row.version_id == version.pk]
        told = {row.kind_id: row.minutes for row in mine}
        found[version.pk] = lines_of([row.kind for row in mine], told, counting)
    return found


def times_in(version: NoteVersion) -> Times | None:
    """What a version says of times; None when nobody said anything."""
    if version.began_at is None or version.ended_at is None:
        return None
    rows = NoteMinutes.objects.filter(version=version).values_list("kind_id", "minutes")
    return Times(version.began_at, version.ended_at, dict(rows))


def span_of(visit: Visit) -> tuple[datetime, datetime]:
    """When the visit began and ended, as far as presses tell; what was planned where they cannot be true."""
    moments: dict[str, datetime] = {}
    rows = VisitStatus.objects.filter(visit=visit).order_by("at", "id")
    for state, at in rows.values_list("state", "at"):
        moments.setdefault(state, at)
    began = moments.get(VisitStatus.State.STARTED, visit.starts_at).replace(second=0, microsecond=0)
    planned = timedelta(minutes=visit.minutes)
    ended = moments.get(VisitStatus.State.FINISHED, began + planned).replace(second=0, microsecond=0)
    if not began + timedelta(minutes=1) <= ended <= began + planned + LATE:
        ended = began + planned
    return began, ended


def proposed(visit: Visit, goals: Sequence[Goal], rows: Sequence[Observation], kinds: Sequence[ServiceKind]) -> Times:
    """Begin, end and minutes as the taps tell them, for the therapist to put right; in a group as who came and left."""
    began, ended = span_of(visit)
    length = int((ended - began).total_seconds() // 60)
    of_groups = next((one.pk for one in kinds if one.company == ServiceKind.Company.GROUP), None)
    if of_groups and (together := minutes_together(visit)):
        return Times(began, ended, {of_groups: min(together, length)})
    areas = {goal.pk: goal.area for goal in goals}
    weights: dict[UUID | None, float] = {}
    for goal, seconds in spent(rows, began, ended).items():
        kind = next((one.pk for one in kinds if areas.get(goal) in one.areas), None)
        weights[kind] = weights.get(kind, 0.0) + seconds
    parts = zip(weights, shared_out(length, list(weights.values())), strict=True)
    return Times(began, ended, {kind: n for kind, n in parts if kind is not None and n})


def spent(rows: Sequence[Observation], began: datetime, ended: datetime) -> dict[UUID, float]:
    """Seconds of the visit by goal: the time before each tap belongs to its goal, what is left to the last one.

    Taps that all came at one moment (a sheet that was keyed in) say nothing of time: each of their goals gets as much.
    """
    inside = sorted((row for row in rows if began <= row.recorded_at <= ended), key=lambda row: row.recorded_at)
    told = inside or list(rows)
    goals = list(dict.fromkeys(row.goal_id for row in told))
    if len({row.recorded_at for row in inside}) < 2:
        return dict.fromkeys(goals, (ended - began).total_seconds() / len(goals)) if goals else {}
    moments = [began, *(row.recorded_at for row in inside[:-1]), ended]
    found: dict[UUID, float] = {}
    for row, (since, until) in zip(inside, pairwise(moments), strict=True):
        found[row.goal_id] = found.get(row.goal_id, 0.0) + (until - since).total_seconds()
    return found
