"""The app in a real browser on a phone: what it calls saved is on the device, and reaches the clinic exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.capture.models import Device, Receipt
from maypole.people.models import Precaution
from maypole.visits.models import Observation, Visit
from maypole.visits.tests.rows import make_goal, planned
from tests.browser import PHONE
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    make_goal(cast, "Ties her shoes")
    make_goal(cast, "Asks for help", "count")
    make_goal(cast, "Puts on her coat", "steps")
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="fear",
        title="Hand dryers frighten her.", advice="Warn first, and use paper towels instead of the dryer.",
    )  # fmt: skip
    return planned(cast, timezone.now() - timedelta(minutes=1))


def at_the_clinic(page: Page) -> None:
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
