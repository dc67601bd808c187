"""What the page of a goal shows beside its graph, by its kind of measure and its tags."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.people.models.staff import Discipline
from maypole.plan.models import Goal, GoalTag

from .attaining import LevelRow, level_rows
from .history import GoalHistory
from .sound_table import SoundTable, sound_table
from .step_table import StepTable, step_table


@dataclass(frozen=True)
class Kinds:
    """The parts of `progress/kinds.html`; each may be empty."""

    steps: StepTable | None
    sounds: SoundTable | None
    levels: list[LevelRow]
    tags: list[tuple[str, str]]


def kinds(history: GoalHistory) -> Kinds:
    goal = history.goal
    return Kinds(step_table(goal), sound_table(goal), level_rows(history), tags(goal))


def tags(goal: Goal) -> list[tuple[str, str]]:
    """What the goal is part of, in words: a name and a list. Two queries."""
    found = list(goal.tags.all())
    rows = [
        (str(GoalTag.Kind(kind).label), ", ".join(str(tag) for tag in found if tag.kind == kind))
        for kind in GoalTag.Kind.values
    ]
    shared = [one.get_discipline_display() for one in goal.shared_by.all()]
    lead = [str(Discipline(goal.discipline).label)] if goal.discipline else []
    if shared:
        rows.append((_("Shared by"), ", ".join([*lead, *shared])))
    return [(name, said) for name, said in rows if said]
