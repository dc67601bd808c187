# ruff: noqa: E501 - a case a line reads better
"""Reasons, prices of wishes and repairs, on problems small enough to see the answer."""

from dataclasses import replace

import pytest

from maypole.cores.groups.answer import scored
from maypole.cores.groups.problem import Place, Previous, Problem
from maypole.cores.groups.reasons import reasons, unplaced_reasons
from maypole.cores.groups.repair import repair
from maypole.cores.groups.rules import Broken
from maypole.cores.groups.solve import solve
from maypole.cores.groups.tests.make import HOUR, adult, child, members, problem, room, verified
from maypole.cores.groups.why import answer_from, others, why_here, why_not

WIDE = (((900, 1020),), *HOUR[1:])


def six() -> Problem:
    """Two leaders, two rooms: three early birds and three late ones by age."""
    children = [child(f"c{number}", age_months=60 + 4 * number, max_size=3) for number in range(6)]
    return problem(*children, staff=(adult("t1"), adult("t2")), rooms=(room("r1"), room("r2")))


def test_what_a_child_adds_to_a_group() -> None:
    answer = solve(six())

    here = why_here(six(), answer, "c0")

    assert here is not None
    assert here.stands_without
    assert here.adds == here.group.score - scored(six(), replace(here.group.place, members=("c1", "c2"))).score


def test_a_pair_does_not_stand_without_one() -> None:
    asked = problem(child("a"), child("b"), child("c", skill="x"))
    answer = solve(asked)

    here = why_here(asked, answer, "a")

    assert here is not None
    assert (here.stands_without, here.adds) == (False, answer.objective)
    assert why_here(asked, answer, "c") is None


def test_a_full_group_can_be_joined_only_instead_of_someone() -> None:
    answer = solve(six())
    other = next(group for group in answer.groups if "c0" not in group.place.members)
    there = why_not(six(), answer, "c0", other, 10.0)

    assert [broken.rule for broken in there.broken] == ["size"]
    assert (there.price, there.change) == (None, None)
    assert set(there.instead_of) == set(other.place.members)


def test_the_price_of_a_wish_is_what_the_whole_plan_loses() -> None:
    roomy = replace(six(), children=tuple(replace(one, max_size=4) for one in six().children))
    best = solve(roomy)
    child_id = best.groups[0].place.members[0]
    group = best.groups[1]

    there = why_not(roomy, best, child_id, group, 10.0)

    place = replace(group.place, members=(*group.place.members, child_id))
    forced = verified(replace(roomy, locked=(place,)), solve(replace(roomy, locked=(place,))))
    assert there.price == (best.objective - forced.objective,) * 2
    assert there.change == scored(roomy, place).score - group.score


def test_a_wish_against_a_lock_is_told() -> None:
    """The lock of the other group holds the leader whom the wish needs half an hour later."""
    asked = problem(
        *(child(name, available=WIDE) for name in "abcde"),
        locked=(Place(("a", "b"), "t1", "r1", "mon", 900),),
    )
    clashing = scored(asked, Place(("c", "d"), "t1", "r1", "mon", 930, "g9"))

    there = why_not(asked, solve(asked), "e", clashing, 10.0)

    assert {broken.rule for broken in there.broken} == {"locked"}


def test_the_other_groups_of_the_pool_are_compared() -> None:
    answer = solve(six())

    ((group, broken, change),) = others(six(), answer, "c0")

    assert group == next(one for one in answer.groups if "c0" not in one.place.members)
    assert change is None
    assert broken[0].rule == "size"
    assert others(replace(six(), children=tuple(replace(c, max_size=4) for c in six().children)), answer, "c0")[0][2]


def test_a_read_result_is_scored_again() -> None:
    answer = solve(six())

    assert answer_from(six(), [group.place for group in answer.groups]).objective == answer.objective


def test_nobody_moves_when_nothing_changed() -> None:
    places = [group.place for group in solve(six()).groups]

    again = verified(six(), repair(six(), places))

    assert [group.place for group in again.groups] == places
    assert (again.moved, again.status) == ((), "optimal")


def test_a_plan_is_kept_even_where_a_better_one_would_move_children() -> None:
    """By age, 0-2 and 3-5 belong together; the old plan mixes them, and is kept all the same."""
    old = [Place(("c0", "c1", "c5"), "t1", "r1", "mon", 900), Place(("c2", "c3", "c4"), "t2", "r2", "mon", 900)]

    again = verified(six(), repair(six(), old))

    assert again.moved == ()
    assert again.objective < solve(six()).objective


@pytest.mark.mission("S72")
def test_only_those_who_must_move_do() -> None:
    asked = replace(six(), staff=(adult("t1"), adult("t2", available=((), HOUR[0], (), (), (), (), ()))))
    old = [group.place for group in solve(six()).groups]
    held = next(place for place in old if place.staff == "t1")
    lost = next(place for place in old if place.staff == "t2")

    again = verified(asked, repair(asked, old))

    assert set(again.moved or ()) == set(lost.members)
    assert set(held.members) <= set(again.groups[0].place.members)
    assert again.notes == ("3 of 6 children move; no plan moves fewer than 3.",)


def test_someone_waiting_takes_a_free_place_and_nobody_moves() -> None:
    asked = problem(*(child(name) for name in "abc"))

    again = verified(
        asked, repair(asked, [Place(("a", "b"), "t1", "r1", "mon", 900), Place(("x",), "t9", "r9", "tue", 0)])
    )

    assert members(again) == [("a", "b", "c")]
    assert again.moved == ()


def test_three_sentences_say_what_the_group_is_for() -> None:
    before = Previous("g1", "t1")
    asked = problem(
        child("a", "turn_taking", 2, previous=before, together=("b",)), child("b", "turn_taking", 3, previous=before)
    )
    group = scored(asked, Place(("a", "b"), "t1", "r1", "mon", 900, "g1"))

    assert reasons(asked, group) == [
        "All of them work on turn taking, so nobody is alone with it.",
        "They know each other from last term, and friendships grow from seeing the same faces.",
        "A wish to be together is met, and it is more fun with a friend.",
    ]


@pytest.mark.parametrize(
    ("ages", "levels", "known", "sentence"),
    [
        ((70, 70), (2, 3), 0, "A child one step further on in turns shows how it can be done."),
        ((70, 70), (3, 3), 0, "They are of the same age, which makes it easy to be at ease."),
        ((70, 71), (3, 3), 0, "They are within 1 month of age, so play can be at one pace."),
        ((70, 90), (3, 3), 0, "As a pair, each gets many turns, and turns with another child are practice for real life."),
        ((70, 90), (1, 1), 0, "Their levels are close to one another, so plan for a model from outside the group."),
        ((70, 90), (3, 3), 2, "All of them keep the adult they know."),
        ((60, 70, 80), (3, 3, 3), 0, "With three children there are turns, rules and sharing to practise, as in real life."),
        ((60, 70, 80), (3, 3, 3), 2, "Two of them keep the adult they know."),
        ((60, 70, 80), (3, 3, 3), 1, "One of them keeps the adult they know."),
        ((70,) * 5, (3,) * 5, 0, "Five is a large group: watch that each child gets enough tries."),
    ],
)  # fmt: skip
def test_each_reason_has_its_occasion(
    ages: tuple[int, ...], levels: tuple[int, ...], known: int, sentence: str
) -> None:
    children = [
        child(str(k), "turns", level, age_months=age, previous=Previous(staff="t1") if k < known else Previous())
        for k, (age, level) in enumerate(zip(ages, levels, strict=True))
    ]
    asked = problem(*children)
    group = scored(asked, Place(tuple(one.id for one in children), "t1", "r1", "mon", 900, "g1"))

    assert sentence in reasons(asked, group)


def test_some_of_them_are_counted_in_words() -> None:
    one = child("a", "x", 3, previous=Previous("g1", "t1"))
    two = child("b", "x", 3, previous=Previous("g1"))
    asked = problem(one, two, child("c", "y", 3), child("d", "y", 3))
    group = scored(asked, Place(("a", "b", "c", "d"), "t1", "r1", "mon", 900, "g1"))

    assert reasons(asked, group)[0] == "Two of them work on x, so nobody is alone with it."
    assert "Two of them know each other" in reasons(asked, group)[1]


def test_those_without_a_place_get_words_too() -> None:
    asked = problem(child("a", waiting_weeks=1))
    conflict = [Broken("site", "x"), Broken("age_span", "y")]

    assert unplaced_reasons(asked, "a", conflict) == [
        "There is no place at the moment: x and y.",
        "If any one of these changes, there is one.",
        "This child has waited 1 week; that counts next time too.",
    ]
