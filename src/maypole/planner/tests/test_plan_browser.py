"""The shelf and the plan of a visit in a real browser: one tap takes a game, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from maypole.people.models import AboutChild
from maypole.visits.models import PlannedActivity
from tests.browser import PHONE, sideways, small_targets, violations
from tests.cast import Cast

from .test_plan import goal_in, swing, visit_of


@pytest.mark.mission("S59", "S62")
@pytest.mark.django_db(transaction=True)
def test_a_therapist_finds_a_game_and_plans_a_visit_with_one_thumb(
    cast: Cast, as_: Callable[[str], Client], open_page: Callable[..., Page]
) -> None:
    visit = visit_of(cast)
    goal_in(cast, "fine_motor", "Holds a pencil")
    goal_in(cast, "sensory", "Sits and listens")
    swing(cast, 91)
    AboutChild.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], strengths="Tries", loves="dough, dragons"
    )

    page = open_page("/activities?q=obstacle course", size=PHONE, dark=True, client=as_("ines"))
    expect(page.get_by_role("link", name="Living-room obstacle trail")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0

    page.goto(f"/visits/{visit.pk}/plan")
    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []
    page.get_by_role("button", name=re.compile("Take it.*Dough bakery")).click()

    expect(page.get_by_text("is planned")).to_be_visible()
    expect(page.get_by_role("list").filter(has_text="Dough bakery").first).to_be_visible()
    assert PlannedActivity.objects.get().activity == "fm-05"
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing is planned yet")).to_be_visible()
