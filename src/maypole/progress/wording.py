"""Levels and measures in plain words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.plan.models import Goal, Measure


def plain_number(value: float) -> str:
    """At most one decimal, in the reader's way of writing."""
    rounded = round(value, 1)
    return number_format(int(rounded)) if rounded == int(rounded) else number_format(rounded, 1)


def duration_text(seconds: float) -> str:
    """“3 min 10 s”, “45 s”."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    if not rest:
        return _("{minutes} min").format(minutes=minutes)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def level_text(goal: Goal, level: float, of: int | None = None) -> str:
    """A level in the goal's own words: “6 of 10”, “3 min 10 s”, “4 words”."""
    if goal.is_share:
        of = of or goal.out_of
        return _("{part} of {whole}").format(part=round(level * of), whole=of)
    if goal.measure == Measure.DURATION:
        return duration_text(level)
    if goal.measure == Measure.RATING:
        return _("{level} of {top}").format(level=plain_number(level), top=plain_number(goal.scale_max or 5))
    if goal.unit:
        return _("{number} {unit}").format(number=plain_number(level), unit=goal.unit)
    return plain_number(level)


def measure_label(goal: Goal) -> str:
    """The label of the y axis: behaviour and unit."""
    if goal.measure == Measure.TRIALS:
        return _("Percentage of tries without help")
    if goal.measure == Measure.STEPS:
        return _("Percentage of steps without help")
    if goal.measure == Measure.DURATION:
        return _("Seconds")
    if goal.measure == Measure.RATING:
        return _("Rating")
    return goal.unit or _("Count")


def days_ago(days: int) -> str:
    if days <= 0:
        return _("today")
    return ngettext("{days} day ago", "{days} days ago", days).format(days=days)
