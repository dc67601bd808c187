"""Plain words in English and Spanish."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import NextStep, SignalName
from maypole.cores.progress.reasons import reason
from maypole.cores.progress.sentences import (
    LANGUAGES,
    headline,
    next_words,
    odds,
    say,
    say_figure,
    signal_words,
    summary,
)
from maypole.cores.progress.signal import judge
from maypole.cores.progress.tests.test_signal import PLAN, SKILL
from maypole.cores.progress.wording import Counted, Template

ENGLISH, SPANISH = LANGUAGES["en"], LANGUAGES["es"]


def fields(template: Template) -> set[str]:
    forms = (template.one, template.other) if isinstance(template, Counted) else (template,)
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def test_both_languages_say_the_same_things() -> None:
    assert ENGLISH.sentences.keys() == SPANISH.sentences.keys()
    assert ENGLISH.headlines.keys() == SPANISH.headlines.keys()
    assert ENGLISH.places.keys() == SPANISH.places.keys()
    assert [high for high, _ in ENGLISH.odds] == [high for high, _ in SPANISH.odds]


@pytest.mark.parametrize("key", sorted(ENGLISH.sentences))
def test_both_languages_name_the_same_numbers(key: str) -> None:
    assert fields(ENGLISH.sentences[key]) == fields(SPANISH.sentences[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_and_step_has_words(language: str) -> None:
    assert set(LANGUAGES[language].signals) == {name.value for name in SignalName}
    assert set(LANGUAGES[language].nexts) == {step.value for step in NextStep}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_headline_has_a_sentence(language: str) -> None:
    assert LANGUAGES[language].headlines.keys() <= LANGUAGES[language].sentences.keys()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The chance of reaching 8 of 10 by session 22 is about 4 in 5."),
        ("es", "Hay unas 4 posibilidades de 5 de llegar a 8 de 10 para la sesión 22."),
    ],
)
def test_a_chance_is_said_as_a_frequency(language: str, expected: str) -> None:
    assert say(reason("chance_good", chance=0.81, level=0.8, of=10, due=22), language) == expected


def test_the_caller_puts_its_own_date_in() -> None:
    one = reason("chance_open", chance=0.4, level=12.34, due=80)
    assert say(one, due="27 March").startswith("The chance of reaching 12.3 by 27 March is about 2 in 5")
    assert say(one, clock="day").startswith("The chance of reaching 12.3 by day 80")


@pytest.mark.parametrize(
    ("count", "english", "spanish"), [(1, "One of 9 sessions lies", "Una de 9"), (2, "2 of 9 sessions lie", "2 de 9")]
)
def test_one_and_many(count: int, english: str, spanish: str) -> None:
    one = reason("odd_sessions", count=count, sessions=9)
    assert say(one).startswith(english)
    assert say(one, "es").startswith(spanish)


def test_places_are_named_in_the_language() -> None:
    one = reason("setting_behind", level=0.4, of=10, place="home")
    assert (say(one), say(one, "es")) == ("At home it is 4 of 10.", "En casa es 4 de 10.")
    assert say(reason("setting_behind", level=3.0, place="Granny's")) == "At Granny's it is 3."


@pytest.mark.parametrize(
    ("key", "numbers", "english"),
    [
        ("nap", {"percent": 0.917, "low": 0.77, "high": 0.98}, "92 % of the time (likely 77 % to 98 %)"),
        ("pogo", {"percent": 0.66, "low": 0.45, "high": 0.85}, "66 % of the way from the start to the goal"),
        ("cdc", {"above": 9, "count": 10, "needed": 9}, "9 of 10 points are above both lines (9 needed)."),
        ("change_down", {"percent": 0.6, "low": 0.4, "high": 0.75}, "Down by about 60 % (likely 40 % to 75 %)."),
        ("level_now", {"level": 0.6, "baseline": 0.1, "goal": 0.8, "of": 10}, "Now 6 of 10; before 1 of 10."),
        ("level_range", {"level": 56.0, "low": 44.2, "high": 168.4}, "Now 56 (likely 44.2 to 168)."),
        ("mastery_false", {"true": 0.7, "chance": 0.52, "sessions": 20}, "With a true level of 70 %"),
    ],
)
def test_figures_in_words(key: str, numbers: dict[str, float | int | str], english: str) -> None:
    assert english in say_figure(key, numbers)
    assert "{" not in say_figure(key, numbers, "es")


@given(st.floats(0, 1), st.sampled_from(sorted(LANGUAGES)))
def test_every_chance_has_words_and_they_never_fall(chance: float, language: str) -> None:
    order = [words for _, words in LANGUAGES[language].odds]
    assert order.index(odds(chance, language)) <= order.index(odds(min(chance + 0.1, 1.0), language))


@pytest.mark.parametrize(("language", "name"), [("en", "Keep going"), ("es", "Seguir así")])
def test_a_judgement_in_one_line(language: str, name: str) -> None:
    found = judge(PLAN)
    assert signal_words(found, language) == name
    assert summary(found, language).startswith(f"{name}. ")
    assert next_words(found, language).endswith(".")
    assert all(headline(one, language).endswith((".", "?")) for one in judge(SKILL).reasons)


def test_an_adjust_keeps_its_question_mark() -> None:
    assert summary(judge(replace(PLAN, unsafe=True))).startswith("Adjust? A behaviour")


@pytest.mark.parametrize(
    ("key", "numbers", "language", "message"),
    [
        ("chance_good", {"chance": 0.5}, "en", "needs the number"),
        ("nothing", {}, "en", "no sentence"),
        ("goal_is", {"level": 3}, "xx", "no sentences in 'xx'"),
    ],
)
def test_what_cannot_be_said_is_an_error(key: str, numbers: dict[str, float], language: str, message: str) -> None:
    with pytest.raises(ProgressError, match=message):
        say_figure(key, numbers, language)
