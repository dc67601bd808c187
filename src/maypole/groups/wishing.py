"""“Why not X with Y?”: the rules between two children, or what it would cost the whole plan to have them together."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.problem import Problem
from maypole.cores.groups.rules import Broken, broken_pair
from maypole.cores.groups.solve import solve
from maypole.cores.groups.why import There, answer_from, why_not

from .models import Proposal
from .table import places_of

SECONDS = 3.0
"""For each of the two ways; a person waits for it."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """`never`: what forbids it in any group. `ways`: who would join whose group in the plan, and at what price."""

    never: tuple[Broken, ...]
    together: bool
    ways: tuple[tuple[str, str, There], ...]


def wish_of(proposal: Proposal, one: str, other: str) -> Wish:
    """Prices are against the best plan there is, whatever lies on the table. Unknown ids raise KeyError."""
    problem = problem_from(json.dumps(proposal.problem))
    never = tuple(broken_pair(problem, problem.by_id[one], problem.by_id[other]))
    if never:
        return Wish(never, together=False, ways=())
    best = _best(problem, proposal.best)
    homes = best.group_of(one), best.group_of(other)
    if homes[0] is not None and homes[0] == homes[1]:
        return Wish((), together=True, ways=())
    ways = [
        (child, host, why_not(problem, best, child, group, SECONDS))
        for child, host, group in ((one, other, homes[1]), (other, one, homes[0]))
        if group is not None
    ]
    return Wish((), together=False, ways=tuple(ways))


def _best(problem: Problem, told: Json) -> Answer:
    """The plan that was proven; where staying put came first, the best by points alone."""
    if told.get("kept"):
        return solve(problem, SECONDS)
    found = answer_from(problem, places_of(told["groups"]))
    return replace(found, status=told["status"], bound=max(told["bound"], found.objective))
