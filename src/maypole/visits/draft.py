"""The note a visit writes about itself: pure text from the tallies, whole sentences, in the reader's language.

It says what was counted and never what it proves: one visit is not a trend, and a child is not a diagnosis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.plan.amounts import clock, short
from maypole.plan.models import Measure
from maypole.web.dates import day, weekday

from .models import PromptLevel, VisitMood
from .tally import Before, Tally


@dataclass(frozen=True)
class NoteText:
    """The words of one note, in SOAP order, and the summary for the family."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    family_summary: str = ""


@dataclass(frozen=True)
class Seen:
    """What a note is composed from."""

    name: str
    staff: str
    tallies: Sequence[Tally]
    moods: Sequence[tuple[str, datetime]] = ()
    remarks: str = ""
    next_visit: datetime | None = None

    @property
    def worked_on(self) -> list[Tally]:
        return [tally for tally in self.tallies if tally.n]

    @property
    def said_stop(self) -> bool:
        return any(mood == VisitMood.Mood.STOP for mood, _at in self.moods)


def compose(seen: Seen) -> NoteText:
    """The draft of a whole note; every part may be rewritten before it is signed."""
    return NoteText(
        subjective=_paragraphs([seen.remarks.strip(), *_moods(seen)]),
        objective=_paragraphs(_objective(seen)),
        assessment=_paragraphs(_assessment(seen)),
        plan=_paragraphs(_plan(seen)),
        family_summary=_paragraphs(_family(seen)),
    )


def result(tally: Tally) -> str:
    """One goal's result in this visit as a sentence without its comparison."""
    words = {"goal": tally.title, "n": tally.n}
    if tally.is_share:
        words |= {"alone": tally.alone}
        if tally.measure == Measure.STEPS:
            text = ngettext(
                "%(goal)s: %(alone)d of %(n)d step without help.",
                "%(goal)s: %(alone)d of %(n)d steps without help.",
                tally.n,
            )
        else:
            text = ngettext(
                "%(goal)s: %(alone)d of %(n)d try without help.",
                "%(goal)s: %(alone)d of %(n)d tries without help.",
                tally.n,
            )
        return text % words
    if tally.measure == Measure.COUNT:
        return _("%(goal)s: %(value)s counted.") % {**words, "value": _with_unit(tally)}
    if tally.measure == Measure.DURATION:
        text = ngettext(
            "%(goal)s: %(time)s, measured %(n)d time.", "%(goal)s: %(time)s on average, measured %(n)d times.", tally.n
        )
        return text % {**words, "time": clock(tally.value)}
    return _("%(goal)s: %(value)s out of 5.") % {**words, "value": short(tally.value)}


def compared(tally: Tally) -> str:
    """How it was the last time, or nothing when there is no last time."""
    before = tally.before
    if before is None:
        return ""
    return _("Last visit, %(day)s: %(value)s.") % {
        "day": day(before.at),
        "value": before_words(tally, before),
    }


def last_time(tally: Tally) -> str:
    """The last visit's result of one goal: “Ties her shoes: 7 of 10, on 3 March.”"""
    if tally.before is None:
        return ""
    words = {"goal": tally.title, "value": before_words(tally, tally.before), "day": day(tally.before.at)}
    return _("%(goal)s: %(value)s, on %(day)s.") % words


def before_words(tally: Tally, before: Before) -> str:
    if before.trials:
        return _("%(correct)d of %(trials)d") % {"correct": before.correct or 0, "trials": before.trials}
    return clock(before.value) if tally.measure == Measure.DURATION else short(before.value)


def helped(tally: Tally) -> str:
    """The help that was needed, most frequent wording kept short: “Help needed: a word (3), a gesture (1).”"""
    if not tally.helps:
        return ""
    parts = [
        _("%(level)s (%(n)d)") % {"level": str(PromptLevel(level).label).lower(), "n": n} for level, n in tally.helps
    ]
    return _("Help needed: %(list)s.") % {"list": ", ".join(parts)}


def missed(tally: Tally) -> str:
    if not tally.missed:
        return ""
    return _("Not this time: %(n)d.") % {"n": tally.missed}


def _with_unit(tally: Tally) -> str:
    return f"{short(tally.value)} {tally.unit}".strip()


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


def _objective(seen: Seen) -> list[str]:
    lines = [
        " ".join(part for part in (result(tally), helped(tally), missed(tally), compared(tally)) if part)
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
    if seen.said_stop:
        lines.append(_("%(name)s said stop, and we stopped.") % names)
    return lines


def _for_family(tally: Tally) -> str:
    return " ".join(part for part in (result(tally), compared(tally)) if part)


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
