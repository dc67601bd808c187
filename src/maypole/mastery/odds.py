"""How often a rule would err for this child: exactly, from the child's own numbers of tries and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import pstdev

from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import InARow, RunRule
from maypole.cores.progress.mastery_errors import Plan, Scatter, chance_of_values, chance_to_pass
from maypole.cores.progress.moves import Sighting, gathered, stricter
from maypole.plan.models import Goal, Measure

OWN = 12
"""The newest sessions whose tries, people and places stand for the ones to come."""
AHEAD = 20
"""Sessions within which a rule may be met: about half a year of weekly visits."""
LEAST_VALUES = 4
"""Values below which nobody can say how a child's values scatter."""


@dataclass(frozen=True)
class Odds:
    """`false_chance`: to be called reached while truly at `tested` (below the level). `missed_chance`: not to be,
    while truly at the level. None where too little is known of how values scatter."""

    rule: InARow
    tested: float
    false_chance: float | None
    missed_chance: float | None


@dataclass(frozen=True)
class Own:
    """What is known of how data are taken for this child: sessions read, and the plan for the next AHEAD of them."""

    sessions: int
    plan: Plan
    scatter: Scatter | None


def own(goal: Goal, known: Sequence[Sighting]) -> Own:
    """The child's own pattern; before any session, the goal's usual number of tries with one person in one place."""
    data = [datum for datum, _known in gathered(known)][-OWN:]
    who = tuple((datum.person, datum.setting) for datum in data) or (("", ""),)
    tries = tuple(datum.trials for datum in data if datum.trials)
    return Own(len(data), Plan(goal.out_of if goal.counts_tries else 1, AHEAD, who, tries=tries), _scatter(goal, data))


def _scatter(goal: Goal, data: Sequence[Datum]) -> Scatter | None:
    """Counts are Poisson; other values scatter as the child's own neighbouring values differ, trend left out."""
    if goal.measure == Measure.COUNT:
        return Scatter()
    values = [datum.level for datum in data]
    if goal.counts_tries or len(values) < LEAST_VALUES:
        return None
    steps = [later - earlier for earlier, later in pairwise(values)]
    sd = pstdev(steps, mu=0.0) / 2**0.5
    return Scatter(sd) if sd > 0 else None


def tested_level(goal: Goal, rule: InARow) -> float:
    """The lower level that is looked at: a tenth of the scale for shares, else a quarter of the way back."""
    start, aim = goal.level(goal.baseline or 0.0), goal.level(goal.criterion or 0.0)
    way = 1.0 if aim >= start else -1.0
    if goal.is_share:
        return round(min(max(rule.level - way * 0.1, 0.0), 1.0), 4)
    return rule.level - way * abs(aim - start) / 4


def odds(goal: Goal, rule: InARow, known: Own) -> Odds:
    """One rule's two errors within the next AHEAD sessions of a child whose true level stays the same."""
    tested = tested_level(goal, rule)
    if isinstance(rule, RunRule):
        false, reached = (chance_to_pass(rule, known.plan, level) for level in (tested, rule.level))
        return Odds(rule, tested, false, 1.0 - reached)
    if known.scatter is None:
        return Odds(rule, tested, None, None)
    false = chance_of_values(rule, known.plan, max(tested, 0.0), known.scatter)
    reached = chance_of_values(rule, known.plan, max(rule.level, 0.0), known.scatter)
    return Odds(rule, tested, false, 1.0 - reached)


def compared(goal: Goal, rule: InARow, known: Own) -> list[Odds]:
    """The rule, then two or three stricter ones, all tried with the same true lower level."""
    tested = tested_level(goal, rule)
    found = [odds(goal, rule, known)]
    for other in stricter(rule):
        each = odds(goal, other, known)
        if isinstance(other, RunRule):
            each = Odds(other, tested, chance_to_pass(other, known.plan, tested), each.missed_chance)
        found.append(each)
    return found
