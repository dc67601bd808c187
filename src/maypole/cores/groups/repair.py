"""Plan again after a change, moving as few children as possible.

First comes how many children keep their leader, day and start; only then the score. The first is proven by itself: the
most that can stay is found before the plan is made, and the plan is held against it.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.problem import Place, Problem, Weights
from maypole.cores.groups.solve import DEFAULT_SECONDS, solve
from maypole.cores.groups.stay import Stay

POINTS = 20_000  # for a child who stays: far above what one child's move can bring elsewhere
NO_WEIGHTS = Weights(*[0] * len(Weights.__slots__))


def repair(problem: Problem, places: Sequence[Place], seconds: float = DEFAULT_SECONDS, seed: int = 0) -> Answer:
    """The best plan among those in which the most children stay. ``moved``: who was placed and does not stay."""
    begun = time.monotonic()
    before = _before(problem, places)
    most = solve(replace(problem, weights=NO_WEIGHTS), seconds / 2, seed, Stay(places, POINTS))
    if most.status == "infeasible":
        return most
    stay_at_most = len(_stayed(most, places)) + (most.bound - most.objective) // POINTS
    plan = solve(problem, seconds / 2, seed, Stay(places, POINTS))
    moved = tuple(child for child in before if child not in _stayed(plan, places))
    least = len(before) - min(stay_at_most, len(before))
    return replace(
        plan,
        status=plan.status if len(moved) == least else "feasible",
        moved=moved,
        notes=(f"{len(moved)} of {len(before)} children move; no plan moves fewer than {least}.",),
        seconds=time.monotonic() - begun,
    )


def _before(problem: Problem, places: Sequence[Place]) -> list[str]:
    """The children who were placed and are still here, in the problem's order."""
    placed = {member for place in places for member in place.members}
    return [child.id for child in problem.children if child.id in placed]


def _stayed(plan: Answer, places: Sequence[Place]) -> set[str]:
    old = {member: (place.staff, place.day, place.start) for place in places for member in place.members}
    return {
        member
        for group in plan.groups
        for member in group.place.members
        if old.get(member) == (group.place.staff, group.place.day, group.place.start)
    }
