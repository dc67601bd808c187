"""Why here, why not there, and what a wish would cost.

The price of a wish is what the whole plan loses when the wish must hold: the same problem is solved again with the wish
as a lock, and both values are proven (or the price is given as a range).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maypole.cores.groups.answer import Answer, Group, scored
from maypole.cores.groups.problem import Place, Problem
from maypole.cores.groups.rules import Broken, broken_rules
from maypole.cores.groups.solve import solve


@dataclass(frozen=True)
class Here:
    """Where the child is, and what the child adds to that group: its score, less the score without the child."""

    group: Group
    adds: int
    stands_without: bool  # would the group still be legal without the child?


@dataclass(frozen=True)
class There:
    """What it would mean to join a group. ``price`` is None where a rule forbids it; else it is between the two."""

    group: Group
    broken: tuple[Broken, ...]
    change: int | None  # of that group's own score
    price: tuple[int, int] | None
    instead_of: tuple[str, ...]  # members in whose place the child could be, as far as the rules go


def why_here(problem: Problem, answer: Answer, child: str) -> Here | None:
    group = answer.group_of(child)
    if group is None:
        return None
    rest = tuple(member for member in group.place.members if member != child)
    without = replace(group.place, members=rest)
    stands = bool(rest) and not broken_rules(problem, without)
    return Here(group, group.score - (scored(problem, without).score if stands else 0), stands)


def why_not(problem: Problem, best: Answer, child: str, group: Group, seconds: float) -> There:
    """What keeps the child out of a group, or what it would cost to be in it, against the ``best`` plan."""
    members = (*group.place.members, child)
    wish = replace(group.place, members=members)
    broken = tuple(broken_rules(problem, wish))
    if broken:
        return There(group, broken, None, None, _instead(problem, group, child))
    change = scored(problem, wish).score - group.score
    locked = [lock for lock in problem.locked if not set(lock.members) & set(members)]
    forced = solve(replace(problem, locked=(*locked, wish)), seconds)
    if forced.status == "infeasible":
        return There(group, tuple(Broken("locked", note) for note in forced.notes), change, None, ())
    price = max(0, best.objective - forced.bound), max(0, best.bound - forced.objective)
    return There(group, (), change, price, ())


def others(problem: Problem, answer: Answer, child: str) -> list[tuple[Group, tuple[Broken, ...], int | None]]:
    """Every other group of the child's pool: what joining it breaks, or by how much its own score would change."""
    found = []
    for group in answer.groups:
        first = problem.by_id[group.place.members[0]]
        same = (first.site, first.discipline) == (problem.by_id[child].site, problem.by_id[child].discipline)
        if same and child not in group.place.members:
            wish = replace(group.place, members=(*group.place.members, child))
            broken = tuple(broken_rules(problem, wish))
            found.append((group, broken, None if broken else scored(problem, wish).score - group.score))
    return found


def _instead(problem: Problem, group: Group, child: str) -> tuple[str, ...]:
    members = group.place.members
    return tuple(
        leaver
        for leaver in members
        if not broken_rules(
            problem, replace(group.place, members=(*(member for member in members if member != leaver), child))
        )
    )


def answer_from(problem: Problem, places: Sequence[Place]) -> Answer:
    """A result that was read, as an answer, scored again; its names must be known (see ``check``)."""
    groups = tuple(scored(problem, place) for place in places)
    placed = {member for place in places for member in place.members}
    objective = sum(group.score for group in groups)
    unplaced = tuple(child.id for child in problem.children if child.id not in placed)
    return Answer("feasible", groups, unplaced, objective, objective, 0.0)
