"""The numbers behind the sentence, and the two lines of the dual criteria in the graph."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from maypole.cores.progress.series import Scale
from maypole.plan.models import Goal
from maypole.progress.charting import chart, chart_svg
from maypole.progress.figures import figures, scale_of, series
from maypole.progress.history import GoalHistory, PhaseRow, PointRow, histories
from tests.cast import Cast

from .rows import taught_goal

FIRST = datetime(2026, 1, 12, 9, tzinfo=UTC)


def counted(values: list[float], baseline: int, **fields: object) -> GoalHistory:
    """A goal counted at the clinic every third day; teaching starts after `baseline` sessions."""
    days = [FIRST + timedelta(days=3 * number) for number in range(len(values))]
    common = {"measure": "count", "unit": "words", "baseline": values[0], "criterion": 9.0, "title": "Says words"}
    goal = Goal(**{**common, "starts_on": FIRST.date(), "due_on": FIRST.date() + timedelta(days=90), **fields})
    points = tuple(
        PointRow(at, "clinic", "Ines", value, None, None, None) for at, value in zip(days, values, strict=True)
    )
    return GoalHistory(goal, points, (PhaseRow("baseline", "", FIRST), PhaseRow("teach", "", days[baseline])))


def told(history: GoalHistory, language: str = "en") -> dict[str, str]:
    return {figure.name: figure.text for figure in figures(history, series(history), language)}


def test_figures_wait_for_five_sessions_in_each_phase(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast)])[goal.pk]
    assert list(told(history)) == ["Level now", "Before and after"]
    assert "4 of 5" in told(history)["Before and after"]


def test_tries_are_told_as_level_pairs_way_and_lines(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast, baseline=5)])[goal.pk]
    found = told(history)
    names = ["Level now", "Any later session beats any earlier one", "Towards the goal", "Beyond both lines"]
    assert list(found) == names
    assert found["Level now"] == "Now 6 of 10 (likely 4 of 10 to 9 of 10)."
    assert found["Beyond both lines"] == "8 of 8 points are above both lines (7 needed)."


def test_counts_are_told_as_a_change_in_percent_too() -> None:
    found = told(counted([2, 3, 2, 3, 2, 6, 7, 5, 8, 7, 8], 5))
    assert found["Change"].startswith("Up by about 184 % (likely 123 % to 262 %).")
    assert "Ahora" in told(counted([2, 3, 2, 3, 2, 6, 7, 5, 8, 7, 8], 5), "es")["Level now"]


def test_less_of_what_hurts_is_down_and_below_the_lines() -> None:
    found = told(counted([9, 8, 9, 10, 9, 4, 3, 3, 2, 2, 1], 5, improvement="decrease", criterion=2.0))
    assert found["Change"].startswith("Down by about 7")
    assert found["Beyond both lines"] == "6 of 6 points are below both lines (6 needed)."


def test_minutes_are_told_as_minutes() -> None:
    found = told(counted([60, 70, 60, 80, 70, 120, 130, 150, 170, 180, 190], 5, measure="duration", criterion=300.0))
    assert "3 min" in found["Level now"]


@pytest.mark.parametrize(("unit", "values", "scale"), [
    ("%", [20, 80], Scale.PERCENTAGE),
    ("%", [20, 180], Scale.OTHER),
    ("(0 to 1)", [0.2, 0.8], Scale.PROPORTION),
    ("a minute", [2, 3], Scale.RATE),
    ("words", [2, 3], Scale.COUNT),
    ("words", [-2, 3], Scale.OTHER),
])  # fmt: skip
def test_what_a_count_is_a_number_of(unit: str, values: list[float], scale: Scale) -> None:
    assert scale_of(Goal(measure="count", unit=unit), values) is scale


def test_sessions_within_the_same_second_do_not_break_the_figures() -> None:
    history = counted([2, 3, 2, 3, 2, 6, 7, 5, 8, 7, 8], 5)
    twin = history.points[-1]._replace(at=history.points[-1].at + timedelta(milliseconds=3))
    assert "Beyond both lines" in told(replace(history, points=(*history.points, twin)))


def test_both_lines_are_drawn_over_the_treatment_sessions() -> None:
    history = counted([2, 3, 2, 3, 2, 6, 7, 5, 8, 7, 8], 5)
    lines = chart(history, found=series(history)).lines
    assert (lines[0].x1, lines[0].x2) == (6, 11)
    assert lines[0].y1 == lines[0].y2 == pytest.approx(2.4 + 0.25 * 0.3**0.5)
    assert 'class="criterion"' in chart_svg(history, ident="t", found=series(history))
    assert 'class="criterion"' not in chart_svg(history, ident="t")


def test_without_a_baseline_there_are_no_lines_and_no_figures() -> None:
    history = counted([6, 7, 5, 8, 7, 8], 0)
    assert series(history) is None
    assert list(told(history)) == ["Before and after"]
