"""Goals and plans of the cast's Maya, made by the real actions."""

from __future__ import annotations

from datetime import UTC, date, datetime

from maypole.plan.actions import GoalFields, draft_plan, set_goal, sign_plan
from maypole.plan.models import Goal, PlanVersion
from tests.cast import Cast

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
LACES: GoalFields = {
    "area": "self_care",
    "title": "Ties her shoes",
    "family_words": "so she can be first in line at school",
    "who_does": "Ties both shoelaces",
    "conditions": "sitting on the bench at the door",
    "measure": "trials",
    "baseline": 1,
    "criterion": 8,
    "due_on": date(2026, 3, 27),
}


def long_goal(cast: Cast, title: str = "Gets dressed by herself") -> Goal:
    return set_goal(
        by=cast.actor("ines"),
        child=cast.maya,
        at=NOW,
        area="self_care",
        title=title,
        family_words="mornings without tears",
        due_on=date(2026, 12, 1),
    )


def short_goal(cast: Cast, parent: Goal | None = None, **changed: object) -> Goal:
    fields: GoalFields = {**LACES, **changed}  # type: ignore[typeddict-item]
    return set_goal(by=cast.actor("ines"), child=cast.maya, at=NOW, parent=parent or long_goal(cast), **fields)


def signed_plan(cast: Cast) -> PlanVersion:
    """Version 1 with one long-term and one short-term goal, signed by Ines."""
    short_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, methods="Backward chaining with a song.")
    sign_plan(by=cast.actor("ines"), version=version, at=NOW)
    return version
