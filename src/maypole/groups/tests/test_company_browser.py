"""A therapist with a phone: one line in two taps and words, times by rows, a step; in both lights, on every width."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.groups.actions.company import decide_step, say_seen
from maypole.groups.models import FreeTime, ReadinessSeen, StepDecision
from maypole.visits.tests.rows import finished, make_goal
from tests.browser import PHONE, looked_at, sideways, small_targets, violations
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


def lived(cast: Cast) -> None:
    """Three visits alone, two lines seen, one step decided."""
    now, goal = timezone.now(), make_goal(cast, "Waits for a turn")
    for day in range(3):
        finished(cast, goal, starts_at=now - timedelta(days=9 - day))
    for skill in ("waits", "asks"):
        say_seen(by=cast.actor("ines"), child=cast.maya, skill=skill, seen="yes", words="At lunch.", now=now)
    decide_step(by=cast.actor("ines"), child=cast.maya, choice="trial", why="To learn it.", now=now)


@pytest.mark.mission("S68", "S69")
def test_on_a_phone_from_what_was_seen_to_a_step(cast: Cast, as_: As, open_page: Open) -> None:
    lived(cast)
    page = open_page(reverse("child", args=[cast.maya.pk]), size=PHONE, client=as_("ines"))
    page.get_by_role("link", name="In company").click()

    line = page.locator("#line-imitates")
    line.get_by_text("I saw something").click()
    line.get_by_text("Sometimes", exact=True).click()
    line.get_by_label("What did you see?").fill("Clapped when the others clapped.")
    line.get_by_role("button", name="Keep it").click()
    expect(page.locator("#line-imitates blockquote")).to_contain_text("Clapped when the others clapped.")

    page.get_by_role("link", name="Decide a step").click()
    page.get_by_text("A group beside the visits alone").click()
    page.get_by_label("Why", exact=True).fill("She asks for the others by name.")
    page.get_by_role("button", name="Decide this step").click()
    expect(page.locator(".lede")).to_contain_text("A group beside the visits alone.")

    assert ReadinessSeen.objects.filter(skill="imitates", seen="some").count() == 1
    assert StepDecision.objects.newest_first()[0].choice == "supplement"


def test_times_are_rows_that_come_and_go(cast: Cast, as_: As, open_page: Open) -> None:
    page = open_page(reverse("company_times", args=[cast.maya.pk]), size=PHONE, client=as_("ines"))
    for number, (day, begins, ends) in enumerate((("Monday", "14:00", "16:00"), ("Thursday", "15:00", "17:30")), 1):
        row = page.get_by_role("group", name=f"Time {number}", exact=True)
        row.get_by_label("Day").select_option(day)
        row.get_by_label("From").fill(begins)
        row.get_by_label("Until").fill(ends)
        page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Take time 1 away").click()
    page.get_by_role("button", name="Keep these times").click()

    expect(page.locator("[aria-labelledby=times]")).to_contain_text("15:00–17:30")
    assert [str(row) for row in FreeTime.objects.standing()] == ["Thursday 15:00–17:30"]


PAGES = ["company", "company_how", "company_skills", "company_step", "company_times"]


def test_every_page_is_accessible_and_fits(cast: Cast, as_: As, open_page: Open) -> None:
    lived(cast)
    page = open_page(reverse("company", args=[cast.maya.pk]), client=as_("ines"))

    assert looked_at(page, [reverse(name, args=[cast.maya.pk]) for name in PAGES]) == []


@pytest.mark.mission("S69")
def test_the_family_page_is_accessible_and_fits(cast: Cast, as_: As, open_page: Open) -> None:
    lived(cast)
    page = open_page(reverse("company", args=[cast.maya.pk]), size=PHONE, client=as_("rosa"))

    expect(page.get_by_role("heading", name="What we look for")).to_be_visible()
    assert (violations(page), sideways(page), small_targets(page)) == ([], 0, [])
