"""Every page that is photographed, as the person who has it: axe by day and by night, on a desk and on phones, by keys.

One small demo clinic for the module, served as in production; one sign-in for each persona, one load for each page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import DESK, from_all_sides
from tools.shot_pages import SHOTS, THERAPIST, Shot
from tools.shots import found, served, signed_in

from .processes import maypole

PERSONAS = sorted({shot.persona for shot in SHOTS})
GROUPS = [
    pytest.param(persona, id=persona or "visitor", marks=pytest.mark.xdist_group(f"every-page-{persona == THERAPIST}"))
    for persona in PERSONAS
]
"""Two clinics, since half of the pages are the therapist's."""
RING = """() => {
  const shown = document.activeElement.closest('.choice') ?? document.activeElement;  // a tile wears its field's ring
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    what: document.activeElement.outerHTML.slice(0, 90),
    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1) || style.boxShadow !== 'none',
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    body: document.activeElement === document.body,
  };
}"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo clinic with 24 children (fewer may make no group) and eight weeks of history."""
    data = tmp_path_factory.mktemp("every-page") / "data"
    made = maypole(data, "demo", "--children", "24", "--weeks", "8")
    assert made.returncode == 0, made.stderr
    with served(str(data)) as base:
        yield base


@pytest.mark.parametrize("persona", GROUPS)
def test_every_page_of(persona: str, clinic: str, browser: Browser) -> None:
    context = browser.new_context(
        base_url=clinic,
        viewport={"width": DESK[0], "height": DESK[1]},
        reduced_motion="reduce",
        storage_state=signed_in(browser, clinic, persona) if persona else None,
    )
    try:
        faults = [
            fault
            for shot in SHOTS
            if shot.persona == persona
            for fault in faults_of(context, found(browser, clinic, shot), shot)
        ]
    finally:
        context.close()

    assert not faults, "\n".join(faults)


def faults_of(context: BrowserContext, path: str | None, shot: Shot) -> list[str]:
    """Everything wrong with one page, in words; it is loaded once and then looked at from all sides."""
    if path is None:
        return [f"{shot.name}: not found from {shot.start}"]
    page = context.new_page()  # for each its own: what axe stirs up in the console comes late
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    expect(page.locator("main[aria-busy]")).to_have_count(0)  # the app draws itself
    faults = by_keys(page)
    if shot.name != "not-found":  # there the browser tells its console of the 404 that is wanted
        faults += complaints[:]  # as far as it got: axe's own styles are complained of later
    if "-----" in page.locator("body").inner_text():
        faults.append("an empty choice is a row of hyphens")
    faults += from_all_sides(page)
    page.close()
    return [f"{shot.name}: {fault}" for fault in faults]


def by_keys(page: Page) -> list[str]:
    """The first Tab offers to skip to the content, Enter does it, and every stop after it can be seen."""
    if page.evaluate("document.activeElement !== document.body"):
        return []  # a page with an error begins at the error
    page.keyboard.press("Tab")
    skip = page.evaluate(RING)
    faults = [] if "#main" in skip["what"] and skip["seen"] else [f"no way to skip: {skip['what']}"]
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        faults.append("skipping does not lead to the content")
    for _ in range(4):
        page.keyboard.press("Tab")
        stop = page.evaluate(RING)
        if not stop["body"] and not (stop["ring"] and stop["seen"]):
            faults.append(f"focus cannot be seen: {stop['what']}")
    return faults
