"""What a review tells of one goal: signal, reasons, graph, figures, places. Told again only when something changed.

Reading two hundred sessions is quick; judging, drawing and ranging them is not. So a story is kept by everything it is
made of: the goal's fields, every point, phase and decision, the day, the language. Other content is another story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from maypole.cores.progress.signal import Judgement
from maypole.plan.models import Goal
from maypole.plan.reached import Shown

from .charting import chart_svg
from .delivery import Delivery
from .evidence import shown
from .figures import Figure, figures, series
from .history import Content, GoalHistory, content
from .judging import judge_goal
from .life import EventRow
from .present import GoalCard, ReasonText, goal_card, language, reasons
from .standing import Marked, Stand, chance, marked, stands
from .travel import Travel, travel


@dataclass(frozen=True, eq=False)
class Story:
    """Equal to itself alone: what is the same is told once, so one content has one story while it is kept."""

    goal: Goal
    judgement: Judgement
    card: GoalCard
    reasons: tuple[ReasonText, ...]
    chart: SafeString
    figures: tuple[Figure, ...]
    travel: Travel
    shown: Shown
    stands: tuple[Stand, ...]
    events: tuple[Marked, ...]


def story(
    history: GoalHistory,
    *,
    today: date,
    delivery: Delivery | None,
    missed: tuple[datetime, ...],
    events: tuple[EventRow, ...] = (),
) -> Story:
    """The goal as somebody who reviews it today sees it, in the active language."""
    return _story(content(history), today, delivery, (missed, events), get_language())


@lru_cache(maxsize=64)
def _story(
    kept: Content,
    today: date,
    delivery: Delivery | None,
    around: tuple[tuple[datetime, ...], tuple[EventRow, ...]],
    _spoken: str | None,
) -> Story:
    history, (missed, events) = kept.history, around
    judgement = judge_goal(history, today=today, delivery=delivery, reviewing=True)
    found = series(history)
    return Story(
        goal=history.goal,
        judgement=judgement,
        card=goal_card(history, judgement, today),
        reasons=tuple(reasons(history, judgement)),
        chart=chart_svg(history, missed=missed, ident=f"c{history.goal.pk.hex[-8:]}", found=found, events=events),
        figures=(*chance(history, judgement), *figures(history, found, language())),
        travel=travel(history),
        shown=shown(history),
        stands=stands(history, judgement),
        events=marked(history, events),
    )
