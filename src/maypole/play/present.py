"""A game in words: ages, group, and what somebody must know before choosing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.equipment.models import Kind
from maypole.people.present import months_in_words

from .library import Activity


@dataclass(frozen=True)
class Card:
    """One game on the shelf."""

    entry: Activity
    ages: str
    group: str

    @property
    def code(self) -> str:
        return self.entry.id


def card(entry: Activity) -> Card:
    return Card(entry, ages(entry), group(entry))


def ages(entry: Activity) -> str:
    """“From 3 years to 9 years”."""
    return _("From %(low)s to %(high)s") % {
        "low": months_in_words(entry.from_months),
        "high": months_in_words(entry.to_months),
    }


def group(entry: Activity) -> str:
    if entry.group is None:
        return _("One child")
    low, high = entry.group
    if low == high:
        return ngettext("%(n)d child", "%(n)d children", high) % {"n": high}
    return _("%(low)d to %(high)d children") % {"low": low, "high": high}


def needs(entry: Activity) -> str:
    """The kind of equipment a game needs, in words; empty when it needs none."""
    return str(Kind(entry.equipment).label) if entry.equipment else ""
