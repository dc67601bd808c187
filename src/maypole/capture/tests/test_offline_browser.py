"""Without a connection, from a cold start, through kills of the browser: nothing that was called saved is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.capture.models import Device, HeldItem, Receipt
from maypole.people.models import CareTeamMember
from maypole.visits.models import NoteSignature, Observation, Point, Visit, VisitMood
from maypole.visits.tests.rows import make_goal, planned
from tests.cast import Cast

from .tablets import READY, STORED, Tablet

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Tablets = Callable[..., Tablet]
SIX = ("trials", "steps", "count", "duration", "rating", "momentary")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    for measure in SIX:
        make_goal(cast, f"Goal {measure}", measure)
    return planned(cast, timezone.now() - timedelta(minutes=1))


FULL = """() => {
  window.fits = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function () { throw new DOMException("full", "QuotaExceededError"); };
}"""
"""As Chromium answers when the origin's quota is used up: the write throws and its transaction is gone."""


def ready(tablet: Tablet, client: Client) -> Page:
    """Opened once with a connection, then off: everything a visit needs is on the device."""
    page = tablet.start()
    tablet.sign_in(client)
    page.goto("/capture")
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()
    page.evaluate(READY)
    return page


def open_visit(page: Page, start: bool = True) -> None:
    page.get_by_role("link", name="Maya").click()
    if start:
        page.get_by_role("button", name="Start the visit").click()
    expect(page.locator(".panel:not([hidden]) .tap").first).to_be_visible()


def tap(page: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        page.locator(".panel:not([hidden])").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("[data-pending]")).to_have_count(0)


def alone(page: Page) -> None:
    """One try by themselves."""
    page.locator(".panel:not([hidden]) .tap--top").click()
    expect(page.locator("[data-pending]")).to_have_count(0)


def drained(page: Page) -> None:
    expect(page.locator('[data-net][data-state="there"][data-waiting="0"]')).to_be_attached(timeout=30_000)


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(50):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def first_half(one: Tablet) -> None:
    """Tries, a step and a long timer, a kill; the timer is stopped, things are counted, and another kill."""
    page = one.start()
    one.offline()
    page.clock.install()
    page.goto("/capture")
    open_visit(page)
    alone(page)
    alone(page)
    page.get_by_role("link", name="Goal steps").click()
    alone(page)
    page.get_by_role("link", name="Goal duration").click()
    tap(page, "Start")
    page.clock.fast_forward("20:00")
    one.kill()

    page = one.start()
    one.offline()
    page.clock.install(time=timezone.now() + timedelta(minutes=20))
    page.goto("/capture")
    open_visit(page, start=False)
    page.get_by_role("link", name="Goal duration").click()
    tap(page, "Stop")
    page.get_by_role("link", name="Goal count").click()
    tap(page, "One more", 5)
    one.kill()


@pytest.mark.mission("S61")
def test_a_visit_of_45_minutes_with_six_targets_offline_from_a_cold_start(
    cast: Cast, visit: Visit, as_: As, tablet: Tablets
) -> None:
    one = tablet()
    ready(one, as_("ines"))
    one.kill()

    first_half(one)
    page = one.start()
    one.offline()
    page.clock.install(time=timezone.now() + timedelta(minutes=45))
    page.goto("/capture")
    open_visit(page, start=False)
    page.get_by_role("link", name="Goal count").click()
    expect(page.locator(".panel:not([hidden]) [data-id]")).to_have_count(5)
    tap(page, "Undo")
    page.get_by_role("link", name="Goal rating").click()
    page.locator(".panel:not([hidden]) .tap").nth(3).click()
    page.locator("#more").get_by_role("button", name="Keen").last.click()
    page.get_by_role("button", name="Finish the visit").click()
    expect(page.get_by_role("link", name="Sign the note")).to_be_visible()
    expect(page.locator("[data-net-text]")).to_contain_text("safe on this device")
    assert Observation.objects.count() == 0

    one.offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-net-text]")).to_contain_text("Sign in again. 14 safe on this device")
    one.sign_in(as_("ines"))
    page.reload()
    drained(page)
    by_measure = {row.measure: row for row in Observation.objects.standing()}
    assert set(by_measure) == {"trials", "steps", "count", "duration", "rating"}
    assert Observation.objects.standing().filter(measure="count").count() == 4
    assert 1190 <= (by_measure["duration"].value or 0) <= 1230
    assert Visit.objects.with_state().get().state == "finished"
    assert (Device.objects.get().missing, Point.objects.count()) == (0, 5)

    page.get_by_role("link", name="Sign the note").click()
    page.get_by_role("button", name="Sign").first.click()
    page.wait_for_load_state()
    assert NoteSignature.objects.count() == 1


def test_two_devices_at_once_add_up(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    first, second = tablet("first"), tablet("second")
    pages = [ready(first, as_("ines")), ready(second, as_("ada"))]
    unplanned = Visit.objects.get()
    for each in (first, second):
        each.offline()
    open_visit(pages[0])
    visit_url = f"/capture#/visit/{unplanned.pk}/{cast.maya.pk}/clinic"
    pages[1].goto(visit_url)
    pages[1].get_by_role("button", name="Start the visit").click()
    for page, times in zip(pages, (3, 2), strict=True):
        page.get_by_role("link", name="Goal count").click()
        tap(page, "One more", times)

    for each, page in zip((first, second), pages, strict=True):
        each.offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        drained(page)

    assert Observation.objects.standing().count() == 5
    assert {device.missing for device in Device.objects.all()} == {0}
    assert Device.objects.count() == 2


def test_a_shared_tablet_shows_the_next_person_nothing_and_loses_nothing(
    cast: Cast, visit: Visit, as_: As, tablet: Tablets
) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    page.locator("#more").get_by_label("Quick note").last.fill("CNRYsecretwords")
    page.locator("#more").get_by_role("button", name="Keep for the note").click()
    alone(page)
    page.goto("/capture#/")
    page.get_by_role("button", name="Sign out of this device").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    one.offline(False)
    ines = one.session()
    page.evaluate("dispatchEvent(new Event('online'))")
    eventually(page, lambda: not one.session())
    assert not Session.objects.filter(session_key=ines).exists()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()

    one.sign_in(as_("jiho"))
    page.goto("/capture")
    expect(page.get_by_text("recorded by somebody else wait here")).to_be_visible()
    stored = json.dumps(page.evaluate(STORED), default=str)
    assert "CNRYsecretwords" not in stored
    assert "Maya" not in stored
    assert Receipt.objects.count() == 0

    one.sign_in(as_("ines"))
    page.goto("/today")
    page.goto("/capture")
    drained(page)
    assert Receipt.objects.count() == 3
    assert Device.objects.get(user=cast.users["ines"]).missing == 0


def test_an_ended_session_keeps_the_queue_and_asks(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.sign_in(Client())
    open_visit(page)
    page.locator(".panel:not([hidden]) .tap--top").click()
    expect(page.locator("[data-net-text]")).to_contain_text("Sign in again. 2 safe on this device")

    one.sign_in(as_("ines"))
    page.goto("/today")
    page.goto("/capture")
    drained(page)
    assert Observation.objects.count() == 1


def test_a_full_device_says_so_at_once_and_goes_on_when_there_is_room(
    cast: Cast, visit: Visit, as_: As, tablet: Tablets
) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    page.evaluate(FULL)
    page.locator(".panel:not([hidden]) .tap--top").click()
    expect(page.locator("[data-said]")).to_contain_text("NOT saved")
    expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(0)

    page.evaluate("() => { IDBObjectStore.prototype.add = window.fits; }")
    page.locator(".panel:not([hidden]) .tap--top").click()
    expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(1)
    one.offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    drained(page)
    assert Observation.objects.count() == 1
    assert Device.objects.get().missing == 0


def test_what_is_refused_needs_attention_and_blocks_nothing(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    page.locator(".panel:not([hidden]) .tap--top").click()
    page.get_by_role("link", name="Goal count").click()
    tap(page, "One more")
    page.locator("#more").get_by_role("button", name="Keen").first.click()
    visit.child.goal_rows.filter(measure="trials").update(measure="rating")
    one.offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    drained(page)

    page.goto("/capture#/attention")
    expect(page.get_by_text("This goal is measured in another way now.")).to_be_visible()
    assert (Observation.objects.count(), VisitMood.objects.count(), Device.objects.get().attention) == (1, 1, 0)

    visit.child.goal_rows.filter(title="Goal trials").update(measure="trials")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Nothing needs your attention.")).to_be_visible()
    eventually(page, lambda: Observation.objects.count() == 2)


def test_late_data_of_who_left_the_team_goes_to_the_lead(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    alone(page)
    CareTeamMember.objects.filter(child=cast.maya, staff=cast.staff["ines"]).update(ended_at=timezone.now())
    one.offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    drained(page)

    assert HeldItem.objects.open().count() == 2
    assert Observation.objects.count() == 0
