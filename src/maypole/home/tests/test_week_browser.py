"""The family's week on a phone, and a note signed at a desk, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.home.models import PracticeLog
from maypole.visits.models import NoteVersion
from maypole.visits.tests.rows import finished, make_goal
from tests.browser import DESK, PHONE, SMALL, sideways, small_targets, violations
from tests.cast import Cast

from .test_views import game_now

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.mark.mission("S81")
@pytest.mark.parametrize("script", [True, False])
def test_two_taps_log_a_game(cast: Cast, as_: As, open_page: Open, script: bool) -> None:
    game_now(cast)
    page = open_page("/week", size=PHONE, client=as_("rosa"), java_script_enabled=script)

    page.locator("summary", has_text="We played").click()
    page.get_by_role("button", name="A little help").click()

    expect(page.locator(".toast").first).to_contain_text("Logged. Thank you.")
    assert PracticeLog.objects.get().observation is not None


def test_undo_in_the_message_takes_it_back(cast: Cast, as_: As, open_page: Open) -> None:
    game_now(cast)
    page = open_page("/week", size=PHONE, client=as_("rosa"))
    page.locator("summary", has_text="We played").click()
    page.get_by_role("button", name="By themselves").or_(page.get_by_role("button", name="On their own")).click()

    page.locator(".toast").get_by_role("button", name="Undo").click()

    expect(page.locator(".toast").first).to_contain_text("Taken back.")
    assert not PracticeLog.objects.standing().exists()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, SMALL, DESK])
def test_the_week_is_accessible_and_fits(
    cast: Cast, as_: As, open_page: Open, size: tuple[int, int], dark: bool
) -> None:
    game_now(cast)
    page = open_page("/week", size=size, dark=dark, client=as_("rosa"))
    page.locator("summary", has_text="We played").click()

    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []


STAFF_PAGES = [
    "/children/{}/home",
    "/children/{}/home/new",
    "/children/{}/home/new?library=own",
    "/children/{}/visits/new",
]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_the_pages_of_staff_are_accessible_and_fit(cast: Cast, as_: As, open_page: Open, path: str) -> None:
    game_now(cast)
    page = open_page(path.format(cast.maya.pk), size=PHONE, client=as_("ines"))

    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []


@pytest.mark.mission("S61")
def test_a_note_saves_itself_and_is_signed_with_one_press(cast: Cast, as_: As, open_page: Open) -> None:
    visit = finished(cast, make_goal(cast), starts_at=timezone.now() - timedelta(hours=1))
    page = open_page(reverse("note", args=[visit.pk]), client=as_("ines"))

    page.get_by_label("What it means").fill("The second loop still slips.")
    expect(page.get_by_text("Draft kept at the clinic")).to_be_visible()
    kept = NoteVersion.objects.get().assessment
    found = violations(page)
    page.get_by_role("button", name="Sign the note").click()

    expect(page.get_by_text("Signed by Ines")).to_be_visible()
    assert kept == NoteVersion.objects.get().assessment == "The second loop still slips."
    assert found == violations(page) == []


def test_the_day_is_accessible_on_a_phone(cast: Cast, as_: As, open_page: Open) -> None:
    finished(cast, make_goal(cast), starts_at=timezone.now() - timedelta(hours=1))
    page = open_page("/today", size=PHONE, client=as_("ines"))

    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []
