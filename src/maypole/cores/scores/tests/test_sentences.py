"""Scores in plain words."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import Direction, ScoresError, observed_interval, reliable_change, true_score_interval
from maypole.cores.scores.sentences import SENTENCES, say_attainment, say_change, say_interval, say_percentile


@pytest.mark.parametrize("key", SENTENCES["en"])
def test_both_languages_name_the_same_numbers(key: str) -> None:
    found = [{name for _, name, _, _ in string.Formatter().parse(SENTENCES[one][key])} for one in ("en", "es")]
    assert found[0] == found[1]
    assert SENTENCES["en"].keys() == SENTENCES["es"].keys()


@pytest.mark.parametrize(
    ("percentile", "words"), [(7.1, "about 7 score lower and 93"), (0.2, "fewer than 1 scores lower"), (99.9, "fewer")]
)
def test_a_percentile_is_a_place_among_100_children(percentile: float, words: str) -> None:
    assert words in say_percentile(percentile)


def test_the_direction_is_said_where_it_could_mislead() -> None:
    assert say_percentile(90, direction=Direction.HIGHER_IS_MORE_SKILL) == say_percentile(90)
    assert say_percentile(90, direction=Direction.HIGHER_IS_MORE_CONCERN).endswith("more concern.")
    assert "ni alto ni bajo" in say_percentile(90, "es", Direction.NEITHER)


def test_an_interval_says_what_kind_it_is() -> None:
    assert "between 75.7 and 94.3 (95 %)" in say_interval(observed_interval(85, 15, 0.90))
    assert say_interval(true_score_interval(70, 100, 15, 0.90)).startswith("The true score")


def test_a_change_is_bigger_than_the_wobble_or_not() -> None:
    assert "bigger than" in say_change(reliable_change(80, 95, 15, 0.9))
    assert "cannot tell" in say_change(reliable_change(80, 85, 15, 0.9))


@pytest.mark.parametrize(("t", "word"), [(50.0, "what was expected"), (56.2, "more"), (36.3, "less")])
def test_goal_attainment_in_words(t: float, word: str) -> None:
    assert word in say_attainment(t)
    assert "{" not in say_attainment(t, "es")


@given(st.floats(0, 100), st.sampled_from(["en", "es"]))
def test_every_percentile_can_be_said(percentile: float, language: str) -> None:
    assert "{" not in say_percentile(percentile, language)


def test_what_cannot_be_said_is_refused() -> None:
    with pytest.raises(ScoresError, match="percentile"):
        say_percentile(101)
    with pytest.raises(ScoresError, match="no sentences"):
        say_percentile(50, "xx")
