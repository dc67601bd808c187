"""Two people at one visit: one watches the other's child blind and they are compared; two devices add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from maypole.plan.models import Goal
from maypole.visits.models import Observation, Point, SecondObserver, Visit
from maypole.visits.tests.rows import make_goal
from tests.browser import PHONE, sideways, small_targets, violations
from tests.cast import Cast

from .tablets import Tablet
from .test_app_browser import at_the_clinic
from .test_offline_browser import drained, eventually, open_visit, ready

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Tablets = Callable[..., Tablet]
Open = Callable[..., Page]


def tap(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.locator(".panel:not([hidden])").get_by_role("button", name=name).click()
    expect(page.locator("[data-pending]")).to_have_count(0)


def watch(page: Page) -> None:
    """From Today into watching: two taps."""
    page.get_by_role("link", name="Watch as second observer: Maya").click()
    page.get_by_role("button", name="Watch as second observer").click()
    expect(page.locator(".panel:not([hidden]) .tap").first).to_be_visible()


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish the visit").click()
    eventually(page, Visit.objects.finished().exists)


@pytest.mark.mission("S61")
def test_a_second_observer_watches_blind_and_agreement_follows(
    cast: Cast, visit: Visit, goal: Goal, as_: As, tablet: Tablets
) -> None:
    first, second = tablet("first"), tablet("second")
    ines, ada = ready(first, as_("ines")), ready(second, as_("ada"))
    open_visit(ines)
    watch(ada)
    second.offline()  # what follows is recorded apart in every sense
    for name in ("A word", "By themselves", "By themselves", "You showed", "By themselves"):
        tap(ines, name)
        tap(ada, "A gesture" if name == "You showed" else name)

    expect(ada.locator(".second")).not_to_contain_text("Last time")
    expect(ada.locator(".panel:not([hidden]) .trials li")).to_have_count(5)
    drained(ines)
    second.offline(False)
    drained(ada)
    expect(ada.locator(".second")).not_to_contain_text("3 of 10")
    ada.get_by_role("button", name="Stop watching").click()
    eventually(ada, SecondObserver.objects.filter(ended_at__isnull=False).exists)
    finish(ines)

    assert Observation.objects.filter(second=True).count() == 5
    assert (Point.objects.get().correct, Point.objects.get().trials) == (3, 5)
    ines.goto(f"/goals/{goal.pk}/agreement")
    expect(ines.locator("main")).to_contain_text("80 %, trial by trial, from 5.")
    expect(ines.locator("main")).to_contain_text("1 of 1 visit had a second observer")


def test_the_clinic_tells_who_watches_nothing_of_the_first(
    cast: Cast, visit: Visit, goal: Goal, as_: As, tablet: Tablets
) -> None:
    first, second = tablet("first"), tablet("second")
    ines, ada = ready(first, as_("ines")), ready(second, as_("ada"))
    open_visit(ines)
    tap(ines, "A word", times=3)
    drained(ines)

    with ada.expect_response("**/capture/day") as brought:
        ada.reload()
    with ada.expect_response("**/beside?blind") as asked:
        watch(ada)
    expect(ada.locator(".beside")).to_contain_text("What you see is compared afterwards.")

    told, day = asked.value.json(), brought.value.json()
    assert (told["people"], told["lines"]) == ([{"name": "Ines", "second": False}], [])
    assert [target["last"] for target in day["children"][0]["targets"]] == [""]
    drained(ada)


def test_a_tablet_handed_over_keeps_both_apart(cast: Cast, visit: Visit, goal: Goal, as_: As, tablet: Tablets) -> None:
    one = tablet("one")
    page = ready(one, as_("ines"))
    open_visit(page)
    tap(page, "A word", times=2)
    drained(page)
    one.sign_in(as_("ada"))
    page.goto("/capture#/")
    page.reload()
    watch(page)
    expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(0)
    tap(page, "By themselves")
    drained(page)

    assert list(Observation.objects.order_by("received_at").values_list("second", flat=True)) == [False, False, True]
    assert SecondObserver.objects.get().by == cast.users["ada"]


@pytest.mark.mission("S61")
def test_two_devices_at_once_add_up_and_show_what_clashes(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    make_goal(cast, "Puts on her coat", "steps")
    make_goal(cast, "Asks for help", "count")
    first, second = tablet("first"), tablet("second")
    ines, ada = ready(first, as_("ines")), ready(second, as_("ada"))
    open_visit(ines)
    drained(ines)
    ada.reload()
    ada.get_by_role("link", name="Record too: Maya").click()
    drained(ada)
    for page, help_needed in ((ines, "A word"), (ada, "By themselves")):
        page.get_by_role("link", name="Asks for help").click()
        tap(page, "One more", times=2)
        page.get_by_role("link", name="Puts on her coat").click()
        tap(page, help_needed)
        drained(page)  # the test's server shares one connection: one after the other

    ines.reload()
    expect(ines.locator(".beside")).to_contain_text("Ada records too, on another device. Both count.")
    expect(ines.locator(".beside")).to_contain_text("step 1: Ines “A word”, Ada “By themselves”")
    expect(ines.get_by_role("link", name="Asks for help")).to_contain_text("Ada: 2 more")
    finish(ines)
    assert Point.objects.get(goal__measure="count").value == 4
    ines.goto(f"/visits/{visit.pk}")
    expect(ines.get_by_text("They differ")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_watching_is_accessible_and_fits(visit: Visit, as_: As, open_page: Open, dark: bool) -> None:
    page = open_page("/capture", size=PHONE, client=as_("ada"), dark=dark)
    page.get_by_role("link", name="Watch as second observer: Maya").click()
    for press in ("Watch as second observer", "A word"):
        assert (violations(page), sideways(page), small_targets(page)) == ([], 0, [])
        page.get_by_role("button", name=press).click()
        expect(page.locator("[data-pending]")).to_have_count(0)
    at_the_clinic(page)
    assert (violations(page), sideways(page), small_targets(page)) == ([], 0, [])
