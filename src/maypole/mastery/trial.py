"""A rule tried on the past of a goal before it is used: the moves it would have made, beside those people made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from maypole.cores.progress.moves import Move, Sighting, Stage, StageRule, replayed
from maypole.plan.models import Goal, GoalPhase


@dataclass(frozen=True)
class Tried:
    """A move with its days in the clinic's time zone."""

    move: Move
    at: datetime
    known_at: datetime


def tried(rule: StageRule, past: Sequence[Sighting], first: str = GoalPhase.Kind.BASELINE) -> list[Tried]:
    """Each move as if it had been confirmed at once. `first`: the phase the goal began in."""
    return [Tried(move, when(move.at), when(move.known)) for move in replayed(rule, past, Stage(first))]


def when(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.get_current_timezone())


def first_phase(goal: Goal) -> str:
    """The phase a goal began in; baseline when none was written down."""
    kind = goal.phases.order_by("starts_at", "id").values_list("kind", flat=True).first()
    return str(kind or GoalPhase.Kind.BASELINE)
