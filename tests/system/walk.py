"""Hands and eyes of the people in tests/system: one page for each, looked at wherever they stop."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, sideways, small_targets, violations
from tests.cast import Cast

OpenPage = Callable[..., Page]
As = Callable[[str], Client]


@dataclass
class Walk:
    """One telling of the story: everybody's page, and every fault that was seen on the way."""

    cast: Cast
    as_: As
    open_page: OpenPage
    size: tuple[int, int]
    dark: bool
    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    looked_at: int = 0
    child: str = ""  # address of the child's page

    def page(self, who: str) -> Page:
        """The browser of somebody who works here, opened once."""
        if who not in self.pages:
            self.pages[who] = self._opened("/", self.size, self.as_(who))
        return self.pages[who]

    def visitor(self, path: str) -> Page:
        """The family's phone, before anybody knows them: later it becomes the parent's."""
        self.pages["parent"] = self._opened(path, PHONE, None)
        return self.pages["parent"]

    def _opened(self, path: str, size: tuple[int, int], client: Client | None) -> Page:
        return self.open_page(
            path, size=size, dark=self.dark, client=client, reduced_motion="reduce", allow=("status of 422",)
        )

    def look(self, page: Page, heading: str = "") -> None:
        """Stop and look: the heading that is expected, and nothing that would be in anybody's way."""
        if heading:
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        found = violations(page) + [f"small target: {target}" for target in small_targets(page)]
        if wide := sideways(page):
            found.append(f"scrolls {wide} px sideways")
        path = re.sub(r"[0-9a-f-]{36}", "…", page.url.split("/", 3)[3])
        self.faults += [f"/{path}: {fault}" for fault in found]
        self.looked_at += 1


def fill(page: Page | Locator, **fields: str) -> None:
    """Type into fields by the first words of their label, written with underscores; of a list, choose by its words."""
    for label, text in fields.items():
        found = page.get_by_label(re.compile(rf"^{label.replace('_', '.')}", re.I))
        if found.evaluate("field => field.tagName") == "SELECT":
            found.select_option(label=text)
        else:
            found.fill(text)


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page | Locator, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def toast(page: Page, words: str) -> None:
    expect(page.locator(".toast").filter(has_text=words).first).to_be_visible()


def choose(page: Page | Locator, words: str) -> None:
    """A tile, by the small line on it: the whole tile is its label."""
    page.locator("label.choice", has_text=words).click()
