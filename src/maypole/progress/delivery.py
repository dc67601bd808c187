"""Did the plan happen? Visits planned and held, steps done as planned: a plan that did not happen cannot fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from maypole.access.prepared import Prepared
from maypole.home.models import FidelityCheck
from maypole.visits.models import VisitStatus

from .history import GoalHistory

MISSED = (VisitStatus.State.MISSED, VisitStatus.State.CANCELLED)


class VisitRow(NamedTuple):
    """When a visit was planned for, and what became of it."""

    at: datetime
    state: str


class CheckRow(NamedTuple):
    """A check of the steps of a strategy for a goal: by whom it was carried out, and whether somebody watched."""

    goal_id: UUID
    on: date
    who: str
    seen: str
    done_by: str
    steps: int
    done: int


class Delivery(NamedTuple):
    """Visits planned and held in the time that a judgement is about; the share of steps done as planned, if checked."""

    planned: int
    held: int
    fidelity: float | None = None


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


_checks = Prepared(
    lambda child, since: (
        FidelityCheck.objects.standing()
        .filter(child=child, checked_on__gte=since)
        .order_by("checked_on", "id")
        .values_list("goal_id", "checked_on", "who", "seen", "done_by", "steps", "done")
    ),
    child=UUID,
    since=date,
)


def check_rows(child_id: UUID, since: date | None = None) -> list[CheckRow]:
    """Checks of steps of the child's goals from `since` on, oldest first: one query."""
    return [CheckRow(*row) for row in _checks(child=child_id, since=since or EVER.date())]


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


CHECKS = 2
"""One check is a day; two begin to say how it goes."""


def fidelity(history: GoalHistory, checks: Sequence[CheckRow], since: date) -> float | None:
    """The share of steps done in visits, of all that were checked for this goal; None below two checks.

    What a family checks at home is for the family: its game is not the plan that the clinic's points judge.
    """
    own = [row for row in checks if row.goal_id == history.goal.pk and row.on >= since and row.who == "staff"]
    return sum(row.done for row in own) / sum(row.steps for row in own) if len(own) >= CHECKS else None


def delivered(history: GoalHistory, visits: Sequence[VisitRow], checks: Sequence[CheckRow] = ()) -> Delivery | None:
    """Visits and steps since teaching began, or since the last review; None before teaching, and while none was due."""
    since = counted_from(history)
    if since is None:
        return None
    ahead = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
    states = [state for at, state in visits if at.date() >= since and state not in ahead]
    held = states.count(VisitStatus.State.FINISHED)
    return Delivery(len(states), held, fidelity(history, checks, since)) if states else None
