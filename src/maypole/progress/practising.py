"""What was played at home for each goal: the days a family chose, the days and minutes it played."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from maypole.access.prepared import Prepared
from maypole.home.models import HomeActivity, PracticeLog

_games = Prepared(
    lambda child: HomeActivity.objects.filter(child=child).values_list(
        "pk", "goal_id", "times_a_week", "at", "ended_at"
    ),
    child=UUID,
)
_logs = Prepared(
    lambda child, since, today: (
        PracticeLog.objects.standing()
        .filter(child=child, played_on__gte=since, played_on__lt=today)
        .order_by("played_on", "id")
        .values_list("activity_id", "played_on", "minutes")
    ),
    child=UUID,
    since=date,
    today=date,
)


@dataclass(frozen=True)
class Played:
    """One goal at home: each game from a day to a day with its times a week, and minutes by day (0: not told)."""

    games: tuple[tuple[date, date, int], ...]
    minutes: tuple[tuple[date, int], ...]

    def chosen(self, since: date, until: date) -> float:
        """Days the family chose between two days, the second not included; never more than there are."""
        days = (until - since).days
        total = 0.0
        for start, end, times in self.games:
            lasted = (min(end, until) - max(start, since)).days
            total += min(times, 7) * max(lasted, 0) / 7
        return min(total, float(max(days, 0)))

    def days(self, since: date, until: date) -> int:
        """Different days on which something was played."""
        return sum(1 for day, _minutes in self.minutes if since <= day < until)

    def minutes_in(self, since: date, until: date) -> int:
        return sum(minutes for day, minutes in self.minutes if since <= day < until)


NOTHING = Played((), ())


def played_at_home(child_id: UUID, goals: Collection[UUID], since: date, today: date) -> dict[UUID, Played]:
    """By goal, from `since` to yesterday: two queries, one when no game was given."""
    spans: dict[UUID, list[tuple[date, date, int]]] = defaultdict(list)
    owner: dict[UUID, UUID] = {}
    for key, goal, times, given_at, ended_at in _games(child=child_id):
        start, end = timezone.localdate(given_at), timezone.localdate(ended_at) if ended_at else today
        if goal in goals and end > max(start, since):
            owner[key] = goal
            spans[goal].append((start, min(end, today), times))
    minutes: dict[UUID, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for activity, played_on, spent in _logs(child=child_id, since=since, today=today) if owner else ():
        if activity in owner:
            minutes[owner[activity]][played_on] += spent or 0
    return {goal: Played(tuple(found), tuple(sorted(minutes[goal].items()))) for goal, found in spans.items()}


WEEK = timedelta(days=7)
