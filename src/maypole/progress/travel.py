"""Does it travel? One goal by place and person, as the progress core sees it: cells, findings, the next check."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.generalisation import Cell, CellStatus, Generalisation, generalisation
from maypole.mastery.probing import wanted
from maypole.plan.amounts import level_text
from maypole.plan.models import Goal
from maypole.visits.models import Setting

from .history import GoalHistory
from .present import ReasonText, reason_text

ICONS = {Setting.CLINIC: "clinic", Setting.HOME: "home", Setting.SCHOOL: "school"}
MARKS = {
    CellStatus.UNTRIED: ("m-none", "–"),
    CellStatus.TOO_EARLY: ("m-few", "○"),
    CellStatus.REACHED: ("m-yes", "◆"),
    CellStatus.UNSURE: ("m-part", "◐"),
    CellStatus.NOT_YET: ("m-part", "◐"),
}


@dataclass(frozen=True)
class CellText:
    css: str
    mark: str
    head: str
    text: str
    person: str


@dataclass(frozen=True)
class Row:
    place: str
    icon: str
    cells: tuple[CellText, ...]


@dataclass(frozen=True)
class Travel:
    """The table, what it means in words, and the check that would tell most (empty: nothing to ask)."""

    people: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    findings: tuple[ReasonText, ...] = ()
    next_check: str = ""


def travel(history: GoalHistory) -> Travel:
    """Places (clinic, home and school always, others where tried) by the people the skill was tried with."""
    points = history.treatment_data
    if not points:
        return Travel()
    goal = history.goal
    asked = wanted(goal, points)
    places, people = [Setting(name) for name in asked.settings], asked.persons
    found = generalisation(points, asked)
    cells = {(cell.setting, cell.person): cell for cell in found.cells}
    return Travel(
        people=tuple(person or _("someone") for person in people),
        rows=tuple(
            Row(
                str(place.label),
                ICONS.get(place, "clinic"),
                tuple(cell_text(goal, cells[place.value, person]) for person in people),
            )
            for place in places
        ),
        findings=tuple(
            reason_text(history, finding) for finding in found.findings if finding.key != "generalisation_gap"
        ),
        next_check=next_check(found),
    )


def cell_text(goal: Goal, cell: Cell) -> CellText:
    """One place with one person: the level of the last five sessions and how far it is likely to lie."""
    css, mark = MARKS[cell.status]
    person = cell.person or _("someone")
    count = ngettext("{n} session", "{n} sessions", cell.sessions).format(n=cell.sessions)
    if cell.estimate is None:
        return CellText(css, mark, _("not tried"), "", person)
    if cell.low is None or cell.high is None:
        return CellText(css, mark, count, _("too early to say"), person)
    likely = _("likely {low} to {high}").format(low=level_text(goal, cell.low), high=level_text(goal, cell.high))
    return CellText(css, mark, level_text(goal, cell.estimate), f"{likely}, {count}", person)


def next_check(found: Generalisation) -> str:
    """Where one more session would tell most about whether the goal holds."""
    cell = found.next_probe
    if cell is None:
        return ""
    words = {"place": Setting(cell.setting).label, "person": cell.person or _("someone")}
    return _("One session here would tell most: {place}, with {person}.").format(**words)
