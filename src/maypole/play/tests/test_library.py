"""The library of games: whole, safe, and found by area, age and place."""

from __future__ import annotations

import pytest

from maypole.play.library import library
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
    assert expected in [each.id for each in library().search(**query)]  # type: ignore[arg-type]


def test_a_search_keeps_to_age_place_and_home() -> None:
    found = library().search(months=30, place="home", home=True)

    assert found
    assert all(each.suits(30) and "home" in each.places and each.may_go_home for each in found)


def test_games_made_for_an_area_come_first() -> None:
    areas = [each.area == "play" for each in library().search(area="play")]

    assert areas == sorted(areas, reverse=True)
