"""The checker finds what is wrong, each thing by itself."""

from dataclasses import replace

import pytest

from maypole.cores.groups.check import check
from maypole.cores.groups.problem import Goal, Place, Previous, Problem, Rules
from maypole.cores.groups.tests.make import DAY, HOUR, adult, child, problem, room

GOOD = Place(("a", "b"), "t1", "r1", "mon", 900, "g1")


def asked(**second: object) -> Problem:
    return problem(child("a"), replace(child("b"), **second))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("second", "violation"),
    [
        ({"group_allowed": False}, "g1: b is not to be in a group"),
        ({"site": "south"}, "g1: b is of another site or discipline than a"),
        ({"site": "south"}, "g1: t1 does not work in SLP at south"),
        ({"site": "south"}, "g1: room r1 is not at south"),
        ({"available": (((900, 930),), *HOUR[1:])}, "g1: b is not available"),
        ({"age_months": 100}, "g1: ages are 30 months apart, at most 24"),
        ({"goals": (Goal("x", 1),)}, "g1: a shares no skill with another member"),
        ({"max_size": 1}, "g1: 2 members are more than b may have (1)"),
    ],
)
def test_a_group_that_breaks_a_rule_is_told(second: dict[str, object], violation: str) -> None:
    assert check(asked(), [GOOD]).legal
    assert violation in check(asked(**second), [GOOD]).violations


@pytest.mark.parametrize(
    ("rules", "violation"),
    [
        (Rules(size_min=3), "g1: 2 members are fewer than 3"),
        (Rules(size_min=1, size_max=1), "g1: 2 members are more than 1"),
        (Rules(ratio_from_60=1), "g1: 2 members are more than one adult may have (1)"),
        (Rules(slot_minutes=7), "g1: the start is not on the grid"),
    ],
)
def test_the_rules_can_be_other_ones(rules: Rules, violation: str) -> None:
    assert violation in check(replace(asked(), rules=rules), [GOOD]).violations


@pytest.mark.parametrize(("age", "ratio"), [(30, 3), (50, 4), (64, 6)])
def test_the_ratio_goes_by_age(age: int, ratio: int) -> None:
    children = [child(str(number), age_months=age) for number in range(7)]
    place = replace(GOOD, members=tuple(one.id for one in children))

    found = check(problem(*children, rooms=(room(capacity=4),)), [place]).violations

    assert f"g1: 7 members are more than one adult may have ({ratio})" in found
    assert "g1: 7 members are more than the room holds (4)" in found


def test_support_aggression_and_avoiding_are_looked_at() -> None:
    children = [
        child("a", needs_support=True, aggression=True, avoid=("b",)),
        child("b", aggression=True, avoid=("a",)),
        child("c"),
    ]
    found = check(problem(*children), [replace(GOOD, members=("a", "b", "c"))]).violations

    assert found == (
        "g1: 3 members are more than one adult may have (2)",
        "g1: too many members with unresolved aggression",
        "g1: a is with a child to avoid",
        "g1: b is with a child to avoid",
    )


def test_closed_doors_are_told() -> None:
    closed = problem(child("a"), child("b"), staff=(adult(available=HOUR),), rooms=(room(available=HOUR),))
    later = Place(("a", "b"), "t1", "r1", "tue", 900, "g1")

    assert set(check(closed, [later]).violations) >= {"g1: t1 is not available", "g1: room r1 is not available"}


def test_unknown_names_are_told_and_not_scored() -> None:
    verdict = check(asked(), [Place(("a", "x"), "t9", "r9", "mon", 900), Place((), "t1", "r1", "mon", 945)])

    assert verdict.violations[:3] == (
        "groups[0]: no child has the id 'x'",
        "groups[0]: no staff member has the id 't9'",
        "groups[0]: no room has the id 'r9'",
    )
    assert verdict.scores == ()


def test_nobody_is_twice_anywhere() -> None:
    wide = problem(child("a", available=DAY), child("b", available=DAY), staff=(adult(max_groups=1),))
    found = check(wide, [GOOD, replace(GOOD, id="g2", start=930)]).violations

    assert found == (
        "a is in 2 groups",
        "b is in 2 groups",
        "room r1 is in two groups at once on mon",
        "staff t1 is in two groups at once on mon",
        "t1 leads 2 groups, at most 1",
    )


def test_locks_must_hold() -> None:
    locked = replace(asked(), locked=(replace(GOOD, id="", start=915),))

    assert check(locked, [GOOD]).violations == ("locked[0] does not hold",)


def test_points_are_those_of_the_documentation() -> None:
    before = Previous("g9", "t1", "mon", 900)
    first = child("a", level=2, priority=2, waiting_weeks=3, together=("b",), languages=("en",), previous=before)
    second = child("b", level=3, age_months=76, languages=("en",), previous=before)
    made = problem(first, second, staff=(adult(languages=("en", "es")),))

    verdict = check(made, [GOOD])

    assert verdict.scores[0][2] == {
        "placed": 2000, "priority": 400, "waiting_week": 15, "shared_goal": 80, "level_mix": 25, "age_closeness": 60,
        "size": 40, "together": 60, "same_group": 80, "same_staff": 60, "same_time": 40, "language": 60,
    }  # fmt: skip
    assert verdict.objective == 2920


@pytest.mark.parametrize(
    ("levels", "units"),
    [((1, 1), -2), ((1, 2), -1), ((2, 3), 1), ((3, 3), 0), ((4, 5), -1), ((5, 5), -2), ((3, 5), 0), ((1, 4, 5), -2)],
)
def test_the_mix_of_levels_is_rewarded_or_costs(levels: tuple[int, ...], units: int) -> None:
    children = [child(str(number), level=level) for number, level in enumerate(levels)]
    place = replace(GOOD, members=tuple(one.id for one in children))

    assert check(problem(*children), [place]).scores[0][2]["level_mix"] == 25 * units


@pytest.mark.parametrize(("spread", "units"), [(0, 2), (6, 2), (7, 1), (12, 1), (13, 0)])
def test_close_ages_are_rewarded(spread: int, units: int) -> None:
    made = problem(child("a", age_months=60), child("b", age_months=60 + spread))

    assert check(made, [GOOD]).scores[0][2]["age_closeness"] == 15 * 2 * units


@pytest.mark.parametrize(("size", "quiet", "units"), [(4, 0, 4), (4, 1, 2), (5, 0, -5), (6, 1, -13)])
def test_large_groups_cost(size: int, quiet: int, units: int) -> None:
    children = [child(str(n), noise_tolerance="low" if n < quiet else "medium") for n in range(size)]
    place = replace(GOOD, members=tuple(one.id for one in children))

    assert check(problem(*children), [place]).scores[0][2]["size"] == 20 * units
