"""Which hard rules does a group break? One question for each rule, in words; used for locks and for explanations.

(The result of a plan is checked by ``check``, which shares no code with this.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from maypole.cores.groups.compatible import age_span, merged, own_limit, ratio_of
from maypole.cores.groups.problem import DAYS, Child, Place, Problem, Week, clock


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that does not hold, with the detail in words."""

    rule: str
    detail: str


def broken_rules(problem: Problem, place: Place) -> list[Broken]:
    """The rules a group breaks by itself, other groups aside."""
    members = [problem.by_id[member] for member in place.members]
    return [
        *_who(problem, members),
        *_sizes(problem, members, place.room),
        *_leader(problem, members, place),
        *_times(problem, members, place),
    ]


def broken_between(problem: Problem, places: Sequence[Place]) -> list[Broken]:
    """The rules groups break against each other: nobody and no room in two at once, and ``max_groups``."""
    found = []
    for one, other in combinations(places, 2):
        if one.day != other.day or abs(one.start - other.start) >= problem.rules.duration_minutes:
            continue
        for what in ("staff", "room"):
            if getattr(one, what) == getattr(other, what):
                text = f"{getattr(one, what)} is in two groups at once ({one.day} {clock(one.start)})"
                found.append(Broken(what + "_busy", text))
    for person in problem.staff:
        count = sum(place.staff == person.id for place in places)
        if person.max_groups is not None and count > person.max_groups:
            found.append(Broken("max_groups", f"{person.id} leads {count} groups, at most {person.max_groups}"))
    return found


def covers(week: Week, day: str, start: int, duration: int) -> bool:
    """Is the whole duration inside the windows of that day?"""
    return any(begin <= start and start + duration <= end for begin, end in merged(week[DAYS.index(day)]))


def _who(problem: Problem, members: Sequence[Child]) -> Iterator[Broken]:
    for child in members:
        if not child.group_allowed:
            yield Broken("group_allowed", f"{child.id} is not to be in a group")
    for name in ("site", "discipline"):
        if len({getattr(child, name) for child in members}) > 1:
            yield Broken(name, f"the members' {name}s differ")
    for one, other in combinations(members, 2):
        if other.id in one.avoid or one.id in other.avoid:
            yield Broken("avoid", f"{one.id} and {other.id} are not to be in one group")
    restless = [child.id for child in members if child.aggression]
    if len(restless) > problem.rules.max_unresolved_aggression:
        yield Broken("aggression", f"{' and '.join(restless)} have unresolved aggression")
    youngest, oldest = (pick(child.age_months for child in members) for pick in (min, max))
    span = age_span(problem.rules, youngest)
    if oldest - youngest > span:
        yield Broken("age_span", f"{oldest - youngest} months between youngest and oldest, at most {span}")
    for child in members:
        others = {goal.skill for other in members if other.id != child.id for goal in other.goals}
        if others.isdisjoint(goal.skill for goal in child.goals):
            yield Broken("shared_skill", f"{child.id} shares no skill with another member")


def _sizes(problem: Problem, members: Sequence[Child], room: str) -> Iterator[Broken]:
    size = len(members)
    if size < problem.rules.size_min:
        yield Broken("size", f"{size} children, at least {problem.rules.size_min}")
    ratio = ratio_of(problem.rules, min(child.age_months for child in members))
    limits = [(own_limit(problem.rules, child), f"{child.id}'s limit") for child in members]
    limits += [(ratio, "the ratio for the youngest"), (problem.room_by_id[room].capacity, f"room {room}")]
    limit, why = min(limits)
    if size > limit:
        yield Broken("size", f"{size} children, at most {limit} ({why})")


def _leader(problem: Problem, members: Sequence[Child], place: Place) -> Iterator[Broken]:
    leader, room = problem.staff_by_id[place.staff], problem.room_by_id[place.room]
    for child in members[:1]:
        if child.discipline not in leader.disciplines or child.site not in leader.sites:
            yield Broken("staff", f"{leader.id} does not work in {child.discipline} at {child.site}")
        if room.site != child.site:
            yield Broken("room", f"room {room.id} is not at {child.site}")


def _times(problem: Problem, members: Sequence[Child], place: Place) -> Iterator[Broken]:
    rules, when = problem.rules, f"on {place.day} at {clock(place.start)}"
    if place.start % rules.slot_minutes:
        yield Broken("slot", f"{clock(place.start)} is not on the grid of {rules.slot_minutes} minutes")
    people = [("available", child.id, child.available) for child in members]
    people.append(("staff", place.staff, problem.staff_by_id[place.staff].available))
    people.append(("room", place.room, problem.room_by_id[place.room].available))
    for rule, name, week in people:
        if not covers(week, place.day, place.start, rules.duration_minutes):
            yield Broken(rule, f"{name} is not available {when}")
