"""Spanish of the house is whole: every string of shells, components, errors and accounts, with its placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tools.messages import load, messages, missing, sources

WEB = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|</?\w+>")


@pytest.fixture(scope="module")
def pairs() -> dict[str, str]:
    """Each string of this app and its Spanish; of a plural the last form."""
    ours = {found[2] for path in sources() if path.is_relative_to(WEB) for found in messages(path)}
    names = {text if isinstance(text, str) else text[0] for text in ours}
    catalogue = load("es")
    absent = set(missing(catalogue))
    found = {}
    for name in names:
        entry = catalogue.get(name)
        told = (entry.string if entry and name not in absent else "") or ""
        found[name] = told if isinstance(told, str) else told[-1]
    return found


def test_nothing_is_missing(pairs: dict[str, str]) -> None:
    assert len(pairs) > 100
    assert sorted(text for text, told in pairs.items() if not told) == []


def test_placeholders_and_marks_survive(pairs: dict[str, str]) -> None:
    singular = {text: told for text, told in pairs.items() if "%(n)s" not in told}
    broken = {
        text for text, told in singular.items() if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(told))
    }

    assert broken == set()


def test_a_choice_keeps_its_second_line(pairs: dict[str, str]) -> None:
    assert [text for text, told in pairs.items() if text.count("\n") != told.count("\n")] == []


def test_pages_speak_spanish(client: Client, db: None) -> None:
    client.cookies["language"] = "es"

    text = client.get("/accounts/login").content.decode()

    assert '<html lang="es"' in text
    assert "Ir al contenido" in text
    assert "Un solo lugar para el niño" in text
