"""A goal of Maya's with a history: four baseline visits, then teaching that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from maypole.plan.actions import start_phase
from maypole.plan.models import Goal, GoalPhase
from maypole.plan.tests.rows import short_goal
from maypole.visits.models import Observation
from maypole.visits.points import rebuild
from tests.cast import Cast

START = datetime(2026, 1, 12, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)
GROWING = (1, 0, 1, 2, 1, 2, 3, 4, 4, 5, 6, 6, 7)


def tries(cast: Cast, goal: Goal, at: datetime, correct: int, *, of: int = 10, setting: str = "clinic") -> None:
    """One occasion with `correct` of `of` tries without help."""
    Observation.objects.bulk_create(
        Observation(
            organisation=cast.clinic,
            child=cast.maya,
            goal=goal,
            measure="trials",
            correct=number < correct,
            prompt="I" if number < correct else "VB",
            setting=setting,
            occasion=f"{setting}:{at.isoformat()}",
            recorder=cast.users["ines"],
            with_whom="Ines" if setting == "clinic" else "Rosa",
            recorded_at=at + timedelta(seconds=number),
            digest="d",
        )
        for number in range(of)
    )


def taught_goal(cast: Cast, levels: Sequence[int] = GROWING, baseline: int = 4) -> Goal:
    """A goal with one clinic occasion every four days; teaching starts after `baseline` of them."""
    goal = short_goal(cast)
    for number, correct in enumerate(levels):
        at = START + timedelta(days=4 * number, hours=1)
        if number == baseline:
            start_phase(by=cast.actor("ines"), goal=goal, kind=GoalPhase.Kind.TEACH, starts_at=at, at=at)
        tries(cast, goal, at, correct)
    rebuild([goal.pk])
    return goal
