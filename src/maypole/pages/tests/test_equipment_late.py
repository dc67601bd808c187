"""The clinic's page says what may not be used, and leads to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from maypole.equipment.tests.test_equipment import lend, make
from tests.cast import Cast


@pytest.mark.mission("S60")
def test_the_manager_sees_what_is_overdue_and_not_what_a_family_has(cast: Cast, as_: Callable[[str], Client]) -> None:
    swing = make(cast, name="Never inspected swing")
    lend(cast, make(cast, "cutlery", None, name="Lent spoon"))

    page = as_("mona").get("/clinic").content.decode()

    assert f"/equipment/{swing.pk}" in page
    assert "Never inspected swing" in page
    assert "Lent spoon" not in page
