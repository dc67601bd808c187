"""Small random problems, and their best plan by trying everything. Shares nothing with the solver: legality and worth
come from ``check``, which is itself written apart from it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from maypole.cores.groups.check import check
from maypole.cores.groups.problem import (
    DAYS,
    Child,
    Goal,
    Place,
    Previous,
    Problem,
    Room,
    Rules,
    Staff,
    Week,
    Weights,
)


def random_problem(seed: int, most_children: int = 9) -> Problem:
    draw = random.Random(seed)
    rules = Rules(
        duration_minutes=draw.choice((30, 45, 60)),
        size_min=draw.choice((2, 2, 2, 3)),
        size_max=draw.choice((3, 4, 6)),
        ratio_under_36=draw.choice((2, 3)),
        max_unresolved_aggression=draw.choice((0, 1, 1, 2)),
        slot_minutes=draw.choice((15, 30, 30, 20)),
    )
    weights = Weights(*(draw.choice((weight, weight, 0, 2 * weight)) for weight in vars_of(Weights())))
    weights = replace(weights, placed=draw.choice((1000, 1000, 1000, 0, 100)))
    sites = draw.choice((("a",), ("a",), ("a",), ("a", "b")))
    disciplines = draw.choice((("SLP",), ("SLP",), ("SLP", "OT")))
    count = draw.choice((2, 4, *range(5, most_children + 1)))
    children = [_child(draw, f"c{number}", sites, disciplines) for number in range(count)]
    children = _wishes(draw, children)
    staff = tuple(
        Staff(
            f"t{number}",
            tuple(draw.sample(disciplines, draw.choice((1, len(disciplines))))),
            tuple(draw.sample(sites, draw.choice((1, len(sites))))),
            _week(draw, 4),
            draw.choice((("en",), ("en", "es"), ())),
            draw.choice((None, None, None, 0, 1, 2)),
        )
        for number in range(draw.randint(1, 3))
    )
    rooms = tuple(
        Room(f"r{number}", draw.choice(sites), draw.choice((2, 3, 4, 6)), _week(draw, 5))
        for number in range(draw.randint(1, 3))
    )
    problem = Problem(tuple(children), staff, rooms, rules, weights)
    return _locked(draw, problem) if draw.random() < 0.2 else problem


def vars_of(weights: Weights) -> list[int]:
    return [int(getattr(weights, name)) for name in Weights.__slots__]


def _week(draw: random.Random, hours: int) -> Week:
    days: list[tuple[tuple[int, int], ...]] = []
    for _ in range(2):
        begin = draw.choice((480, 480, 480, 495, 510))
        end = begin + draw.choice((45, 75, 90, 30 * hours, 30 * hours))
        window = ((begin, end),)
        days.append(draw.choice((window, window, window, ((begin, begin + 30), (begin + 30, end + 30)), ())))
    return (*days, *((),) * 5)


def _child(draw: random.Random, name: str, sites: tuple[str, ...], disciplines: tuple[str, ...]) -> Child:
    skills = draw.sample(("a", "b", "c", "d"), draw.choice((0, 1, 2, 3, 3, 3)))
    previous = Previous(
        draw.choice(("g1", "g2", None)), draw.choice(("t0", "t9", None)), "mon", draw.choice((480, 510))
    )
    return Child(
        id=name,
        site=draw.choice(sites),
        discipline=draw.choice(disciplines),
        age_months=draw.choice((34, 58, 62, 66, 70, 71, 74, 80)),
        goals=tuple(Goal(skill, draw.randint(1, 5)) for skill in skills),
        available=_week(draw, 3),
        max_size=draw.choice((None, None, None, 2, 3)),
        needs_support=draw.random() < 0.1,
        aggression=draw.random() < 0.2,
        noise_tolerance=draw.choice(("low", "medium")),
        languages=draw.choice((("en",), ("es",), ())),
        priority=draw.choice((0, 0, 1, 3)),
        waiting_weeks=draw.choice((0, 0, 4)),
        group_allowed=draw.random() < 0.95,
        previous=draw.choice((Previous(), previous)),
    )


def _wishes(draw: random.Random, children: list[Child]) -> list[Child]:
    made = {child.id: child for child in children}
    for one, other in combinations(sorted(made), 2):
        chance = draw.random()
        if chance < 0.08:
            made[one] = replace(made[one], avoid=(*made[one].avoid, other))
            made[other] = replace(made[other], avoid=(*made[other].avoid, one))
        elif chance < 0.2:
            made[one] = replace(made[one], together=(*made[one].together, other))
    return [made[child.id] for child in children]


def _locked(draw: random.Random, problem: Problem) -> Problem:
    """One legal group as a lock; now and then five minutes late, which no lock may be."""
    options = list(columns(problem))
    if not options:
        return problem
    place = draw.choice(options).place
    late = 5 if draw.random() < 0.2 else 0
    return replace(problem, locked=(replace(place, start=place.start + late),))


@dataclass(frozen=True)
class Option:
    place: Place
    score: int


def columns(problem: Problem) -> Iterator[Option]:
    """Every legal group in every legal place."""
    rules = problem.rules
    minutes = range(0, 1440, rules.slot_minutes)
    for size in range(1, len(problem.children) + 1):
        for members in combinations(problem.children, size):
            if len({child.site for child in members}) > 1 or len({child.discipline for child in members}) > 1:
                continue
            for day, name in enumerate(DAYS):
                windows = [child.available[day] for child in members]
                if not all(windows):
                    continue
                first = max(min(begin for begin, _ in own) for own in windows)
                last = min(max(end for _, end in own) for own in windows)
                for start in (minute for minute in minutes if first <= minute <= last - rules.duration_minutes):
                    yield from _places(problem, tuple(child.id for child in members), name, start)


def _places(problem: Problem, members: tuple[str, ...], day: str, start: int) -> Iterator[Option]:
    open_problem = replace(problem, locked=())
    for person in problem.staff:
        for room in problem.rooms:
            place = Place(members, person.id, room.id, day, start)
            verdict = check(open_problem, [place])
            if verdict.legal:
                yield Option(place, verdict.objective)


def best(problem: Problem) -> int | None:
    """The best objective over all plans; None if the locks break rules."""
    options = list(columns(problem))
    fixed = [option for option in options if any(_same(option.place, lock) for lock in problem.locked)]
    taken = {member for lock in problem.locked for member in lock.members}
    if len(fixed) < len(problem.locked):
        return None
    free = [option for option in options if not taken & set(option.place.members)]
    return sum(option.score for option in fixed) + _Search(problem, free).run([option.place for option in fixed])


def _same(one: Place, other: Place) -> bool:
    return (set(one.members), one.staff, one.room, one.day, one.start) == (
        set(other.members),
        other.staff,
        other.room,
        other.day,
        other.start,
    )


class _Search:
    """Child by child: in no group, or in any option that still fits."""

    def __init__(self, problem: Problem, options: list[Option]) -> None:
        self.problem, self.best = problem, 0
        self.by_first: dict[str, list[Option]] = {child.id: [] for child in problem.children}
        self.hope = {child.id: 0.0 for child in problem.children}
        for option in sorted(options, key=lambda option: -option.score):
            self.by_first[option.place.members[0]].append(option)
            for member in option.place.members:
                self.hope[member] = max(self.hope[member], option.score / len(option.place.members))

    def run(self, fixed: list[Place]) -> int:
        self._next([child.id for child in self.problem.children], fixed, 0)
        return self.best

    def _next(self, left: list[str], held: list[Place], score: int) -> None:
        self.best = max(self.best, score)
        if not left or score + sum(self.hope[child] for child in left) <= self.best:
            return
        first, rest = left[0], left[1:]
        for option in self.by_first[first]:
            members = option.place.members
            if set(members) <= set(left) and self._fits(option.place, held):
                self._next(
                    [child for child in rest if child not in members], [*held, option.place], score + option.score
                )
        self._next(rest, held, score)

    def _fits(self, place: Place, held: list[Place]) -> bool:
        limit = self.problem.staff_by_id[place.staff].max_groups
        if limit is not None and sum(other.staff == place.staff for other in held) >= limit:
            return False
        return not any(
            other.day == place.day
            and abs(other.start - place.start) < self.problem.rules.duration_minutes
            and (other.staff == place.staff or other.room == place.room)
            for other in held
        )
