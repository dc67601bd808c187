"""A word of support for the family at each review: suggested from the data, chosen or written by a therapist (S93).

In the family's language. No suggestion says why a child got better: only what happened, and thanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from maypole.people.models import Child
from maypole.plan.amounts import amount, level_text
from maypole.plan.models import Goal

from .next_action import Seen
from .trust import Practice


@dataclass(frozen=True)
class Word:
    key: str
    text: str


def suggestions(child: Child, seen: Sequence[Seen], played: Sequence[Practice], family_words: str) -> list[Word]:
    """Two to five suggestions, the most particular first; the last two fit every family."""
    with override(child.family_language()):
        found = [
            Word("progress", text) if (text := forward(seen)) else None,
            Word("practice", text) if (text := practised(max((each.played for each in played), default=0))) else None,
            Word("told", _("You told us what you see at home. That helps us more than any number."))
            if family_words
            else None,
            Word("steady", steady(child)),
            Word("here", _("You do not have to do this alone. Write or call us when a week gets heavy.")),
        ]
        return [word for word in found if word is not None]


def forward(seen: Sequence[Seen]) -> str:
    """The goal that moved most of its way, from where to where."""
    moved = [(share, each) for each in seen if (share := way(each)) is not None and share > 0]
    if not moved:
        return ""
    best = max(moved, key=lambda pair: pair[0])[1]
    goal = best.goal
    return _("“%(goal)s”: from %(was)s to %(now)s. Look how far you have come together.") % {
        "goal": goal.title,
        "was": amount(goal, goal.baseline or 0.0),
        "now": level_text(goal, best.story.judgement.level or 0.0),
    }


def way(each: Seen) -> float | None:
    """The share of the way from baseline to goal; None where one of them is not known."""
    goal: Goal = each.goal
    if each.story.judgement.level is None or goal.baseline is None or goal.criterion is None:
        return None
    start, aim = goal.level(goal.baseline), goal.level(goal.criterion)
    return (each.story.judgement.level - start) / (aim - start) if aim != start else None


def practised(days: int) -> str:
    if not days:
        return ""
    return ngettext(
        "You played on %(n)d day since we last looked. Every small time counts.",
        "You played on %(n)d days since we last looked. Every small time counts.",
        days,
    ) % {"n": days}


def steady(child: Child) -> str:
    return _(
        "Some weeks stand still, and that is part of learning. %(name)s is in good hands with you; to change the plan "
        "is our work, not yours."
    ) % {"name": child.name}
