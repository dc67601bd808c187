"""The clinic's own record: finished goals against the chances that reviews gave them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.plan.models import Goal, GoalState
from maypole.plan.tests.rows import short_goal
from maypole.progress.actions import plan_review
from maypole.progress.calibrating import Ending, at_even_odds, finished, growth_prior, outcome, record_of
from maypole.progress.models import EVEN_ODDS, Decision, Review
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import tries

DUE = date(2026, 3, 27)
HELD = datetime(2026, 2, 10, 9, tzinfo=UTC)
LATER = date(2026, 6, 1)
As = Callable[[str], Client]


def finished_goal(cast: Cast, chance: float | None, state: str = "", *, growth: float = 0.9, **more: str) -> Goal:
    """A goal with one held review that gave this chance, and how it ended two weeks later ("" : its day passed)."""
    goal = short_goal(cast)
    owner = {"organisation": cast.clinic, "by": cast.users["ines"]}
    GoalState.objects.filter(goal=goal).update(at=HELD - timedelta(days=30))
    review = Review.objects.create(
        **owner, child=cast.maya, planned_on=HELD.date(), held_at=HELD, held_by=cast.staff["ines"]
    )
    said = {"choice": "keep", "why": "x", "signal": "keep", **more}
    Decision.objects.create(
        organisation=cast.clinic, review=review, goal=goal, p_goal=chance, growth=growth, **said
    )  # fmt: skip
    if state:
        GoalState.objects.create(**owner, goal=goal, state=state, why="so", at=HELD + timedelta(days=14))
    return goal


def test_reached_and_missed_goals_are_counted(cast: Cast) -> None:
    met, missed = finished_goal(cast, 0.9, "met"), finished_goal(cast, 0.4)
    rows = {row.goal: row.reached for row in finished(cast.clinic.pk, LATER)}
    assert rows == {met.pk: True, missed.pk: False}


@pytest.mark.parametrize(("levels", "reached"), [((3, 8, 8, 9), True), ((8, 9, 3, 4), False), ((8, 9), False)])
def test_a_goal_nobody_called_reached_counts_by_its_last_sessions(
    cast: Cast, levels: tuple[int, ...], reached: bool
) -> None:
    goal = finished_goal(cast, 0.8)
    for day, correct in enumerate(levels):
        tries(cast, goal, HELD + timedelta(days=day), correct)
    tries(cast, goal, HELD + timedelta(days=90), 9)
    rebuild([goal.pk])
    assert [row.reached for row in finished(cast.clinic.pk, LATER)] == [reached]


def test_unfinished_and_let_go_goals_say_nothing(cast: Cast) -> None:
    finished_goal(cast, 0.4, "ended")
    finished_goal(cast, 0.4, "hold")
    assert finished(cast.clinic.pk, LATER) == []
    finished_goal(cast, 0.4)
    assert finished(cast.clinic.pk, DUE) == []


def test_the_review_that_called_it_reached_does_not_praise_itself(cast: Cast) -> None:
    finished_goal(cast, 0.97, "met", choice="met")
    assert finished(cast.clinic.pk, LATER) == []


def days(number: int) -> datetime:
    return HELD + timedelta(days=number)


@pytest.mark.parametrize(("ending", "reached"), [
    (Ending(days(10), None, days(0)), True),
    (Ending(days(10), None, days(20)), False),
    (Ending(days(80), None, days(0)), False),
    (Ending(None, days(10), days(0)), None),
    (Ending(None, days(10), days(20)), False),
    (Ending(None, None, days(0)), False),
])  # fmt: skip
def test_a_goal_is_reached_when_it_was_by_its_date_and_stayed(ending: Ending, reached: bool | None) -> None:
    assert outcome(ending, DUE, LATER) is reached


def test_too_few_goals_have_no_table(cast: Cast) -> None:
    for _ in range(19):
        finished_goal(cast, 0.9, "met")
    record = record_of(cast.clinic.pk, LATER)
    assert (record.goals, record.table, record.signals) == (19, None, ())


@pytest.fixture
def twenty(cast: Cast) -> None:
    for number in range(20):
        finished_goal(cast, 0.9 if number < 12 else 0.3, "met" if number < 11 or number == 12 else "")


def test_twenty_goals_make_the_table(cast: Cast, twenty: None) -> None:
    record = record_of(cast.clinic.pk, LATER)
    assert record.table is not None
    assert record.table.brier == pytest.approx((11 * 0.01 + 0.81 + 0.49 + 7 * 0.09) / 20)
    assert [(each.count, each.reached, each.followed) for each in record.signals] == [(20, 12, 20)]


def test_what_people_decided_stands_beside_what_the_rule_said(cast: Cast) -> None:
    for number in range(20):
        finished_goal(cast, 0.05, signal="adjust", choice="change" if number < 5 else "keep", change="x")
    [counted] = record_of(cast.clinic.pk, LATER).signals
    assert (counted.signal, counted.count, counted.followed) == ("adjust", 20, 5)


def test_the_page_shows_the_table_and_names_no_child(cast: Cast, as_: As, twenty: None) -> None:
    page = as_("mona").get(reverse("calibration")).content.decode()
    assert "Brier score 0.10" in page
    assert "The chances told more than a guess" in page
    assert "92 %" in page
    assert cast.maya.given_name not in page
    assert "Ties" not in page


def test_the_page_is_honest_while_there_is_little(cast: Cast, as_: As) -> None:
    finished_goal(cast, 0.9, "met")
    page = as_("mona").get(reverse("calibration")).content.decode()
    assert "Too early for a table" in page
    assert "19 more finished goals" in page


def test_another_clinic_sees_its_own_record_only(cast: Cast, as_: As, twenty: None) -> None:
    assert "20 more finished goals" in as_("eva").get(reverse("calibration")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("lena", 200), ("ines", 403), ("rosa", 403)])
def test_who_may_see_the_record(cast: Cast, as_: As, who: str, status: int) -> None:
    assert as_(who).get(reverse("calibration")).status_code == status


def test_the_page_costs_the_same_for_one_and_for_ten(cast: Cast, as_: As) -> None:
    client, counts = as_("mona"), []
    for many in (1, 9):
        for _ in range(many):
            finished_goal(cast, 0.9, "met")
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("calibration"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_growth_is_learned_from_twenty_goals_and_fixed_with_the_plan_of_a_review(cast: Cast, twenty: None) -> None:
    today = timezone.localdate()
    learned = growth_prior(cast.clinic.pk, today)
    assert learned > 0.6
    assert plan_review(by=cast.actor("ines"), child=cast.maya, on=today).growth_prior == pytest.approx(learned)
    assert growth_prior(cast.stranger.pk, today) == EVEN_ODDS


def test_chances_given_under_another_belief_are_put_on_even_odds() -> None:
    assert at_even_odds(0.9, 0.5) == pytest.approx(0.9)
    assert at_even_odds(0.9, 0.9) == pytest.approx(0.5)
    assert 0 < at_even_odds(1.0, 0.5) < 1
