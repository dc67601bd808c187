"""What was planned and what took place, week by week; the practice beside the steps forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from maypole.plan.models import Goal
from maypole.progress.delivery import CheckRow, Delivery, VisitRow, delivered, fidelity
from maypole.progress.dose import by_week, dose, drawn, weeks_of
from maypole.progress.history import GoalHistory, PhaseRow, PointRow
from maypole.progress.judging import judge_goal
from maypole.progress.practice_graph import practice_graph, steps
from maypole.progress.practising import Played

MONDAY = date(2026, 3, 2)
TODAY = MONDAY + timedelta(days=20)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def history(levels: tuple[float, ...] = (0.1, 0.1, 0.1)) -> GoalHistory:
    """Teaching since MONDAY; a clinic session each week, the first three before."""
    goal = Goal(
        pk=uuid4(), measure="trials", scale_max=10, baseline=1, criterion=8, starts_on=MONDAY - timedelta(days=28),
        due_on=MONDAY + timedelta(days=120), improvement="increase", title="Ties",
    )  # fmt: skip
    start = MONDAY - timedelta(days=21)
    points = tuple(
        PointRow(at(start + timedelta(days=7 * n)), "clinic", "Ines", level, round(10 * level), 10, None)
        for n, level in enumerate(levels)
    )
    return GoalHistory(goal, points, (PhaseRow("teach", "", at(MONDAY)),))


def visits(*states: str) -> list[VisitRow]:
    return [VisitRow(at(MONDAY + timedelta(days=7 * n)), state) for n, state in enumerate(states)]


def checks(goal: Goal, *done: int, who: str = "staff") -> list[CheckRow]:
    return [CheckRow(goal.pk, MONDAY + timedelta(days=n), who, "self", "Ines", 8, d) for n, d in enumerate(done)]


@pytest.mark.mission("S87")
def test_each_week_has_what_was_planned_and_what_took_place() -> None:
    played = Played(((MONDAY, TODAY, 4),), ((MONDAY, 5), (MONDAY + timedelta(days=8), 5)))
    found = weeks_of(history(), by_week(visits("finished", "missed", "planned")), played, TODAY)
    assert [tuple(week) for week in found] == [
        (MONDAY, 1, 1, 4, 1),
        (MONDAY + timedelta(days=7), 1, 0, 4, 1),
        (MONDAY + timedelta(days=14), 0, 0, 3, 0),
    ]


def test_less_than_planned_is_said_and_drawn() -> None:
    found = dose(history(), by_week(visits("finished", "missed", "missed")), [], None, TODAY)
    assert found is not None
    assert (found.short, found.said) == (True, ("1 of 3 planned visits in the last 3 weeks.",))
    assert found.drawing.count('class="dose-held"') == 1
    assert found.drawing.count('class="dose-planned"') == 2


def test_before_teaching_there_is_no_dose() -> None:
    untaught = GoalHistory(history().goal, history().points, ())
    assert dose(untaught, by_week([]), [], None, TODAY) is None


def test_the_drawing_speaks_the_readers_language() -> None:
    weeks = weeks_of(history(), by_week(visits("finished")), Played((), ()), TODAY)
    english = drawn(weeks, "en")
    with translation.override("es"):
        assert drawn(weeks, "es") != english


@pytest.mark.mission("S87")
def test_low_fidelity_is_a_reason_to_check_delivery_first() -> None:
    told = history((0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1))
    held = visits(*["finished"] * 6)
    today = MONDAY + timedelta(days=40)
    low = delivered(told, held, checks(told.goal, 3, 4))
    assert low == Delivery(6, 6, 7 / 16)
    assert judge_goal(told, today=today, delivery=low, reviewing=True).name == "check_delivery"
    assert judge_goal(told, today=today, delivery=Delivery(6, 6, 0.95), reviewing=True).name != "check_delivery"


@pytest.mark.parametrize(("done", "who"), [((3,), "staff"), ((3, 3), "family")])
def test_one_check_and_a_familys_checks_do_not_judge_the_plan(done: tuple[int, ...], who: str) -> None:
    told = history()
    assert fidelity(told, checks(told.goal, *done, who=who), MONDAY) is None


@pytest.mark.mission("S90")
def test_practice_and_steps_forward_are_called_an_association() -> None:
    levels = (0.1, 0.1, 0.1, *(0.1 + 0.01 * n * n for n in range(10)))
    told = history(levels)
    minutes = tuple((MONDAY + timedelta(days=7 * n + 1), 10 * n) for n in range(1, 10))
    played = Played(((MONDAY, MONDAY + timedelta(days=90), 7),), minutes)
    assert len(steps(told, played)) == 9
    graph = practice_graph(told, played)
    assert graph is not None
    assert "10 times in 10" in graph.said
    assert "more than chance" in graph.said
    assert graph.caution.startswith("This is an association. It does not show that practice is the cause")
    assert graph.drawing.count('class="pt"') == 9


@pytest.mark.mission("S90")
def test_few_points_say_nothing() -> None:
    told = history((0.1, 0.1, 0.1, 0.2, 0.3))
    graph = practice_graph(told, Played(((MONDAY, MONDAY + timedelta(days=90), 7),), ((MONDAY, 10),)))
    assert graph is not None
    assert graph.said.startswith("Only 1 step from one session to the next so far. At least 8")


def test_without_a_game_there_is_no_graph() -> None:
    assert practice_graph(history(), None) is None
