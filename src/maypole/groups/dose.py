"""How many tries a child can expect in a group, from how many there were in visits alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maypole.plan.models import Goal
from maypole.visits.models import Point

from .gathering import RECENT

USUAL_MINUTES = 45
"""How long a visit is taken for when a try is not tied to one."""


@dataclass(frozen=True)
class Dose:
    """Tries at goals for company in visits alone, and the minutes of those visits."""

    tries: int
    minutes: int

    def alone(self, minutes: int) -> int:
        """Tries in a visit alone of so many minutes."""
        return round(self.tries * minutes / self.minutes)

    def in_group(self, minutes: int, size: int) -> int:
        """The same minutes shared by `size` children: one adult can attend to one try at a time.

        A careful guess from below: tries that children give each other come on top. That the dose of each child matters
        more than company as such: Eidsvåg 2019, Boyle 2009 (see docs/groups).
        """
        return round(self.tries * minutes / self.minutes / size)


def doses(goals: Iterable[Goal], today: date) -> dict[UUID, Dose]:
    """By child, from the tries of the last twelve weeks outside groups. One query, however many children."""
    tries: dict[UUID, int] = defaultdict(int)
    lasted: dict[UUID, dict[str, int]] = defaultdict(dict)
    points = Point.objects.of_goals([goal.pk for goal in goals]).filter(
        at__date__gte=today - RECENT, trials__gt=0, visit__group_place__isnull=True
    )
    for child, occasion, minutes, trials in points.values_list("child_id", "occasion", "visit__minutes", "trials"):
        tries[child] += trials or 0
        lasted[child][occasion] = minutes or USUAL_MINUTES
    return {child: Dose(count, sum(lasted[child].values())) for child, count in tries.items()}
