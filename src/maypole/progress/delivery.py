"""Did the plan happen? Visits planned and held: a plan that did not happen cannot fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from maypole.access.prepared import Prepared
from maypole.visits.models import VisitStatus

from .history import GoalHistory

MISSED = (VisitStatus.State.MISSED, VisitStatus.State.CANCELLED)


class VisitRow(NamedTuple):
    """When a visit was planned for, and what became of it."""

    at: datetime
    state: str


class Delivery(NamedTuple):
    """Visits planned and held in the time that a judgement is about."""

    planned: int
    held: int


EVER = datetime(1900, 1, 1, tzinfo=UTC)
_states = Prepared(
    lambda child, since: (
        VisitStatus.objects.filter(visit__child=child, visit__starts_at__gte=since)
        .order_by("at", "id")
        .values_list("visit_id", "visit__starts_at", "state")
    ),
    child=UUID,
    since=datetime,
)


def visit_rows(child_id: UUID, since: date | None = None) -> list[VisitRow]:
    """The child's visits (those planned for `since` or later) in time order: one query over their states."""
    here = timezone.get_current_timezone()
    start = datetime.combine(since, time.min, here) if since else EVER
    newest = {visit: (at, state) for visit, at, state in _states(child=child_id, since=start)}
    return [VisitRow(at.astimezone(here), state) for at, state in sorted(newest.values())]


def counted_from(history: GoalHistory) -> date | None:
    """From when on delivery counts: the last review, else when teaching began; None while it has not."""
    start = history.taught_from
    return max([start.date(), *(row.held_on for row in history.decisions)]) if start else None


def earliest(loaded: Iterable[GoalHistory], today: date) -> date:
    """From when on delivery counts for any of these goals."""
    return min((day for history in loaded if (day := counted_from(history))), default=today)


def missed(visits: Sequence[VisitRow]) -> list[datetime]:
    """When a visit was planned and did not take place: a gap in the graph."""
    return [at for at, state in visits if state in MISSED]


def delivered(history: GoalHistory, visits: Sequence[VisitRow]) -> Delivery | None:
    """Visits since teaching began, or since the last review; None before teaching, and while none was due."""
    since = counted_from(history)
    if since is None:
        return None
    ahead = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
    states = [state for at, state in visits if at.date() >= since and state not in ahead]
    return Delivery(len(states), states.count(VisitStatus.State.FINISHED)) if states else None
