"""How a thing stands, in words: fit for use, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maypole.web.dates import day_year

from .models import Equipment, EquipmentState


@dataclass(frozen=True)
class Line:
    """One thing in a list: the chip's kind and icon, its words, and what else is due."""

    item: Equipment
    kind: str
    icon: str
    words: str
    due: str

    @property
    def blocked(self) -> bool:
        return self.kind == "alert"


def refusal(item: Equipment, today: date) -> str:
    """Why it may not be used today; empty when it may. Needs `with_standing`."""
    words = {"name": item.name, "day": day_year(item.inspection_due_on), "why": item.state_why or ""}
    if item.state == EquipmentState.State.GONE:
        return _("%(name)s is no longer here: %(why)s") % words
    if item.state == EquipmentState.State.OUT:
        return _("%(name)s is out of service: %(why)s") % words
    if item.inspection_passed is False:
        return _("%(name)s failed its last inspection.") % words
    if item.overdue(today):
        if item.inspected_on is None:
            return _("%(name)s has never been inspected.") % words
        return _("%(name)s: the inspection was due on %(day)s.") % words
    if item.lent:
        return _("%(name)s is with a family.") % words
    return ""


def line(item: Equipment, today: date) -> Line:
    """Short words for the chip; what is due next beside it."""
    if item.state == EquipmentState.State.OUT:
        return Line(item, "alert", "stop", _("Out of service: %(why)s") % {"why": item.state_why}, "")
    if item.inspection_passed is False:
        return Line(item, "alert", "alert", _("Failed its inspection"), "")
    if item.overdue(today):
        words = (
            _("Inspection was due on %(day)s") % {"day": day_year(item.inspection_due_on)}
            if item.inspected_on
            else _("Never inspected")
        )
        return Line(item, "alert", "alert", words, "")
    if item.lent:
        return Line(item, "info", "home", _("With a family"), _due(item, today))
    return Line(item, "ok", "check", _("Fit for use"), _due(item, today))


def _due(item: Equipment, today: date) -> str:
    cleaning, inspection = item.cleaning_due_on, item.inspection_due_on
    if cleaning is not None and cleaning < today:
        return _("Cleaning was due on %(day)s") % {"day": day_year(cleaning)}
    return _("Next inspection by %(day)s") % {"day": day_year(inspection)} if inspection else ""


def lines(items: list[Equipment], today: date) -> list[Line]:
    """What may not be used first, then by name."""
    return sorted((line(item, today) for item in items), key=lambda each: (not each.blocked, each.item.name))
