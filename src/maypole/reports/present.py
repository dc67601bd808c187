"""A report as it is read: title, whom it is for, its sections with the words somebody wrote, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.mastery.drawing import labels
from maypole.progress.charting import drawn
from maypole.web.dates import day_year

from .audiences import WRITTEN, Part
from .content import thawed
from .material import lines, material
from .models import Audience, Report, ReportVersion
from .sections import Entry, Section, sections

TITLES: dict[str, Promise] = {
    Audience.FAMILY: gettext_lazy("How it is going with %(name)s"),
    Audience.SCHOOL: gettext_lazy("Report for school: %(name)s"),
    Audience.PAYER: gettext_lazy("Plan of care and progress: %(name)s"),
    Audience.REFERRER: gettext_lazy("Letter about %(name)s"),
    Audience.EVALUATION: gettext_lazy("Evaluation of %(name)s"),
    Audience.DISCHARGE: gettext_lazy("Saying goodbye to therapy: %(name)s"),
}


@dataclass(frozen=True)
class Shown:
    """A section, its written words as paragraphs, and what belongs into an empty one."""

    section: Section
    text: str = ""
    hint: str = ""
    required: bool = False
    graphs: tuple[SafeString, ...] = ()
    """One for each goal, drawn in the report's language whoever reads it."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return lines(self.text)

    @property
    def entries(self) -> list[tuple[Entry, SafeString]]:
        """Each goal with its graph, wide and narrow."""
        return list(zip(self.section.entries, self.graphs, strict=True))


@dataclass(frozen=True)
class ReportPage:
    """Everything page and PDF say, in the report's language."""

    title: str
    subject: str
    clinic: str
    language: str
    sections: tuple[Shown, ...]
    standing: str
    signed: str
    why: str
    is_draft: bool


def graph(entry: Entry, ident: str) -> SafeString:
    if entry.graph is None:
        return SafeString("")
    words = labels()
    wide, narrow = (drawn(entry.graph, words, width, f"{ident}-{width}") for width in (760, 380))
    return mark_safe(wide + narrow)  # noqa: S308 (the core escapes every text in it)


def report_page(report: Report, version: ReportVersion, today: date | None = None) -> ReportPage:
    """A draft shows the figures of today, a signed version those it was signed with."""
    signature = getattr(version, "signature", None)
    with translation.override(report.language):
        found = (
            thawed(version.content)
            if version.content is not None
            else sections(report.audience, material(report, version.chosen, today or timezone.localdate()))
        )
        told = {row.part: row.text for row in version.texts.all()}
        shown = tuple(_shown(one, told) for one in found)
        return ReportPage(
            title=title(report),
            subject=subject(report),
            clinic=report.child.organisation.name,
            language=report.language,
            sections=shown if signature is None else tuple(one for one in shown if not _untold(one)),
            standing=standing(version),
            signed=signature.by.name if signature else "",
            why=_("Worded anew: %(why)s") % {"why": version.why} if version.number > 1 else "",
            is_draft=signature is None,
        )


def _shown(section: Section, told: dict[str, str]) -> Shown:
    if not section.written:
        graphs = (graph(entry, f"{section.part}{number}") for number, entry in enumerate(section.entries))
        return Shown(section, graphs=tuple(graphs))
    about = WRITTEN[Part(section.part)]
    return Shown(section, told.get(section.part, ""), str(about.hint), about.required)


def _untold(shown: Shown) -> bool:
    return shown.section.written and not shown.text.strip()


def title(report: Report) -> str:
    """In the language that is active."""
    return str(TITLES[report.audience]) % {"name": report.child.name}


def subject(report: Report) -> str:
    """Which time it is about, and for whom it is."""
    words = {"start": day_year(report.starts_on), "end": day_year(report.ends_on)}
    if report.party is None:
        return _("%(start)s to %(end)s · for the family") % words
    where = f", {report.party.institution}" if report.party.institution else ""
    return _("%(start)s to %(end)s · for %(name)s") % (words | {"name": report.party.name + where})


def standing(version: ReportVersion) -> str:
    """Who signed it and when, or that nobody has."""
    signature = getattr(version, "signature", None)
    if signature is None:
        return _("A draft. Its figures are those of today; they are fixed when it is signed.")
    who = f"{signature.by.name}, {signature.title}" if signature.title else signature.by.name
    said = {"name": who, "day": day_year(signature.at), "number": version.number}
    return _("Signed by %(name)s on %(day)s. Version %(number)d.") % said
