"""The app in a real browser on a phone: what it calls saved is on the device, and reaches the clinic exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.capture.models import Device, Receipt
from maypole.capture.version import stranded
from maypole.visits.models import Observation, Visit, VisitAttendance, VisitMood
from maypole.visits.tests.rows import afraid, make_goal, planned
from tests.browser import DESK, PHONE, from_all_sides
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    make_goal(cast, "Ties her shoes")
    make_goal(cast, "Asks for help", "count")
    make_goal(cast, "Puts on her coat", "steps")
    afraid(cast)
    return planned(cast, timezone.now() - timedelta(minutes=1))


def at_the_clinic(page: Page) -> None:
    expect(page.locator("[data-pending]")).to_have_count(0)
    expect(page.locator('[data-net][data-state="there"][data-waiting="0"]')).to_be_attached()


def begin(open_page: Open, client: Client, **options: object) -> Page:
    """From the first screen into a running visit: two taps, the third is the first try."""
    page = open_page("/capture", size=options.pop("size", PHONE), client=client, **options)
    page.get_by_role("link", name="Maya").click()
    page.get_by_role("button", name="Start the visit").click()
    expect(page.locator(".panel:not([hidden]) .tap").first).to_be_visible()
    return page


@pytest.mark.mission("S61", "S107")
def test_three_taps_lead_from_today_to_the_first_try(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"))

    page.get_by_role("button", name="A word").click()
    at_the_clinic(page)

    expect(page.locator(".precaution")).to_contain_text("Hand dryers frighten her.")
    expect(page.locator(".panel:not([hidden]) .panel-title")).to_contain_text("Try 2")
    assert Observation.objects.get().prompt == "VB"
    assert Visit.objects.with_state().get().state == "started"
    assert Device.objects.get().missing == 0
    assert list(Receipt.objects.order_by("sequence").values_list("kind", flat=True)) == ["visit.started", "observation"]


def test_the_app_has_a_shell_a_worker_and_a_manifest(visit: Visit, as_: As) -> None:
    client = Client()
    shell, worker = client.get("/capture"), client.get("/capture/worker.js")
    manifest = client.get("/capture/app.webmanifest").json()

    assert shell.headers["X-Maypole-Capture"] in worker.content.decode()
    assert worker.headers["Service-Worker-Allowed"] == manifest["scope"] == "/capture"
    assert "no-cache" in worker.headers["Cache-Control"]
    assert "Maya" not in as_("ines").get("/capture").content.decode()


def test_every_module_of_the_app_is_kept_for_offline() -> None:
    assert stranded() == []


def test_the_app_is_accessible_and_fits(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"), size=DESK)
    page.get_by_role("button", name="A word").click()
    at_the_clinic(page)
    faults = from_all_sides(page)

    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.emulate_media(color_scheme="light")
    page.goto("/capture#/")
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()

    assert faults + from_all_sides(page) == []


def test_undo_takes_back_one_by_one(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"))
    for name in ("A word", "A gesture", "You showed"):
        page.get_by_role("button", name=name).click()

    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    at_the_clinic(page)

    assert [row.prompt for row in Observation.objects.standing()] == ["VB"]
    expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(1)


def test_steps_of_a_task_follow_each_other(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"))
    page.get_by_role("link", name="Puts on her coat").click()
    for text in ("Cross the laces", "Make a loop", "Pull it tight", "Cross the laces"):
        expect(page.locator(".panel:not([hidden]) .steps-now")).to_have_text(text)
        page.locator(".panel:not([hidden]) .tap").first.click()
    at_the_clinic(page)

    assert list(Observation.objects.order_by("sequence").values_list("step", flat=True)) == [1, 2, 3, 1]


@pytest.mark.mission("S57", "S65")
def test_mood_assent_people_and_a_note_are_asked_and_kept(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"))
    aside = page.locator("#more")
    aside.get_by_role("button", name="Keen").first.click()
    aside.get_by_role("button", name="Joins in gladly").first.click()
    aside.get_by_role("group", name="Rosa").get_by_role("button", name="Practised").click()
    aside.get_by_role("button", name="Tired").last.click()
    aside.get_by_label("Quick note").last.fill("Slept badly")
    aside.get_by_role("button", name="Keep for the note").click()
    aside.get_by_role("button", name="Finish the visit").click()
    expect(page.get_by_role("link", name="Sign the note")).to_be_visible()
    at_the_clinic(page)

    assert list(VisitMood.objects.order_by("at").values_list("moment", "mood")) == [("start", "keen"), ("end", "tired")]
    assert VisitAttendance.objects.get().role == "practised"
    assert Visit.objects.with_state().get().state == "finished"


def test_keys_press_the_buttons(visit: Visit, as_: As, open_page: Open) -> None:
    page = begin(open_page, as_("ines"))
    page.locator(".panel:not([hidden]) .tap").first.focus()

    for key in ("1", "3", "0"):
        page.keyboard.press(key)
    at_the_clinic(page)

    assert [row.prompt for row in Observation.objects.standing()] == ["I"]
