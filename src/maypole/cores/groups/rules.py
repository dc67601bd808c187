"""Which hard rules does a group break? One question for each rule, in words; used for locks and for explanations.

(The result of a plan is checked by ``check``, which shares no code with this.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from maypole.cores.groups.compatible import age_span, merged, own_limit, ratio_of, starts_in
from maypole.cores.groups.problem import DAYS, Child, Place, Problem, Week, clock


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that does not hold, with the detail in words, and what a page needs to say it in its own.

    ``who``: the ids it is about (children, an adult, a room). ``count`` and ``limit``: how much there is, and how much
    may be. ``cause``: for "size", what limits it: "few", "rule", "own" (the child's), "ratio" or "room".
    """

    rule: str
    detail: str
    who: tuple[str, ...] = ()
    count: int = 0
    limit: int = 0
    cause: str = ""


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
                found.append(Broken(what + "_busy", text, (getattr(one, what),)))
    for person in problem.staff:
        count = sum(place.staff == person.id for place in places)
        if person.max_groups is not None and count > person.max_groups:
            text = f"{person.id} leads {count} groups, at most {person.max_groups}"
            found.append(Broken("max_groups", text, (person.id,), count, person.max_groups))
    return found


def broken_pair(problem: Problem, one: Child, other: Child) -> list[Broken]:
    """What keeps two children from ever being in one group, whoever else is in it and whenever it meets.

    A skill both work on is no part of it: a third child may share one with each.
    """
    rules, both = problem.rules, [one, other]
    found = [broken for broken in _who(problem, both) if broken.rule != "shared_skill"]
    limits = [_own(problem, child) for child in both]
    limits.append((ratio_of(rules, min(child.age_months for child in both)), "the ratio", (), "ratio"))
    limit, why, who, cause = min(limits)
    if limit < 2:
        found.append(Broken("size", f"2 children, at most {limit} ({why})", who, 2, limit, cause))
    starts = [starts_in(child.available, rules.duration_minutes, rules.slot_minutes) for child in both]
    if starts[0].isdisjoint(starts[1]):
        ids = (one.id, other.id)
        found.append(Broken("available", f"{one.id} and {other.id} are never available at the same time", ids))
    return found


def covers(week: Week, day: str, start: int, duration: int) -> bool:
    """Is the whole duration inside the windows of that day?"""
    return any(begin <= start and start + duration <= end for begin, end in merged(week[DAYS.index(day)]))


def _who(problem: Problem, members: Sequence[Child]) -> Iterator[Broken]:
    for child in members:
        if not child.group_allowed:
            yield Broken("group_allowed", f"{child.id} is not to be in a group", (child.id,))
    for name in ("site", "discipline"):
        if len({getattr(child, name) for child in members}) > 1:
            yield Broken(name, f"the members' {name}s differ")
    for one, other in combinations(members, 2):
        if other.id in one.avoid or one.id in other.avoid:
            yield Broken("avoid", f"{one.id} and {other.id} are not to be in one group", (one.id, other.id))
    restless = [child.id for child in members if child.aggression]
    if len(restless) > problem.rules.max_unresolved_aggression:
        text = f"{' and '.join(restless)} have unresolved aggression"
        yield Broken("aggression", text, tuple(restless), len(restless), problem.rules.max_unresolved_aggression)
    youngest, oldest = (pick(child.age_months for child in members) for pick in (min, max))
    span = age_span(problem.rules, youngest)
    if oldest - youngest > span:
        text = f"{oldest - youngest} months between youngest and oldest, at most {span}"
        yield Broken("age_span", text, (), oldest - youngest, span)
    for child in members:
        others = {goal.skill for other in members if other.id != child.id for goal in other.goals}
        if others.isdisjoint(goal.skill for goal in child.goals):
            yield Broken("shared_skill", f"{child.id} shares no skill with another member", (child.id,))


def _sizes(problem: Problem, members: Sequence[Child], room: str) -> Iterator[Broken]:
    size, least = len(members), problem.rules.size_min
    if size < least:
        yield Broken("size", f"{size} children, at least {least}", (), size, least, "few")
    limits = [_own(problem, child) for child in members]
    ratio = ratio_of(problem.rules, min(child.age_months for child in members))
    limits.append((ratio, "the ratio for the youngest", (), "ratio"))
    limits.append((problem.room_by_id[room].capacity, f"room {room}", (room,), "room"))
    limit, why, who, cause = min(limits)
    if size > limit:
        yield Broken("size", f"{size} children, at most {limit} ({why})", who, size, limit, cause)


def _own(problem: Problem, child: Child) -> tuple[int, str, tuple[str, ...], str]:
    limit = own_limit(problem.rules, child)
    return limit, f"{child.id}'s limit", (child.id,), "own" if limit < problem.rules.size_max else "rule"


def _leader(problem: Problem, members: Sequence[Child], place: Place) -> Iterator[Broken]:
    leader, room = problem.staff_by_id[place.staff], problem.room_by_id[place.room]
    for child in members[:1]:
        if child.discipline not in leader.disciplines or child.site not in leader.sites:
            text = f"{leader.id} does not work in {child.discipline} at {child.site}"
            yield Broken("staff", text, (leader.id,), cause="field")
        if room.site != child.site:
            yield Broken("room", f"room {room.id} is not at {child.site}", (room.id,), cause="site")


def _times(problem: Problem, members: Sequence[Child], place: Place) -> Iterator[Broken]:
    rules, when = problem.rules, f"on {place.day} at {clock(place.start)}"
    if place.start % rules.slot_minutes:
        yield Broken("slot", f"{clock(place.start)} is not on the grid of {rules.slot_minutes} minutes")
    people = [("available", child.id, child.available) for child in members]
    people.append(("staff", place.staff, problem.staff_by_id[place.staff].available))
    people.append(("room", place.room, problem.room_by_id[place.room].available))
    for rule, name, week in people:
        if not covers(week, place.day, place.start, rules.duration_minutes):
            yield Broken(rule, f"{name} is not available {when}", (name,))
