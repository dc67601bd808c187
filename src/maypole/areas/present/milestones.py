"""The list of an age with what was answered; the age basis is always told, and no total is ever made (S44)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.areas.checklists import Checklists, Milestone, checklists
from maypole.areas.models import Answer, MilestoneAnswer
from maypole.people.models import Child
from maypole.people.present import ages_of, months_in_words
from maypole.web.dates import day_year

CHIPS = {Answer.YES: ("ok", "check"), Answer.NOT_YET: ("", "clock"), Answer.NOT_SURE: ("info", "info")}
LISTS_END = 60


@dataclass(frozen=True)
class Basis:
    """Which age the list follows, told with both ages; `list_age` is None when no list fits."""

    sentence: str
    list_age: int | None
    over: bool = False


@dataclass(frozen=True)
class Line:
    id: str
    text: str
    answer: str = ""
    word: str = ""
    kind: str = ""
    icon: str = ""
    when: str = ""
    lost: bool = False


@dataclass(frozen=True)
class Domain:
    name: str
    lines: list[Line] = field(default_factory=list)


def basis(child: Child, today: date, lists: Checklists) -> Basis:
    """The last age the child has reached, corrected for a child born early until 24 months; both ages are told."""
    both = ages_of(child, today)
    if both is None:
        return Basis(_("The birth date is not known, so no list can be chosen by age."), None)
    used = both.for_norms.total_months
    told = months_in_words(both.chronological.total_months)
    if both.corrects and both.corrected is not None:
        corrected = months_in_words(both.corrected.total_months)
        sentence = _("By corrected age: %(corrected)s, because of the early birth (since birth: %(age)s).") % {
            "corrected": corrected,
            "age": told,
        }
    else:
        sentence = _("By age since birth: %(age)s.") % {"age": told}
    return Basis(sentence, lists.list_age(used), over=used > LISTS_END + 11)


def domains(milestones: Iterable[Milestone], answers: dict[str, MilestoneAnswer], lists: Checklists) -> list[Domain]:
    """The milestones of one list by domain, each with its newest answer."""
    found = {code: Domain(name) for code, name in lists.domains.items()}
    for one in milestones:
        found[one.domain].lines.append(_line(one, answers.get(one.id)))
    return [domain for domain in found.values() if domain.lines]


def _line(milestone: Milestone, row: MilestoneAnswer | None) -> Line:
    if row is None:
        return Line(milestone.id, milestone.text)
    answer = Answer(row.answer)
    kind, icon = ("alert", "alert") if row.lost else CHIPS[answer]
    word = _("Could do it before") if row.lost else str(answer.label)
    return Line(milestone.id, milestone.text, answer, word, kind, icon, day_year(row.at), row.lost)


def current_lists() -> Checklists:
    return checklists(get_language() or "en")
