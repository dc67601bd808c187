"""A goal's sessions as they became known: what the rules read, live and on the past alike.

Nothing is looked up in derived points: each session is derived from its observations, as `visits/points.py` does it,
with those that had arrived and still stood at that moment. An observation of a visit is known when the visit is
finished, or when it arrives after that; any other when it arrives. What replaces or withdraws it counts from its own
arrival on. So the past can be read as it was known on any day, and correcting it does not rewrite what was decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Min

from maypole.cores.progress.history import Datum
from maypole.cores.progress.moves import Sighting
from maypole.plan.models import Goal
from maypole.visits.models import Observation, PromptLevel, VisitStatus
from maypole.visits.points import Row, derived

FEW_TRIES = 3
"""Fewer tries than this outside a visit are a log, not a session: one yes or no says nothing by itself."""
_EXTRA = ("id", "replaces_id", "withdrawn", "received_at")


class Seen(NamedTuple):
    """One observation: the part a point is made of, what it replaces, and when it was known (seconds)."""

    row: Row
    id: UUID
    replaces: UUID | None
    withdrawn: bool
    known: float


def sightings(goal: Goal, since: datetime | None = None) -> list[Sighting]:
    """Everything known of a goal's sessions (from the day before `since`), moment by moment: two queries."""
    by_key: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for seen in _observations(goal, since):
        by_key[seen.row.occasion, seen.row.setting].append(seen)
    return [sighting for same in by_key.values() for sighting in _of_one(goal, same)]


def now_known(found: Iterable[Sighting]) -> list[Sighting]:
    """The last that was said of each session."""
    return list({one.key: one for one in sorted(found, key=lambda one: one.known)}.values())


def _observations(goal: Goal, since: datetime | None) -> Iterator[Seen]:
    rows = Observation.objects.filter(goal=goal, measure=F("goal__measure"), second=False)
    finished = VisitStatus.objects.filter(visit__child=goal.child_id, state=VisitStatus.State.FINISHED)
    if since is not None:
        from_day = since - timedelta(days=1)
        rows, finished = rows.filter(recorded_at__gte=from_day), finished.filter(at__gte=from_day)
    ends = dict(finished.values("visit").annotate(end=Min("at")).values_list("visit", "end"))
    for *values, key, replaces, withdrawn, received_at in rows.values_list(*Row._fields, *_EXTRA):
        row = Row(*values)
        end = ends.get(row.visit_id) if row.visit_id else received_at
        if end is not None:
            yield Seen(row, key, replaces, withdrawn, max(received_at, end).timestamp())


def _of_one(goal: Goal, same: list[Seen]) -> Iterator[Sighting]:
    """What was said of one session, again each time it changed."""
    first = min(same, key=lambda seen: (seen.row.recorded_at, seen.id)).row
    key = f"{first.occasion} {first.setting}"
    for moment in sorted({seen.known for seen in same}):
        standing = _standing([seen for seen in same if seen.known <= moment])
        yield Sighting(moment, key, _datum(goal, standing), _pool(standing))


def _standing(known: list[Seen]) -> list[Row]:
    gone = {seen.replaces for seen in known}
    left = [seen for seen in known if not seen.withdrawn and seen.id not in gone]
    return [seen.row for seen in sorted(left, key=lambda seen: (seen.row.recorded_at, seen.id))]


def _datum(goal: Goal, rows: list[Row]) -> Datum | None:
    if not rows:
        return None
    point, first = derived(rows), rows[0]
    at = point.at.timestamp()
    if not goal.counts_tries or not point.trials:
        return Datum(at, point.value, None, point.setting, point.with_whom)
    alone = first.prompt == PromptLevel.INDEPENDENT and bool(first.correct) if goal.is_helped else None
    return Datum(at, float(point.correct or 0), point.trials, point.setting, point.with_whom, first=alone)


def _pool(rows: list[Row]) -> str:
    """The calendar week, place and person of single tries outside a visit; empty for a session."""
    if not rows or rows[0].visit_id is not None or len(rows) >= FEW_TRIES or not rows[0].prompt:
        return ""
    year, week, _day = rows[0].recorded_at.isocalendar()
    return f"{year}-{week} {rows[0].setting} {rows[0].with_whom}"
