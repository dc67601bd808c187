"""From a goal's history to the rule's answer. Time is counted in days since the goal began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from maypole.cores.progress.history import Datum, JudgeInput, PastReview, SignalName
from maypole.cores.progress.series import Improvement
from maypole.cores.progress.signal import Judgement, judge
from maypole.visits.models import Setting

from .history import GoalHistory, PointRow
from .models import Decision


def judge_goal(history: GoalHistory, *, today: date, planned: int | None = None, held: int | None = None) -> Judgement:
    """The rule's answer for one goal as of `today`, as at a planned review.

    `planned` and `held` are visits since treatment began; missed visits are a reason to check delivery first.
    """
    goal = history.goal
    last = history.points[-1].at.date() if history.points else None
    at_clinic = any(point.setting == Setting.CLINIC for point in history.treatment)
    return judge(
        JudgeInput(
            baseline=data(history, history.baseline),
            treatment=data(history, history.treatment),
            goal=goal.level(goal.criterion or 0.0),
            due=float((goal.due_on - goal.starts_on).days),
            improvement=Improvement(goal.improvement),
            setting=Setting.CLINIC.value if at_clinic else None,
            now=float((today - goal.starts_on).days),
            previous=past_reviews(history),
            last_change=last_change(history),
            days_since_last=(today - last).days if last else None,
            visits_planned=planned,
            visits_held=held,
        )
    )


def data(history: GoalHistory, points: Sequence[PointRow]) -> tuple[Datum, ...]:
    """Points as the core reads them: k of n for tries and steps, else the value."""
    start = history.goal.starts_on.toordinal()
    shares = history.goal.is_share
    return tuple(
        Datum(
            at=float(point.at.date().toordinal() - start),
            value=float(point.correct or 0) if shares else point.value,
            trials=point.trials if shares else None,
            setting=point.setting,
            person=point.with_whom,
        )
        for point in points
        if not shares or point.trials
    )


def past_reviews(history: GoalHistory) -> tuple[PastReview, ...]:
    start = history.goal.starts_on
    known = {name.value for name in SignalName}
    return tuple(
        PastReview(float((row.held_on - start).days), SignalName(row.signal), row.p_goal)
        for row in history.decisions
        if row.signal in known
    )


def last_change(history: GoalHistory) -> float | None:
    """Day of the last decision that changed the plan: earlier points no longer count for the forecast."""
    changes = [row.held_on for row in history.decisions if row.choice == Decision.Choice.CHANGE]
    return float((changes[-1] - history.goal.starts_on).days) if changes else None
