"""A goal's second observers over time: how often somebody watched, how far they agreed, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.observers import LEAST, LINE, Overall, overall, share_observed
from maypole.plan.amounts import percent
from maypole.plan.models import Goal
from maypole.visits.models import Observation, SecondObserver
from maypole.visits.second import Compared, compared
from maypole.visits.second_present import AgreedLine, lines_of, usual_line
from maypole.web.draw.svg import num, safe, tag, words

SELDOM, OFTEN = 0.20, 1 / 3
"""Share of sessions with a second observer that the field asks for: a convention, as the line of agreement is."""


@dataclass(frozen=True)
class Agreeing:
    """What the page of a goal's agreement says; `needs` is why it asks for attention, or empty."""

    lines: tuple[AgreedLine, ...]
    overall: Overall | None
    said: str
    watched: str
    needs: str
    drawing: SafeString | None

    @property
    def any(self) -> bool:
        return bool(self.lines)


def agreeing(goal: Goal) -> Agreeing:
    """Everything about one goal, newest first: five queries."""
    rows = compared(SecondObserver.objects.filter(goal=goal))
    visits = Observation.objects.standing().filter(goal=goal, visit__isnull=False)
    sessions = {*visits.order_by().values_list("visit", flat=True).distinct()}
    return told(rows, len(sessions | {row.watch.visit_id for row in rows}))


def told(rows: Sequence[Compared], sessions: int) -> Agreeing:
    together = overall([row.found for row in rows if row.found is not None])
    seconds = len({row.watch.visit_id for row in rows})
    return Agreeing(
        lines=tuple(reversed(lines_of(rows))),
        overall=together,
        said=said(together),
        watched=watched(seconds, sessions),
        needs=needs(together),
        drawing=drawing(rows) if rows else None,
    )


def said(found: Overall | None) -> str:
    """The sentence over the chart."""
    if found is None:
        return _("No agreement yet: nobody has recorded this goal beside the first observer.")
    words_ = {"share": percent(100 * found.share), "n": found.sessions, "line": usual_line()}
    if not found.enough:
        few = _("%(n)d pairs of observations in all: at least %(least)d are needed to say anything.")
        return few % {"n": found.n, "least": LEAST}
    text = ngettext(
        "%(share)s in %(n)d visit; the usual line is %(line)s.",
        "%(share)s over %(n)d visits; the usual line is %(line)s.",
        found.sessions,
    )
    return text % words_


def watched(seconds: int, sessions: int) -> str:
    """How many visits had a second observer, beside what is usual."""
    share = share_observed(seconds, sessions)
    if share is None:
        return _("There is no visit with this goal yet.")
    text = ngettext(
        "%(k)d of %(n)d visit had a second observer (%(share)s).",
        "%(k)d of %(n)d visits had a second observer (%(share)s).",
        sessions,
    ) % {"k": seconds, "n": sessions, "share": percent(100 * share)}
    usual = _("Usual is a fifth to a third.") if share < SELDOM else _("That is as many as is usual, or more.")
    return f"{text} {usual}"


def needs(found: Overall | None) -> str:
    """What to do when agreement is low; nothing otherwise."""
    if found is None or not found.low:
        return ""
    return _(
        "Agreement is below %(line)s. Before you read the chart: say together what counts and what does not, "
        "then record one visit twice again."
    ) % {"line": usual_line()}


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 380.0, 190.0, 44.0, 366.0, 14.0, 150.0


def drawing(rows: Sequence[Compared]) -> SafeString:
    """A dot for each visit, oldest first; hollow where there is too little to say. The dashed line is the usual one."""
    shown = [(row, row.found.main) for row in rows if row.found is not None and row.found.main.share is not None]

    def y(share: float) -> float:
        return BOTTOM - share * (BOTTOM - TOP)

    ink = {"fill": "currentColor", "class_": "dose-day"}
    parts = [
        tag("path", class_="axis", d=f"M{num(LEFT)} {num(TOP)}V{num(BOTTOM)}H{num(RIGHT)}", fill="none",
            stroke="currentColor"),
        tag("line", class_="agree-line", x1=LEFT, x2=RIGHT, y1=y(LINE), y2=y(LINE), stroke="currentColor",
            stroke_dasharray="6 4"),
        *(tag("text", words(percent(100 * share)), x=LEFT - 6, y=y(share) + 4, text_anchor="end", **ink)
          for share in (0.0, 0.5, LINE, 1.0)),
    ]  # fmt: skip
    step = (RIGHT - LEFT - 24) / max(1, len(shown) - 1)
    for place, (row, main) in enumerate(shown):
        x = LEFT + 12 + place * step
        look = {"fill": "currentColor"} if main.enough else {"fill": "none", "stroke": "currentColor"}
        parts.append(tag("circle", class_="pt", cx=x, cy=y(main.share or 0.0), r=5, **look))
        if place in (0, len(shown) - 1):
            anchor = "start" if place == 0 else "end"
            when = words(lines_of([row])[0].day)
            parts.append(tag("text", when, x=LEFT if place == 0 else RIGHT, y=BOTTOM + 18, text_anchor=anchor, **ink))
    label = ngettext("Agreement in %(n)d visit", "Agreement in %(n)d visits", len(shown)) % {"n": len(shown)}
    size = {"viewBox": f"0 0 {num(WIDTH)} {num(HEIGHT)}", "role": "img", "aria_label": label}
    return safe(tag("svg", "".join(parts), class_="dose agreement-graph", **size))
