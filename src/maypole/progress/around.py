"""What surrounds a child's goals: visits, checks of steps, practice at home, events. Five queries for all goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .delivery import CheckRow, Delivery, VisitRow, check_rows, counted_from, delivered, earliest, missed, visit_rows
from .dose import WEEKS, Dose, VisitWeeks, by_week, dose
from .history import GoalHistory
from .life import EventRow, events_of
from .practising import WEEK, Played, played_at_home
from .trust import Practice, practised


@dataclass(frozen=True)
class Around:
    """Read once for all goals of a page."""

    today: date
    visits: list[VisitRow]
    checks: list[CheckRow]
    played: dict[UUID, Played]
    events: tuple[EventRow, ...]
    weeks: VisitWeeks
    missed: tuple[datetime, ...]

    def delivery(self, history: GoalHistory) -> Delivery | None:
        return delivered(history, self.visits, self.checks)

    def dose(self, history: GoalHistory) -> Dose | None:
        return dose(history, self.weeks, self.checks, self.played.get(history.goal.pk), self.today)

    def practice(self, history: GoalHistory) -> Practice | None:
        """Days played of days chosen since delivery counts."""
        played = self.played.get(history.goal.pk)
        return practised(played, counted_from(history) or self.today, self.today) if played else None


def around(child_id: UUID, loaded: Mapping[UUID, GoalHistory], today: date, *, since: date | None = None) -> Around:
    """Practice is read from `since` on, by default as far back as the pages of a review look."""
    start = since or min(earliest(loaded.values(), today), today - WEEK * WEEKS)
    visits = visit_rows(child_id)
    return Around(
        today=today,
        visits=visits,
        checks=check_rows(child_id),
        played=played_at_home(child_id, loaded, start, today),
        events=events_of(child_id),
        weeks=by_week(visits),
        missed=tuple(missed(visits)),
    )
