"""What can be said for a group, as facts: which thing that groups are for, about which skill, and who is meant.

``reasons`` words some of them without a name. A page that may name children words all of them itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.groups.answer import Group
from maypole.cores.groups.problem import Child, Problem

MANNERS = ("turn_taking", "sharing", "rules", "waiting")
"""Skills by which boundaries are learned; such a skill needs somebody to share with and to wait for."""


@dataclass(frozen=True, slots=True)
class Fact:
    """``weight``: how much it says. ``who``: members it is about, in the group's order. ``months``: between their ages.

    Kinds: "alone", "models", "flat", "known", "adult", "ease", "wish", "practice", "manners", "cheer".
    """

    kind: str
    weight: int
    size: int
    skill: str = ""
    who: tuple[str, ...] = ()
    months: int = 0


def facts(problem: Problem, group: Group) -> list[Fact]:
    """Everything that holds: first the skill most of them share, then what says most."""
    members = [problem.by_id[member] for member in group.place.members]
    others = [
        *_models(group, members),
        *_known(members),
        *_adult(members, group),
        _ease(members),
        *_wish(members),
        _practice(members),
        *_manners(members),
        *_cheer(members),
    ]
    return [_alone(members), *sorted(others, key=lambda fact: -fact.weight)]


def _ids(members: Sequence[Child]) -> tuple[str, ...]:
    return tuple(child.id for child in members)


def _with(members: Sequence[Child], skill: str) -> list[Child]:
    return [child for child in members if any(goal.skill == skill for goal in child.goals)]


def _most(counts: Counter[str]) -> str:
    """The skill counted most; the first by name among equals."""
    return min(counts.items(), key=lambda item: (-item[1], item[0]))[0]


def _alone(members: Sequence[Child]) -> Fact:
    skill = _most(Counter(goal.skill for child in members for goal in child.goals))
    return Fact("alone", 100, len(members), skill, _ids(_with(members, skill)))


def _models(group: Group, members: Sequence[Child]) -> list[Fact]:
    """The members who are a step ahead of another in a skill; or that the levels are all low, or mostly high."""
    levels = {(goal.skill, goal.level) for child in members for goal in child.goals}
    skills = Counter(goal.skill for child in members for goal in child.goals if (goal.skill, goal.level + 1) in levels)
    if group.terms["level_mix"] < 0:
        return [Fact("flat", 75, len(members))]
    if not skills:
        return []
    skill = _most(skills)
    ahead = [
        child
        for child in members
        if any(goal.skill == skill and (skill, goal.level - 1) in levels for goal in child.goals)
    ]
    return [Fact("models", 70, len(members), skill, _ids(ahead))]


def _known(members: Sequence[Child]) -> list[Fact]:
    counts = Counter(child.previous.group for child in members if child.previous.group is not None)
    if max(counts.values(), default=0) < 2:
        return []
    former = min(counts.items(), key=lambda item: (-item[1], item[0]))[0]
    return [Fact("known", 80, len(members), who=_ids([one for one in members if one.previous.group == former]))]


def _adult(members: Sequence[Child], group: Group) -> list[Fact]:
    same = [child for child in members if child.previous.staff == group.place.staff]
    return [Fact("adult", 60 if 2 * len(same) > len(members) else 35, len(members), who=_ids(same))] if same else []


def _ease(members: Sequence[Child]) -> Fact:
    months = max(child.age_months for child in members) - min(child.age_months for child in members)
    return Fact("ease", 65 if months <= 9 else 30, len(members), months=months)


def _wish(members: Sequence[Child]) -> list[Fact]:
    here = set(_ids(members))
    wished = [child for child in members if here & set(child.together)]
    return [Fact("wish", 78, len(members), who=_ids(wished))] if wished else []


def _practice(members: Sequence[Child]) -> Fact:
    return Fact("practice", 50 if len(members) <= 4 else 72, len(members))


def _manners(members: Sequence[Child]) -> list[Fact]:
    counts = Counter(goal.skill for child in members for goal in child.goals if goal.skill in MANNERS)
    shared = Counter({skill: count for skill, count in counts.items() if count > 1})
    if not shared:
        return []
    skill = _most(shared)
    return [Fact("manners", 45, len(members), skill, _ids(_with(members, skill)))]


def _cheer(members: Sequence[Child]) -> list[Fact]:
    """Members at the same step of a skill: they set a pace for each other, and have something to cheer."""
    steps: dict[tuple[str, int], list[Child]] = {}
    for child in members:
        for goal in child.goals:
            steps.setdefault((goal.skill, goal.level), []).append(child)
    pairs = {step: found for step, found in steps.items() if len(found) > 1}
    if not pairs:
        return []
    step = min(pairs, key=lambda one: (-len(pairs[one]), one))
    return [Fact("cheer", 40, len(members), step[0], _ids(pairs[step]))]
