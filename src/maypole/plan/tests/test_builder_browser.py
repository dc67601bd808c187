"""Building goals in a real browser: levels, a wait, intervals; the bank helps and never writes over anybody's words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from maypole.plan.models import Goal, GoalTag
from tests.browser import DESK, PHONE, sideways, small_targets, violations
from tests.cast import Cast

from .rows import long_goal

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., Page]
As = Callable[[str], Client]
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
LEVELS = ["Watches", "Comes near", "Plays beside us", "Takes a turn", "Starts the game"]


@pytest.fixture
def builder(cast: Cast, as_: As, open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    long = long_goal(cast)
    path = f"/children/{cast.maya.pk}/goals/new?under={long.pk}"
    # A newer preview replaces one that is on its way; htmx tells the console of every request it gives up.
    return open_page(path, size=request.getfixturevalue("size"), client=as_("ines"), allow=("htmx:",))


def choose(page: Page, kind: str, baseline: str = "", criterion: str = "") -> None:
    page.get_by_label("What the child will do").fill("Joins the game")
    page.locator(f'[name="measure"][value="{kind}"]').check()
    page.get_by_label("How it goes today").fill(baseline)
    page.get_by_label("How well it should go").fill(criterion)
    page.get_by_label("By", exact=True).fill("2999-05-01")


def keep(page: Page) -> Goal:
    assert (sideways(page), violations(page), small_targets(page)) == (0, [], [])
    page.get_by_role("button", name="Set this goal").click()
    expect(page.get_by_text("is set. The next plan holds it.")).to_be_visible()
    return Goal.objects.get(horizon="short")


@SIZES
@pytest.mark.mission("S50", "S45")
def test_a_goal_by_attainment_has_five_levels_and_a_weight(builder: Page, size: tuple[int, int]) -> None:
    choose(builder, "attainment")
    for label, text in zip(("−2", "−1", "0", "+1", "+2"), LEVELS, strict=True):
        builder.get_by_label(f"Level {label}:", exact=False).fill(text)
    builder.get_by_label("How much it matters to the family").select_option("3")
    builder.get_by_label("How hard it will be").select_option("2")
    expect(builder.get_by_text("reaching level 0 or higher on the goal’s own scale")).to_be_visible()

    goal = keep(builder)

    assert [one.text for one in goal.attainment_levels.all()] == LEVELS
    assert (goal.baseline, goal.criterion, goal.weight) == (-2, 0, 6)
    assert GoalTag.objects.get(goal=goal, kind="occupation").code == "self_care"


@SIZES
def test_a_goal_by_latency_is_about_starting_sooner(builder: Page, size: tuple[int, int]) -> None:
    choose(builder, "latency", "0:40", "10")
    builder.get_by_label("How long, in seconds").fill("60")
    builder.get_by_text("Less is better").click()
    expect(builder.get_by_text("within 10 s, by 1 May 2999 (today: 40 s)")).to_be_visible()

    goal = keep(builder)

    assert (goal.baseline, goal.criterion, goal.span_s, goal.improvement) == (40, 10, 60, "decrease")


@SIZES
def test_a_goal_by_intervals_says_how_long_one_is(builder: Page, size: tuple[int, int]) -> None:
    choose(builder, "momentary", "20", "80 %")
    expect(builder.get_by_label("Out of how many")).to_be_hidden()
    builder.get_by_label("How long, in seconds").fill("15")
    expect(builder.get_by_text("at the end of at least 80 % of intervals of 15 s")).to_be_visible()

    goal = keep(builder)

    assert (goal.criterion, goal.scale_max, goal.span_s) == (80, 100, 15)


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_the_bank_fills_what_is_empty_and_leaves_what_was_typed(builder: Page, size: tuple[int, int]) -> None:
    builder.get_by_label("What the child will do").fill("My own title")
    builder.get_by_role("search", name="Goal bank").get_by_label("Words").fill("shoelaces")
    builder.get_by_role("button", name=re.compile("Use this wording.*Ties shoelaces")).click()

    expect(builder.get_by_label("Does what, exactly")).to_have_value("Ties both shoelaces with a bow that holds")
    expect(builder.get_by_label("What the child will do")).to_have_value("My own title")
    expect(builder.get_by_text("Your words stayed")).to_be_visible()
    assert (sideways(builder), violations(builder)) == (0, [])
    builder.get_by_role("button", name=re.compile("Take this.*What the child will do")).click()
    expect(builder.get_by_label("What the child will do")).to_have_value("Ties shoelaces")
    expect(builder.get_by_text("Your words stayed")).to_be_hidden()
