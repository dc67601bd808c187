"""One panel for each goal at a review: its story, what the rule says and why, and the decision form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString

from maypole.cores.progress.sentences import signal_words
from maypole.cores.progress.signal import Judgement
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.visits.models import Visit, VisitStatus

from .actions import Chosen
from .charting import chart_svg
from .figures import Figure, figures
from .forms import DecisionForm, ReviewForm
from .history import GoalHistory, histories
from .judging import judge_goal
from .matrix import Matrix, matrix
from .models import Decision
from .present import GoalCard, ReasonText, goal_card, language, reasons
from .tables import ValueRow, values_table

PROPOSED = {
    "too_early": Decision.Choice.WAIT,
    "check_delivery": Decision.Choice.WAIT,
    "keep": Decision.Choice.KEEP,
    "watch": Decision.Choice.KEEP,
    "goal_met": Decision.Choice.MET,
}
"""The choice offered first; “adjust?” offers none: a person says what to change."""

MISSED = (VisitStatus.State.MISSED, VisitStatus.State.CANCELLED)


@dataclass(frozen=True)
class Panel:
    goal: Goal
    card: GoalCard
    judgement: Judgement
    signal: str
    reasons: list[ReasonText]
    chart: SafeString
    figures: list[Figure]
    matrix: Matrix
    rows: list[ValueRow]
    form: DecisionForm

    @property
    def sessions(self) -> int:
        return self.judgement.sessions


def panels(child: Child, goals: Sequence[Goal], today: date, posted: Mapping[str, str] | None) -> list[Panel]:
    """The panels of these goals: five queries, however many goals."""
    loaded = histories(goals)
    visits = visit_states(child.pk)
    missed = [at for at, state in visits if state in MISSED]
    return [panel(loaded[goal.pk], today, visits, missed, posted) for goal in goals]


def panel(
    history: GoalHistory,
    today: date,
    visits: Sequence[tuple[datetime, str]],
    missed: Sequence[datetime],
    posted: Mapping[str, str] | None,
) -> Panel:
    planned, held = delivered(history, visits)
    judgement = judge_goal(history, today=today, planned=planned, held=held)
    proposed = PROPOSED.get(judgement.name)
    return Panel(
        goal=history.goal,
        card=goal_card(history, today),
        judgement=judgement,
        signal=signal_words(judgement, language()),
        reasons=reasons(history, judgement),
        chart=chart_svg(history, missed=missed, ident=f"c{history.goal.pk.hex[-8:]}"),
        figures=figures(history, language()),
        matrix=matrix(history),
        rows=values_table(history),
        form=DecisionForm(posted, prefix=str(history.goal.pk), initial={"choice": proposed}),
    )


def visit_states(child_id: UUID) -> list[tuple[datetime, str]]:
    """When each visit of the child was planned, and what became of it."""
    newest = VisitStatus.objects.filter(visit=OuterRef("pk")).order_by("-at", "-id").values("state")[:1]
    rows = Visit.objects.filter(child_id=child_id).order_by("starts_at")
    return list(rows.values_list("starts_at", Subquery(newest)))


def missed_visits(child_id: UUID) -> list[datetime]:
    return [at for at, state in visit_states(child_id) if state in MISSED]


def delivered(history: GoalHistory, visits: Sequence[tuple[datetime, str]]) -> tuple[int | None, int | None]:
    """Visits planned and held since teaching began, or since the last review: the delivery of the plan."""
    start = history.taught_from
    if start is None:
        return None, None
    since = max([start.date(), *(row.held_on for row in history.decisions)])
    states = [state for at, state in visits if at.date() >= since and state != VisitStatus.State.PLANNED]
    return (len(states), states.count(VisitStatus.State.FINISHED)) if states else (None, None)


def valid(shown: Sequence[Panel], form: ReviewForm) -> bool:
    """Whether every form is; all of them are checked, so that every mistake is shown at once."""
    return all([panel.form.is_valid() for panel in shown] + [form.is_valid()])


def chosen_from(shown: Sequence[Panel]) -> list[Chosen]:
    """The decisions with what the rule said at that moment, so that the rule can be judged later."""
    return [
        Chosen(
            goal=panel.goal,
            choice=panel.form.cleaned_data["choice"],
            change=panel.form.cleaned_data["change"],
            why=panel.form.cleaned_data["why"],
            signal=panel.judgement.name.value,
            p_goal=panel.judgement.p_goal,
            reasons=tuple(reason.key for reason in panel.judgement.reasons),
        )
        for panel in shown
    ]
