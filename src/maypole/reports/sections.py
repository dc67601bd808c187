"""One builder for every audience: it takes the declared parts, in their order, from the same material."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.chart import Chart

from .audiences import MAY_CONTAIN, WRITTEN, Part
from .figures import GoalFigures
from .material import Material
from .models import Audience

Pair = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """One goal in a report: a heading, a sentence under it, its figures as (label, value), perhaps its graph."""

    heading: str
    words: str
    rows: tuple[Pair, ...]
    graph: Chart | None = None


@dataclass(frozen=True)
class Column:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A titled part. A part that somebody writes is empty here: its words stand in `ReportText`."""

    part: str
    title: str
    lines: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    entries: tuple[Entry, ...] = ()
    columns: tuple[Column, ...] = ()
    written: bool = field(default=False)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.pairs or self.entries or self.columns or self.written)


def sections(audience: str, material: Material) -> tuple[Section, ...]:
    """The report's sections in the active language; parts about which nothing is known are left out."""
    made = (section(part, material) for part in MAY_CONTAIN[Audience(audience)])
    return tuple(one for one in made if not one.is_empty)


def section(part: Part, material: Material) -> Section:
    if part in WRITTEN:
        return Section(part.value, str(WRITTEN[part].title), written=True)
    return BUILDERS[part](material)


def name(material: Material) -> Section:
    return Section(Part.NAME.value, "", pairs=((_("Name"), material.full_name),))


def born(material: Material) -> Section:
    return Section(Part.BORN.value, "", pairs=((_("Born"), material.born),) if material.born else ())


def strengths(material: Material) -> Section:
    title = _("What %(name)s brings") % {"name": material.name}
    return Section(Part.STRENGTHS.value, title, lines=material.strengths)


def diagnosis(material: Material) -> Section:
    return Section(Part.DIAGNOSIS.value, _("Diagnoses made by others"), lines=material.diagnoses)


def found(material: Material) -> Section:
    columns = tuple(Column(title, lines) for title, lines in material.found)
    title = _("What we found on %(day)s") % {"day": material.found_on}
    return Section(Part.FOUND.value, title, columns=columns if any(column.lines for column in columns) else ())


def goals_plain(material: Material) -> Section:
    entries = (Entry(one.title, _quoted(one), tuple(_levels(one)), one.graph) for one in material.figures.goals)
    return Section(Part.GOALS_PLAIN.value, _("What we are working on"), entries=tuple(entries))


def goals_school(material: Material) -> Section:
    entries = (Entry(one.title, "", tuple(_levels(one)), one.graph) for one in material.figures.goals)
    return Section(Part.GOALS_SCHOOL.value, _("Goals that matter at school"), entries=tuple(entries))


def goals_measured(material: Material) -> Section:
    entries = (
        Entry(one.title, one.line, (*_levels(one), (_("Sessions measured"), str(one.sessions))), one.graph)
        for one in material.figures.goals
    )
    return Section(Part.GOALS_MEASURED.value, _("Measurable goals"), entries=tuple(entries))


def _quoted(one: GoalFigures) -> str:
    return _("“%(words)s”") % {"words": one.family_words} if one.family_words else ""


def _levels(one: GoalFigures) -> Iterator[Pair]:
    """Start, today, goal: the same four rows for whoever reads them."""
    yield _("At the start"), one.baseline
    yield _("Today"), one.now
    yield _("Goal"), _("%(level)s by %(day)s") % {"level": one.aim, "day": one.due}
    yield _("How it stands"), one.state


def dose(material: Material) -> Section:
    """Visits planned and held in the period: a plan that did not happen cannot fail."""
    numbers = material.figures
    if not numbers.planned:
        return Section(Part.DOSE.value, "")
    told = ngettext("%(held)d of %(n)d visit", "%(held)d of %(n)d visits", numbers.planned)
    pairs = ((_("Held, of those planned"), told % {"held": numbers.held, "n": numbers.planned}),)
    return Section(Part.DOSE.value, _("Visits from %(start)s to %(end)s") % material.period, pairs=pairs)


def plan(material: Material) -> Section:
    return Section(Part.PLAN.value, _("Plan of care"), pairs=material.plan)


def strategies(material: Material) -> Section:
    return Section(Part.STRATEGIES.value, _("What we all do the same way"), lines=material.strategies)


def home(material: Material) -> Section:
    return Section(Part.HOME.value, _("Games at home"), lines=material.home)


def ending(material: Material) -> Section:
    """The goodbye: why, until when, how home keeps going, what to look for, when somebody asks, the way back."""
    return Section(Part.ENDING.value, _("Saying goodbye"), pairs=material.ending)


BUILDERS: dict[Part, Callable[[Material], Section]] = {
    Part.NAME: name,
    Part.BORN: born,
    Part.STRENGTHS: strengths,
    Part.DIAGNOSIS: diagnosis,
    Part.FOUND: found,
    Part.GOALS_PLAIN: goals_plain,
    Part.GOALS_SCHOOL: goals_school,
    Part.GOALS_MEASURED: goals_measured,
    Part.DOSE: dose,
    Part.PLAN: plan,
    Part.STRATEGIES: strategies,
    Part.HOME: home,
    Part.ENDING: ending,
}
