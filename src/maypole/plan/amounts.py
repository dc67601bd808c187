"""What a goal counts, in words: "8 of 10", "2 min 30 s", and back from what people type."""

from __future__ import annotations

import math
import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Goal, Measure
from .models.measure import INTERVALS, TIMES, TRIES

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
    if goal.counts_tries:
        return _("%(part)s of %(whole)d") % {"part": short(value), "whole": goal.out_of}
    if goal.in_intervals:
        return percent(value)
    if goal.measure == Measure.RATING:
        return _("%(part)s of %(whole)d") % {"part": short(value), "whole": goal.scale_max or 5}
    return plain_amount(goal.measure, goal.unit, value)


def plain_amount(measure: str, unit: str, value: float) -> str:
    """A value that is no share, in the words of its kind of measure."""
    if measure in TIMES:
        return clock(value)
    if measure == Measure.RATING:
        return _("%(part)s of %(whole)d") % {"part": short(value), "whole": 5}
    if measure == Measure.ATTAINMENT:
        return _("level %(level)s") % {"level": signed(value)}
    if measure == Measure.RATE:
        if unit:
            return _("%(count)s %(unit)s a minute") % {"count": short(value), "unit": unit}
        return _("%(count)s a minute") % {"count": short(value)}
    if unit:
        return f"{short(value)} {unit}"
    return ngettext("%(count)s time", "%(count)s times", round(value)) % {"count": short(value)}


def percent(value: float) -> str:
    """
    >>> percent(80)
    '80 %'
    """
    return _("%(value)s %%") % {"value": short(round(value))}


def signed(level: float) -> str:
    """An attainment level with its sign, as clinicians write it; levels are whole.

    >>> signed(-1.2), signed(0), signed(2)
    ('\u22121', '0', '+2')
    """
    whole = round(level)
    return f"{whole:+d}".replace("-", "\u2212") if whole else "0"


def level_text(goal: Goal, level: float, of: int | None = None) -> str:
    """A level in the unit of the goal's points, as a family hears it: .6 of tries is “6 of 10”.

    `of` is how many tries there were, when it is not the goal's usual number.
    """
    if goal.in_intervals:
        return percent(100.0 * level)
    if not goal.counts_tries:
        return amount(goal, level)
    whole = of or goal.out_of
    return _("%(part)s of %(whole)d") % {"part": short(round(level * whole)), "whole": whole}


def point_text(goal: Goal, value: float, k: int | None, n: int | None) -> str:
    """What one occasion gave, with what stands behind it: “80 % (16 of 20)”, “12 s, no response in 2 of 5”."""
    return result_text(goal.measure, goal.unit, value, k, n)


def result_text(measure: str, unit: str, value: float, k: int | None, n: int | None) -> str:
    """As `point_text`, for who has no goal at hand."""
    part = {"part": k or 0, "whole": n or 0}
    if measure in TRIES and n:
        return _("%(part)d of %(whole)d") % part
    if measure in INTERVALS and n:
        return _("%(percent)s (%(part)d of %(whole)d)") % {**part, "percent": percent(100.0 * value)}
    if measure == Measure.LATENCY and n and k != n:
        silent = {"time": clock(value), "silent": n - (k or 0), "whole": n}
        if not k:
            return _("no response in %(silent)d of %(whole)d, waited up to %(time)s") % silent
        return _("%(time)s, no response in %(silent)d of %(whole)d") % silent
    return plain_amount(measure, unit, value)


def typed(goal: Goal, value: float | None) -> str:
    """`value` as it stands in the goal's form."""
    if value is None:
        return ""
    if goal.measure in TIMES:
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
    if measure in TIMES and clocked:
        return int(clocked[1]) * 60.0 + int(clocked[2])
    number = _number(text)
    if measure == Measure.DURATION:
        return _within(number * 60, 0, LONGEST, _("Write minutes and seconds like 2:30."))
    if measure == Measure.LATENCY:
        return _within(number, 0, LONGEST, _("Write seconds, or minutes and seconds like 0:10."))
    if measure in INTERVALS:
        return _within(number, 0, 100, _("Write a percentage from 0 to 100."))
    if measure in TRIES:
        return _within(number, 0, whole, _("Write a number from 0 to %(whole)d.") % {"whole": whole})
    if measure == Measure.RATING:
        return _within(number, 1, 5, _("Write a number from 1 to 5."))
    if measure == Measure.ATTAINMENT:
        message = _("Choose a level from \u22122 to +2.")
        return _within(number if number == round(number, 0) else math.nan, -2, 2, message)
    return _within(number, 0, 1e6, _("Write a number, 0 or more."))


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").replace("\u2212", "-").removesuffix("%").strip())
    except ValueError:
        return math.nan


def _within(number: float, low: float, high: float, message: str) -> float:
    if not low <= number <= high:  # also refuses "not a number"
        raise ValidationError(message)
    return number
