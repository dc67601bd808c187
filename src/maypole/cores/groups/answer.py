"""What the solver answers: groups with their scores, who is left, and how far from the best it can be at most."""

from dataclasses import dataclass, field

from maypole.cores.groups.problem import Place, Problem
from maypole.cores.groups.score import terms


@dataclass(frozen=True)
class Group:
    place: Place
    terms: dict[str, int]

    @property
    def id(self) -> str:
        return self.place.id

    @property
    def score(self) -> int:
        return sum(self.terms.values())


@dataclass(frozen=True)
class Answer:
    """``objective <= bound`` always; equal when "optimal". "infeasible": the locks break rules (see ``notes``)."""

    status: str
    groups: tuple[Group, ...]
    unplaced: tuple[str, ...]
    objective: int
    bound: int
    seconds: float
    notes: tuple[str, ...] = ()
    moved: tuple[str, ...] | None = field(default=None)

    @property
    def gap(self) -> float:
        return (self.bound - self.objective) / abs(self.objective) if self.objective else float(self.bound > 0)

    def group_of(self, child: str) -> Group | None:
        return next((group for group in self.groups if child in group.place.members), None)


def scored(problem: Problem, place: Place) -> Group:
    members = [problem.by_id[member] for member in place.members]
    return Group(place, terms(problem, members, problem.staff_by_id[place.staff], place.day, place.start))


def numbered(problem: Problem, places: list[Place]) -> tuple[Group, ...]:
    """Groups in a fixed order (site, discipline, day, start, leader, room), named g1, g2, ..."""
    order = {child.id: index for index, child in enumerate(problem.children)}
    days = {day: index for index, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}

    def key(place: Place) -> tuple[str, str, int, int, str, str]:
        child = problem.by_id[place.members[0]]
        return child.site, child.discipline, days[place.day], place.start, place.staff, place.room

    groups = []
    for number, place in enumerate(sorted(places, key=key), 1):
        members = tuple(sorted(place.members, key=order.__getitem__))
        groups.append(scored(problem, Place(members, place.staff, place.room, place.day, place.start, f"g{number}")))
    return tuple(groups)
