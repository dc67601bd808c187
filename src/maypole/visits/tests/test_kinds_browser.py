"""The plain buttons of every kind of measure on a phone, and that each gives the observation it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.plan.models import AttainmentLevel, Goal, GoalTag, SpeechTarget
from maypole.visits.models import Observation
from tests.browser import PHONE, sideways, small_targets, violations
from tests.cast import Cast

from .rows import make_goal, started

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]
Show = Callable[[Goal], Page]


@pytest.fixture
def show(cast: Cast, as_: As, open_page: Open) -> Show:
    visit = started(cast, timezone.now() - timedelta(minutes=5))
    path = reverse("visit", args=[visit.pk])
    return lambda goal: open_page(f"{path}?goal={goal.pk}", size=PHONE, client=as_("ines"))


def sent(page: Page) -> Observation:
    expect(page.locator(".trials li")).to_have_count(1)
    assert (sideways(page), violations(page), small_targets(page)) == (0, [], [])
    return Observation.objects.get()


@pytest.mark.parametrize(("button", "scored"), [("Yes", True), ("No", False)])
def test_an_interval_is_scored_with_its_number_and_length(cast: Cast, show: Show, button: str, scored: bool) -> None:
    page = show(make_goal(cast, "Stays with it", "partial"))

    page.get_by_role("button", name=button, exact=True).click()

    row = sent(page)
    assert (row.correct, row.step, row.span_s) == (scored, 1, 15.0)
    expect(page.locator(".panel-title")).to_contain_text("Interval 2")


@pytest.mark.parametrize(("button", "correct"), [("It starts", True), ("Nothing came", False)])
def test_a_wait_ends_with_the_response_or_without_one(cast: Cast, show: Show, button: str, correct: bool) -> None:
    page = show(make_goal(cast, "Starts", "latency"))

    page.get_by_role("button", name="Asked: start").click()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name=button).click()

    row = sent(page)
    assert row.correct is correct
    assert row.value is not None
    assert 1 <= row.value <= 4


def test_a_rate_is_so_many_in_so_long(cast: Cast, show: Show) -> None:
    page = show(make_goal(cast, "Asks", "rate"))

    page.get_by_label("How many").fill("3")
    page.get_by_label("Watched for (2:30)").fill("1:30")
    page.get_by_role("button", name="Keep", exact=True).click()

    row = sent(page)
    assert (row.value, row.span_s) == (3.0, 90.0)


def test_a_piece_is_so_many_right_of_so_many(cast: Cast, show: Show) -> None:
    page = show(make_goal(cast, "Letters", "product"))

    page.get_by_label("Right", exact=True).fill("6")
    page.get_by_label("Out of", exact=True).fill("8")
    page.get_by_role("button", name="Keep", exact=True).click()

    row = sent(page)
    assert (row.value, row.out_of) == (6.0, 8)


def test_a_level_is_chosen_by_its_words(cast: Cast, show: Show) -> None:
    goal = make_goal(cast, "Joins in", "attainment")
    for level, text in zip(range(-2, 3), ("Watches", "Comes near", "Joins", "Leads", "Invites"), strict=True):
        AttainmentLevel.objects.create(organisation=cast.clinic, goal=goal, level=level, text=text)
    page = show(goal)

    page.get_by_role("button", name="Comes near").click()

    assert sent(page).value == -1.0


@pytest.mark.mission("S41", "S42")
def test_a_try_names_its_sound_and_how_it_was_said(cast: Cast, show: Show) -> None:
    goal = make_goal(cast, "Says s")
    for number, place in enumerate(("initial", "final"), 1):
        SpeechTarget.objects.create(organisation=cast.clinic, goal=goal, number=number, sound="s", position=place)
    for mode in ("speech", "device"):
        GoalTag.objects.create(organisation=cast.clinic, goal=goal, kind="mode", code=mode)
    page = show(goal)

    page.get_by_label("s at the end, words").check()
    page.get_by_label("Talking device").check()
    page.locator('.panel [name="tap"][value="I"]').click()

    row = sent(page)
    assert (row.step, row.mode, row.prompt) == (2, "device", "I")
