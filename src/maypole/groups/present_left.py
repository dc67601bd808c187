"""Who has no group: the smallest set of rules that keeps each out, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.cores.groups.compatible import age_span
from maypole.cores.groups.problem import Child
from maypole.cores.groups.rules import Broken
from maypole.people.present import list_in_words, months_in_words

from .board import About, Board
from .present_reasons import skill_name
from .present_rules import short_age, skills_of_child, times

WHY: dict[str, Promise] = {
    "group_allowed": gettext_lazy("For this child, or for those who would fit, no group is wanted for now."),
    "site": gettext_lazy("Those who would fit are at another site."),
    "discipline": gettext_lazy("Those who would fit are in another field."),
    "available": gettext_lazy("Those who would fit cannot come at the same times."),
    "staff": gettext_lazy("No adult of this field leads groups at those times."),
    "room": gettext_lazy("No room that is large enough is open at those times."),
    "size": gettext_lazy("The limits on size, or the ratio, leave no place."),
    "age_span": gettext_lazy("Those who would fit are too far apart in age."),
    "avoid": gettext_lazy("Those who would fit are to be apart."),
    "aggression": gettext_lazy("There is another child who hurts others at times, without a plan for it yet."),
    "shared_skill": gettext_lazy("Those who would fit practise something else."),
    "plan": gettext_lazy("Those who would fit, their adult or their room are taken by other groups."),
    "worth": gettext_lazy("There is a place, but taking it would lower the worth of the plan."),
}


@dataclass(frozen=True)
class LeftOut:
    about: About
    age: str
    short_age: str
    waited: str
    why: tuple[str, ...]
    helps: tuple[str, ...]


def left_out(board: Board) -> list[LeftOut]:
    """Those who have waited longest first."""
    children = [board.problem.by_id[one] for one in board.table.left_out]
    children.sort(key=lambda child: (-child.waiting_weeks, child.id))
    return [_left(board, child) for child in children if child.id in board.about]


def _left(board: Board, child: Child) -> LeftOut:
    conflict: Sequence[Broken] = board.kept_out.get(child.id, ())
    return LeftOut(
        about=board.about[child.id],
        age=months_in_words(child.age_months),
        short_age=short_age(child.age_months),
        waited=waited(child.waiting_weeks),
        why=tuple(str(WHY[broken.rule]) for broken in conflict),
        helps=tuple(_helps(board, child, broken.rule) for broken in conflict),
    )


def waited(weeks: int) -> str:
    if not weeks:
        return ""
    return ngettext("waiting %(n)d week", "waiting %(n)d weeks", weeks) % {"n": weeks}


def _helps(board: Board, child: Child, rule: str) -> str:
    """What a person could change so that this rule no longer keeps the child out."""
    free = times(child.available)
    words = {
        "name": board.names[child.id],
        "times": free,
        "span": age_span(board.problem.rules, child.age_months),
        "skills": list_in_words([skill_name(skill) for skill in skills_of_child(child)]),
    }
    if rule == "available" and not free:
        return _("Ask the family for times: none are known for %(name)s.") % words
    sentences = {
        "group_allowed": _("Look again at “no group for now” in the record."),
        "site": _("A child at this site who practises the same."),
        "discipline": _("A child of this field who practises the same."),
        "available": _("Another hour in common. %(name)s is free %(times)s."),
        "staff": _("An adult who leads a group while %(name)s is free: %(times)s."),
        "room": _("A room while %(name)s is free: %(times)s."),
        "size": _("A larger limit, or a second adult."),
        "age_span": _("One more child near in age, or a wider age window than %(span)s months. You decide."),
        "avoid": _("The wish to keep them apart may end, if what was behind it is over."),
        "aggression": _("A plan for what happens when one of them hurts others."),
        "shared_skill": _("One more child who practises %(skills)s, or another goal of %(name)s for company."),
        "plan": _("A place in a group that is full, or another child to begin one with. See what it would cost."),
        "worth": _("You may put %(name)s there yourself, and see the price first."),
    }
    return sentences[rule] % words
