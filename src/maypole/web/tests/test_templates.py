"""What no template, style sheet or script of ours may hold."""

import re
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent.parent
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SHEETS = sorted(SRC.rglob("static/**/*.css"))
MODULES = sorted(SRC.rglob("static/**/*.js"))

INLINE_STYLE = re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|href=\"javascript:", re.I)
UNTRANSLATED = re.compile(r'\b(?:aria-label|title|placeholder)="(?!\{)[A-Za-z]{3,}')


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(SRC)}: {match[0][:80]}" for path in files for match in pattern.finditer(path.read_text())
    ]


@pytest.mark.parametrize("pattern", [INLINE_STYLE, INLINE_HANDLER, INLINE_SCRIPT], ids=["style", "handler", "script"])
def test_templates_hold_nothing_the_security_policy_refuses(pattern: re.Pattern[str]) -> None:
    assert TEMPLATES
    assert found(pattern, TEMPLATES) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert INLINE_STYLE.search('<p class="a" style="color: red">')
    assert INLINE_HANDLER.search('<button onclick="go()">')
    assert INLINE_SCRIPT.search("<script>go()</script>")
    assert not INLINE_SCRIPT.search('<script type="application/json" id="x">')
    assert not INLINE_SCRIPT.search('<script src="x.js"></script>')


def test_words_for_screen_readers_are_translated() -> None:
    assert found(UNTRANSLATED, TEMPLATES) == []


def test_imports_end_with_a_semicolon() -> None:
    """Without one, Django leaves the unhashed name in place, and says nothing."""
    unfinished = re.compile(r"""^(?:import|export)\b.*from\s+["'][^"']+["']\s*$""", re.M)
    assert found(unfinished, MODULES) == []


def test_no_module_re_exports() -> None:
    assert found(re.compile(r"^export\b.*\bfrom\b.*", re.M), MODULES) == []


def test_colours_have_names() -> None:
    """A colour written into a component would be missed by the dark theme and the contrast test."""
    own = [path for path in SHEETS if path.name not in {"tokens.css", "areas.css", "print.css"}]

    assert found(re.compile(r"#[0-9a-f]{3,8}\b(?![^\n]*\burl)", re.I), own) == []
