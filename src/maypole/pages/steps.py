"""The next step as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maypole.intake.models import NextStep
from maypole.web.dates import weekday


@dataclass(frozen=True)
class StepLine:
    """One open step in a list: what, “Inés, by Friday 20 March”, and whether that day is over."""

    what: str
    who: str
    late: bool


def step_line(step: NextStep, today: date) -> StepLine:
    told = {"who": step.owner_name, "day": weekday(step.due_on)}
    return StepLine(step.what, _("%(who)s, by %(day)s") % told, step.due_on < today)
