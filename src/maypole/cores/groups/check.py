"""Is a result legal, and what is it worth? Written a second time, plainly, and apart from the solver.

Nothing of the solver is used here, only the values of ``problem``; slow and obvious on purpose. Every rule and every
term is worked out from the document's own words, so that a mistake in the solver can't hide behind itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maypole.cores.groups.problem import DAYS, Child, Place, Problem, Week


@dataclass(frozen=True)
class Verdict:
    violations: tuple[str, ...]
    scores: tuple[tuple[str, int, dict[str, int]], ...]  # of each group: id, score, terms

    @property
    def legal(self) -> bool:
        return not self.violations

    @property
    def objective(self) -> int:
        return sum(score for _, score, _ in self.scores)


def check(problem: Problem, places: Sequence[Place]) -> Verdict:
    """Every violation in words, and the worth of each group whose names are known."""
    violations: list[str] = []
    scores = []
    for number, place in enumerate(places):
        name = place.id or f"groups[{number}]"
        unknown = list(_unknown(problem, place))
        violations += [f"{name}: {text}" for text in unknown or _group(problem, place)]
        if not unknown and place.members:
            points = _points(problem, place)
            scores.append((name, sum(points.values()), points))
    violations += _together(problem, places)
    violations += _locks(problem, places)
    return Verdict(tuple(violations), tuple(scores))


def _unknown(problem: Problem, place: Place) -> Iterator[str]:
    yield from (f"no child has the id {member!r}" for member in place.members if member not in problem.by_id)
    if place.staff not in problem.staff_by_id:
        yield f"no staff member has the id {place.staff!r}"
    if place.room not in problem.room_by_id:
        yield f"no room has the id {place.room!r}"


def _children(problem: Problem, place: Place) -> list[Child]:
    return [problem.by_id[member] for member in place.members]


def _group(problem: Problem, place: Place) -> Iterator[str]:
    """The rules for one group."""
    rules, children = problem.rules, _children(problem, place)
    person, room = problem.staff_by_id[place.staff], problem.room_by_id[place.room]
    for child in children:
        if not child.group_allowed:
            yield f"{child.id} is not to be in a group"
        if child.site != children[0].site or child.discipline != children[0].discipline:
            yield f"{child.id} is of another site or discipline than {children[0].id}"
        if child.site not in person.sites or child.discipline not in person.disciplines:
            yield f"{person.id} does not work in {child.discipline} at {child.site}"
        if room.site != child.site:
            yield f"room {room.id} is not at {child.site}"
        if not _covered(child.available, place, rules.duration_minutes):
            yield f"{child.id} is not available"
    if not _covered(person.available, place, rules.duration_minutes):
        yield f"{person.id} is not available"
    if not _covered(room.available, place, rules.duration_minutes):
        yield f"room {room.id} is not available"
    if place.start % rules.slot_minutes != 0:
        yield "the start is not on the grid"
    yield from _size(problem, children, room.capacity)
    yield from _company(problem, children)


def _size(problem: Problem, children: Sequence[Child], capacity: int) -> Iterator[str]:
    rules, count = problem.rules, len(children)
    if count < rules.size_min:
        yield f"{count} members are fewer than {rules.size_min}"
    if count > rules.size_max:
        yield f"{count} members are more than {rules.size_max}"
    if count > capacity:
        yield f"{count} members are more than the room holds ({capacity})"
    for child in children:
        if child.max_size is not None and count > child.max_size:
            yield f"{count} members are more than {child.id} may have ({child.max_size})"
    youngest = min((child.age_months for child in children), default=0)
    if youngest < 36:
        ratio = rules.ratio_under_36
    elif youngest < 60:
        ratio = rules.ratio_under_60
    else:
        ratio = rules.ratio_from_60
    if any(child.needs_support for child in children):
        ratio = min(ratio, rules.ratio_needs_support)
    if count > ratio:
        yield f"{count} members are more than one adult may have ({ratio})"


def _company(problem: Problem, children: Sequence[Child]) -> Iterator[str]:
    rules = problem.rules
    ages = [child.age_months for child in children]
    if ages:
        span = rules.span_under_72 if min(ages) < 72 else rules.span_from_72
        if max(ages) - min(ages) > span:
            yield f"ages are {max(ages) - min(ages)} months apart, at most {span}"
    if sum(1 for child in children if child.aggression) > rules.max_unresolved_aggression:
        yield "too many members with unresolved aggression"
    for child in children:
        others = [other for other in children if other is not child]
        if any(other.id in child.avoid for other in others):
            yield f"{child.id} is with a child to avoid"
        if not any(mine.skill == theirs.skill for mine in child.goals for other in others for theirs in other.goals):
            yield f"{child.id} shares no skill with another member"


def _covered(week: Week, place: Place, duration: int) -> bool:
    """Minute by minute, so that no cleverness about windows can be wrong."""
    windows = week[DAYS.index(place.day)]
    minutes = range(place.start, place.start + duration)
    return all(any(begin <= minute < end for begin, end in windows) for minute in minutes)


def _together(problem: Problem, places: Sequence[Place]) -> list[str]:
    """The rules between groups."""
    found = []
    homes: dict[str, int] = {}
    for place in places:
        for member in place.members:
            homes[member] = homes.get(member, 0) + 1
    found += [f"{member} is in {count} groups" for member, count in homes.items() if count > 1]
    busy: dict[tuple[str, str, str, int], int] = {}
    for place in places:
        for minute in range(place.start, place.start + problem.rules.duration_minutes):
            for kind, name in (("staff", place.staff), ("room", place.room)):
                key = (kind, name, place.day, minute)
                busy[key] = busy.get(key, 0) + 1
    clashes = sorted({(kind, name, day) for (kind, name, day, _), count in busy.items() if count > 1})
    found += [f"{kind} {name} is in two groups at once on {day}" for kind, name, day in clashes]
    for person in problem.staff:
        led = sum(1 for place in places if place.staff == person.id)
        if person.max_groups is not None and led > person.max_groups:
            found.append(f"{person.id} leads {led} groups, at most {person.max_groups}")
    return found


def _locks(problem: Problem, places: Sequence[Place]) -> list[str]:
    def told(place: Place) -> tuple[frozenset[str], str, str, str, int]:
        return frozenset(place.members), place.staff, place.room, place.day, place.start

    held = {told(place) for place in places}
    return [f"locked[{index}] does not hold" for index, lock in enumerate(problem.locked) if told(lock) not in held]


def _points(problem: Problem, place: Place) -> dict[str, int]:
    """The twelve terms, as the documentation words them."""
    weights, children = problem.weights, _children(problem, place)
    person = problem.staff_by_id[place.staff]
    size = len(children)
    return {
        "placed": weights.placed * size,
        "priority": weights.priority * sum(child.priority for child in children),
        "waiting_week": weights.waiting_week * sum(child.waiting_weeks for child in children),
        "shared_goal": weights.shared_goal * sum(len(_shared(child, children)) for child in children),
        "level_mix": weights.level_mix * _mix(children),
        "age_closeness": weights.age_closeness * _ages(problem, children),
        "size": weights.size * sum(_sizes(child, size) for child in children),
        "together": weights.together * sum(1 for a in children for b in children if b.id in a.together),
        "same_group": weights.same_group * _peers(children),
        "same_staff": weights.same_staff * sum(1 for child in children if child.previous.staff == place.staff),
        "same_time": weights.same_time
        * sum(1 for c in children if c.previous.day == place.day and c.previous.start == place.start),
        "language": weights.language * sum(1 for child in children if set(child.languages) & set(person.languages)),
    }


def _shared(child: Child, children: Sequence[Child]) -> list[int]:
    """The levels of this child's goals whose skill another member works on too."""
    others = {goal.skill for other in children if other is not child for goal in other.goals}
    return [goal.level for goal in child.goals if goal.skill in others]


def _mix(children: Sequence[Child]) -> int:
    ahead = 0
    for child in children:
        steps = {(goal.skill, goal.level + 1) for goal in child.goals}
        if any((goal.skill, goal.level) in steps for other in children if other is not child for goal in other.goals):
            ahead += 1
    low = [child for child in children if all(level in (1, 2) for level in _shared(child, children))]
    high = [child for child in children if all(level in (4, 5) for level in _shared(child, children))]
    if len(low) == len(children) or len(high) > len(children) / 2:
        return ahead - len(children)
    return ahead


def _ages(problem: Problem, children: Sequence[Child]) -> int:
    ages = sorted(child.age_months for child in children)
    span = problem.rules.span_under_72 if ages[0] < 72 else problem.rules.span_from_72
    spread = ages[-1] - ages[0]
    for units, share in ((2, span / 4), (1, span / 2)):
        if spread <= share:
            return units * len(children)
    return 0


def _sizes(child: Child, size: int) -> int:
    usual = 3 if child.noise_tolerance == "low" else 4
    return 1 if size <= usual else -(size - usual)


def _peers(children: Sequence[Child]) -> int:
    names = [child.previous.group for child in children if child.previous.group is not None]
    return sum(names.count(name) - 1 for name in set(names))
