"""The pages a family has in its hand, in a real browser: two family pages and the half minute of a hard moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from maypole.areas.actions import feeding
from maypole.areas.models import BehaviourEvent
from tests.browser import DESK, PHONE, SMALL, sideways, small_targets, violations
from tests.cast import Cast

from .rows import calm_plan, event, meal, sense, trigger

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


def sound(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []


@pytest.mark.mission("S43")
@pytest.mark.parametrize("script", [True, False])
def test_a_parent_logs_a_hard_moment_in_a_few_taps(cast: Cast, as_: As, open_page: Open, script: bool) -> None:
    event(cast)
    page = open_page(
        reverse("behaviour_new", args=[cast.maya.pk]), size=PHONE, client=as_("rosa"), java_script_enabled=script
    )

    taps = 0
    for words in ("No, everyone is safe",):
        page.get_by_role("link", name=words).click()
        taps += 1
    for words in ("Was asked to do something", "Threw the cup", "Nothing changed", "About 3 minutes"):
        page.get_by_text(words, exact=True).click()
        taps += 1
    page.get_by_role("button", name="Write it down").click()

    expect(page.locator(".toast").first).to_contain_text("Written down.")
    assert taps + 1 == 6
    assert BehaviourEvent.objects.filter(consequence="nothing", duration_s=180).count() == 1


@pytest.mark.mission("S43")
def test_harm_comes_first_and_the_flow_is_accessible(cast: Cast, as_: As, open_page: Open) -> None:
    event(cast)
    page = open_page(reverse("behaviour_new", args=[cast.maya.pk]), size=PHONE, client=as_("rosa"))
    sound(page)
    page.get_by_role("link", name="Yes").click()
    expect(page.get_by_role("heading", name="First, help")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Everyone is looked after").click()
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    sound(page)


@pytest.mark.parametrize("look", [(PHONE, False), (PHONE, True), (SMALL, False), (DESK, False)])
@pytest.mark.parametrize("name", ["calm_plan", "milestones"])
def test_family_pages_are_accessible_and_fit(
    cast: Cast, as_: As, open_page: Open, name: str, look: tuple[tuple[int, int], bool]
) -> None:
    size, dark = look
    calm_plan(cast)
    calm_plan(cast, helps="A drum")
    page = open_page(reverse(name, args=[cast.maya.pk]), size=size, dark=dark, client=as_("rosa"))

    sound(page)


FAMILY = ["areas", "sensory_diary", "food_diary", "behaviour"]


@pytest.mark.parametrize("name", FAMILY)
def test_the_pages_of_the_day_fit_a_phone(cast: Cast, as_: As, open_page: Open, name: str) -> None:
    trigger(cast)
    meal(cast)
    event(cast)
    page = open_page(reverse(name, args=[cast.maya.pk]), size=PHONE, client=as_("rosa"))

    sound(page)


@pytest.mark.parametrize("code", ["sensory", "feeding", "social_emotional"])
@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_area_pages_are_accessible(cast: Cast, as_: As, open_page: Open, who: str, code: str) -> None:
    sense(cast)
    sense(cast, response="seeking", seen="Bangs pans")
    feeding.note_food(by=cast.actor("ines"), child=cast.maya, name="Pasta", goes="eats", texture="soft", level=6)
    page = open_page(reverse("area", args=[cast.maya.pk, code]), size=PHONE, client=as_(who))

    sound(page)


STAFF = ["sensory_note", "food_note", "calm_plan_edit", "voice_edit", "behaviour_function", "behaviour"]


@pytest.mark.parametrize("name", STAFF)
def test_the_pages_of_the_team_are_accessible(cast: Cast, as_: As, open_page: Open, name: str) -> None:
    for _number in range(11):
        event(cast)
    page = open_page(reverse(name, args=[cast.maya.pk]), client=as_("ines"))

    sound(page)
