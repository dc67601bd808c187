"""The plain sentence of a goal, in both languages."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation

from maypole.progress.history import histories
from maypole.progress.present import goal_cards
from tests.cast import Cast

from .rows import TODAY, taught_goal


def test_the_sentence_tells_now_before_and_the_chance(cast: Cast) -> None:
    card = goal_cards(cast.maya, [taught_goal(cast)], TODAY)[0]
    assert "<b>6 of 10</b> tries without help" in card.sentence
    assert "(was 1 of 10)" in card.sentence
    assert "8 of 10 by 27 March" in card.sentence


def test_a_goal_whose_day_has_passed_is_not_on_track_for_it(cast: Cast) -> None:
    card = goal_cards(cast.maya, [taught_goal(cast)], TODAY + timedelta(days=20))[0]
    assert "Its day, 27 March, has passed" in card.sentence
    assert "On track" not in card.sentence


def test_too_early_is_said_in_words(cast: Cast) -> None:
    card = goal_cards(cast.maya, [taught_goal(cast, [1, 0])], TODAY)[0]
    assert card.state == "Too early to say"


def test_family_words_are_escaped(cast: Cast) -> None:
    goal = taught_goal(cast)
    goal.unit = "<b>x</b>"
    goal.measure = "count"
    with translation.override("en"):
        assert "<b>x" not in str(goal_cards(cast.maya, [goal], TODAY)[0].sentence)


def test_an_empty_goal_says_so(cast: Cast) -> None:
    goal = taught_goal(cast, [])
    card = goal_cards(cast.maya, [goal], TODAY)[0]
    assert "Nothing measured yet" in card.sentence
    assert histories([goal])[goal.pk].points == ()
