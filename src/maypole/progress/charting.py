"""The single-case graph of a goal: clinic sessions are numbered, other places stand between them by date."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.cores.progress.chart import Chart, Event, Labels, Line, Mark, Phase, PhaseKind
from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.graph import draw
from maypole.cores.progress.series import Series
from maypole.mastery.drawing import labels
from maypole.plan.amounts import point_text
from maypole.plan.models import Goal, GoalPhase, Measure
from maypole.visits.models import Setting

from .figures import in_one_place
from .history import GoalHistory, PointRow
from .life import EventRow
from .present import told, told_in


def sessions(points: Sequence[PointRow], missed: Sequence[datetime] = ()) -> list[datetime]:
    """The times that get a session number: clinic points and missed visits; all points when none is from a clinic."""
    clinic = [point.at for point in points if point.setting == Setting.CLINIC] or [point.at for point in points]
    return sorted({*clinic, *(at for at in missed if clinic and clinic[0] <= at <= clinic[-1])})


def position(at: datetime, numbered: Sequence[datetime]) -> float:
    """The session number of a time: whole for sessions, in between by date for other places."""
    index = bisect_left(numbered, at)
    if index < len(numbered) and numbered[index] == at:
        return float(index + 1)
    if index == 0:
        return 0.5
    if index == len(numbered):
        return len(numbered) + 0.5
    before, after = numbered[index - 1], numbered[index]
    return index + (at - before) / (after - before)


def measure_label(goal: Goal) -> str:
    """The label of the y axis: behaviour and unit."""
    fixed = {
        Measure.TRIALS: _("Percentage of tries without help"),
        Measure.STEPS: _("Percentage of steps without help"),
        Measure.PRODUCT: _("Percentage right"),
        Measure.WHOLE: _("Percentage of intervals, all the way through"),
        Measure.PARTIAL: _("Percentage of intervals, at any time"),
        Measure.MOMENTARY: _("Percentage of intervals, at their end"),
        Measure.DURATION: _("Seconds"),
        Measure.LATENCY: _("Seconds until it starts"),
        Measure.RATING: _("Rating"),
        Measure.ATTAINMENT: _("Goal attainment level"),
        Measure.RATE: _("%(unit)s a minute") % {"unit": goal.unit} if goal.unit else _("Times a minute"),
    }
    return fixed.get(Measure(goal.measure)) or goal.unit or _("Count")


def chart(
    history: GoalHistory,
    *,
    missed: Sequence[datetime] = (),
    links: bool = True,
    found: Series | None = None,
    events: Sequence[EventRow] = (),
) -> Chart:
    """The goal's graph; percentages for tries and steps, the measure's own unit otherwise.

    With `found`, the series its figures are made of, the two lines of the dual criteria are drawn as an aid.
    """
    goal = history.goal
    factor = 100.0 if goal.is_share else 1.0
    numbered = sessions(history.gathered, missed)
    places = {at: float(number) for number, at in enumerate(numbered, 1)}
    address, name = addresses() if links else no_address, namer(goal)
    marks = [
        Mark(
            at=places.get(point.at) or position(point.at, numbered),
            value=point.value * factor,
            setting=point.setting,
            href=address(point.visit_id),
            name=name(point),
        )
        for point in history.gathered
    ]
    marks += [Mark(at=places[at], value=None) for at in missed if at in places]
    return Chart(
        marks=tuple(sorted(marks, key=lambda mark: mark.at)),
        phases=tuple(phases(history, numbered)),
        measure=measure_label(goal),
        title=goal.title,
        low=goal.ends[0],
        high=goal.ends[1],
        unit="%" if goal.is_share else "",
        goal=goal.level(goal.criterion or 0.0) * factor,
        goal_at=due_position(numbered, goal.due_on),
        aim_from=aim_from(history, numbered, factor),
        lines=tuple(criterion_lines(history, numbered, found)) if found else (),
        when=when(numbered),
        events=tuple(event(row, numbered) for row in events_within(events, numbered)),
    )


def events_within(events: Sequence[EventRow], numbered: Sequence[datetime]) -> list[EventRow]:
    """The events that touch the days of the graph, in order: their places are the numbers in it."""
    if not numbered:
        return []
    first, last = numbered[0].date(), numbered[-1].date()
    return [row for row in events if (row.ends_on or row.starts_on) >= first and row.starts_on <= last]


def event(row: EventRow, numbered: Sequence[datetime]) -> Event:
    """An event from the morning of its first day to the evening of its last, on the graph's clock."""
    here = numbered[0].tzinfo
    until = datetime.combine(row.ends_on + timedelta(days=1), time.min, here) if row.ends_on else None
    start = position(datetime.combine(row.starts_on, time.min, here), numbered)
    return Event(start, row.title, position(until, numbered) if until else None)


def addresses() -> Callable[[UUID | None], str]:
    """Makes the address of a visit; the pattern is resolved once, because a graph may have hundreds of points."""
    nobody = UUID(int=0)
    pattern = reverse("visit", args=[nobody])
    return lambda visit: pattern.replace(str(nobody), str(visit)) if visit else ""


def no_address(_visit: UUID | None) -> str:
    return ""


def namer(goal: Goal) -> Callable[[PointRow], str]:
    """Says a point as “12 Jan, Clinic: 6 of 10”; words that come back are made once for a graph."""
    sentence = _("{day}, {place}: {level}")
    places = {place.value: str(place.label) for place in Setting}
    levels: dict[tuple[float, int | None, int | None], str] = {}
    spoken = get_language()

    def name(point: PointRow) -> str:
        key = (point.value, point.correct, point.trials)
        level = levels.get(key) or levels.setdefault(key, point_text(goal, *key))
        return sentence.format(day=told_in(spoken, point.at.date(), "j M"), place=places[point.setting], level=level)

    return name


KNOTS = 12
"""Pieces of the trend line at most: it is straight over days, and sessions are not evenly spread over days."""


def criterion_lines(history: GoalHistory, numbered: Sequence[datetime], found: Series) -> list[Line]:
    """Mean and trend of the baseline, moved toward better, over the treatment sessions."""
    criteria = dual_criteria(found)
    if criteria.mean is None or criteria.slope is None or criteria.intercept is None:
        return []
    spots = sorted({(position(at, numbered), day) for at, day in treatment_days(history, found)})
    chosen = [spots[round(part * (len(spots) - 1) / KNOTS)] for part in range(KNOTS + 1)]
    spots = list(dict.fromkeys(chosen))
    heights = [(at, criteria.intercept + criteria.slope * day) for at, day in spots]
    mean = Line(spots[0][0], criteria.mean, spots[-1][0], criteria.mean, _("Mean line"))
    return [mean, *(Line(*start, *end, _("Trend line")) for start, end in pairwise(heights))]


def treatment_days(history: GoalHistory, found: Series) -> list[tuple[datetime, float]]:
    """When each treatment session was, on the graph's clock and on that of the series."""
    since = sorted(point.at for point in in_one_place(history.treatment))
    return list(zip(since, found.b_session.tolist(), strict=True))


def phases(history: GoalHistory, numbered: Sequence[datetime]) -> list[Phase]:
    """Each phase from its first session; a second teaching phase is a change within the plan, drawn dashed."""
    found: list[Phase] = []
    for row in history.phases:
        start = bisect_left(numbered, row.starts_at) + 1
        if found and found[-1].start >= start:
            continue
        again = bool(found) and row.kind == GoalPhase.Kind.TEACH and len(found) > 1
        name = row.label or str(GoalPhase.Kind(row.kind).label)
        kind = PhaseKind.MINOR if again else PhaseKind.MAJOR
        found.append(Phase(float(start) if found else 0.5, name, kind))
    return found


def due_position(numbered: Sequence[datetime], due: date) -> float | None:
    """The session that falls on the due date at the pace so far; None before two sessions."""
    if len(numbered) < 2:
        return None
    days = (numbered[-1] - numbered[0]).total_seconds() / 86400 or 1.0
    pace = (len(numbered) - 1) / days
    ahead = (due - numbered[-1].date()).days * pace
    return len(numbered) + max(ahead, 0.0)


def aim_from(history: GoalHistory, numbered: Sequence[datetime], factor: float) -> tuple[float, float] | None:
    """Where the aim line starts: the last baseline session, at the baseline the goal was set from."""
    baseline = [point for point in history.baseline if point.setting == Setting.CLINIC] or list(history.baseline)
    if not baseline or history.taught_from is None or history.goal.baseline is None:
        return None
    return position(baseline[-1].at, numbered), history.goal.level(history.goal.baseline) * factor


def when(numbered: Sequence[datetime]) -> tuple[tuple[float, str], ...]:
    """Dates under the first, the last and about three sessions between."""
    if not numbered:
        return ()
    last = len(numbered) - 1
    picked = sorted({round(last * part / 4) for part in range(5)})
    return tuple((float(index + 1), told(numbered[index].date(), "j M")) for index in picked)


@lru_cache(maxsize=256)
def drawn(shown: Chart, words: Labels, width: int, ident: str) -> str:
    """The drawing of exactly this content, kept for the next person who opens the page."""
    return draw(shown, words, width=width, ident=ident)


def chart_svg(
    history: GoalHistory,
    *,
    missed: Sequence[datetime] = (),
    ident: str,
    links: bool = True,
    found: Series | None = None,
    events: Sequence[EventRow] = (),
) -> SafeString:
    """Wide and narrow drawings of the same graph; CSS shows the one that fits. The core escapes every text in it."""
    shown = chart(history, missed=missed, links=links, found=found, events=events)
    words = labels()
    wide = drawn(shown, words, 760, f"{ident}-wide")
    narrow = drawn(shown, words, 380, f"{ident}-narrow")
    return mark_safe(wide + narrow)  # noqa: S308
