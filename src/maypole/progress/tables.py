"""The values of a graph as a table: everything a picture says, in words."""

from __future__ import annotations

from dataclasses import dataclass

from maypole.plan.amounts import point_text
from maypole.plan.models import GoalPhase
from maypole.visits.models import Setting

from .history import GoalHistory
from .present import told


@dataclass(frozen=True)
class ValueRow:
    day: str
    phase: str
    place: str
    person: str
    value: str


def values_table(history: GoalHistory) -> list[ValueRow]:
    """One row for each point, oldest first."""
    rows, phase = [], ""
    starts = list(history.phases)
    for point in history.points:
        while starts and starts[0].starts_at <= point.at:
            row = starts.pop(0)
            phase = row.label or str(GoalPhase.Kind(row.kind).label)
        rows.append(
            ValueRow(
                day=told(point.at.date(), "j M Y"),
                phase=phase,
                place=str(Setting(point.setting).label),
                person=point.with_whom,
                value=point_text(history.goal, point.value, point.correct, point.trials),
            )
        )
    return rows
