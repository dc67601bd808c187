"""The capture page in a real browser, on a phone: in the thumb's reach, nothing lost, everything can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.people.models import Precaution
from maypole.visits.models import Observation, Visit
from tests.browser import PHONE, SMALL, sideways, small_targets, violations
from tests.cast import Cast

from .rows import make_goal, started

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    make_goal(cast, "Ties her shoes")
    make_goal(cast, "Waits a turn", "duration")
    make_goal(cast, "Asks for help", "count")
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="fear",
        title="Hand dryers frighten her.", advice="Warn first, and use paper towels instead of the dryer.",
    )  # fmt: skip
    return started(cast, timezone.now() - timedelta(minutes=12))


def address(visit: Visit) -> str:
    return reverse("visit", args=[visit.pk])


def saved(page: Page) -> None:
    expect(page.locator('[data-net][data-state="saved"]')).to_be_attached()


@pytest.mark.mission("S61")
def test_the_help_buttons_lie_in_reach_without_scrolling(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))

    boxes = [button.bounding_box() for button in page.locator(".panel:not([hidden]) .tap").all()]
    undo = page.locator(".panel:not([hidden]) [data-last]").bounding_box()

    assert len(boxes) == 8
    assert all(box and box["y"] > PHONE[1] / 3 and box["y"] + box["height"] <= PHONE[1] for box in boxes)
    assert all(box and box["height"] >= 48 and box["width"] >= 48 for box in boxes)
    assert undo
    assert undo["y"] + undo["height"] <= PHONE[1]


def test_a_tap_is_called_saved_only_when_the_clinic_has_it(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))

    page.get_by_role("button", name="A word").click()
    saved(page)

    assert Observation.objects.get().prompt == "VB"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('maypole:tap:')).length") == 0
    expect(page.locator("[data-heading-text]").first).to_have_text("Try 2")


def test_undo_never_goes_away_and_takes_back_one_by_one(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))
    for name in ("A word", "A gesture", "You showed"):
        page.get_by_role("button", name=name).click()

    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    saved(page)

    assert [row.prompt for row in Observation.objects.standing()] == ["VB"]
    assert Observation.objects.count() == 5
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_taps_without_a_connection_survive_a_reload_and_go_later_once(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))
    page.route(
        "**/observations", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Hotel wifi")
    )
    for name in ("By themselves", "A word", "Not this time"):
        page.get_by_role("button", name=name).click()
    expect(page.locator("[data-net-text]")).to_have_text("Offline. 3 safe on this device")
    before = Observation.objects.count()

    page.reload()
    expect(page.locator(".panel:not([hidden]) [data-marks] li")).to_have_count(3)
    page.unroute("**/observations")
    page.get_by_role("button", name="Full help").click()
    saved(page)

    assert before == 0
    assert [row.prompt for row in Observation.objects.standing().order_by("id")] == ["I", "VB", "I", "FP"]
    expect(page.locator(".panel:not([hidden]) [data-marks] li")).to_have_count(4)


def test_taps_left_behind_go_from_the_next_page(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))
    page.route("**/observations", lambda route: route.fulfill(status=200, content_type="text/html", body=""))
    page.get_by_role("button", name="A word").click()
    expect(page.locator("[data-net-text]")).to_have_text("Offline. 1 safe on this device")
    page.unroute("**/observations")

    page.goto("/today")

    expect(page.locator(".toast")).to_contain_text("Arrived from this device just now: 1.")
    assert Observation.objects.get().prompt == "VB"


def test_an_answer_lost_on_the_way_back_makes_no_second_row(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"), allow=("status of 502",))
    lost = []

    def arrive_and_vanish(route: object) -> None:
        lost.append(route.fetch())  # type: ignore[attr-defined]
        route.fulfill(status=502, body="")  # type: ignore[attr-defined]

    page.route("**/observations", lambda route: arrive_and_vanish(route) if not lost else route.continue_())
    page.get_by_role("button", name="A word").click()
    saved(page)

    assert lost
    assert Observation.objects.count() == 1


def test_a_stopwatch_runs_on_through_a_reload(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))
    page.get_by_role("link", name="Waits a turn").click()
    page.get_by_role("button", name="Start").click()
    page.wait_for_timeout(1100)

    page.reload()
    page.get_by_role("button", name="Stop", exact=True).click()
    saved(page)

    assert 1 <= (Observation.objects.get().value or 0) <= 20


def test_a_count_goes_up_and_down(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"))
    page.get_by_role("link", name="Asks for help").click()
    for _ in range(3):
        page.get_by_role("button", name="One more").click()

    page.get_by_role("button", name="Undo").click()
    saved(page)

    expect(page.locator("[data-sum]")).to_have_text("2")
    assert Observation.objects.standing().count() == 2


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, SMALL, (1280, 900)])
def test_the_page_is_accessible_and_fits(
    visit: Visit, as_: As, open_page: Open, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(address(visit), size=size, dark=dark, client=as_("ines"))
    page.get_by_role("button", name="A word").click()
    saved(page)

    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []


def test_without_script_every_tap_still_counts(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page(address(visit), size=PHONE, client=as_("ines"), java_script_enabled=False)

    page.get_by_role("button", name="A word").click()
    page.get_by_role("button", name="A gesture").click()
    page.get_by_role("button", name="Undo").click()

    assert [row.prompt for row in Observation.objects.standing()] == ["VB"]
