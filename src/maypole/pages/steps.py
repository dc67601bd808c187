"""The next step as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maypole.access.prepared import PreparedFor
from maypole.intake.models import NextStep
from maypole.web.dates import weekday


@dataclass(frozen=True)
class StepLine:
    """One open step in a list: what, “Inés, by Friday 20 March”, and whether that day is over."""

    what: str
    who: str
    late: bool


_steps = PreparedFor(lambda children: NextStep.objects.open().filter(child__in=children).order_by().told())


def step_lines(children: list[UUID], today: date) -> dict[UUID, StepLine]:
    """The open step of each of these children, in one query for twenty."""
    return {child: step_line(what, due, who, today) for child, what, due, who in _steps(children)}


def step_line(what: str, due: date, who: str, today: date) -> StepLine:
    return StepLine(what, _("%(who)s, by %(day)s") % {"who": who, "day": weekday(due)}, due < today)
