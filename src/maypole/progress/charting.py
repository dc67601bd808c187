"""The single-case graph of a goal: clinic sessions are numbered, other places stand between them by date."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.cores.progress.chart import Chart, Labels, Mark, Phase, PhaseKind
from maypole.cores.progress.graph import draw
from maypole.plan.models import GoalPhase
from maypole.visits.models import Setting

from .history import GoalHistory, PointRow
from .wording import level_text, measure_label


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


def labels() -> Labels:
    """The words on the graph in the reader's language."""
    return Labels(
        session=_("Session and date"),
        baseline=_("Baseline"),
        treatment=_("Teaching"),
        clinic=str(Setting.CLINIC.label),
        home=str(Setting.HOME.label),
        school=str(Setting.SCHOOL.label),
        community=str(Setting.COMMUNITY.label),
        telehealth=str(Setting.TELEHEALTH.label),
        goal=_("Goal {value}"),
        percent=_("{value} %"),
        point=_("{setting}, session {session}: {value}"),
        gap=_("{setting}, session {session}: not measured"),
        phase=_("{phase}: from session {first} to {last}, lowest {low}, highest {high}."),
        goal_sentence=_("The goal is {value}."),
        empty=_("Nothing measured yet."),
        decimal="," if (get_language() or "en").startswith("es") else ".",
    )


def chart(history: GoalHistory, *, missed: Sequence[datetime] = (), links: bool = True) -> Chart:
    """The goal's graph; percentages for tries and steps, the measure's own unit otherwise."""
    goal = history.goal
    factor = 100.0 if goal.is_share else 1.0
    numbered = sessions(history.gathered, missed)
    marks = [
        Mark(
            at=position(point.at, numbered),
            value=point.value * factor,
            setting=point.setting,
            href=reverse("visit", args=[point.visit_id]) if links and point.visit_id else "",
            name=_("{day}, {place}: {level}").format(
                day=date_format(point.at, "j M"),
                place=Setting(point.setting).label,
                level=level_text(goal, point.value, point.trials),
            ),
        )
        for point in history.gathered
    ]
    marks += [Mark(at=position(at, numbered), value=None) for at in missed if at in numbered]
    return Chart(
        marks=tuple(sorted(marks, key=lambda mark: mark.at)),
        phases=tuple(phases(history, numbered)),
        measure=measure_label(goal),
        title=goal.title,
        low=0.0 if goal.is_share else None,
        high=100.0 if goal.is_share else goal.scale_max,
        unit="%" if goal.is_share else "",
        goal=goal.level(goal.criterion or 0.0) * factor,
        goal_at=due_position(numbered, goal.due_on),
        aim_from=aim_from(history, numbered, factor),
        when=when(numbered),
    )


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
    return tuple((float(index + 1), date_format(numbered[index], "j M")) for index in picked)


def chart_svg(history: GoalHistory, *, missed: Sequence[datetime] = (), ident: str, links: bool = True) -> SafeString:
    """Wide and narrow drawings of the same graph; CSS shows the one that fits. The core escapes every text in it."""
    drawn = chart(history, missed=missed, links=links)
    words = labels()
    wide = draw(drawn, words, ident=f"{ident}-wide")
    narrow = draw(drawn, words, width=380, ident=f"{ident}-narrow")
    return mark_safe(wide + narrow)  # noqa: S308
