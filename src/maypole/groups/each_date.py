"""Whether a group can stand as it is on each of its dates: size, ratio and safety, and what else to think of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from maypole.cores.groups.problem import DAYS, Place, Problem
from maypole.cores.groups.rules import Broken, broken_rules
from maypole.cores.groups.steady import Change, Spell, changes, too_often
from maypole.people.models import Child
from maypole.people.present import whole_months

from .gathering import child_rows, free_weeks, levels_of, rules_of, skills_of
from .models import GroupMembership, TherapyGroup
from .table import problem_of, unsafe

Json = dict[str, Any]
LOOKED_AT = frozenset(
    {"size", "avoid", "aggression", "group_allowed", "age_span", "shared_skill", "available", "site", "birth"}
)
"""Rules about who is together. That adult and room are free is a matter of the group, not of who joins or leaves."""


@dataclass(frozen=True)
class Concern:
    """One rule that would not hold from that day on."""

    on: date
    broken: Broken

    @property
    def blocks(self) -> bool:
        """Nobody may be put together so (S67, S80); anything else a person may decide all the same."""
        return self.broken.rule == "birth" or unsafe(self.broken)


def concerns(group: TherapyGroup, spells: Sequence[GroupMembership], since: date) -> list[Concern]:
    """What would not hold on any date from `since` on, with these spells of these children; each rule once.

    Who is in a group is the same between two changes, so that looking at the days of change looks at every date.
    Six queries, however many children and dates.
    """
    children = {spell.child_id: spell.child for spell in spells}
    unborn = [child for child in children.values() if child.birth_date is None]
    if unborn:
        return [Concern(since, Broken("birth", f"{child.pk} has no birth date", (str(child.pk),))) for child in unborn]
    days = _days_of_change(spells, since)
    document = _document(group, list(children.values()), since)
    found: dict[tuple[str, tuple[str, ...], str], Concern] = {}
    for day in days:
        there = {spell.child_id: spell.child for spell in spells if covers(spell, day)}
        for broken in _broken(group, document, list(there.values()), day):
            found.setdefault((broken.rule, broken.who, broken.cause), Concern(day, broken))
    return list(found.values())


def unrest(group: TherapyGroup, spells: Collection[GroupMembership], since: date) -> tuple[Change, ...]:
    """The changes of peers that come too close after each other, with the newest on or after `since` (S72)."""
    told = [Spell(str(spell.child_id), spell.starts_on, spell.ends_on) for spell in spells]
    return too_often(changes(told, first_day(group, spells), group.term.ends_on), since)


def first_day(group: TherapyGroup, spells: Collection[GroupMembership]) -> date:
    """The day the group began: the term's, or later when it was made in the middle of the term."""
    return max([group.term.starts_on, min((spell.starts_on for spell in spells), default=group.term.starts_on)])


def covers(spell: GroupMembership, day: date) -> bool:
    return spell.starts_on <= day and (spell.ends_on is None or spell.ends_on >= day)


def _days_of_change(spells: Sequence[GroupMembership], since: date) -> list[date]:
    """Somebody new can make a group too large or unsafe, somebody gone too small; between, nothing changes."""
    after = {date.fromordinal(spell.ends_on.toordinal() + 1) for spell in spells if spell.ends_on}
    return sorted(day for day in {since, *(spell.starts_on for spell in spells), *after} if day >= since)


def _document(group: TherapyGroup, children: Sequence[Child], today: date) -> Json:
    """The group's adult and room, these children as their records tell them, and the clinic's rules.

    A second adult doubles what one may hold; `most` is what was agreed for this group.
    """
    rules, adults = rules_of(group.organisation_id), 2 if group.second_adult_id else 1
    skills = skills_of([child.pk for child in children], group.discipline)
    levels = levels_of([goal for goals in skills.values() for goal in goals], timezone.localdate())
    rows = child_rows(
        children, site=group.site, discipline=group.discipline, today=today, skills=skills, levels=levels,
        free=free_weeks(group.organisation_id), waiting={}, before={},
    )  # fmt: skip
    site, most = str(group.site_id), max(rules.size_min, group.most)
    return {
        "version": 1,
        "rules": {
            "duration_minutes": group.minutes,
            "slot_minutes": 1,
            "size": {"min": rules.size_min, "max": most},
            "age_span_months": {"under_72": rules.span_young, "from_72": rules.span_old},
            "children_per_adult": {
                "under_36": rules.ratio_under_36 * adults,
                "under_60": rules.ratio_under_60 * adults,
                "from_60": rules.ratio_from_60 * adults,
                "needs_support": rules.ratio_support * adults,
            },
        },
        "children": rows,
        "staff": [{"id": str(group.staff_id), "disciplines": [group.discipline], "sites": [site], "available": {}}],
        "rooms": [{"id": str(group.room_id), "site": site, "capacity": group.room.capacity, "available": {}}],
    }


def _broken(group: TherapyGroup, document: Json, there: Sequence[Child], day: date) -> list[Broken]:
    if not there:
        return []
    problem = _on(document, {str(child.pk): child for child in there}, day)
    start = group.begins.hour * 60 + group.begins.minute
    members = tuple(child.id for child in problem.children)
    place = Place(members, str(group.staff_id), str(group.room_id), DAYS[group.weekday], start)
    elsewhere = [
        Broken("site", f"{child.pk} is of another site", (str(child.pk),))
        for child in there
        if child.site_id != group.site_id
    ]
    return [broken for broken in [*broken_rules(problem, place), *elsewhere] if broken.rule in LOOKED_AT]


def _on(document: Json, there: dict[str, Child], day: date) -> Problem:
    """The problem of those who are there on that day, as old as they are then."""
    rows = []
    for row in document["children"]:
        if row["id"] in there:
            born = there[row["id"]].birth_date
            assert born is not None
            known = {name: [one for one in row[name] if one in there] for name in ("avoid", "together")}
            rows.append(row | known | {"age_months": whole_months(born, day)})
    return problem_of(document | {"children": rows})


def first_blocks(found: Sequence[Concern]) -> list[Concern]:
    return [concern for concern in found if concern.blocks]
