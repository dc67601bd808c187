"""The gallery of components in a real browser: nothing axe complains about, nothing cut off, nothing too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests.browser import DESK, PHONE, SMALL, sideways, small_targets, violations

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(open_page: OpenPage, size: tuple[int, int], dark: bool) -> None:
    page = open_page("/design", size=size, dark=dark)
    page.get_by_text("The numbers").click()

    assert violations(page) == []


def test_axe_finds_a_planted_fault(open_page: OpenPage) -> None:
    page = open_page("/design")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")

    assert [line.split()[0] for line in violations(page)] == ["button-name"]


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL, (320, 256)], ids=str)
def test_nothing_scrolls_sideways_and_every_target_fits_a_thumb(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("/design", size=size)

    assert sideways(page) == 0
    assert small_targets(page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_precautions_stay_in_view(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("/design", size=size)
    page.get_by_role("heading", name="A form", exact=True).scroll_into_view_if_needed()
    banner = page.get_by_role("complementary", name="Precautions for Maya").bounding_box()
    bar = page.get_by_role("banner").bounding_box()

    assert banner
    assert bar
    assert bar["y"] + bar["height"] <= banner["y"] <= size[1] / 3


def test_the_skip_link_comes_first_and_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/accounts/password/reset")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")

    assert focused.inner_text() == "Skip to content"
    assert (box := focused.bounding_box())
    assert box["y"] >= 0
    focused.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main"


def test_forced_colours_leave_an_edge_on_every_button(open_page: OpenPage) -> None:
    page = open_page("/design", forced_colors="active")
    widths = page.locator(".btn--go").evaluate_all("all => all.map((e) => getComputedStyle(e).borderTopStyle)")

    assert set(widths) == {"solid"}
    assert violations(page) == []


def test_nothing_moves_when_less_motion_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("/design", reduced_motion="reduce")
    moving = page.evaluate("document.getAnimations().length")

    assert moving == 0
    assert page.locator(".btn").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_paper_has_no_buttons_and_keeps_the_sentence(open_page: OpenPage) -> None:
    page = open_page("/design")
    page.emulate_media(media="print")

    assert page.locator(".btn:visible, .nav:visible").count() == 0
    assert page.get_by_text("6 of 10 by herself").is_visible()
