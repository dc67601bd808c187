"""What the scripts add, in a real browser: drafts, messages, menus, colours."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.test import Client
from playwright.sync_api import Error, Page, expect
from pytest_django import Settings

from tests.browser import PHONE, small_targets, violations

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "maypole.web.tests.pages"


@pytest.fixture
def note(open_page: OpenPage, as_: Callable[[str], Client]) -> Page:
    return open_page("/note", client=as_("ines"), allow=("status of 422", "status of 500"))


def type_draft(page: Page, text: str) -> None:
    page.get_by_label("What does Linh love?").fill(text)
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()


def loves(page: Page) -> str:
    return page.get_by_label("What does Linh love?").input_value()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait at most 5 s for what a script does a moment later, also when the page goes elsewhere meanwhile."""
    for _ in range(50):
        with suppress(Error):
            if holds():
                return
        page.wait_for_timeout(100)
    pytest.fail("waited 5 s in vain")


def test_what_was_typed_survives_a_reload(note: Page) -> None:
    type_draft(note, "Dragons")
    note.get_by_text("Rosa may see this").click()
    note.wait_for_timeout(500)

    note.reload()

    assert loves(note) == "Dragons"
    assert note.get_by_role("checkbox").is_checked()
    expect(note.get_by_text("Your draft is back")).to_be_visible()


def test_start_over_brings_the_empty_form_back(note: Page) -> None:
    type_draft(note, "Dragons")
    note.reload()

    note.get_by_role("button", name="Start over").click()
    note.reload()

    assert loves(note) == ""


def test_a_saved_draft_is_gone(note: Page) -> None:
    type_draft(note, "Dragons")
    note.get_by_role("button", name="Save").click()
    expect(note.get_by_text("Kept.")).to_be_visible()

    until(note, lambda: note.evaluate("Object.keys(localStorage)") == [])
    assert loves(note) == ""


def test_a_broken_server_loses_nothing(note: Page) -> None:
    type_draft(note, "Dragons")
    note.get_by_label("Why").fill("break")
    note.get_by_role("button", name="Save").click()
    expect(note.get_by_role("heading", name="Something broke on our side")).to_be_visible()

    note.goto("/note")

    assert loves(note) == "Dragons"
    assert note.get_by_label("Why").input_value() == "break"


def test_a_refused_form_keeps_its_words_and_takes_the_focus(note: Page) -> None:
    note.get_by_label("Why").fill("Because")
    note.get_by_role("button", name="Save").click()
    summary = note.get_by_role("alert")
    expect(summary).to_be_focused()

    summary.get_by_role("link").click()

    assert note.get_by_label("Why").input_value() == "Because"
    expect(note.get_by_label("What does Linh love?")).to_be_focused()
    assert violations(note) == []


def test_a_post_that_ended_at_the_sign_in_page_keeps_the_draft(note: Page) -> None:
    type_draft(note, "Dragons")
    note.evaluate(
        "for (const key of Object.keys(localStorage)) localStorage.setItem(key, "
        "JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), sent: true }))"
    )

    note.context.clear_cookies(name="sessionid")
    note.goto("/accounts/login")

    assert note.evaluate("JSON.parse(Object.values(localStorage)[0]).sent") is None


def test_another_person_on_the_device_sees_no_draft(
    note: Page, open_page: OpenPage, as_: Callable[[str], Client]
) -> None:
    type_draft(note, "Dragons")
    other = as_("jiho").cookies["sessionid"].value
    note.context.add_cookies([{"name": "sessionid", "value": other, "url": note.url}])

    note.goto("/note")

    assert loves(note) == ""


def test_signing_out_removes_the_drafts(note: Page) -> None:
    told = note.get_by_text("Drafts kept on this device are removed when you sign out.")
    note.locator("details.menu > summary").click()
    expect(told).to_be_hidden()
    type_draft(note, "Dragons")
    note.locator("details.menu > summary").click()
    expect(told).to_be_visible()

    note.get_by_role("button", name="Sign out").click()

    until(note, lambda: note.evaluate("Object.keys(localStorage)") == [])


def test_a_message_can_be_taken_back(note: Page) -> None:
    note.get_by_label("What does Linh love?").fill("Dragons")
    note.get_by_role("button", name="Save").click()
    note.get_by_role("button", name="Undo").click()

    expect(note.get_by_text("Taken back.")).to_be_visible()
    assert note.url.endswith("/note")
    assert violations(note) == []


def test_a_message_leaves_after_twelve_seconds_but_not_while_it_is_read(note: Page) -> None:
    note.clock.install()
    note.get_by_label("What does Linh love?").fill("Dragons")
    note.get_by_role("button", name="Save").click()
    message = note.get_by_text("Kept.")
    expect(note.locator(".toast[data-armed]")).to_be_visible()
    note.clock.run_for(8_000)
    expect(message).to_be_visible()

    note.get_by_role("button", name="Undo").focus()
    note.clock.run_for(20_000)
    expect(message).to_be_visible()

    note.get_by_role("button", name="Undo").blur()
    note.mouse.move(1, 1)
    note.clock.run_for(5_000)
    expect(message).to_have_count(0)


def test_the_menu_closes_by_escape_and_gives_the_focus_back(note: Page) -> None:
    opener = note.locator("details.menu > summary")
    opener.press("Enter")
    expect(note.get_by_role("button", name="Sign out")).to_be_visible()
    assert violations(note) == []
    note.keyboard.press("Tab")
    note.keyboard.press("Escape")

    expect(note.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_menu_closes_by_a_press_outside(note: Page) -> None:
    note.locator("details.menu > summary").click()
    note.get_by_role("heading", name="Note").click()

    expect(note.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_theme_changes_at_once_and_stays(note: Page) -> None:
    note.locator("details.menu > summary").click()
    note.get_by_role("button", name="Dark").click()
    assert note.locator("html").get_attribute("data-theme") == "dark"
    expect(note.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    until(note, lambda: any(cookie["name"] == "maypole_theme" for cookie in note.context.cookies()))

    note.reload()

    assert note.locator("html").get_attribute("data-theme") == "dark"
    assert violations(note) == []


def test_the_page_works_without_scripts(open_page: OpenPage, as_: Callable[[str], Client]) -> None:
    page = open_page("/note", client=as_("ines"), java_script_enabled=False)
    page.get_by_label("What does Linh love?").fill("Dragons")
    page.get_by_role("button", name="Save").click()

    assert page.get_by_text("Kept.").is_visible()
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_shell_fits_a_phone(open_page: OpenPage, as_: Callable[[str], Client]) -> None:
    page = open_page("/note", client=as_("ines"), size=PHONE, dark=True)
    page.locator("details.menu > summary").click()

    assert small_targets(page) == []
    assert violations(page) == []
    sheet = page.locator(".menu-sheet").bounding_box()
    assert sheet
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= PHONE[0]


@pytest.mark.parametrize("path", ["/accounts/login", "/accounts/password/reset", "/accounts/signup", "/nothing"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_before_signing_in_are_accessible(open_page: OpenPage, path: str, dark: bool) -> None:
    page = open_page(path, size=PHONE, dark=dark, allow=("status of 404",))

    assert violations(page) == []
    assert small_targets(page) == []
