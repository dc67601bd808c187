"""How a plan is carried out, as it is read: methods with their evidence, time, people, how long, who answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.web.dates import day_year

from .amounts import short
from .library import library
from .library import snapshot as kept_as
from .models import DoseMode, Episode, GoalObjection, PlanAssent, PlanMethod, PlanVersion

CHIPS = {"strong": "ok", "moderate": "", "emerging": "sun", "low": "sun"}


@dataclass(frozen=True)
class MethodRow:
    """One way of working with its evidence card."""

    row: PlanMethod
    name: str
    why: str
    sources: list[str]
    limits: str
    chip: str


def methods(version: PlanVersion, language: str, record: str) -> list[MethodRow]:
    """A version's ways of working. One from the shipped library is read in `language` while its text is as kept in
    `record`, the language of the clinic; anything else as it was written.
    """
    return [_method(row, language, record) for row in version.method_rows.all()]


def _method(row: PlanMethod, language: str, record: str) -> MethodRow:
    chip = CHIPS[row.confidence]
    known = library(language).get(row.code) if row.code else None
    if known is None or kept_as(known, record)["why"] != row.why or kept_as(known, record)["name"] != row.name:
        return MethodRow(row, row.name, row.why, row.source.splitlines(), row.limits, chip)
    return MethodRow(row, known.name, known.why, known.source_text().splitlines(), known.limits, chip)


def often(times: float, minutes: int) -> str:
    """“Once a week, 45 minutes each time”."""
    words = {"times": short(times), "minutes": minutes}
    if times < 1:
        weeks = round(1 / times)
        return _("Every %(weeks)d weeks, %(minutes)d minutes each time") % (words | {"weeks": weeks})
    if times == 1:
        return _("Once a week, %(minutes)d minutes each time") % words
    return (
        ngettext(
            "%(times)s time a week, %(minutes)d minutes each time",
            "%(times)s times a week, %(minutes)d minutes each time",
            round(times),
        )
        % words
    )


def for_weeks(words: str, weeks: int | None) -> str:
    if not weeks:
        return words
    told = ngettext("%(words)s, for %(n)d week", "%(words)s, for %(n)d weeks", weeks)
    return told % {"words": words, "n": weeks}


def doses(version: PlanVersion) -> list[tuple[str, str]]:
    """(how, how often): the main visits first, then what stands beside them."""
    main = for_weeks(often(version.sessions_a_week, version.minutes), version.weeks)
    rows = [(version.get_mode_display(), main)]
    for row in version.dose_rows.all():
        rows.append((row.get_mode_display(), for_weeks(often(row.times_a_week, row.minutes), row.weeks)))
    return rows


def dose_text(version: PlanVersion) -> str:
    """All of it in one line each; one to one alone is not named."""
    rows = doses(version)
    if len(rows) == 1 and version.mode == DoseMode.ONE:
        return rows[0][1]
    return "\n".join(_("%(how)s: %(often)s") % {"how": how, "often": told} for how, told in rows)


def band(episode: Episode | None) -> str:
    """“About 4 to 6 months in all, until about June 2026.”"""
    if episode is None or episode.expected_end_on is None:
        return ""
    most = max(_months(episode.started_on, episode.expected_end_on), 1)
    least = max(_months(episode.started_on, episode.earliest_on or episode.expected_end_on), 1)
    end = {"month": MONTHS[episode.expected_end_on.month], "year": episode.expected_end_on.year}
    if least == most:
        told = ngettext(
            "About %(n)d month in all, until about %(month)s %(year)d.",
            "About %(n)d months in all, until about %(month)s %(year)d.",
            most,
        )
        return told % (end | {"n": most})
    return _("About %(least)d to %(most)d months in all, until about %(month)s %(year)d.") % (
        end | {"least": least, "most": most}
    )


def _months(start: date, end: date) -> int:
    return round((end - start).days / 30.44)


def cosign_line(version: PlanVersion) -> str:
    """Whose signature a version waits for, or who stands beside it."""
    signature = getattr(version, "signature", None)
    if signature is None or signature.cosigner is None:
        return ""
    answer = getattr(signature, "cosignature", None)
    if answer is None:
        return _("Waits for %(name)s to sign beside it.") % {"name": signature.cosigner.name}
    told = {"name": signature.cosigner.name, "day": day_year(answer.at)}
    if answer.agreed:
        return _("%(name)s signed beside it on %(day)s.") % told
    return _("%(name)s sent it back on %(day)s.") % told


def assent_line(assent: PlanAssent, name: str) -> str:
    """“Maya said yes on 3 March 2026: said it.”"""
    told = {"name": name, "day": day_year(assent.at), "how": assent.get_shown_display()}
    if assent.answer == PlanAssent.Answer.YES:
        return _("%(name)s: yes, on %(day)s. %(how)s.") % told
    return _("%(name)s: not yet, on %(day)s. %(how)s.") % told


def talks(version: PlanVersion) -> dict[str, GoalObjection]:
    """Goals of a version that a carer's newest answer does not agree to, by goal. Prefetch as `versions_of` does."""
    newest = {answer.carer_id: answer for answer in version.acceptances.all()}
    return {
        str(objection.held.goal_id): objection for answer in newest.values() for objection in answer.objections.all()
    }
