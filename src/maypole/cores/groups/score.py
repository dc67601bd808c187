"""What a group is worth: the sum of twelve terms, each a whole number of units times its weight.

=============  ==========================================================================================
term           units
=============  ==========================================================================================
placed         1 for each member
priority       each member's ``priority``
waiting_week   each member's ``waiting_weeks``
shared_goal    for each member, each of their goals whose skill another member works on too
level_mix      1 for each member with a model one step ahead (another member exactly one level higher in a skill
               both work on); minus 1 for each member of a group in which every member is low (all goals shared
               here at level 1 or 2), or in which more than half are high (all goals shared here at level 4 or 5)
age_closeness  2 for each member if the spread of ages is at most a quarter of the allowed span, 1 if at most half
size           1 for each member up to 4 in the group; above that, minus 1 for each member and each child above 4
               (3 in place of 4 for a member with low noise tolerance)
together       1 for each wish: a member whose ``together`` names another member
same_group     for each group of last term: its members who are here, less one
same_staff     1 for each member led by the same person as last term
same_time      1 for each member at the same day and start as last term
language       1 for each member who shares a language with the leader
=============  ==========================================================================================

Every term grows with the number of children, not of pairs, so that no term by itself favours large groups.
"""

from collections.abc import Sequence

from maypole.cores.groups.compatible import age_span
from maypole.cores.groups.problem import Child, Problem, Rules, Staff, Weights

TERMS = Weights.__slots__
LOW, HIGH = 2, 4  # "low" is at most the first, "high" at least the second
USUAL_SIZE, QUIET_SIZE = 4, 3


def units(rules: Rules, members: Sequence[Child], staff: Staff, day: str, start: int) -> dict[str, int]:
    """The units of each term, in the order of ``TERMS``."""
    return {
        "placed": len(members),
        "priority": sum(child.priority for child in members),
        "waiting_week": sum(child.waiting_weeks for child in members),
        "shared_goal": sum(len(levels) for levels in _shared_levels(members)),
        "level_mix": _level_mix(members),
        "age_closeness": _age_closeness(rules, members),
        "size": sum(size_units(child, len(members)) for child in members),
        "together": sum(other.id in child.together for child in members for other in members),
        "same_group": _same_group(members),
        "same_staff": sum(child.previous.staff == staff.id for child in members),
        "same_time": sum((child.previous.day, child.previous.start) == (day, start) for child in members),
        "language": sum(not set(child.languages).isdisjoint(staff.languages) for child in members),
    }


def terms(problem: Problem, members: Sequence[Child], staff: Staff, day: str, start: int) -> dict[str, int]:
    """The points of each term: units times weight."""
    counted = units(problem.rules, members, staff, day, start)
    return {name: counted[name] * int(getattr(problem.weights, name)) for name in TERMS}


def size_units(child: Child, size: int) -> int:
    """
    The size term of one member: 1 up to the usual size, then a rising cost.
    """
    usual = QUIET_SIZE if child.noise_tolerance == "low" else USUAL_SIZE
    return 1 if size <= usual else usual - size


def age_units(spread: int, span: int) -> int:
    """
    >>> [age_units(spread, 24) for spread in (6, 7, 12, 13)]
    [2, 1, 1, 0]
    """
    if 4 * spread <= span:
        return 2
    return 1 if 2 * spread <= span else 0


def _shared_levels(members: Sequence[Child]) -> list[list[int]]:
    """For each member, the levels of those goals that another member works on too."""
    holders: dict[str, int] = {}
    for child in members:
        for goal in child.goals:
            holders[goal.skill] = holders.get(goal.skill, 0) + 1
    return [[goal.level for goal in child.goals if holders[goal.skill] > 1] for child in members]


def _level_mix(members: Sequence[Child]) -> int:
    levels = {(goal.skill, goal.level) for child in members for goal in child.goals}
    models = sum(any((goal.skill, goal.level + 1) in levels for goal in child.goals) for child in members)
    shared = _shared_levels(members)
    low = sum(all(level <= LOW for level in own) for own in shared)
    high = sum(all(level >= HIGH for level in own) for own in shared)
    one_sided = low == len(members) or 2 * high > len(members)
    return models - (len(members) if one_sided else 0)


def _age_closeness(rules: Rules, members: Sequence[Child]) -> int:
    ages = [child.age_months for child in members]
    return len(members) * age_units(max(ages) - min(ages), age_span(rules, min(ages)))


def _same_group(members: Sequence[Child]) -> int:
    former = [child.previous.group for child in members if child.previous.group is not None]
    return len(former) - len(set(former))
