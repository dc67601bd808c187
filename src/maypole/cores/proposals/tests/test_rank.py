"""The order of games follows the rule as it is told, and nothing else."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from maypole.cores.proposals.rank import Against, Candidate, For, ranked, shared_out

CANDIDATE = some.builds(
    Candidate,
    code=some.text("abcdef", min_size=1, max_size=3),
    speaks_for=some.frozensets(some.sampled_from(For)),
    speaks_against=some.frozensets(some.sampled_from(Against)),
    days_since=some.none() | some.integers(0, 400),
    place=some.integers(0, 80),
)


def order(*candidates: Candidate) -> list[str]:
    return [each.code for each in ranked(candidates)]


def test_what_nothing_speaks_against_comes_first_however_much_speaks_for_the_other() -> None:
    loved = Candidate("loved", frozenset(For), frozenset({Against.TIRED}))

    assert order(loved, Candidate("plain")) == ["plain", "loved"]


def test_more_reasons_come_first_and_among_equals_the_stronger() -> None:
    two = Candidate("two", frozenset({For.MADE_FOR, For.AT_HAND}))
    further, loved = Candidate("further", frozenset({For.WENT_FURTHER})), Candidate("loved", frozenset({For.LOVED}))

    assert order(loved, further, two) == ["two", "further", "loved"]


def test_equals_rest_longest_then_stand_as_on_the_shelf() -> None:
    never, long, late = Candidate("never", place=9), Candidate("long", days_since=30), Candidate("late", days_since=3)

    assert order(late, long, never, Candidate("first", place=1)) == ["first", "never", "long", "late"]


@given(some.lists(CANDIDATE, max_size=12, unique_by=lambda each: (each.code, each.place)), some.randoms())
def test_the_order_in_which_facts_come_never_matters(candidates: list[Candidate], random: random.Random) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    keys = [(len(each.speaks_against), -len(each.speaks_for)) for each in ranked(candidates)]

    assert keys == sorted(keys)
    distinct = len({(c.place, c.speaks_for, c.speaks_against, c.days_since) for c in candidates}) == len(candidates)
    assert not distinct or ranked(shuffled) == ranked(candidates)


@given(some.lists(some.lists(CANDIDATE, max_size=6), max_size=4))
def test_no_game_is_proposed_twice_nor_one_that_is_planned(by_goal: list[list[Candidate]]) -> None:
    unique = [list({each.code: each for each in candidates}.values()) for candidates in by_goal]
    made = shared_out(unique, 2, frozenset({"a"}))
    codes = [each.code for chosen in made for each in chosen]

    assert len(codes) == len(set(codes))
    assert "a" not in codes
    assert all(len(chosen) <= 2 for chosen in made)
