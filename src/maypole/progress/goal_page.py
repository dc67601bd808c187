"""Everything the page of one goal shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.permissions import Permission
from maypole.mastery.present import panel
from maypole.plan.models import Goal, GoalState

from .access import GoalReach
from .agreeing import agreeing
from .around import around
from .charting import chart_svg
from .evidence import shown
from .figures import figures, series
from .forms import ReachedForm
from .history import GoalHistory, histories
from .judging import judge_goal
from .kinds import kinds
from .practice_graph import practice_graph
from .present import goal_card, language, reasons
from .standing import chance, marked, stands
from .tables import values_table
from .travel import travel


def goal_page(
    found: GoalReach, today: date, *, family: bool, reach_form: ReachedForm | None = None
) -> dict[str, object]:
    """The context of `progress/goal.html`; points lead to visits only for those who may open them."""
    goal, reach = found.goal, found.reach
    history = histories([goal])[goal.pk]
    beside = around(goal.child_id, {goal.pk: history}, today, since=goal.starts_on)
    judgement = judge_goal(history, today=today, delivery=beside.delivery(history))
    measured = series(history)
    close = reach.can(Permission.LOG_HOME) or reach.can(Permission.RUN_VISIT)
    events = beside.events if close else ()
    return {
        "goal": goal,
        "child": reach.child,
        "precautions": [] if family else list(reach.child.precautions.in_force()),
        "may_decide": reach.can(Permission.DECIDE),
        "card": goal_card(history, judgement, today),
        "chart": chart_svg(
            history, missed=beside.missed, ident="goal", links=not family, found=measured, events=events
        ),
        "events": marked(history, events),
        "stands": stands(history, judgement),
        "dose": None if family else beside.dose(history),
        "practice": practice_graph(history, beside.played.get(goal.pk)) if reach.can(Permission.SEE_HOME) else None,
        "reach_form": reach_form,
        "reached": reached_so_far(goal, history) if reach.can(Permission.DECIDE) else None,
        "figures": [*chance(history, judgement), *figures(history, measured, language())],
        "reasons": reasons(history, judgement),
        "travel": travel(history),
        "kinds": kinds(history),
        "rows": values_table(history),
        "decisions": history.decisions,
        "agreeing": agreeing(goal) if reach.can(Permission.RUN_VISIT) else None,
        "mastery": panel(goal, reach, history.treatment_data, today, family=family),
        "shell": "maypole/family.html" if family else "maypole/staff.html",
    }


@dataclass(frozen=True)
class Reached:
    """Whether the goal is open and may be called reached, and what is known of it so far."""

    ready: bool
    said: str


def reached_so_far(goal: Goal, history: GoalHistory) -> Reached | None:
    """None once the goal is no longer worked on."""
    newest = goal.states.order_by("-at", "-id").values_list("state", flat=True).first()
    if newest != GoalState.State.OPEN or goal.horizon != Goal.Horizon.SHORT:
        return None
    seen = shown(history)
    if not seen.people:
        return Reached(False, _("No session has been at the goal yet."))
    people = ngettext("%(n)d person", "%(n)d people", seen.people) % {"n": seen.people}
    places = ngettext("%(n)d place", "%(n)d places", seen.places) % {"n": seen.places}
    return Reached(
        seen.widely, _("At the goal with %(people)s in %(places)s so far.") % {"people": people, "places": places}
    )
