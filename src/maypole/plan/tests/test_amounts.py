"""What a goal counts, in words."""

from __future__ import annotations

import pytest

from maypole.plan.amounts import clock, level_text, short
from maypole.plan.models import Goal


@pytest.mark.parametrize(("measure", "unit", "level", "words"), [
    ("trials", "", 0.6, "6 of 10"),
    ("trials", "", 0.64, "6 of 10"),
    ("duration", "", 190, "3 min 10 s"),
    ("count", "words", 2.5, "2.5 words"),
    ("count", "", 1, "1 time"),
    ("rating", "", 3, "3 of 10"),
])  # fmt: skip
def test_a_level_of_points_is_told_as_a_family_hears_it(measure: str, unit: str, level: float, words: str) -> None:
    assert level_text(Goal(measure=measure, unit=unit, scale_max=10), level) == words


def test_a_level_may_be_of_another_number_of_tries() -> None:
    assert level_text(Goal(measure="trials", scale_max=10), 0.5, 4) == "2 of 4"


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (120, "2 min"), (189.6, "3 min 10 s")])
def test_times_are_told_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(("value", "words"), [(6.0, "6"), (6.04, "6"), (6.25, "6.2"), (-0.5, "-0.5"), (1234, "1234")])
def test_numbers_have_at_most_one_decimal(value: float, words: str) -> None:
    assert short(value) == words
