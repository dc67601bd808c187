"""Fixtures for every test: the cast, and a client signed in as one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytest_plugins = ["tests.mission_plugin", "tests.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker ends alone with them; and no counting of lines where others count.

    Walker and fuzz go through lines that the tests beside the code have counted: counting them again would take a third
    of their time.
    """
    for item in items:
        if any(part in item.path.as_posix() for part in ("/tests/walker/", "/tests/fuzz/")):
            item.add_marker("no_cover")
    items.sort(key=lambda item: "/tests/system/" not in item.path.as_posix())


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page asked for in Spanish leaves the thread in Spanish and in the clinic’s time; the next test starts anew."""
    yield
    from django.utils import timezone, translation

    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone by name: see tests/cast.py."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """`as_("ines")`: a client signed in as that member of the cast."""
    from django.test import Client

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name], backend="maypole.access.backend.Backend")
        return client

    return signed_in
