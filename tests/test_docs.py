"""The documentation is complete: settings, commands and permissions stand in it, links lead somewhere."""

import re
from pathlib import Path

import pytest

from maypole import command
from maypole.site.environment import VARIABLES
from tools import access_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text()


def settings_read() -> set[str]:
    """The table of settings, and what the Makefile and the source read past it."""
    named = {variable.name for variable in VARIABLES}
    for source in [ROOT / "Makefile", *(ROOT / "tools").glob("*.sh")]:
        named |= set(re.findall(r"\bMAYPOLE_[A-Z_]+[A-Z]\b", source.read_text()))
    for source in (ROOT / "src").rglob("*.py"):
        named |= set(re.findall(r"environ\W+(?:get\W+)?(MAYPOLE_[A-Z_]+)", source.read_text()))
    return named


def test_every_setting_is_documented() -> None:
    assert {name for name in settings_read() if f"`{name}`" not in OPERATIONS} == set()


def test_no_documented_setting_is_gone() -> None:
    documented = set(re.findall(r"`(MAYPOLE_[A-Z_]+)`", OPERATIONS))

    assert documented - settings_read() == set()


@pytest.mark.parametrize("part", command.PARTS, ids=lambda part: " ".join(part.words))
def test_every_command_is_documented(part: command.Part) -> None:
    assert f"`maypole {' '.join(part.words)}" in OPERATIONS


def test_every_target_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert targets is not None

    assert [name for name in targets[1].split() if name != "help" and f"`make {name}" not in OPERATIONS] == []


def test_the_access_page_is_current() -> None:
    assert access_page.PAGE.read_text() == access_page.page(), "run `python -m tools.access_page`"


def test_links_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_decisions_are_short_and_listed() -> None:
    pages = sorted((DOCS / "adr").glob("[0-9]*.md"))
    index = (DOCS / "adr" / "README.md").read_text()

    assert pages
    assert [page.name for page in pages if page.name not in index] == []
    assert [page.name for page in pages if len(page.read_text().splitlines()) > 40] == []
