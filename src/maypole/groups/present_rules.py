"""Broken rules, times and points, in the words of the studio."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.cores.groups.problem import DAYS, Child, Place, Problem, Week, clock
from maypole.cores.groups.rules import Broken

from .models import Weekday
from .rule_words import what_breaks

MINUS = "\N{MINUS SIGN}"
TERMS: dict[str, Promise] = {
    "placed": gettext_lazy("Children with a place"),
    "priority": gettext_lazy("Priority"),
    "waiting_week": gettext_lazy("Weeks waited"),
    "shared_goal": gettext_lazy("Goals shared with another child"),
    "level_mix": gettext_lazy("A model one step ahead"),
    "age_closeness": gettext_lazy("Close in age"),
    "size": gettext_lazy("Size of the groups"),
    "together": gettext_lazy("Wishes to be together"),
    "same_group": gettext_lazy("Company from last term"),
    "same_staff": gettext_lazy("The adult they know"),
    "same_time": gettext_lazy("The time they know"),
    "language": gettext_lazy("A language shared with the adult"),
}


def sentence(broken: Broken, names: Mapping[str, str]) -> str:
    """What is wrong, as a sentence of its own."""
    words = {"one": names.get((*broken.who, "")[0], ""), "n": broken.count, "limit": broken.limit}
    own = {
        "staff": _("%(one)s is not free then."),
        "room": _("%(one)s is not open then."),
        "staff_busy": _("%(one)s would lead two groups at once."),
        "room_busy": _("%(one)s would hold two groups at once."),
        "max_groups": _("%(one)s would lead %(n)s groups; at most %(limit)s were agreed."),
        "slot": _("It would not begin on a quarter of an hour."),
    }
    if broken.rule in own and broken.cause != "field":
        return own[broken.rule] % words
    if broken.cause == "field":
        return _("%(one)s does not work in this field at this site.") % words
    told = what_breaks(broken, names)
    return told[:1].upper() + told[1:]


def signed(points: int) -> str:
    """
    >>> signed(40), signed(-40), signed(0)
    ('+40', '−40', '0')
    """
    if points < 0:
        return f"{MINUS}{-points}"
    return f"+{points}" if points else "0"


def weekday_name(day: str) -> str:
    return str(Weekday(DAYS.index(day)).label)


def when(problem: Problem, place: Place) -> str:
    """“Monday 15:30 to 16:15”."""
    return _("%(day)s %(start)s to %(end)s") % {
        "day": weekday_name(place.day),
        "start": clock(place.start),
        "end": clock(place.start + problem.rules.duration_minutes),
    }


def times(week: Week) -> str:
    """“Monday 14:00–17:00, Thursday 9:00–10:30”; empty for none."""
    told = []
    for day, windows in zip(DAYS, week, strict=True):
        spans = ", ".join(f"{clock(begin)}\N{EN DASH}{clock(end)}" for begin, end in windows)
        if spans:
            told.append(f"{weekday_name(day)} {spans}")
    return "; ".join(told)


def short_age(months: int) -> str:
    """“5 y 3” for the narrow place beside a name."""
    return _("%(years)d y %(months)d") % {"years": months // 12, "months": months % 12}


def skills_of_child(child: Child) -> list[str]:
    return sorted({goal.skill for goal in child.goals})
