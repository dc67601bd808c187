"""Tablets for the tests of the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from .tablets import Tablet


@pytest.fixture
def tablet(
    browser: Browser, flushable: None, live_server: LiveServer, tmp_path: Path
) -> Iterator[Callable[[str], Tablet]]:
    """`tablet("one")`: a tablet by name, switched off."""
    made: dict[str, Tablet] = {}

    def get(name: str = "one") -> Tablet:
        if name not in made:
            made[name] = Tablet(browser, tmp_path / name, live_server.url)
        return made[name]

    yield get
    for each in made.values():
        each.close()
    assert [error for each in made.values() for error in each.errors] == []
