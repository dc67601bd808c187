"""Tablets for the tests of the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from maypole.plan.models import Goal
from maypole.visits.models import Visit
from maypole.visits.tests.rows import make_goal, planned
from tests.cast import Cast

from .tablets import Tablet


@pytest.fixture
def goal(cast: Cast) -> Goal:
    return make_goal(cast)


@pytest.fixture
def visit(cast: Cast, goal: Goal) -> Visit:
    """One goal, and the time it was planned for has come."""
    return planned(cast, timezone.now() - timedelta(minutes=1))


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
