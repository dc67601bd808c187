"""What a chart and a judgement are made from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from maypole.cores.progress.history import SignalName
from maypole.plan.models import Goal
from maypole.progress.charting import chart, chart_svg, due_position, position, sessions
from maypole.progress.delivery import Delivery
from maypole.progress.history import histories
from maypole.progress.judging import judge_goal
from maypole.progress.tables import values_table
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import START, TODAY, taught_goal, tries


def test_points_are_split_by_phase(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast)])[goal.pk]
    assert [point.correct for point in history.baseline] == [1, 0, 1, 2]
    assert len(history.treatment) == 9


def test_a_study_that_starts_with_treatment_keeps_its_phases(cast: Cast) -> None:
    goal = taught_goal(cast)
    goal.phases.filter(kind="baseline").update(starts_at=START + timedelta(days=30))
    goal.phases.filter(kind="teach").update(starts_at=START)
    history = histories([goal])[goal.pk]
    assert len(history.treatment) == 8
    assert len(history.baseline) == 5


def test_single_tries_at_home_become_one_point_a_week(cast: Cast) -> None:
    goal = taught_goal(cast)
    for day, correct in enumerate((1, 0, 1)):
        tries(cast, goal, START + timedelta(days=42 + day, hours=9), correct, of=1, setting="home")
    rebuild([goal.pk])
    home = [point for point in histories([goal])[goal.pk].gathered if point.setting == "home"]
    assert [(point.correct, point.trials) for point in home] == [(2, 3)]


def test_the_clinic_is_judged_even_when_home_has_more_points(cast: Cast) -> None:
    goal = taught_goal(cast)
    for week in range(20):
        tries(cast, goal, START + timedelta(days=20 + week, hours=9), 0, of=4, setting="home")
    rebuild([goal.pk])
    judgement = judge_goal(histories([goal])[goal.pk], today=TODAY)
    assert judgement.level == pytest.approx((6 + 6 + 7) / 30)


def test_a_growing_skill_is_kept_and_a_flat_one_is_not(cast: Cast) -> None:
    growing = judge_goal(histories([goal := taught_goal(cast)])[goal.pk], today=TODAY)
    flat = judge_goal(histories([goal := taught_goal(cast, [1] * 13)])[goal.pk], today=TODAY)
    assert growing.p_goal is not None
    assert flat.p_goal is not None
    assert growing.p_goal > 0.5 > flat.p_goal


def test_too_few_sessions_get_no_verdict(cast: Cast) -> None:
    goal = taught_goal(cast, [1, 0, 1, 2, 3, 4])
    assert judge_goal(histories([goal])[goal.pk], today=TODAY).name is SignalName.TOO_EARLY


def test_missed_visits_ask_to_check_delivery(cast: Cast) -> None:
    goal = taught_goal(cast)
    judged = judge_goal(histories([goal])[goal.pk], today=TODAY, delivery=Delivery(planned=20, held=9))
    assert judged.name is SignalName.CHECK_DELIVERY


def test_other_places_stand_between_numbered_sessions(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast)])[goal.pk]
    numbered = sessions(history.points)
    assert position(numbered[2], numbered) == 3
    assert position(numbered[2] + timedelta(days=2), numbered) == pytest.approx(3.5)
    assert (due_position(numbered, goal.due_on) or 0) > len(numbered)


def test_a_missed_visit_is_a_gap_in_the_chart(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast)])[goal.pk]
    missed = START + timedelta(days=10)
    drawn = chart(history, missed=[missed])
    assert [mark.value for mark in drawn.marks].count(None) == 1
    assert "<polyline" in chart_svg(history, missed=[missed], ident="t")


def test_a_hostile_title_is_escaped_in_the_chart(cast: Cast) -> None:
    goal = taught_goal(cast)
    goal.title = "<script>alert(1)</script>"
    assert "<script" not in chart_svg(histories([goal])[goal.pk], ident="t")


def test_every_point_is_in_the_table(cast: Cast) -> None:
    rows = values_table(histories([goal := taught_goal(cast)])[goal.pk])
    assert len(rows) == 13
    assert (rows[0].phase, rows[-1].phase, rows[-1].value) == ("Baseline", "Teaching", "7 of 10")


def test_histories_cost_three_queries_however_many_goals(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    goals = [taught_goal(cast) for _ in range(4)]
    for some in (goals[:1], goals):
        fresh = list(Goal.objects.filter(pk__in=[goal.pk for goal in some]))
        with django_assert_num_queries(3):
            histories(fresh)
