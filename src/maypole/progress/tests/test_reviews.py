"""Holding a review: decisions with reasons, carried out, and a new version of the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.people.models import AboutChild
from maypole.plan.actions import draft_plan, sign_plan
from maypole.plan.errors import PlanRefused
from maypole.plan.models import Goal, GoalState, PlanVersion
from maypole.plan.reached import Shown
from maypole.progress.actions import Chosen, hold_review, plan_review
from maypole.progress.evidence import shown
from maypole.progress.history import histories
from maypole.progress.models import Decision, Review
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import START, TODAY, taught_goal, tries

As = Callable[[str], Client]


def planned(cast: Cast) -> Goal:
    goal = taught_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, why="first")
    sign_plan(by=cast.actor("ines"), version=version)
    plan_review(by=cast.actor("ines"), child=cast.maya, on=TODAY)
    return goal


def decide(cast: Cast, goal: Goal, choice: str, review: dict[str, object] | None = None, **more: object) -> Review:
    said = {"why": "because", "signal": "keep", "p_goal": 0.8, "shown": Shown(people=2, places=1), **more}
    chosen = Chosen(goal=goal, choice=choice, **said)  # type: ignore[arg-type]
    look_again = timezone.localdate() + timedelta(days=42)
    held = {"look_again": look_again, "message": "Well done.", "family_view": "Calmer mornings."} | (review or {})
    return hold_review(by=cast.actor("ines"), child=cast.maya, chosen=[chosen], **held)  # type: ignore[arg-type]


def sent(goal: Goal, **more: object) -> dict[str, object]:
    """What the page of a review sends."""
    again = (timezone.localdate() + timedelta(days=30)).isoformat()
    whole = {"look_again": again, "outlook": "same", "pick": "here", "without_view": "On holiday"}
    own = {"choice": "keep", "why": "Laces hold."} | {
        name: more.pop(name) for name in ("choice", "why") if name in more
    }
    return {f"{goal.pk}-{name}": value for name, value in own.items()} | whole | more


@pytest.mark.mission("S99")
def test_a_review_makes_a_decision_and_a_new_signed_version(cast: Cast) -> None:
    goal = planned(cast)
    review = decide(cast, goal, "keep")
    assert review.version is not None
    assert review.version.number == 2
    assert PlanVersion.objects.signed().filter(child=cast.maya).count() == 2
    assert Decision.objects.get(goal=goal).why == "because"
    assert Review.objects.due().filter(child=cast.maya).count() == 1
    assert AuditEvent.objects.filter(action="review.held", child_id=cast.maya.pk).exists()


@pytest.mark.parametrize(("choice", "state"), [("met", "met"), ("pause", "hold"), ("goodbye", "ended")])
def test_a_decision_changes_the_goal(cast: Cast, choice: str, state: str) -> None:
    goal = planned(cast)
    decide(cast, goal, choice)
    assert GoalState.objects.filter(goal=goal).latest("at").state == state


@pytest.mark.mission("S89")
def test_a_goal_seen_with_one_person_in_one_place_is_not_reached(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    with pytest.raises(PlanRefused), transaction.atomic():
        decide(cast, goal, "met", shown=Shown(people=1, places=1))
    answer = as_("ines").post(
        reverse("review", args=[cast.maya.pk]),
        sent(goal, choice="met", why="Holds."),
    )
    assert answer.status_code == 422
    assert "with two people or in two places" in answer.content.decode()
    assert GoalState.objects.filter(goal=goal).latest("at").state == "open"


@pytest.mark.mission("S89")
def test_people_and_places_of_sessions_at_the_goal_are_counted(cast: Cast) -> None:
    goal = taught_goal(cast, [1, 0, 1, 2, 7, 8, 9])
    tries(cast, goal, START + timedelta(days=40), 9, setting="home")
    tries(cast, goal, START + timedelta(days=41), 2, setting="school")
    rebuild([goal.pk])
    assert shown(histories([goal])[goal.pk]) == Shown(people=2, places=2)


def test_a_change_starts_a_phase_named_by_it(cast: Cast) -> None:
    goal = planned(cast)
    decide(cast, goal, "change", change="Picture card first")
    assert goal.phases.latest("starts_at").label == "Picture card first"


def test_nothing_is_kept_when_the_plan_cannot_be_signed(cast: Cast) -> None:
    goal = planned(cast)
    AboutChild.objects.filter(child=cast.maya).update(strengths=" ")
    with pytest.raises(PlanRefused), transaction.atomic():
        decide(cast, goal, "met")
    assert not Decision.objects.exists()
    assert GoalState.objects.filter(goal=goal).count() == 1


def test_a_decision_needs_a_reason_and_a_change_its_what(cast: Cast) -> None:
    goal = planned(cast)
    review = Review.objects.get(child=cast.maya)
    common = {"organisation": cast.clinic, "review": review, "goal": goal, "signal": "keep"}
    for bad in ({"choice": "keep", "why": ""}, {"choice": "change", "why": "x", "change": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**common, **bad)


def test_the_review_page_tells_each_goal_and_takes_the_decision(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    client, url = as_("ines"), reverse("review", args=[cast.maya.pk])
    page = client.get(url).content.decode()
    assert goal.title in page
    assert "What the rule says" in page
    answer = client.post(url, sent(goal))
    assert answer.url == reverse("plan", args=[cast.maya.pk])  # type: ignore[attr-defined]


def test_a_review_without_reason_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    answer = as_("ines").post(
        reverse("review", args=[cast.maya.pk]),
        sent(goal, choice="change", why="Too easy by now", look_again="2020-01-01"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Too easy by now" in page
    assert "Say what changes" in page
    assert "Choose a day after today" in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("ines", 200), ("lena", 200), ("ada", 403), ("rosa", 403), ("jiho", 404), ("eva", 404)]
)
def test_who_may_open_a_review(cast: Cast, as_: As, who: str, status: int) -> None:
    planned(cast)
    assert as_(who).get(reverse("review", args=[cast.maya.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("ines", 200), ("rosa", 200), ("okafor", 200), ("maya", 200), ("daniel", 403), ("mona", 403), ("jiho", 404)],
)
def test_who_may_open_a_goal(cast: Cast, as_: As, who: str, status: int) -> None:
    goal = planned(cast)
    assert as_(who).get(reverse("goal", args=[goal.pk])).status_code == status


def test_opening_a_goal_is_audited(cast: Cast, as_: As) -> None:
    goal = planned(cast)
    as_("rosa").get(reverse("goal", args=[goal.pk]))
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.action, event.child_id) == ("child.read", cast.maya.pk)


def test_the_list_of_reviews_costs_the_same_for_one_and_for_ten(cast: Cast, as_: As) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from maypole.people.models import Child

    counts = []
    for many in (1, 9):
        for _ in range(many):
            child = Child.objects.create(organisation=cast.clinic, given_name="More", birth_date=TODAY)
            plan_review(by=cast.actor("lena"), child=child, on=TODAY)
        client = as_("lena")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse("reviews")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.mission("S99")
def test_the_new_plan_tells_the_family_what_changes_and_why(cast: Cast) -> None:
    goal = planned(cast)

    decide(cast, goal, "change", change="A smaller step", why="The second loop slips.")

    why = PlanVersion.objects.get(number=2).why
    assert why == f"{goal.title}: Change something. A smaller step. The second loop slips."
