"""Suggestions of the goal bank as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.people.present import months_in_words

from .bank import Suggestion
from .bank_fill import criterion_goal
from .models import Measure, Occupation
from .wording import how_well


@dataclass(frozen=True)
class Hit:
    code: str
    area: str
    title: str
    words: str
    how: str
    ages: str
    occupation: str
    steps: tuple[str, ...]
    own: bool


def hits(found: Iterable[Suggestion]) -> list[Hit]:
    return [hit(one) for one in found]


def hit(one: Suggestion) -> Hit:
    words = f"{one.who_does}, {one.conditions}." if one.conditions else f"{one.who_does}."
    measured = {"kind": Measure(one.measure).label, "well": how_well(criterion_goal(one))}
    return Hit(
        code=one.code,
        area=one.area,
        title=one.title,
        words=words,
        how=_("%(kind)s: %(well)s") % measured,
        ages=_("%(from)s to %(to)s") % {"from": months_in_words(one.from_months), "to": months_in_words(one.to_months)},
        occupation=str(Occupation(one.occupation).label),
        steps=one.steps or one.levels,
        own=one.own is not None,
    )
