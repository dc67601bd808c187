"""Two devices at one visit: counts add up; where both say the same thing happened, it is shown and never merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Sum

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.plan.models import Measure
from maypole.plan.models.measure import INTERVALS

from .models import Moment, Observation, OtherTime, SecondObserver, Visit, VisitStatus

SAME_STEP = timedelta(seconds=30)
"""Two devices that score one step of a task within half a minute saw the same try of it."""
SAME_TIME = timedelta(minutes=1)
"""Devices that start a visit within a minute of each other say the same."""
STATES = {Moment.START: VisitStatus.State.STARTED, Moment.END: VisitStatus.State.FINISHED}


@transaction.atomic
def other_time(*, by: Actor, visit: Visit, moment: Moment, at: datetime) -> OtherTime | None:
    """Keep that a device says another time for the start or the end; None when it says about the same, or again."""
    states = VisitStatus.objects.filter(visit=visit, state=STATES[moment]).order_by("at", "id")
    first = states.values_list("at", flat=True).first()
    if first is None or abs(at - first) < SAME_TIME:
        return None
    row, made = OtherTime.objects.get_or_create(
        organisation_id=visit.organisation_id, visit=visit, moment=moment, by_id=by.user_id, at=at
    )
    if made:
        record(by=by, action="visit.other_time", about=row, child=visit.child_id, detail={"moment": str(moment)})
    return row if made else None


@dataclass(frozen=True)
class Clash:
    """Two observations of the same step or interval by two devices. `differ`: they do not say the same of it."""

    one: Observation
    other: Observation

    @property
    def differ(self) -> bool:
        return _said(self.one) != _said(self.other)


def _said(row: Observation) -> tuple[bool | None, str]:
    return row.correct, row.prompt if row.correct else ""


def clashes(rows: Iterable[Observation]) -> list[Clash]:
    """Of the standing observations of a visit, those that two devices recorded twice: the same step within half a
    minute, or the same interval while both watched it. Tries and counts have no number of their own: they add up.
    """
    groups: dict[tuple[UUID, int], list[Observation]] = defaultdict(list)
    for row in rows:
        if row.step is not None and (row.measure == Measure.STEPS or row.measure in INTERVALS):
            groups[row.goal_id, row.step].append(row)
    return [
        Clash(one, other)
        for same in groups.values()
        for one, other in combinations(same, 2)
        if _apart(one, other) and abs(one.recorded_at - other.recorded_at) < _near(one, other)
    ]


def _apart(one: Observation, other: Observation) -> bool:
    return (one.device, one.recorder_id) != (other.device, other.recorder_id)


def _near(one: Observation, other: Observation) -> timedelta:
    if one.measure in INTERVALS:
        return timedelta(seconds=max(one.span_s or 0.0, other.span_s or 0.0))
    return SAME_STEP


@dataclass(frozen=True)
class TimeTold:
    """Who said when the visit started or ended; the first of a moment is the time that counts."""

    moment: Moment
    at: datetime
    name: str
    counts: bool


def times_told(visit: Visit) -> list[TimeTold]:
    """Start and end as every device said them; empty where they agree. Two queries."""
    others = list(OtherTime.objects.filter(visit=visit).select_related("by"))
    if not others:
        return []
    rows = VisitStatus.objects.filter(visit=visit, state__in=STATES.values()).select_related("by").order_by("at", "id")
    found: list[TimeTold] = []
    for moment, state in STATES.items():
        mine = [row for row in others if row.moment == moment]
        first = next((row for row in rows if row.state == state), None)
        if mine and first is not None:
            found.append(TimeTold(moment, first.at, first.by.name, counts=True))
            found += [TimeTold(moment, row.at, row.by.name, counts=False) for row in mine]
    return found


@dataclass(frozen=True)
class Recorder:
    """Somebody else who records this visit: how much of each goal, and when they last did; nothing of a second one."""

    name: str
    second: bool
    last: datetime | None = None
    goals: tuple[tuple[UUID, int, float], ...] = ()


def recorders(visit: UUID, user: UUID, *, blind: bool) -> list[Recorder]:
    """Everybody but `user`. `blind`: names only, for who watches apart from the others. Two queries."""
    seen = Observation.objects.standing().filter(visit=visit).exclude(recorder=user).order_by()
    totals = seen.values_list("recorder", "recorder__name", "goal").annotate(
        n=Count("pk"), sum=Sum("value"), last=Max("recorded_at")
    )
    by_person: dict[UUID, list[tuple[str, UUID, int, float, datetime]]] = defaultdict(list)
    for person, name, goal, n, total, last in totals:
        by_person[person].append((name, goal, n, total or 0.0, last))
    found = [_recorder(rows, blind) for rows in by_person.values()]
    watches = SecondObserver.objects.filter(visit=visit, ended_at__isnull=True).exclude(by=user)
    names = dict(watches.order_by().values_list("by", "by__name"))
    return sorted([*found, *(Recorder(name, second=True) for name in names.values())], key=lambda one: one.name)


def _recorder(rows: Sequence[tuple[str, UUID, int, float, datetime]], blind: bool) -> Recorder:
    name = rows[0][0]
    if blind:
        return Recorder(name, second=False)
    goals = tuple((goal, n, total) for _name, goal, n, total, _last in rows)
    return Recorder(name, False, max(last for *_rest, last in rows), goals)
