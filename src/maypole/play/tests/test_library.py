"""The library of games: whole, safe, and found by area, age and place."""

from __future__ import annotations

import pytest

from maypole.play.library import Wanted, kinds, library
from maypole.web.areas import BY_CODE


def test_every_game_says_why_how_and_who_must_be_near() -> None:
    activities = library().activities

    assert len(activities) == 72
    assert all(each.why and each.steps and each.supervision_label and each.safety for each in activities)
    assert {each.area for each in activities} == set(BY_CODE)


def test_small_parts_start_at_three_years() -> None:
    assert all(each.from_months >= 36 for each in library().activities if each.small_parts)


def test_what_only_a_therapist_runs_never_goes_home() -> None:
    kept = [each for each in library().activities if each.supervision in {"therapist_only", "two_adults"}]

    assert len(kept) == 4
    assert not any(each.may_go_home for each in kept)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"area": "fine_motor", "words": "bead"}, "fm-01"),
        ({"words": "obstacle course"}, "gm-01"),
        ({"words": "swinging"}, "se-02"),
    ],
)
def test_games_are_found_by_what_they_are_called(query: dict[str, str], expected: str) -> None:
    assert expected in [each.id for each in library().search(Wanted(**query))]  # type: ignore[arg-type]


def test_a_search_keeps_to_age_place_and_home() -> None:
    found = library().search(Wanted(months=30, place="home", home=True))

    assert found
    assert all(each.suits(30) and "home" in each.places and each.may_go_home for each in found)


def test_games_made_for_an_area_come_first() -> None:
    areas = [each.area == "play" for each in library().search(Wanted(area="play"))]

    assert areas == sorted(areas, reverse=True)


def test_every_game_for_home_can_be_read_in_spanish() -> None:
    english, spanish = library().by_id, library("es").by_id

    for key, game in english.items():
        told = spanish[key]
        same = [told.title == game.title, told.why == game.why, told.steps == game.steps, told.safety == game.safety]
        assert same == [not game.may_go_home] * 4, key
        for parts in ("steps", "materials", "easier", "harder"):
            assert len(getattr(told, parts)) == len(getattr(game, parts)), (key, parts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_warning_is_cut_off_on_its_way_home(language: str) -> None:
    """The family's copy has room for 300 letters of safety and 240 of things to fetch."""
    for game in library(language).activities:
        if game.may_go_home:
            assert len(f"{game.supervision_label}. {game.safety}") <= 300, game.id
            assert len(", ".join(game.materials)) <= 240, game.id


def test_a_spanish_game_is_found_by_words_of_both_languages() -> None:
    assert [each.id for each in library("es").search(Wanted(words="calcetines", home=True))] == ["sc-01"]
    assert "sc-01" in [each.id for each in library("es").search(Wanted(words="sock", home=True))]
    assert library("pt").by_id["sc-01"].title == "Sock monster race"


@pytest.mark.mission("S59")
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_type_of_activity_the_sources_name_is_found_by_its_name(language: str) -> None:
    for kind in kinds(language):
        for name in kind.names:  # English and Spanish, whoever asks
            found = {each.id for each in library(language).search(Wanted(words=name))}
            assert found >= set(kind.activities), name


@pytest.mark.mission("S59")
def test_no_type_the_sources_name_was_left_out() -> None:
    """The shipped content says beside each game which type of the sources it stands for."""
    from maypole.play.library import _content

    named = {game["id"] for game in _content("activities.json")["activities"] if game["source_named_types"]}

    assert named == {code for kind in kinds() for code in kind.activities}
    assert all(len({*kind.names}) >= 4 for kind in kinds()), "a name in each language, and another word for it"


def test_materials_minutes_and_group_narrow_the_shelf() -> None:
    found = library().search(Wanted(materials="BALL", minutes=8, group=2))

    assert [each.id for each in found] == ["gm-03", "pl-02", "sl-06"]
