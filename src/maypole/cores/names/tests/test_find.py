"""Names that may not stand in a text: found in every form, and what only looks like one left to a reader."""

from __future__ import annotations

import pytest

from maypole.cores.names.find import Person, find

BEN = Person("Ben", "Ortiz Ruiz", "Benito")
MAYA = Person("Maya", "Cole")


def found(text: str, *others: Person, child: Person = MAYA, known: tuple[Person, ...] = ()) -> list[str]:
    return [hit.written for hit in find(text, others or (BEN,), child, known)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maya waited for Ben.", "Ben"),
        ("BEN laughed", "BEN"),
        ("she took ben's turn", "ben"),
        ("it was Ben’s turn", "Ben"),
        ("Bens Ball", "Bens"),
        ("with Benito and her", "Benito"),
        ("a song for Ortiz", "Ortiz"),
        ("next to the Ruiz boy", "Ruiz"),
        ("Ben-and-Maya tower", "Ben"),
        ("with B. O. she shared", "B. O"),
        ("with B.O.R. she shared", "B.O.R"),
        ("she gave it to BO", "BO"),
        ("she gave it to B.", "B"),
        ("B took the ball", "B"),
        ("B\u00adens turn, Be\u200bn first", "Be\u200bn"),
    ],
)
def test_every_form_of_a_name_is_found(text: str, name: str) -> None:
    assert name in found(text)


def test_case_and_accents_make_no_difference() -> None:
    jose = Person("José", "Núñez")

    assert found("JOSE and nunez and josé", jose) == ["JOSE", "nunez", "josé"]
    assert found("Jose\u0301 came", jose) == ["Jose\u0301".replace("e\u0301", "e\u0301")]


@pytest.mark.parametrize("text", ["Bend the wire", "She began", "the benefit of rulers", "Maya and her bento", "a cab"])
def test_a_name_within_a_word_is_no_name(text: str) -> None:
    assert found(text) == []


def test_regular_spanish_diminutives_are_found() -> None:
    names = (Person("Rosa"), Person("Juan"), Person("Carmen"), Person("Carlos"))

    assert found("Rosita, Juanito, Carmencita y Carlitos", *names) == ["Rosita", "Juanito", "Carmencita", "Carlitos"]


def test_particles_and_titles_of_a_name_are_no_names() -> None:
    cruz = Person("Ana", "de la Cruz")

    assert found("the mother of the child went de la sala", cruz, Person.named("Mrs van Dam")) == []
    assert found("Mrs Dam came with Cruz", cruz, Person.named("Mrs van Dam")) == ["Dam", "Cruz"]


def test_what_the_child_is_called_too_is_the_childs_own() -> None:
    sister = Person("Mia", "Cole")
    namesake = Person("Maya", "Orr")

    assert found("Maya Cole and M. played", sister, namesake) == []
    assert found("Maya Orr laughed", sister, namesake) == ["Maya Orr"]


def test_a_full_name_is_sure_and_a_common_word_is_not() -> None:
    may, will = Person("May", "Park"), Person("Will", "Green")

    hits = find("In May Park was closed; May Park and Will G. came; she will go", (may, will), MAYA)

    assert [hit.written for hit in hits if hit.sure] == ["May Park", "May Park", "Will G"]
    assert [hit.written for hit in hits if not hit.sure] == ["will"]


def test_own_carers_and_staff_may_be_named_in_full() -> None:
    rosa, ines = Person("Rosa", "Ortiz"), Person("Ines", "Orr")
    known = (Person.named("Rosa Lima"), Person.named("Ines Vega"))

    assert found("Rosa Lima called; Ines Vega led.", rosa, ines, known=known) == []
    assert found("Rosa called", rosa, ines, known=known) == ["Rosa"]


def test_single_letters_that_are_words_need_a_point() -> None:
    ida, yusuf = Person("Ida"), Person("Yusuf")

    assert found("I saw a tower. Y luego", ida, yusuf) == []
    assert found("with I. and Y.", ida, yusuf) == ["I", "Y"]


def test_names_of_languages_without_spaces_are_found_in_a_run_of_letters() -> None:
    assert found("今天小龙和她玩", Person("小龙", "李")) == ["今天小龙和她玩"]


def test_hits_say_where_they_stand_and_do_not_overlap() -> None:
    text = "“Ben Ortiz”, said Ben."

    hits = find(text, (BEN, Person("Ben", "Ortiz")), MAYA)

    assert [text[hit.start : hit.end] for hit in hits] == ["Ben Ortiz", "Ben"]
