"""Does it travel? Cells with their range, findings in words, and the check that would tell most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from maypole.plan.models import Goal
from maypole.progress.history import histories
from maypole.progress.travel import Travel, travel
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import START, taught_goal, tries


def travelled(cast: Cast, goal: Goal, setting: str, levels: list[int]) -> Travel:
    """The goal's table after these sessions elsewhere."""
    for day, correct in enumerate(levels):
        tries(cast, goal, START + timedelta(days=44 + day), correct, setting=setting)
    rebuild([goal.pk])
    return travel(histories([goal])[goal.pk])


def test_empty_and_early_cells_are_named(cast: Cast) -> None:
    table = travelled(cast, taught_goal(cast), "school", [3])
    marks = {row.place: [cell.css for cell in row.cells] for row in table.rows}
    assert marks == {"Clinic": ["m-part", "m-none"], "Home": ["m-none", "m-none"], "School": ["m-none", "m-few"]}
    assert [finding.text for finding in table.findings] == [
        "Nobody has tried at home yet.",
        "At school there is one session only: too early to say.",
    ]


def test_a_cell_tells_its_level_with_its_range(cast: Cast) -> None:
    cell = travelled(cast, taught_goal(cast), "home", []).rows[0].cells[0]
    assert cell.head == "6 of 10"
    assert cell.text == "likely 4 of 10 to 7 of 10, 9 sessions"


@pytest.mark.mission("S89")
def test_a_skill_of_the_clinic_only_is_a_finding_in_words(cast: Cast) -> None:
    goal = taught_goal(cast, [1, 0, 1, 2, 8, 9, 9, 10, 9, 10, 9])
    heads = [finding.head for finding in travelled(cast, goal, "home", [1, 2, 1, 2]).findings]
    assert heads[0] == "A skill of the clinic only."
    with translation.override("es"):
        assert travelled(cast, goal, "home", []).findings[0].head == "Solo en la clínica."


def test_the_next_check_is_a_sentence(cast: Cast) -> None:
    said = travelled(cast, taught_goal(cast), "home", [5, 5, 6]).next_check
    assert said.startswith("One session here would tell most: ")
    assert "Clinic" not in said


def test_before_teaching_there_is_nothing_to_travel(cast: Cast) -> None:
    assert travel(histories([goal := taught_goal(cast, [1, 0, 1])])[goal.pk]) == Travel()
