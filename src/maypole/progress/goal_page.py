"""Everything the page of one goal shows."""

from __future__ import annotations

from datetime import date

from maypole.access.permissions import Permission

from .access import GoalReach
from .charting import chart_svg
from .delivery import delivered, missed, visit_rows
from .figures import figures, series
from .history import histories
from .judging import judge_goal
from .present import goal_card, language, reasons
from .tables import values_table
from .travel import travel


def goal_page(found: GoalReach, today: date, *, family: bool) -> dict[str, object]:
    """The context of `progress/goal.html`; points lead to visits only for those who may open them."""
    goal, reach = found.goal, found.reach
    history = histories([goal])[goal.pk]
    visits = visit_rows(goal.child_id)
    judgement = judge_goal(history, today=today, delivery=delivered(history, visits))
    measured = series(history)
    return {
        "goal": goal,
        "child": reach.child,
        "precautions": [] if family else list(reach.child.precautions.in_force()),
        "may_decide": reach.can(Permission.DECIDE),
        "card": goal_card(history, judgement, today),
        "chart": chart_svg(history, missed=missed(visits), ident="goal", links=not family, found=measured),
        "figures": figures(history, measured, language()),
        "reasons": reasons(history, judgement),
        "travel": travel(history),
        "rows": values_table(history),
        "decisions": history.decisions,
        "shell": "maypole/family.html" if family else "maypole/staff.html",
    }
