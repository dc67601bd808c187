"""What a broken rule means, in a sentence for who decides. Names only of children they may know of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.groups.rules import Broken
from maypole.cores.groups.steady import Change
from maypole.web.dates import day

from .each_date import Concern

Names = Mapping[str, str]


def told(concern: Concern, names: Names) -> str:
    """“From 3 October: 5 children, and the room holds at most 4.”"""
    return _("From %(day)s: %(what)s") % {"day": day(concern.on), "what": what_breaks(concern.broken, names)}


def what_breaks(broken: Broken, names: Names) -> str:
    who = [names.get(one, _("another child")) for one in broken.who]
    one, other = (*who, "", "")[:2]
    words = {"one": one, "other": other, "n": broken.count, "limit": broken.limit}
    if broken.rule == "size":
        return _size(broken, words)
    sentences = {
        "avoid": _("%(one)s and %(other)s are to be apart."),
        "aggression": _("%(one)s and %(other)s both hurt others at times, and there is no plan for it yet."),
        "group_allowed": _("for %(one)s it is written that no group fits now."),
        "age_span": _("%(n)s months between the youngest and the oldest; the rules say at most %(limit)s."),
        "shared_skill": _("%(one)s shares no skill with another child of the group."),
        "available": _("%(one)s is not free at that time, as far as we know."),
        "site": _("%(one)s usually comes to another site."),
        "birth": _("the birth date of %(one)s is not known, so nobody can say which ratio holds."),
    }
    return sentences.get(broken.rule, broken.detail) % words


def _size(broken: Broken, words: dict[str, object]) -> str:
    if broken.cause == "few":
        return ngettext(
            "only one child is left; a group begins with two.",
            "%(n)s children; a group begins with %(limit)s.",
            broken.count,
        ) % words  # fmt: skip
    sentences = {
        "own": _("%(n)s children, and for %(one)s at most %(limit)s are right."),
        "ratio": _("%(n)s children, and with the youngest the adults may have at most %(limit)s."),
        "room": _("%(n)s children, and the room holds at most %(limit)s."),
    }
    return sentences.get(broken.cause, _("%(n)s children, and the group has room for %(limit)s.")) % words


def restless(found: Sequence[Change], names: Names) -> str:
    """“Peers would change 3 times in six weeks: …”"""
    return _("Peers would change %(n)s times within six weeks (%(days)s). Friendships need the same faces.") % {
        "n": len(found),
        "days": ", ".join(_spans({change.on for change in found})),
    }


def _spans(days: Collection[date]) -> list[str]:
    return [day(one) for one in sorted(days)]


def each_weekday(number: int) -> str:
    """“Mondays”, as a week repeats."""
    return (
        _("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays"),
    )[number]  # fmt: skip
