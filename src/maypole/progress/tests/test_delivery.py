"""Whether the plan happened: what counts as planned, and what as held."""

from __future__ import annotations

from maypole.progress.delivery import Delivery, VisitRow, delivered
from maypole.progress.history import histories
from tests.cast import Cast

from .rows import taught_goal


def test_a_visit_under_way_is_not_a_missed_one(cast: Cast) -> None:
    goal = taught_goal(cast)
    history = histories([goal])[goal.pk]
    at = history.taught_from
    assert at is not None

    found = delivered(history, [VisitRow(at, state) for state in ("finished", "missed", "started", "planned")])

    assert found == Delivery(planned=2, held=1)
