"""The page of a visit under way: it leads into the app, and its plain way counts every tap without any script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.visits.models import Observation, Visit
from tests.browser import PHONE, SMALL, sideways, small_targets, violations
from tests.cast import Cast

from .rows import afraid, make_goal, started

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    make_goal(cast, "Ties her shoes")
    make_goal(cast, "Waits a turn", "duration")
    make_goal(cast, "Asks for help", "count")
    afraid(cast)
    return started(cast, timezone.now() - timedelta(minutes=12))


def address(visit: Visit) -> str:
    return reverse("visit", args=[visit.pk])


def plain(page: Page) -> None:
    page.get_by_text("Without the app").click()


def test_one_tap_leads_into_the_visit_in_the_app(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))

    page.get_by_role("link", name="Go on in the app").click()

    expect(page.locator(".panel:not([hidden]) .tap").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maya")


@pytest.mark.parametrize("script", [True, False])
def test_every_tap_counts_with_script_and_without(visit: Visit, as_: As, open_page: Open, script: bool) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"), java_script_enabled=script)

    plain(page)
    page.get_by_role("button", name="A word").click()
    expect(page.locator(".trials li")).to_have_count(1)
    page.get_by_role("button", name="A gesture").click()
    expect(page.locator(".trials li")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".trials li")).to_have_count(1)

    assert [row.prompt for row in Observation.objects.standing()] == ["VB"]


def test_a_watch_counts_from_the_moment_it_was_started(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"), java_script_enabled=False)
    plain(page)
    page.get_by_role("link", name="Waits a turn").click()
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Start").click()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".trials li")).to_have_count(1)

    assert 1 <= (Observation.objects.get().value or 0) <= 30


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, SMALL, (1280, 900)])
def test_the_page_is_accessible_and_fits(
    visit: Visit, as_: As, open_page: Open, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(address(visit), size=size, dark=dark, client=as_("ines"))
    plain(page)
    expect(page.get_by_role("button", name="A word")).to_be_visible()

    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []
