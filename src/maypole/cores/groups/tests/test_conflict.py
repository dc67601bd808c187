"""The smallest set of rules that keeps a child out: small, enough, and each rule needed."""

import json
from dataclasses import replace
from itertools import combinations

import pytest

from maypole.cores.groups.conflict import RULES, conflicts, ways_in
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.problem import Goal, Place, Problem, Rules
from maypole.cores.groups.sample import sample
from maypole.cores.groups.solve import solve
from maypole.cores.groups.tests.brute import random_problem
from maypole.cores.groups.tests.make import HOUR, adult, child, problem, room

LATER = ((), HOUR[0], (), (), (), (), ())


def why_out(asked: Problem, name: str) -> list[str]:
    return [broken.rule for broken in conflicts(asked, solve(asked))[name]]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"site": "south"}, "site"),
        ({"discipline": "OT"}, "discipline"),
        ({"group_allowed": False}, "group_allowed"),
        ({"goals": (Goal("x", 1),)}, "shared_skill"),
        ({"age_months": 99}, "age_span"),
        ({"max_size": 1}, "size"),
    ],
)
def test_one_thing_apart_is_named(changes: dict[str, object], rule: str) -> None:
    asked = problem(child("a"), replace(child("b"), **changes))  # type: ignore[arg-type]

    assert why_out(asked, "a") == [rule]


def test_times_staff_rooms_and_the_others_are_named() -> None:
    two = (child("a"), child("b"))

    assert why_out(problem(two[0], replace(two[1], available=LATER)), "a") == ["available"]
    assert why_out(problem(*two, staff=()), "a") == ["staff"]
    assert why_out(problem(*two, rooms=()), "a") == ["room"]
    assert why_out(problem(child("a", avoid=("b",)), child("b", avoid=("a",))), "a") == ["avoid"]
    assert why_out(problem(*(replace(one, aggression=True) for one in two)), "a") == ["aggression"]


def test_the_plan_is_a_rule_too() -> None:
    asked = problem(*(child(name, max_size=2, priority=name < "c") for name in "abc"))

    assert why_out(asked, "c") == ["size", "plan"]


def test_two_rules_together_keep_a_child_out() -> None:
    """One child would fit by age, another by skill: only both rules together leave nobody."""
    asked = problem(child("a"), child("b", age_months=99), child("c", goals=(Goal("x", 1),)))

    assert why_out(asked, "a") == ["age_span", "shared_skill"]


def test_a_place_that_would_cost_is_not_called_a_rule() -> None:
    """The fifth child could join, but with these weights the plan is worth more without."""
    weights = replace(problem().weights, placed=0, shared_goal=0, age_closeness=0, size=100)
    children = [child(str(number), age_months=70) for number in range(5)]
    asked = problem(*children, weights=weights)
    left = solve(asked).unplaced

    assert [why_out(asked, name) for name in left] == [["worth"]]


def test_too_few_for_the_least_size() -> None:
    assert why_out(problem(child("a"), child("b"), rules=Rules(size_min=3)), "a") == ["size"]


def test_a_locked_group_is_not_joined() -> None:
    lock = Place(("a", "b"), "t1", "r1", "mon", 900)

    assert why_out(problem(child("a"), child("b"), child("c"), locked=(lock,)), "c") == ["plan"]


def test_a_leader_who_leads_enough_is_in_the_plan() -> None:
    """The others would do, and the room; but there is no leader who isn't in the plan, and no place in the group."""
    wide = (((900, 1020),), *HOUR[1:])
    children = [child(name, max_size=2, available=wide, priority=name < "c") for name in "abcd"]
    asked = problem(*children, staff=(adult(max_groups=1),), rooms=(room(),))

    assert why_out(asked, "d") == ["staff", "size", "plan"]


@pytest.mark.mission("S80")
@pytest.mark.parametrize("seed", range(25))
def test_dropping_any_rule_opens_a_way_and_fewer_rules_do_not_suffice(seed: int) -> None:
    asked = random_problem(seed) if seed < 20 else problem_from(json.dumps(sample(40, 2, 2, seed)))
    answer = solve(asked)
    for name, conflict in conflicts(asked, answer).items():
        ways, rules = ways_in(asked, answer, name), [broken.rule for broken in conflict]
        if rules in (["worth"], ["size"]) and frozenset() in ways:
            continue
        assert not any(way.isdisjoint(rules) for way in ways)
        for rule in rules:
            assert any(way.isdisjoint(set(rules) - {rule}) for way in ways)
        smaller = [set(some) for count in range(len(rules)) for some in combinations(RULES, count)]
        assert not any(all(way & some for way in ways) for some in smaller)
        assert all(broken.detail for broken in conflict)
