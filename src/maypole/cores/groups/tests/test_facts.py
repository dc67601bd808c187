"""Facts for a group, and what keeps two children from ever being in one."""

import pytest

from maypole.cores.groups.answer import scored
from maypole.cores.groups.facts import Fact, facts
from maypole.cores.groups.problem import NEVER, Place, Previous
from maypole.cores.groups.rules import broken_pair, broken_rules

from .make import child, problem


def told(*children: object) -> dict[str, Fact]:
    asked = problem(*children)  # type: ignore[arg-type]
    members = tuple(one.id for one in asked.children)
    return {fact.kind: fact for fact in facts(asked, scored(asked, Place(members, "t1", "r1", "mon", 900, "g1")))}


def test_a_model_is_whoever_is_one_step_ahead() -> None:
    found = told(child("a", "turns", 2), child("b", "turns", 3), child("c", "turns", 5))

    assert found["models"].who == ("b",)
    assert found["models"].skill == "turns"


def test_children_at_one_step_can_cheer_each_other() -> None:
    found = told(child("a", "turns", 2), child("b", "turns", 3), child("c", "turns", 3))

    assert found["cheer"].who == ("b", "c")


def test_boundaries_are_told_only_for_skills_that_take_two() -> None:
    assert told(child("a", "sharing", 2), child("b", "sharing", 3))["manners"].who == ("a", "b")
    assert "manners" not in told(child("a", "pretend_play", 2), child("b", "pretend_play", 3))


def test_who_was_together_is_named_apart_from_who_was_elsewhere() -> None:
    found = told(
        child("a", "turns", 2, previous=Previous("g1")),
        child("b", "turns", 3, previous=Previous("g1", "t1")),
        child("c", "turns", 3, previous=Previous("g2")),
    )

    assert found["known"].who == ("a", "b")
    assert found["adult"].who == ("b",)


def test_the_skill_most_share_comes_first() -> None:
    asked = problem(child("a", "x", 2), child("b", "x", 3))
    group = scored(asked, Place(("a", "b"), "t1", "r1", "mon", 900, "g1"))

    assert facts(asked, group)[0].kind == "alone"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"avoid": ("a",)}, "avoid"),
        ({"age_months": 130}, "age_span"),
        ({"aggression": True}, "aggression"),
        ({"available": NEVER}, "available"),
        ({"group_allowed": False}, "group_allowed"),
        ({"site": "south"}, "site"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_pair_that_can_never_be_together_is_told_why(fields: dict[str, object], rule: str) -> None:
    one = child("a", "x", 2, aggression=rule == "aggression", avoid=("b",) if rule == "avoid" else ())
    asked = problem(one, child("b", "x", 3, **fields))

    assert [broken.rule for broken in broken_pair(asked, *asked.children)] == [rule]


def test_a_third_child_may_share_a_skill_with_each_of_two() -> None:
    asked = problem(child("a", "x", 2), child("b", "y", 2))

    assert broken_pair(asked, *asked.children) == []


def test_a_size_that_is_too_large_says_what_limits_it() -> None:
    asked = problem(*(child(name, "x", 2, max_size=2 if name == "c" else None) for name in "abc"))

    found = broken_rules(asked, Place(("a", "b", "c"), "t1", "r1", "mon", 900, "g1"))

    assert [(broken.who, broken.count, broken.limit, broken.cause) for broken in found] == [(("c",), 3, 2, "own")]
