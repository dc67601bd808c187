"""The table as cards: who, when, why together, which levels, how many tries, and whether it is safe."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.groups.compatible import ratio_of
from maypole.cores.groups.problem import Child, clock
from maypole.people.present import list_in_words

from .actions.company import ALONE_FIRST
from .board import About, Board
from .models import GroupSkill
from .practised import LEVELS
from .present_reasons import Reason, reasons_of
from .present_rules import sentence, short_age, weekday_name
from .table import Judged

LARGE = 5
"""From this size on a card says what is known of large groups."""


@dataclass(frozen=True)
class Member:
    about: About
    age: str
    held: bool
    evidence: str
    exception: str
    safety: tuple[str, ...]
    tries: str


@dataclass(frozen=True)
class Skill:
    """A skill that at least two practise: who is at which of the five levels, and how many are a model for another."""

    name: str
    cells: tuple[tuple[str, str], ...]
    spread: str
    models: str


@dataclass(frozen=True)
class Card:
    id: str
    title: str
    ends: str
    adult: str
    room: str
    locked: bool
    members: tuple[Member, ...]
    broken: tuple[str, ...]
    reasons: tuple[Reason, ...]
    skills: tuple[Skill, ...]
    ratio: str
    large: bool
    points: int | None
    kept: str


def cards_of(board: Board) -> list[Card]:
    return [_card(board, each) for each in board.table.groups]


def _card(board: Board, each: Judged) -> Card:
    place, children = each.place, [board.problem.by_id[one] for one in each.place.members]
    adult = board.adults.get(place.staff, "")
    return Card(
        id=place.id,
        title=capfirst(f"{weekday_name(place.day)} {clock(place.start)}"),
        ends=clock(place.start + board.problem.rules.duration_minutes),
        adult=adult,
        room=board.rooms.get(place.room, ""),
        locked=each.locked,
        members=tuple(_member(board, each, child) for child in children),
        broken=tuple(sentence(broken, board.names) for broken in each.broken),
        reasons=tuple(reasons_of(each.facts, board.names, adult)),
        skills=tuple(_skills(board, children)),
        ratio=_ratio(board, children),
        large=len(children) >= LARGE,
        points=each.group.score if each.group else None,
        kept=_kept(board, each, children),
    )


def _member(board: Board, each: Judged, child: Child) -> Member:
    about = board.about[child.id]
    safety = [*about.precautions]
    if child.needs_support:
        safety.append(_("Needs an adult close by"))
    if child.aggression:
        safety.append(_("Hurts others at times; no plan yet"))
    if child.noise_tolerance == "low":
        safety.append(_("Needs it quiet"))
    return Member(
        about=about,
        age=short_age(child.age_months),
        held=child.id in each.held,
        evidence=evidence(about),
        exception=about.exception if about.alone < ALONE_FIRST else "",
        safety=tuple(safety),
        tries=_tries(board, about, len(each.place.members)),
    )


def evidence(about: About) -> str:
    """What there was before company (S68)."""
    return ngettext("%(n)d visit alone", "%(n)d visits alone", about.alone) % {"n": about.alone}


def _tries(board: Board, about: About, size: int) -> str:
    if about.dose is None:
        return _("Tries are not known yet")
    minutes = board.problem.rules.duration_minutes
    words = {"here": about.dose.in_group(minutes, size), "alone": about.dose.alone(minutes)}
    return _("about %(here)d tries here (alone: %(alone)d)") % words


def _skills(board: Board, children: list[Child]) -> list[Skill]:
    found = []
    for skill in sorted({goal.skill for child in children for goal in child.goals}):
        levels = {child.id: goal.level for child in children for goal in child.goals if goal.skill == skill}
        if len(levels) > 1:
            found.append(_skill(board, skill, levels))
    return sorted(found, key=lambda one: one.name)


def _skill(board: Board, skill: str, levels: dict[str, int]) -> Skill:
    models = [child for child, level in levels.items() if level - 1 in levels.values()]
    lowest, highest = min(levels.values()), max(levels.values())
    words = {"low": lowest, "high": highest, "word": LEVELS[lowest]}
    spread = _("all at level %(low)d (%(word)s)") if lowest == highest else _("levels %(low)d to %(high)d")
    counted = ngettext("%(n)d model a step ahead", "%(n)d models a step ahead", len(models)) % {"n": len(models)}
    return Skill(
        name=str(GroupSkill(skill).label) if skill in GroupSkill.values else skill,
        cells=tuple(
            (str(LEVELS[level]), list_in_words([board.names[child] for child, own in levels.items() if own == level]))
            for level in range(1, 6)
        ),
        spread=spread % words,
        models=counted if models else _("no model a step ahead"),
    )


def _ratio(board: Board, children: list[Child]) -> str:
    """One adult for so many, and how many the rule allows for the youngest, or beside a child who needs support."""
    if not children:
        return ""
    rules = board.problem.rules
    allowed = min(ratio_of(rules, min(child.age_months for child in children)), rules.size_max)
    if any(child.needs_support for child in children):
        allowed = min(allowed, rules.ratio_needs_support)
    return ngettext(
        "One adult for %(n)d child; your rule allows %(allowed)d.",
        "One adult for %(n)d children; your rule allows %(allowed)d.",
        len(children),
    ) % {"n": len(children), "allowed": allowed}


def _kept(board: Board, each: Judged, children: list[Child]) -> str:
    """Against last term: who stays in company, with the adult, at the time."""
    former = [child for child in children if child.previous.group]
    if not former:
        return ""
    homes = [child.previous.group for child in former]
    company = sum(homes.count(home) > 1 for home in homes)
    adult = sum(child.previous.staff == each.place.staff for child in former)
    time = sum((child.previous.day, child.previous.start) == (each.place.day, each.place.start) for child in former)
    words = {"of": len(former), "company": company, "adult": adult, "time": time}
    return _("Of %(of)d from last term: %(company)d keep company, %(adult)d the adult, %(time)d the time.") % words
