"""From a goal's history to the rule's answer. Time is counted in days since the goal began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from maypole.cores.progress.history import JudgeInput, PastReview, Probe, SignalName
from maypole.cores.progress.series import Improvement
from maypole.cores.progress.signal import Judgement, judge
from maypole.visits.models import Setting

from .delivery import Delivery
from .history import GoalHistory
from .models import Decision

HOME_SETTINGS = (Setting.HOME.value, Setting.SCHOOL.value, Setting.COMMUNITY.value)
"""Places of daily life: a goal that is to be faded has to hold in one of them."""
KNOWN = {name.value for name in SignalName}


def judge_goal(
    history: GoalHistory, *, today: date, delivery: Delivery | None = None, reviewing: bool = False
) -> Judgement:
    """The rule's answer for one goal as of `today`.

    Until the planned review has come the last one stands (`Judgement.judged` is False then), unless somebody is
    `reviewing` now, or none is planned. Missed visits in `delivery` are a reason to check delivery first.
    """
    goal = history.goal
    last = history.points[-1].at.date() if history.points else None
    at_clinic = any(point.setting == Setting.CLINIC for point in history.treatment)
    past = past_reviews(history)
    return judge(
        JudgeInput(
            baseline=history.baseline_data,
            treatment=history.treatment_data,
            goal=goal.level(goal.criterion or 0.0),
            due=float((goal.due_on - goal.starts_on).days),
            improvement=Improvement(goal.improvement),
            setting=Setting.CLINIC.value if at_clinic else None,
            now=float((today - goal.starts_on).days),
            reviews=() if reviewing else planned_reviews(history, past),
            previous=past,
            last_change=last_change(history),
            days_since_last=(today - last).days if last else None,
            visits_planned=delivery.planned if delivery else None,
            visits_held=delivery.held if delivery else None,
            fidelity=delivery.fidelity if delivery else None,
            probes=tuple(probes(history)),
            home_settings=HOME_SETTINGS,
            gain_left=history.gain_left,
            growth_prior=history.growth_prior,
        )
    )


def past_reviews(history: GoalHistory) -> tuple[PastReview, ...]:
    start = history.goal.starts_on
    return tuple(
        PastReview(float((row.held_on - start).days), SignalName(row.signal), row.p_goal)
        for row in history.decisions
        if row.signal in KNOWN
    )


def planned_reviews(history: GoalHistory, past: Sequence[PastReview]) -> tuple[float, ...]:
    """Days of the reviews that were held and of the one that is planned; none when none is planned: then any look is
    a review."""
    if history.planned_on is None:
        return ()
    return (*(review.at for review in past), float((history.planned_on - history.goal.starts_on).days))


def probes(history: GoalHistory) -> Iterator[Probe]:
    """Sessions since the goal was last found met, in phases of other places and of keeping."""
    met = [row.held_on for row in history.decisions if row.signal == SignalName.GOAL_MET]
    shares = history.goal.counts_tries
    for point in history.probing if met else ():
        if point.at.date() > met[-1] and (not shares or point.trials):
            yield Probe(
                day=point.at.toordinal(),
                value=float(point.correct or 0) if shares else point.value,
                trials=point.trials if shares else None,
                setting=point.setting,
                person=point.with_whom,
            )


def last_change(history: GoalHistory) -> float | None:
    """Day of the last decision that changed the plan: earlier points no longer count for the forecast."""
    changes = [row.held_on for row in history.decisions if row.choice == Decision.Choice.CHANGE]
    return float((changes[-1] - history.goal.starts_on).days) if changes else None
