"""The pages of the nine areas: what stands on them, for whom, and how many questions they ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maypole.people.models import Child, Precaution
from maypole.plan.models import Goal
from maypole.visits.tests.rows import finished, make_goal
from maypole.web.areas import AREAS
from tests.cast import Cast

from .rows import consent, event, meal, sense, trigger

As = Callable[[str], Client]


def page(client: Client, cast: Cast, code: str = "") -> str:
    address = reverse("area", args=[cast.maya.pk, code]) if code else reverse("areas", args=[cast.maya.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def games_of(client: Client, cast: Cast, code: str) -> int:
    answer = client.get(reverse("area", args=[cast.maya.pk, code]))
    games = answer.context["games"]
    return len(games.fitting) + len(games.also) + len(games.others)


@pytest.mark.mission("S33")
@pytest.mark.parametrize("name", ["ines", "rosa", "maya"])
def test_fine_motor_has_a_page_with_goals_and_games(cast: Cast, as_: As, name: str) -> None:
    goal = make_goal(cast)
    Goal.objects.filter(pk=goal.pk).update(area="fine_motor")
    finished(cast, goal)

    told = page(as_(name), cast, "fine_motor")

    assert "Ties her shoes" in told
    assert "Last time:" in told
    assert reverse("goal", args=[goal.pk]) in told


@pytest.mark.mission("S33", "S34", "S40")
@pytest.mark.parametrize("code", [area.code for area in AREAS])
def test_each_area_has_eight_games_or_more(cast: Cast, as_: As, code: str) -> None:
    assert games_of(as_("ines"), cast, code) >= 8


@pytest.mark.mission("S34", "S40")
@pytest.mark.parametrize(("code", "plain"), [("gross_motor", "keeping balance"), ("play", "how children learn")])
def test_the_family_reads_a_plain_description(cast: Cast, as_: As, code: str, plain: str) -> None:
    assert plain in page(as_("rosa"), cast, code)


@pytest.mark.mission("S40")
def test_play_ideas_follow_the_age(cast: Cast, as_: As) -> None:
    older = as_("rosa").get(reverse("area", args=[cast.maya.pk, "play"])).context["games"].fitting
    Child.objects.filter(pk=cast.maya.pk).update(birth_date="2025-01-01")
    younger = as_("rosa").get(reverse("area", args=[cast.maya.pk, "play"])).context["games"].fitting

    assert {game.id for game in older} != {game.id for game in younger}
    assert not any(game.small_parts for game in younger)


def test_a_family_is_shown_no_game_that_needs_a_go_ahead(cast: Cast, as_: As) -> None:
    shown = as_("rosa").get(reverse("area", args=[cast.maya.pk, "feeding"])).context["games"]

    assert not any(game.needs_clearance for game in shown.fitting)


def test_the_index_leads_to_all_nine(cast: Cast, as_: As) -> None:
    told = page(as_("rosa"), cast)

    assert all(reverse("area", args=[cast.maya.pk, area.code]) in told for area in AREAS)


@pytest.mark.parametrize("name", ["ines", "rosa", "maya"])
def test_the_childs_page_leads_to_the_areas(cast: Cast, as_: As, name: str) -> None:
    told = as_(name).get(reverse("child", args=[cast.maya.pk])).content.decode()

    assert reverse("areas", args=[cast.maya.pk]) in told


@pytest.mark.parametrize("name", ["daniel", "okafor", "fay"])
def test_who_may_not_see_goals_here_is_refused(cast: Cast, as_: As, name: str) -> None:
    for address in (reverse("areas", args=[cast.maya.pk]), reverse("area", args=[cast.maya.pk, "play"])):
        assert as_(name).get(address).status_code == 403


def test_an_unknown_area_is_not_there(cast: Cast, as_: As) -> None:
    assert as_("ines").get(reverse("area", args=[cast.maya.pk, "magic"])).status_code == 404


def test_a_colleague_without_the_child_finds_nothing(cast: Cast, as_: As) -> None:
    assert as_("jiho").get(reverse("area", args=[cast.maya.pk, "play"])).status_code == 404


@pytest.mark.mission("S39")
@pytest.mark.parametrize("name", ["ines", "rosa"])
def test_swallowing_and_allergy_stand_on_top_of_every_feeding_page(cast: Cast, as_: As, name: str) -> None:
    by = cast.users["ines"]
    owner = {"organisation": cast.clinic, "child": cast.maya, "by": by}
    Precaution.objects.create(**owner, kind="fear", title="Dryers")
    Precaution.objects.create(**owner, kind="swallowing", title="Thin drinks go the wrong way", advice="Thicken.")
    goal = make_goal(cast)
    addresses = [
        reverse("area", args=[cast.maya.pk, "feeding"]),
        reverse("food_diary", args=[cast.maya.pk]),
        reverse("child", args=[cast.maya.pk]),
        *([reverse("goal", args=[goal.pk]), reverse("food_note", args=[cast.maya.pk])] if name == "ines" else []),
    ]
    for address in addresses:
        told = as_(name).get(address).content.decode().split('id="main"')[1]
        content = min(told.index(mark) for mark in ("<h2", "<form", '<svg class="chart') if mark in told)
        assert told.index("Thin drinks go the wrong way") < content
        assert told.index("Nut allergy") < content


def queries(client: Client, cast: Cast, code: str) -> int:
    page(client, cast, code)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, cast, code)
    return len(asked)


@pytest.mark.parametrize("code", ["sensory", "feeding", "social_emotional", "fine_motor"])
def test_an_area_asks_as_many_questions_with_ten_rows_as_with_one(cast: Cast, as_: As, code: str) -> None:
    client = as_("ines")

    def add(number: int) -> None:
        goal = make_goal(cast, f"Goal {number}")
        Goal.objects.filter(pk=goal.pk).update(area=code)
        finished(cast, goal)
        sense(cast, sense=("sound", "sight", "touch", "taste", "smell")[number % 5])
        trigger(cast)
        meal(cast)
        event(cast)

    add(0)
    one = queries(client, cast, code)
    for number in range(1, 5):
        add(number)

    assert queries(client, cast, code) == one


def test_the_young_person_sees_the_areas_as_theirs(cast: Cast, as_: As) -> None:
    assert "Your day" in page(as_("maya"), cast)


def test_a_consent_to_goals_opens_no_area(cast: Cast, as_: As) -> None:
    consent(cast, "goals")

    assert as_("okafor").get(reverse("areas", args=[cast.maya.pk])).status_code == 403
