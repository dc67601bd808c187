"""What each audience may be told: a list written by hand. Nothing that is not on it gets into a report.

`docs/reports.md` shows this table, and a test with a marked word in every source proves that nothing else gets in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.people.models import OutsideParty

from .models import Audience


class Part(StrEnum):
    """The parts a report is made of; each takes only the facts its name says (`sections.py`)."""

    NAME = "name"
    BORN = "born"
    STRENGTHS = "strengths"
    DIAGNOSIS = "diagnosis"
    SUMMARY = "summary"
    LETTER = "letter"
    NECESSITY = "necessity"
    FOUND = "found"
    GOALS_PLAIN = "goals_plain"
    GOALS_SCHOOL = "goals_school"
    GOALS_MEASURED = "goals_measured"
    DOSE = "dose"
    PLAN = "plan"
    STRATEGIES = "strategies"
    HOME = "home"
    ASK = "ask"
    ENDING = "ending"
    LASTING = "lasting"
    NEXT = "next"


@dataclass(frozen=True)
class Written:
    """A part that a therapist writes: its title, what to write, and whether it may stay empty."""

    title: Promise
    hint: Promise
    required: bool = False


WRITTEN: dict[Part, Written] = {
    Part.SUMMARY: Written(
        _("In short"), _("Two or three plain sentences. Figures stand in the report by themselves."), required=True
    ),
    Part.LETTER: Written(
        _("Letter"), _("Thank them, say what was found and what you do together. They read this first."), required=True
    ),
    Part.NECESSITY: Written(
        _("Why therapy is needed"),
        _("What the child cannot do without skilled help, why now, and what is expected. Only what a payer needs."),
        required=True,
    ),
    Part.ASK: Written(_("What would help at school"), _("Small things a teacher can do in a full class.")),
    Part.LASTING: Written(
        _("Keeping it going"), _("What the goodbye does not say yet: what lasts, and who helps with it.")
    ),
    Part.NEXT: Written(_("What comes next"), _("Who does what until when.")),
}

MAY_CONTAIN: dict[Audience, tuple[Part, ...]] = {
    Audience.FAMILY: (
        Part.NAME, Part.SUMMARY, Part.STRENGTHS, Part.GOALS_PLAIN, Part.DOSE, Part.HOME, Part.STRATEGIES, Part.NEXT,
    ),
    Audience.SCHOOL: (
        Part.NAME, Part.SUMMARY, Part.STRENGTHS, Part.GOALS_SCHOOL, Part.STRATEGIES, Part.ASK, Part.NEXT,
    ),
    Audience.PAYER: (
        Part.NAME, Part.BORN, Part.DIAGNOSIS, Part.NECESSITY, Part.PLAN, Part.DOSE, Part.GOALS_MEASURED, Part.NEXT,
    ),
    Audience.REFERRER: (
        Part.NAME, Part.BORN, Part.LETTER, Part.STRENGTHS, Part.GOALS_MEASURED, Part.DOSE, Part.NEXT,
    ),
    Audience.EVALUATION: (
        Part.NAME, Part.BORN, Part.SUMMARY, Part.STRENGTHS, Part.FOUND, Part.NEXT,
    ),
    Audience.DISCHARGE: (
        Part.NAME, Part.BORN, Part.SUMMARY, Part.STRENGTHS, Part.GOALS_MEASURED, Part.DOSE, Part.ENDING, Part.LASTING,
        Part.NEXT,
    ),
}  # fmt: skip
"""In the order of reading. Strengths stand above anything that is hard; a payer gets none: minimum necessary."""

KINDS: dict[Audience, tuple[str, ...]] = {
    Audience.SCHOOL: (OutsideParty.Kind.TEACHER, OutsideParty.Kind.OTHER),
    Audience.PAYER: (OutsideParty.Kind.PAYER,),
    Audience.REFERRER: (OutsideParty.Kind.DOCTOR, OutsideParty.Kind.REFERRER, OutsideParty.Kind.OTHER),
    Audience.EVALUATION: tuple(OutsideParty.Kind),
    Audience.DISCHARGE: tuple(OutsideParty.Kind),
}
"""Kinds of outside party a report of this audience may be written to."""


def written_parts(audience: str) -> list[Part]:
    """The parts of this audience's report that somebody writes."""
    return [part for part in MAY_CONTAIN[Audience(audience)] if part in WRITTEN]
