"""The graph of a rule's trial: every session in order, and the phases the rule would have made."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.cores.progress.chart import Chart, Labels, Mark, Phase, PhaseKind
from maypole.cores.progress.graph import draw
from maypole.cores.progress.history import Datum
from maypole.plan.amounts import level_text
from maypole.plan.models import Goal, GoalPhase
from maypole.visits.models import Setting

from .trial import Tried, when
from .words import short_day


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
        event=_("Event {number}: {name}."),
        decimal="," if (get_language() or "en").startswith("es") else ".",
    )


def trial_svg(goal: Goal, level: float, data: Sequence[Datum], moves: Sequence[Tried], first: str) -> SafeString:
    """Wide and narrow drawings; CSS shows the one that fits. `level`: the rule's, in the unit of the points."""
    factor = 100.0 if goal.is_share else 1.0
    low, high = goal.ends
    shown = Chart(
        marks=tuple(
            Mark(number, datum.level * factor, datum.setting, name=_said(goal, datum))
            for number, datum in enumerate(data, 1)
        ),
        phases=tuple(phases(data, moves, first)),
        measure=_("Percentage") if goal.is_share else goal.unit or str(goal.get_measure_display()),
        title=_("{goal}: phases by the rule").format(goal=goal.title),
        low=low,
        high=high,
        unit="%" if goal.is_share else "",
        goal=level * factor,
        when=tuple(
            (float(number), short_day(when(data[number - 1].at).date()))
            for number in sorted({1 + round((len(data) - 1) * part / 4) for part in range(5)})
        )
        if data
        else (),
    )
    words = labels()
    both = draw(shown, words, width=760, ident="trial-wide") + draw(shown, words, width=380, ident="trial-narrow")
    return mark_safe(both)  # noqa: S308 - the core escapes every text in it


def phases(data: Sequence[Datum], moves: Sequence[Tried], first: str) -> list[Phase]:
    """Each phase from the session after the one that called for it."""
    found = [Phase(0.5, str(GoalPhase.Kind(first).label))]
    for one in moves:
        start = sum(datum.at <= one.move.at for datum in data) + 1
        if start > len(data):
            break
        kind = PhaseKind.FOLLOW_UP if one.move.end == "maintain" else PhaseKind.MAJOR
        name = str(GoalPhase.Kind(one.move.end.value).label)
        if found[-1].start < start:
            found.append(Phase(float(start), name, kind))
    return found


def _said(goal: Goal, datum: Datum) -> str:
    day = short_day(when(datum.at).date())
    place = Setting(datum.setting).label
    return _("{day}, {place}: {level}").format(day=day, place=place, level=level_text(goal, datum.level, datum.trials))
