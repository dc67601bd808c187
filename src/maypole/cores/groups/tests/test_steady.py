"""The same faces, adult and hour, and how often somebody comes or goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.groups.steady import (
    MOST_CHANGES,
    WINDOW,
    Change,
    Meeting,
    Spell,
    changes,
    overlap,
    steadiness,
    too_often,
)

START = date(2026, 9, 7)
END = START + timedelta(weeks=14)


def weekly(*members: str, staff: str = "t1", start: int = 900) -> list[Meeting]:
    return [Meeting(START + timedelta(weeks=n), staff, start, frozenset(who)) for n, who in enumerate(members)]


def test_a_group_that_never_changes_is_wholly_steady() -> None:
    found = steadiness(weekly("abc", "abc", "abc"))

    assert (found.meetings, found.peers, found.adult, found.time) == (3, 1.0, 1.0, 1.0)


def test_one_new_child_lowers_the_peers_once() -> None:
    found = steadiness(weekly("abc", "abcd", "abcd", "abcd"))

    assert found.peers == pytest.approx((0.75 + 1 + 1) / 3)


def test_another_adult_for_one_week_is_two_changes_of_adult() -> None:
    held = weekly("ab", "ab", "ab", "ab")
    held[1] = Meeting(held[1].on, "t2", 900, held[1].members)

    assert steadiness(held).adult == pytest.approx(1 / 3)


def test_another_hour_or_another_day_is_another_time() -> None:
    held = weekly("ab", "ab", "ab")
    held[2] = Meeting(held[2].on + timedelta(days=1), "t1", 900, held[2].members)

    assert steadiness(held).time == pytest.approx(1 / 2)


def test_one_meeting_says_nothing() -> None:
    assert steadiness(weekly("ab")) == steadiness(weekly("ba"))
    assert steadiness(weekly("ab")).peers is None


def test_beginning_and_ending_together_is_no_change() -> None:
    spells = [Spell("a", START), Spell("b", START, END), Spell("c", START - timedelta(days=30), END)]

    assert changes(spells, START, END) == ()


def test_a_child_is_gone_from_the_day_after_their_last() -> None:
    joined, left = START + timedelta(weeks=2), START + timedelta(weeks=5)

    found = changes([Spell("a", joined, left)], START, END)

    assert found == (Change(joined, "a", True), Change(left + timedelta(days=1), "a", False))


def test_three_changes_in_six_weeks_are_too_often_and_two_are_not() -> None:
    days = [START + timedelta(weeks=week) for week in (1, 3, 6)]
    three = [Change(day, f"c{day.day}", True) for day in days]

    assert too_often(three[:2], START) == ()
    assert too_often(three, START) == tuple(three)
    assert too_often(three, days[-1] + timedelta(days=1)) == ()


def test_changes_far_apart_are_never_too_often() -> None:
    apart = [Change(START + number * WINDOW, "a", True) for number in range(MOST_CHANGES + 3)]

    assert too_often(apart, START) == ()


@given(st.frozensets(st.sampled_from("abcdef")), st.frozensets(st.sampled_from("abcdef")))
def test_overlap_is_a_share_and_the_same_both_ways(one: frozenset[str], other: frozenset[str]) -> None:
    assert 0 <= overlap(one, other) == overlap(other, one) <= 1
    assert (overlap(one, other) == 1) == (one == other)
