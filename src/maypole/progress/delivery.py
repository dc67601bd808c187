"""Did the plan happen? Visits planned and held: a plan that did not happen cannot fail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from maypole.visits.models import Visit, VisitStatus

from .history import GoalHistory

MISSED = (VisitStatus.State.MISSED, VisitStatus.State.CANCELLED)


class VisitRow(NamedTuple):
    """When a visit was planned for, and what became of it."""

    at: datetime
    state: str | None


class Delivery(NamedTuple):
    """Visits planned and held in the time that a judgement is about."""

    planned: int
    held: int


def visit_rows(child_id: UUID) -> list[VisitRow]:
    """Every visit of the child in time order: one query."""
    newest = VisitStatus.objects.filter(visit=OuterRef("pk")).order_by("-at", "-id").values("state")[:1]
    rows = Visit.objects.filter(child_id=child_id).order_by("starts_at")
    here = timezone.get_current_timezone()
    return [VisitRow(at.astimezone(here), state) for at, state in rows.values_list("starts_at", Subquery(newest))]


def missed(visits: Sequence[VisitRow]) -> list[datetime]:
    """When a visit was planned and did not take place: a gap in the graph."""
    return [at for at, state in visits if state in MISSED]


def delivered(history: GoalHistory, visits: Sequence[VisitRow]) -> Delivery | None:
    """Visits since teaching began, or since the last review; None before teaching, and while none was due."""
    start = history.taught_from
    if start is None:
        return None
    since = max([start.date(), *(row.held_on for row in history.decisions)])
    states = [state for at, state in visits if at.date() >= since and state not in (None, VisitStatus.State.PLANNED)]
    return Delivery(len(states), states.count(VisitStatus.State.FINISHED)) if states else None
