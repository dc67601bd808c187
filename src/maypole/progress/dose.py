"""The dose beside the curve: week by week what was planned and what took place, and how many steps were done (S87).

A plan that did not take place says nothing about the child; so both stand under the graph, in words first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maypole.cores.progress.constants import SIGNAL
from maypole.home.models import FidelityCheck
from maypole.visits.models import VisitStatus
from maypole.web.draw.svg import safe, tag, words

from .delivery import CheckRow, VisitRow
from .history import GoalHistory
from .practising import NOTHING, WEEK, Played
from .present import told

WEEKS = 12
AHEAD = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
CHECKS_TOLD = 3


class Week(NamedTuple):
    """One week: visits planned and held, days chosen and played at home."""

    starts: date
    planned: int
    held: int
    chosen: int
    played: int


@dataclass(frozen=True)
class Dose:
    """`said` and `checks` are sentences; `short` says that less took place than planned. None of it blames anybody."""

    short: bool
    said: tuple[str, ...]
    checks: tuple[str, ...]
    drawing: SafeString
    weeks: tuple[Week, ...]


VisitWeeks = Mapping[date, tuple[int, int]]
"""By Monday: visits that were due, and those held."""


def by_week(visits: Iterable[VisitRow]) -> VisitWeeks:
    """Visits that lie behind us, counted by week: once for all goals of a child."""
    found: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for at, state in visits:
        if state not in AHEAD:
            monday = at.date() - timedelta(days=at.weekday())
            due, held = found[monday]
            found[monday] = (due + 1, held + (state == VisitStatus.State.FINISHED))
    return found


def weeks_of(history: GoalHistory, visits: VisitWeeks, played: Played, today: date) -> tuple[Week, ...]:
    """The last twelve weeks of teaching, from a Monday; the week of today as far as it has come."""
    if history.taught_from is None:
        return ()
    first = max(history.taught_from.date(), today - WEEK * (WEEKS - 1))
    first -= timedelta(days=first.weekday())
    found = []
    while first <= today:
        planned, held = visits.get(first, (0, 0))
        chosen = round(played.chosen(first, min(first + WEEK, today)))
        found.append(Week(first, planned, held, chosen, played.days(first, first + WEEK)))
        first += WEEK
    return tuple(found)


def dose(
    history: GoalHistory, visits: VisitWeeks, checks: Sequence[CheckRow], played: Played | None, today: date
) -> Dose | None:
    """What stands under the graph; None before teaching."""
    weeks = weeks_of(history, visits, played or NOTHING, today)
    own = [row for row in checks if row.goal_id == history.goal.pk]
    if not weeks:
        return None
    return Dose(
        short=_few(sum(w.held for w in weeks), sum(w.planned for w in weeks))
        or _few(sum(row.done for row in own), sum(row.steps for row in own)),
        said=tuple(sentences(weeks)),
        checks=tuple(checked(row) for row in reversed(own[-CHECKS_TOLD:])),
        drawing=drawn(weeks, get_language()),
        weeks=weeks,
    )


def _few(done: int, planned: int) -> bool:
    return done < SIGNAL.delivery * planned


def sentences(weeks: Sequence[Week]) -> Iterator[str]:
    """Visits and days at home over these weeks, each as one sentence."""
    span = ngettext("the last week", "the last %(n)d weeks", len(weeks)) % {"n": len(weeks)}
    planned, held = sum(week.planned for week in weeks), sum(week.held for week in weeks)
    chosen, played = sum(week.chosen for week in weeks), sum(week.played for week in weeks)
    visits = ngettext(
        "%(held)d of %(n)d planned visit in %(span)s.", "%(held)d of %(n)d planned visits in %(span)s.", planned
    )
    if planned:
        yield visits % {"held": held, "n": planned, "span": span}
    home = ngettext(
        "Played at home on %(days)d of %(n)d chosen day.", "Played at home on %(days)d of %(n)d chosen days.", chosen
    )
    if chosen:
        yield home % {"days": played, "n": chosen}


def checked(row: CheckRow) -> str:
    """“5 of 8 steps, Ines, watched, 3 March”."""
    steps = ngettext("%(done)d of %(n)d step", "%(done)d of %(n)d steps", row.steps) % {
        "done": row.done,
        "n": row.steps,
    }
    names = {"steps": steps, "name": row.done_by, "day": told(row.on)}
    if row.seen == FidelityCheck.Seen.OBSERVED:
        return _("%(steps)s as planned: %(name)s, watched by a colleague, %(day)s") % names
    return _("%(steps)s as planned: %(name)s, a check of their own, %(day)s") % names


WIDTH, LEFT, UNIT, DAY = 380.0, 64.0, 9.0, 5.0
VISITS_AT, HOME_AT = 44.0, 98.0


@lru_cache(maxsize=512)
def drawn(weeks: tuple[Week, ...], _spoken: str | None) -> SafeString:
    """A column for each week: outlined what was planned, filled what took place; visits above, home below."""
    step = (WIDTH - LEFT) / WEEKS
    home = any(week.chosen or week.played for week in weeks)
    rows = [(_("Visits"), VISITS_AT, UNIT, [(week.planned, week.held) for week in weeks])]
    rows += [(_("Home"), HOME_AT, DAY, [(week.chosen, week.played) for week in weeks])] if home else []
    parts = []
    for name, base, unit, pairs in rows:
        parts.append(tag("text", words(name), class_="dose-word", x=0, y=base, fill="currentColor"))
        parts.append(tag("path", class_="dose-line", d=f"M{LEFT:g} {base:g}H{WIDTH:g}", stroke="currentColor"))
        for number, (planned, done) in enumerate(pairs):
            parts += column(LEFT + number * step, base, unit, planned, done)
    height = HOME_AT if home else VISITS_AT
    for number in {0, len(weeks) - 1}:
        end = {"text_anchor": "start" if number == 0 else "middle", "fill": "currentColor"}
        day = words(told(weeks[number].starts, "j M"))
        parts.append(tag("text", day, class_="dose-day", x=LEFT + number * step, y=height + 16, **end))
    said = " ".join(sentences(weeks)) or _("Nothing was planned in these weeks.")
    size = {"viewBox": f"0 0 {WIDTH:g} {height + 22:g}", "role": "img", "aria_label": said}
    return safe(tag("svg", "".join(parts), class_="dose", **size))


def column(x: float, base: float, unit: float, planned: int, done: int) -> Iterator[str]:
    """The filled part at the bottom, the rest of what was planned above it as an outline."""
    whole = min(planned, 5 if unit == UNIT else 7)
    filled = min(done, 5 if unit == UNIT else 7)
    if filled:
        yield tag(
            "rect", class_="dose-held", x=x, y=base - filled * unit, width=14, height=filled * unit, fill="currentColor"
        )
    if whole > filled:
        place = {"x": x, "y": base - whole * unit, "width": 14, "height": (whole - filled) * unit}
        yield tag("rect", class_="dose-planned", fill="none", stroke="currentColor", **place)
