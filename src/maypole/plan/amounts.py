"""What a goal counts, in words: "8 of 10", "2 min 30 s", and back from what people type."""

from __future__ import annotations

import math
import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Goal, Measure

MINUTES = re.compile(r"^(\d{1,3}):([0-5]?\d)$")
LONGEST = 24 * 3600.0


def short(value: float) -> str:
    """At most one decimal, none when it is whole, by locale."""
    rounded = round(value, 1)
    whole = round(rounded)
    return number_format(rounded) if rounded != whole else str(whole) if abs(whole) < 1000 else number_format(whole)


def clock(seconds: float) -> str:
    """
    >>> clock(150)
    '2 min 30 s'
    """
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    if not rest:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


def amount(goal: Goal, value: float) -> str:
    """A level of the goal as a family hears it; `value` is told as `Goal.baseline` is."""
    if goal.is_share:
        return _("%(part)s of %(whole)d") % {"part": short(value), "whole": goal.out_of}
    if goal.measure == Measure.DURATION:
        return clock(value)
    if goal.measure == Measure.RATING:
        return _("%(part)s of %(whole)d") % {"part": short(value), "whole": goal.scale_max or 5}
    if goal.unit:
        return f"{short(value)} {goal.unit}"
    return ngettext("%(count)s time", "%(count)s times", round(value)) % {"count": short(value)}


def level_text(goal: Goal, level: float, of: int | None = None) -> str:
    """A level in the unit of the goal's points, as a family hears it: .6 of tries is “6 of 10”.

    `of` is how many tries there were, when it is not the goal's usual number.
    """
    if not goal.is_share:
        return amount(goal, level)
    whole = of or goal.out_of
    return _("%(part)s of %(whole)d") % {"part": short(round(level * whole)), "whole": whole}


def typed(goal: Goal, value: float | None) -> str:
    """`value` as it stands in the goal's form."""
    if value is None:
        return ""
    if goal.measure == Measure.DURATION:
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02d}"
    return f"{value:g}"


def parse(measure: str, text: str, whole: float = 10) -> float:
    """What somebody typed, told as `Goal.baseline` is. Raises ValidationError that says what to write.

    >>> parse("duration", "2:30")
    150.0
    """
    text = text.strip()
    clocked = MINUTES.match(text)
    if measure == Measure.DURATION and clocked:
        return int(clocked[1]) * 60.0 + int(clocked[2])
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if measure == Measure.DURATION:
        return _within(number * 60, 0, LONGEST, _("Write minutes and seconds like 2:30."))
    if measure in (Measure.TRIALS, Measure.STEPS):
        return _within(number, 0, whole, _("Write a number from 0 to %(whole)d.") % {"whole": whole})
    if measure == Measure.RATING:
        return _within(number, 1, 5, _("Write a number from 1 to 5."))
    return _within(number, 0, 1e6, _("Write a number, 0 or more."))


def _within(number: float, low: float, high: float, message: str) -> float:
    if not low <= number <= high:  # also refuses "not a number"
        raise ValidationError(message)
    return number
