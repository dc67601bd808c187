"""Where a goal stands: before, now, the goal and its day; and the chance as a number, one tap away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.signal import Judgement
from maypole.plan.amounts import amount, level_text

from .charting import events_within, sessions
from .figures import Figure
from .history import GoalHistory
from .life import EventRow
from .models import LifeEvent
from .present import told


@dataclass(frozen=True)
class Stand:
    """One of three: its name, the level in the goal's unit, and a word beside it."""

    name: str
    level: str
    beside: str = ""


def stands(history: GoalHistory, judgement: Judgement) -> tuple[Stand, ...]:
    """Before, now, goal."""
    goal = history.goal
    now = level_text(goal, judgement.level) if judgement.level is not None else "–"
    last = history.points[-1].at.date() if history.points else None
    return (
        Stand(_("Before"), amount(goal, goal.baseline) if goal.baseline is not None else "–"),
        Stand(_("Now"), now, told(last, "j M") if last else ""),
        Stand(_("Goal"), level_text(goal, goal.level(goal.criterion or 0.0)), told(goal.due_on, "j M Y")),
    )


def chance(history: GoalHistory, judgement: Judgement) -> Iterator[Figure]:
    """The chance behind “about 4 in 5”, and how many sessions it stands on; at the last review, between reviews."""
    if judgement.judged:
        given, sessions_seen = judgement.p_goal, judgement.sessions
    else:
        given, sessions_seen = (history.decisions[-1].p_goal if history.decisions else None), 0
    if given is None:
        return
    day = told(history.goal.due_on)
    if not judgement.judged:
        text = _("%(percent)d in 100 that it is at the goal by %(day)s, said at the last review.")
        yield Figure(_("Chance"), text % {"percent": round(100 * given), "day": day})
        return
    text = ngettext(
        "%(percent)d in 100 that it is at the goal by %(day)s, from %(n)d session.",
        "%(percent)d in 100 that it is at the goal by %(day)s, from %(n)d sessions.",
        sessions_seen,
    )
    yield Figure(_("Chance"), text % {"percent": round(100 * given), "day": day, "n": sessions_seen})


@dataclass(frozen=True)
class Marked:
    """An event as it stands below a graph; its place in the list is its number in the graph."""

    title: str
    kind: str
    days: str


def marked(history: GoalHistory, events: Sequence[EventRow]) -> tuple[Marked, ...]:
    """The events within the days of the goal's graph."""
    return tuple(
        Marked(row.title, str(LifeEvent.Kind(row.kind).label), days(row))
        for row in events_within(events, sessions(history.gathered))
    )


def days(row: EventRow) -> str:
    if row.ends_on is None or row.ends_on == row.starts_on:
        return told(row.starts_on)
    return _("%(start)s to %(end)s") % {"start": told(row.starts_on), "end": told(row.ends_on)}
