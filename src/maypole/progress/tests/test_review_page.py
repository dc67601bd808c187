"""The review page as people read it: what to do next, who has been heard, what took place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.home.fidelity import check_fidelity, strategy
from maypole.plan.errors import PlanRefused
from maypole.plan.models import Goal, GoalState
from maypole.progress.asking import say_how_it_goes
from maypole.progress.life import tell_event
from maypole.progress.models import Review
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import START, TODAY, taught_goal, tries
from .test_reviews import decide, planned, sent

As = Callable[[str], Client]


def page(cast: Cast, as_: As, who: str = "ines") -> str:
    return as_(who).get(reverse("review", args=[cast.maya.pk])).content.decode()


def test_the_first_thing_it_says_is_what_to_do_next(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    Goal.objects.filter(pk=goal.pk).update(due_on=timezone.localdate() + timedelta(days=60))
    html = page(cast, as_)
    assert html.index("What to do next") < html.index(goal.title, html.index("<h1"))
    assert "too early to say" in html  # the newest session is older than four weeks


def test_it_says_who_has_not_answered_and_then_what_they_said(cast: Cast, as_: As) -> None:
    planned(cast)
    assert "The family has not answered yet." in page(cast, as_)
    say_how_it_goes(
        by=cast.actor("rosa"), child=cast.maya, voice="parent", answers={"daily": 4}, words="She hums again."
    )  # fmt: skip
    html = page(cast, as_)
    assert "The family has not answered yet." not in html
    assert "She hums again." in html


@pytest.mark.mission("S93")
def test_each_review_has_a_word_for_the_family_that_they_read(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    with pytest.raises(PlanRefused), transaction.atomic():
        decide(cast, goal, "keep", review={"message": " "})
    as_("ines").post(reverse("review", args=[cast.maya.pk]), sent(goal, pick="own", message="You carry this so well."))
    assert Review.objects.get(held_at__isnull=False).message == "You carry this so well."
    assert "You carry this so well." in as_("rosa").get(f"/children/{cast.maya.pk}/how-it-goes").content.decode()


@pytest.mark.mission("S93")
def test_suggestions_come_from_the_data(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    assert f"“{goal.title}”: from 1 of 10 to" in page(cast, as_)
    as_("ines").post(reverse("review", args=[cast.maya.pk]), sent(goal, pick="progress"))
    assert Review.objects.get(held_at__isnull=False).message.startswith(f"“{goal.title}”: from 1 of 10")


def test_own_words_chosen_and_not_written_are_asked_for(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    answer = as_("ines").post(reverse("review", args=[cast.maya.pk]), sent(goal, pick="own"))
    assert answer.status_code == 422
    assert "Write your word of support" in answer.content.decode()


def test_a_review_is_not_silently_held_without_the_family(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    url = reverse("review", args=[cast.maya.pk])
    assert as_("ines").post(url, sent(goal, without_view="")).status_code == 422
    with pytest.raises(PlanRefused), transaction.atomic():
        decide(cast, goal, "keep", review={"family_view": ""})
    assert as_("ines").post(url, sent(goal)).status_code == 302
    assert Review.objects.get(held_at__isnull=False).without_view == "On holiday"


def test_where_therapy_goes_for_the_child_needs_a_reason(cast: Cast, as_: As) -> None:
    goal, url = planned(cast), reverse("review", args=[cast.maya.pk])
    assert as_("ines").post(url, sent(goal, outlook="ending")).status_code == 422
    as_("ines").post(url, sent(goal, outlook="ending", outlook_why="She does it everywhere."))
    held = Review.objects.get(held_at__isnull=False)
    assert (held.outlook, held.outlook_why) == ("ending", "She does it everywhere.")


@pytest.mark.mission("S87")
def test_steps_left_out_are_told_apart_from_a_child_not_progressing(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    checked = strategy(goal)
    for _day in range(2):
        check_fidelity(by=cast.actor("ines"), checked=checked, done=checked.steps[:3])
    html = page(cast, as_)
    assert "3 of 8 steps as planned: Ines, a check of their own" in html
    assert "Less took place than planned" in html


@pytest.mark.parametrize(("who", "sees"), [("ines", True), ("rosa", True), ("okafor", False)])
def test_events_are_marked_for_the_team_and_the_family_only(cast: Cast, as_: As, who: str, sees: bool) -> None:
    goal = planned(cast)
    tell_event(
        by=cast.actor("rosa"), child=cast.maya, kind="illness", title="Chicken pox",
        starts_on=(START + timedelta(days=9)).date(),
    )  # fmt: skip
    html = as_(who).get(reverse("goal", args=[goal.pk])).content.decode()
    assert ("Chicken pox" in html) is sees
    assert ('class="event"' in html) is sees


@pytest.mark.mission("S89")
def test_a_goal_is_called_reached_on_its_page_only_with_two_people_or_places(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast, [1, 0, 1, 2, 8, 9, 9])
    url, why = reverse("goal_reached", args=[goal.pk]), {"why": "At school too."}
    assert as_("ines").post(url, why).status_code == 422
    tries(cast, goal, START + timedelta(days=40), 9, setting="school")
    rebuild([goal.pk])
    assert "At the goal with 2 people in 2 places so far." in as_("ines").get(f"/goals/{goal.pk}").content.decode()
    assert as_("ines").post(url, why).status_code == 302
    assert GoalState.objects.filter(goal=goal).latest("at").why == "At school too."


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("rosa", 403), ("jiho", 404)])
def test_who_may_not_call_a_goal_reached(cast: Cast, as_: As, who: str, status: int) -> None:
    goal = taught_goal(cast)
    assert as_(who).post(reverse("goal_reached", args=[goal.pk]), {"why": "x"}).status_code == status


def test_the_story_shows_before_now_and_goal_and_the_chance_one_tap_away(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    Goal.objects.filter(pk=goal.pk).update(due_on=TODAY + timedelta(days=400))
    html = as_("ines").get(reverse("goal", args=[goal.pk])).content.decode()
    for word in ("Before", "Now", "Goal"):
        assert f"<dt>{word}</dt>" in html
