"""A real Chromium for tests: pages of the live server, signed in as one of the cast, checked with axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE, SMALL = (1280, 900), (390, 844), (320, 640)
STYLESHEET = "static/maypole/css/maypole.css"


def chromium() -> str:
    """Path of the browser; tools/chromium.sh finds or installs one before `make test`."""
    found = os.environ.get("MAYPOLE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("The browser tests need Chromium: run tools/chromium.sh, or set MAYPOLE_CHROMIUM.")
    return found


@cache
def stylesheet() -> str:
    """Joined as in production: a page of a test shouldn't wait for forty files."""
    from django.contrib.staticfiles import finders

    from maypole.web.storage import joined

    return joined(lambda name: Path(str(finders.find(name))).read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session. Its event loop runs in the thread of the tests, so Django is told not to mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def flushable() -> Iterator[None]:
    """Tests with transactions of their own are followed by a flush, which the triggers of trail and plans refuse."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    from maypole.audit.triggers import SQLITE
    from maypole.seals.triggers import sqlite

    guards = {"audit_no_delete": SQLITE[1]} | {name: one for name, one in sqlite() if name.endswith("_delete")}
    flush = DatabaseOperations.execute_sql_flush

    def flushed(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            for name in guards:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for statement in guards.values():
                cursor.execute(statement)

    DatabaseOperations.execute_sql_flush = flushed  # type: ignore[assignment]
    yield
    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture
def open_page(browser: Browser, flushable: None, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`open_page("/design", size=PHONE, dark=True, client=as_("ines"))`: a page without errors in its console.

    `allow` holds pieces of complaints that are expected, such as "status of 422".
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str,
        *,
        size: tuple[int, int] = DESK,
        dark: bool = False,
        client: Client | None = None,
        allow: tuple[str, ...] = (),
        **options: object,
    ) -> Page:
        def complain(text: str) -> None:
            if not any(expected in text for expected in allow):
                complaints.append(text)

        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            base_url=live_server.url,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.route(f"**/{STYLESHEET}", lambda route: route.fulfill(body=stylesheet(), content_type="text/css"))
        for cookie in client.cookies.values() if client else ():
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda m: complain(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complain(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


AXE = """async (options) => {
  const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map((one) => one.finished));  // a colour halfway to another one is nobody's choice
  const { violations } = await axe.run(options);
  return violations.map((one) => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 160)}`);
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, one line each: rule, how bad, first place. By all rules, or by those named."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_load_state()  # what is found while the stylesheet is on its way says nothing
    if not page.evaluate("'axe' in window"):  # half a megabyte: once a page
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    options = {"resultTypes": ["violations"], "preload": False, **only}  # no rule that is on asks for other files
    found: list[str] = page.evaluate(AXE, options)
    return found


def sideways(page: Page) -> int:
    """Pixels by which the page scrolls sideways; should be 0 on every page."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, .btn, .tap, .choice, summary, .nav a, input:not([type=hidden]):not([type=radio]):not([type=checkbox]),'
    + 'select, textarea')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden'))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.height < 47.5 && box.height > 0)
  .map(([e, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`)"""


def small_targets(page: Page) -> list[str]:
    """Buttons, fields, summaries and tabs lower than 48 px."""
    found: list[str] = page.evaluate(SMALL_TARGETS)
    return found


ON_A_PHONE = ("color-contrast", "heading-order", "scrollable-region-focusable", "link-in-text-block", "label")
"""What a page's structure was found to be on a desk stays so; what differs is colour and what is hidden."""


def from_all_sides(page: Page) -> list[str]:
    """What is wrong with the page that is open: on a desk by day, on a phone in the dark, and 320 px wide."""
    faults = [f"desk: {fault}" for fault in violations(page) + small_targets(page)]
    faults += [f"desk: scrolls {wide} px sideways" for wide in [sideways(page)] if wide]
    page.emulate_media(color_scheme="dark")
    for name, size in (("phone, dark", PHONE), ("320 px", SMALL)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        faults += [f"{name}: scrolls {wide} px sideways" for wide in [sideways(page)] if wide]
        faults += [f"{name}: small target {target}" for target in small_targets(page)]
        if size == PHONE:
            faults += [f"{name}: {fault}" for fault in violations(page, *ON_A_PHONE)]
    return faults


def looked_at(page: Page, paths: Iterable[str]) -> list[str]:
    """What is wrong with these pages; each is loaded once, on a desk by day, and then seen from all sides."""
    faults: list[str] = []
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in from_all_sides(page)]
    return faults
