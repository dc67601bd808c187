"""The note a visit writes about itself: pure text from the tallies, whole sentences, in the reader's language.

It says what was counted and never what it proves: one visit is not a trend, and a child is not a diagnosis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.web.dates import weekday

from .models import VisitMood
from .said import compared, helped, missed, result, spoke
from .shapes import COLUMNS, SOAP, Shape
from .tally import Tally


@dataclass(frozen=True)
class NoteText:
    """The words of one note: the four built-in parts, those of further sections by key, the summary for the family."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    family_summary: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sections: Mapping[str, str], family_summary: str = "") -> NoteText:
        """The words of a note by the keys of its sections."""
        own = {key: words for key, words in sections.items() if key in COLUMNS}
        return cls(**own, family_summary=family_summary, more={k: v for k, v in sections.items() if k not in COLUMNS})

    def words(self, key: str) -> str:
        """What one section says."""
        return str(getattr(self, key)) if key in COLUMNS else self.more.get(key, "")


@dataclass(frozen=True)
class Seen:
    """What a note is composed from."""

    name: str
    staff: str
    tallies: Sequence[Tally]
    moods: Sequence[tuple[str, datetime]] = ()
    remarks: str = ""
    next_visit: datetime | None = None
    played: str = ""
    played_told: str = ""
    there: str = ""
    times: str = ""

    @property
    def worked_on(self) -> list[Tally]:
        return [tally for tally in self.tallies if tally.n]

    @property
    def said_stop(self) -> bool:
        return any(mood == VisitMood.Mood.STOP for mood, _at in self.moods)


def compose(seen: Seen, shape: Shape = SOAP) -> NoteText:
    """The draft of a whole note in its shape; every section may be rewritten before it is signed."""
    told = parts(seen)
    sections = {one.key: _paragraphs([told[part] for part in one.feeds]) for one in shape.sections}
    return NoteText.of(sections, _paragraphs(_family(seen)))


def parts(seen: Seen) -> dict[str, str]:
    """What a draft is made of, by the names in `shapes.PARTS`."""
    return {
        "said": seen.remarks.strip(),
        "moods": _paragraphs(_moods(seen)),
        "there": seen.there,
        "times": seen.times,
        "played": seen.played,
        "counted": _paragraphs(_counted(seen)),
        "compared": _paragraphs(_assessment(seen)),
        "next": _paragraphs(_plan(seen)),
    }


def _moods(seen: Seen) -> list[str]:
    said = [
        _("%(mood)s at %(time)s")
        % {"mood": str(VisitMood.Mood(mood).label).lower(), "time": f"{timezone.localtime(at):%H:%M}"}
        for mood, at in seen.moods
        if mood != VisitMood.Mood.STOP
    ]
    lines = [_("%(name)s was %(moods)s.") % {"name": seen.name, "moods": ", ".join(said)}] if said else []
    if seen.said_stop:
        lines.append(_("%(name)s said stop, and we stopped.") % {"name": seen.name})
    return lines


def _counted(seen: Seen) -> list[str]:
    lines = [
        " ".join(part for part in (result(tally), helped(tally), missed(tally), spoke(tally), compared(tally)) if part)
        for tally in seen.worked_on
    ]
    rest = [tally.title for tally in seen.tallies if not tally.n]
    if rest:
        lines.append(_("Not worked on this time: %(goals)s.") % {"goals": ", ".join(rest)})
    if not seen.worked_on:
        lines.insert(0, _("Nothing was counted in this visit."))
    return lines


def _assessment(seen: Seen) -> list[str]:
    better = [tally.title for tally in seen.worked_on if tally.change > 0]
    less = [tally.title for tally in seen.worked_on if tally.change < 0]
    lines = []
    if better:
        lines.append(_("Further than last visit: %(goals)s.") % {"goals": ", ".join(better)})
    if less:
        lines.append(_("Less far than last visit: %(goals)s.") % {"goals": ", ".join(less)})
    if better or less:
        lines.append(_("One visit is not a trend; the chart and the next review say more."))
    return lines


def _plan(seen: Seen) -> list[str]:
    lines = []
    if seen.worked_on:
        lines.append(_("Go on with: %(goals)s.") % {"goals": ", ".join(tally.title for tally in seen.worked_on)})
    if seen.next_visit:
        time = f"{timezone.localtime(seen.next_visit):%H:%M}"
        when = _("%(day)s, %(time)s") % {"day": weekday(seen.next_visit), "time": time}
        lines.append(_("Next visit: %(when)s.") % {"when": when})
    return lines


def _family(seen: Seen) -> list[str]:
    """Plain words, the child first, nothing that compares with other children."""
    count = len(seen.worked_on)
    names = {"name": seen.name, "staff": seen.staff, "n": count}
    if not count:
        lines = [_("%(name)s and %(staff)s spent this visit together without counting anything.") % names]
    else:
        text = ngettext(
            "%(name)s worked on one thing with %(staff)s today.",
            "%(name)s worked on %(n)d things with %(staff)s today.",
            count,
        )
        lines = [text % names, *(_for_family(tally) for tally in seen.worked_on)]
    if seen.played_told:
        lines.insert(1, seen.played_told)
    if seen.said_stop:
        lines.append(_("%(name)s said stop, and we stopped.") % names)
    return lines


def _for_family(tally: Tally) -> str:
    return " ".join(part for part in (result(tally), compared(tally)) if part)


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
