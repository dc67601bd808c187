"""Can we trust this? Visits held, days played of days chosen, fresh data; the card says what to mend first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from maypole.home.models import HomeActivity, PracticeLog
from maypole.plan.models import Goal
from maypole.progress.delivery import Delivery
from maypole.progress.history import histories
from maypole.progress.trust import Practice, practice, ticks
from tests.cast import Cast

from .rows import TODAY, taught_goal
from .test_reviews import planned

SINCE = TODAY - timedelta(days=14)


def game(cast: Cast, goal: Goal, times: int, played: list[date], given_on: date = SINCE) -> HomeActivity:
    owner = {"organisation": cast.clinic, "by": cast.users["ines"], "child": cast.maya}
    activity = HomeActivity.objects.create(
        **owner, goal=goal, title="Bows", reason="practice", how="tie", stop_rule="tired", minutes=5,
        times_a_week=times, at=datetime(given_on.year, given_on.month, given_on.day, 12, tzinfo=UTC),
    )  # fmt: skip
    for day in played:
        PracticeLog.objects.create(**owner, activity=activity, played_on=day)
    return activity


def test_days_played_count_once_and_only_within_the_time(cast: Cast) -> None:
    goal = taught_goal(cast)
    days = [SINCE, SINCE, SINCE + timedelta(days=3), SINCE - timedelta(days=1), TODAY]
    game(cast, goal, 5, days)
    assert practice(cast.maya.pk, [goal.pk], SINCE, TODAY) == {goal.pk: Practice(played=2, chosen=10)}


def test_a_game_counts_from_the_day_it_was_given(cast: Cast) -> None:
    goal = taught_goal(cast)
    game(cast, goal, 7, [], given_on=TODAY - timedelta(days=5))
    assert practice(cast.maya.pk, [goal.pk], SINCE, TODAY)[goal.pk].chosen == 5


def test_a_log_taken_back_does_not_count(cast: Cast) -> None:
    goal = taught_goal(cast)
    game(cast, goal, 7, [SINCE]).logs.update(withdrawn_at=datetime.now(UTC))
    assert practice(cast.maya.pk, [goal.pk], SINCE, TODAY)[goal.pk].played == 0


def test_a_goal_without_games_is_not_in_it(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    goal = taught_goal(cast)
    with django_assert_num_queries(1):
        assert practice(cast.maya.pk, [goal.pk], SINCE, TODAY) == {}


@pytest.mark.parametrize(("delivery", "played", "heads"), [
    (Delivery(18, 17), Practice(11, 14), ["She came.", "Home happened."]),
    (Delivery(10, 7), Practice(3, 14), ["Visits were missed.", "Home was hard to fit in."]),
    (None, None, []),
])  # fmt: skip
def test_the_card_says_what_to_mend_first(
    cast: Cast, delivery: Delivery | None, played: Practice | None, heads: list[str]
) -> None:
    cast.maya.pronouns = "she"
    history = histories([goal := taught_goal(cast)])[goal.pk]
    shown = ticks(history, cast.maya, delivery, played, TODAY)
    assert [tick.head for tick in shown] == [*heads, "Fresh.", "One person counts."]
    assert all(tick.good for tick in shown) == (delivery is None or delivery.held == 17)


def test_old_data_are_called_old(cast: Cast) -> None:
    history = histories([goal := taught_goal(cast)])[goal.pk]
    tick = ticks(history, cast.maya, None, None, TODAY + timedelta(days=60))[0]
    assert (tick.head, tick.text, tick.good) == ("Getting old.", "Last measured on Sunday 1 March.", False)


def test_the_review_shows_whether_it_can_be_trusted(cast: Cast, as_: Callable[[str], Client]) -> None:
    goal = planned(cast)
    game(cast, goal, 5, [SINCE])
    page = as_("ines").get(reverse("review", args=[cast.maya.pk])).content.decode()
    assert "Can we trust this?" in page
    assert "chosen days." in page


def test_the_goal_page_keeps_what_happened_at_home_from_a_teacher(cast: Cast, as_: Callable[[str], Client]) -> None:
    goal = planned(cast)
    game(cast, goal, 5, [SINCE])
    page = as_("okafor").get(reverse("goal", args=[goal.pk])).content.decode()
    assert "Can we trust this?" not in page
    assert "chosen days" not in page
