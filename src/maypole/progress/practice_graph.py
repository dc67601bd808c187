"""Practice at home beside the steps forward, from one clinic session to the next: an association, not a cause (S90)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.association import LEAST, Association, association
from maypole.plan.models import Goal
from maypole.web.draw.svg import safe, tag, words

from .figures import in_one_place
from .history import GoalHistory
from .practising import Played

LONGEST = timedelta(days=28)
"""Sessions further apart are not compared: too much else happens in a month."""


@dataclass(frozen=True)
class Step:
    """From one session to the next: minutes a week at home, and how far the level moved towards better."""

    minutes: float
    change: float


@dataclass(frozen=True)
class PracticeGraph:
    said: str
    caution: str
    drawing: SafeString


def steps(history: GoalHistory, played: Played) -> list[Step]:
    """Pairs of neighbouring sessions in one place since teaching began, while a game was at home."""
    sign = -1.0 if history.goal.improvement == Goal.Improvement.DECREASE else 1.0
    found = []
    for before, after in pairwise(in_one_place(history.treatment)):
        start, end = before.at.date(), after.at.date()
        days = (end - start).days
        if 0 < days <= LONGEST.days and played.chosen(start, end) > 0:
            found.append(Step(7 * played.minutes_in(start, end) / days, sign * (after.value - before.value)))
    return found


def practice_graph(history: GoalHistory, played: Played | None) -> PracticeGraph | None:
    """None without a game at home for this goal."""
    if played is None:
        return None
    found = steps(history, played)
    told = association([step.minutes for step in found], [step.change for step in found])
    caution = _(
        "This is an association. It does not show that practice is the cause: on good days a family may play more, "
        "and other things change too."
    )
    return PracticeGraph(sentence(told), caution, drawing(found))


def sentence(found: Association) -> str:
    """What the pairs say, and how sure that is, for a reader who knows no statistics."""
    if not found.enough or found.share is None:
        have = ngettext(
            "Only %(n)d step from one session to the next so far.",
            "Only %(n)d steps from one session to the next so far.",
            found.n,
        ) % {"n": found.n}
        needed = _("At least %(least)d that differ are needed to say anything.") % {"least": LEAST}
        return f"{have} {needed}"
    tenths = round(10 * found.share)
    opening = _(
        "Take any two stretches between sessions: the one with more practice came with the bigger step forward about "
        "%(tenths)d times in 10; 5 would be no link at all."
    ) % {"tenths": tenths}
    if found.chance:
        return f"{opening} {_('That can well be chance.')}"
    return f"{opening} {_('That is more than chance usually gives.')}"


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 380.0, 210.0, 30.0, 366.0, 18.0, 168.0


def drawing(found: Sequence[Step]) -> SafeString:
    """A dot for each stretch: minutes a week to the right, the step forward upwards; the line is no step at all."""
    most = max([10.0, *(step.minutes for step in found)])
    reach = max([0.1, *(abs(step.change) for step in found)])
    middle = (TOP + BOTTOM) / 2
    parts = [
        tag("path", class_="axis", d=f"M{LEFT:g} {TOP:g}V{BOTTOM:g}H{RIGHT:g}", fill="none", stroke="currentColor"),
        tag(
            "line",
            class_="minor",
            x1=LEFT,
            x2=RIGHT,
            y1=middle,
            y2=middle,
            stroke="currentColor",
            stroke_dasharray="2 4",
        ),
    ]
    for step in found:
        x = LEFT + 8 + (RIGHT - LEFT - 16) * step.minutes / most
        parts.append(
            tag(
                "circle",
                class_="pt",
                cx=x,
                cy=middle - 0.45 * (BOTTOM - TOP) * step.change / reach,
                r=4,
                fill="currentColor",
            )
        )
    ink = {"fill": "currentColor", "class_": "dose-day"}
    parts += [
        tag("text", words(_("step forward")), x=LEFT + 6, y=TOP + 4, **ink),
        tag("text", words(_("step back")), x=LEFT + 6, y=BOTTOM - 6, **ink),
        tag("text", "0", x=LEFT + 8, y=BOTTOM + 16, text_anchor="middle", **ink),
        tag("text", words(f"{most:.0f}"), x=RIGHT - 8, y=BOTTOM + 16, text_anchor="middle", **ink),
        tag(
            "text",
            words(_("minutes of practice a week")),
            x=(LEFT + RIGHT) / 2,
            y=BOTTOM + 34,
            text_anchor="middle",
            **ink,
        ),
    ]
    label = ngettext(
        "Association of practice and steps forward: %(n)d point.",
        "Association of practice and steps forward: %(n)d points.",
        len(found),
    ) % {"n": len(found)}
    size = {"viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img", "aria_label": label}
    return safe(tag("svg", "".join(parts), class_="dose practice-graph", **size))
