"""The numbers of a report, found once: every audience's sections take them from here, so they cannot differ.

They are found as the goal page finds them, with the same functions: level, baseline, goal and graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maypole.cores.progress.chart import Chart
from maypole.cores.progress.sentences import signal_words
from maypole.people.models import Child
from maypole.plan.amounts import amount, level_text
from maypole.plan.models import Goal
from maypole.plan.wording import line
from maypole.progress.charting import chart
from maypole.progress.delivery import MISSED, VisitRow, delivered, missed, visit_rows
from maypole.progress.history import GoalHistory, histories
from maypole.progress.judging import judge_goal
from maypole.progress.present import language
from maypole.visits.models import VisitStatus
from maypole.web.dates import day_year


@dataclass(frozen=True)
class GoalFigures:
    """One goal in finished words: level today, at the start, and aimed for, each in the goal's own unit."""

    id: str
    area: str
    title: str
    family_words: str
    line: str
    now: str
    baseline: str
    aim: str
    due: str
    state: str
    sessions: int
    graph: Chart


@dataclass(frozen=True)
class Figures:
    """All goals of a report, and visits planned and held in its period."""

    goals: tuple[GoalFigures, ...]
    planned: int
    held: int


def figures(child: Child, goals: Sequence[Goal], period: tuple[date, date], today: date) -> Figures:
    """The figures as of `today`, in the active language: five queries, however many goals."""
    loaded = histories(goals)
    visits = visit_rows(child.pk)
    return Figures(
        goals=tuple(goal_figures(loaded[goal.pk], child, visits, today) for goal in goals),
        planned=len(inside(visits, period)),
        held=sum(1 for row in inside(visits, period) if row.state == VisitStatus.State.FINISHED),
    )


def inside(visits: Sequence[VisitRow], period: tuple[date, date]) -> list[VisitRow]:
    """Visits of the period that were due: held or missed, not those still ahead."""
    over = (VisitStatus.State.FINISHED, *MISSED)
    return [row for row in visits if period[0] <= row.at.date() <= period[1] and row.state in over]


def goal_figures(history: GoalHistory, child: Child, visits: list[VisitRow], today: date) -> GoalFigures:
    goal = history.goal
    judgement = judge_goal(history, today=today, delivery=delivered(history, visits))
    return GoalFigures(
        id=str(goal.pk),
        area=goal.area,
        title=goal.title,
        family_words=goal.family_words,
        line=line(goal, child.name),
        now=level_text(goal, judgement.level) if judgement.level is not None else "–",
        baseline=amount(goal, goal.baseline) if goal.baseline is not None else "–",
        aim=amount(goal, goal.criterion) if goal.criterion is not None else "–",
        due=day_year(goal.due_on),
        state=signal_words(judgement, language()),
        sessions=judgement.sessions,
        # No events in the graph (medicine, moves and illness are on no audience's list), and no aids for experts.
        graph=chart(history, missed=missed(visits), links=False),
    )


def chosen_goals(child: Child, chosen: Sequence[str]) -> list[Goal]:
    """The named goals of this child, in the plan's order; other keys name nothing."""
    keys = {UUID(key) for key in chosen}
    return [goal for goal in offered_goals(child) if goal.pk in keys]


def offered_goals(child: Child) -> list[Goal]:
    """Goals a report may tell of: those worked on and those reached, each with baseline, goal and date."""
    rows = Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).in_state("open", "met", "hold")
    return list(rows.order_by("order", "at", "id"))
