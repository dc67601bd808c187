"""What may go home, and what a log at home becomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maypole.access.ids import new_id
from maypole.home import actions
from maypole.home.actions import Game
from maypole.home.models import HomeActivity, PracticeLog
from maypole.people.models import Child, Precaution
from maypole.plan.models import Goal
from maypole.visits.models import Observation, Point
from maypole.visits.tests.rows import NOW, make_goal
from tests.cast import Cast

GAME = Game(
    title="Sock monster race",
    reason="The last step is hers, so every try ends well.",
    how="Sit low.\nRoll the sock.\nPull from the heel.",
    stop_rule="She pulls away or says no.",
    minutes=5,
    times_a_week=4,
)


def given_game(cast: Cast, goal: Goal | None = None, **fields: Any) -> HomeActivity:
    game = Game(**{**GAME.__dict__, **fields})
    return actions.give_activity(by=cast.actor("ines"), goal=goal or make_goal(cast), game=game, now=NOW)


@pytest.mark.mission("S81", "S83")
@pytest.mark.parametrize("missing", ["reason", "how", "stop_rule", "title"])
def test_no_game_goes_home_without_why_how_and_stop(cast: Cast, missing: str) -> None:
    with pytest.raises(ValidationError) as refused:
        given_game(cast, None, **{missing: ""})

    assert missing in refused.value.message_dict
    assert not HomeActivity.objects.exists()


@pytest.mark.mission("S83")
@pytest.mark.parametrize("missing", ["reason", "how", "stop_rule"])
def test_the_database_itself_refuses_a_game_without_a_why(cast: Cast, missing: str) -> None:
    activity = given_game(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        HomeActivity.objects.filter(pk=activity.pk).update(**{missing: ""})


@pytest.mark.parametrize("fields", [{"minutes": 0}, {"minutes": 61}, {"times_a_week": 0}, {"times_a_week": 15}])
def test_a_dose_nobody_can_keep_is_refused(cast: Cast, fields: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        given_game(cast, None, **fields)


def test_a_game_for_therapists_only_stays_in_the_clinic(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="stays in the clinic"):
        given_game(cast, library="gm-07")


@pytest.mark.parametrize("library", ["fm-01", ""])
def test_small_parts_never_go_to_a_child_under_three(cast: Cast, library: str) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(birth_date=date(2023, 3, 11), due_date=date(2022, 12, 1))
    cast.maya.refresh_from_db()

    with pytest.raises(ValidationError, match="under 3"):
        given_game(cast, library=library, small_parts=True)


def test_small_parts_go_home_from_the_third_birthday_on(cast: Cast) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(birth_date=date(2023, 3, 10))
    cast.maya.refresh_from_db()

    assert given_game(cast, library="fm-01").small_parts


def test_small_parts_never_go_to_a_child_who_mouths_things(cast: Cast) -> None:
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="mouthing", title="Mouths toys"
    )

    with pytest.raises(ValidationError, match="in the mouth"):
        given_game(cast, library="fm-01")


def test_a_feeding_game_needs_a_clinicians_look_first(cast: Cast) -> None:
    goal = make_goal(cast)
    game = Game(**{**GAME.__dict__, "library": "fe-01"})

    with pytest.raises(ValidationError, match="allergies"):
        actions.give_activity(by=cast.actor("ines"), goal=goal, game=game, now=NOW)

    assert actions.give_activity(by=cast.actor("ines"), goal=goal, game=game, cleared=True, now=NOW).library == "fe-01"


@pytest.mark.mission("S81")
def test_a_log_of_a_goal_with_tries_is_one_try_at_home(cast: Cast) -> None:
    activity = given_game(cast)

    log = actions.log_practice(by=cast.actor("rosa"), activity=activity, prompt="VB", now=NOW)

    seen, point = Observation.objects.get(), Point.objects.get()
    assert (seen.setting, seen.prompt, seen.correct, seen.with_whom) == ("home", "VB", True, "Rosa")
    assert (point.setting, point.correct, point.trials) == ("home", 0, 1)
    assert log.observation == seen


def test_the_same_log_sent_twice_is_one_log(cast: Cast) -> None:
    activity, id = given_game(cast), new_id()

    for _ in range(2):
        actions.log_practice(by=cast.actor("rosa"), activity=activity, id=id, prompt="I", now=NOW)

    assert (PracticeLog.objects.count(), Observation.objects.count()) == (1, 1)


def test_a_goal_without_tries_asks_how_it_went(cast: Cast) -> None:
    activity = given_game(cast, goal=make_goal(cast, measure="duration"))

    log = actions.log_practice(by=cast.actor("rosa"), activity=activity, went="hard", now=NOW)

    assert (log.went, log.minutes, log.observation) == ("hard", 5, None)


@pytest.mark.parametrize("answer", [{}, {"went": "easy"}, {"prompt": "G"}, {"prompt": "I", "went": "easy"}])
def test_an_answer_that_does_not_fit_the_goal_is_refused(cast: Cast, answer: dict[str, str]) -> None:
    activity = given_game(cast)

    with pytest.raises(ValidationError):
        actions.log_practice(by=cast.actor("rosa"), activity=activity, now=NOW, **answer)  # type: ignore[arg-type]

    assert not PracticeLog.objects.exists()


@pytest.mark.parametrize("days", [-1, 15])
def test_only_the_last_two_weeks_are_logged(cast: Cast, days: int) -> None:
    activity, day = given_game(cast), NOW.date() - timedelta(days=days)

    with pytest.raises(ValidationError, match="14 days"):
        actions.log_practice(by=cast.actor("rosa"), activity=activity, prompt="I", played_on=day, now=NOW)


def test_yesterdays_try_stands_on_yesterday(cast: Cast) -> None:
    activity, day = given_game(cast), NOW.date() - timedelta(days=1)

    actions.log_practice(by=cast.actor("rosa"), activity=activity, prompt="I", played_on=day, now=NOW)

    assert Point.objects.get().occasion == "2026-03-09"
    assert Point.objects.get().at.date() == day


def test_taking_a_log_back_takes_its_try_back(cast: Cast) -> None:
    activity, by = given_game(cast), cast.actor("rosa")
    log = actions.log_practice(by=by, activity=activity, prompt="I", now=NOW)

    for _ in range(2):
        actions.withdraw_practice(by=by, log=log, now=NOW)

    assert not PracticeLog.objects.standing().exists()
    assert not Observation.objects.standing().exists()
    assert not Point.objects.exists()


def test_an_ended_game_takes_no_more_logs(cast: Cast) -> None:
    activity = given_game(cast)
    actions.end_activity(by=cast.actor("ines"), activity=activity, now=NOW)
    activity.refresh_from_db()

    with pytest.raises(ValidationError, match="has ended"):
        actions.log_practice(by=cast.actor("rosa"), activity=activity, prompt="I", now=NOW)
