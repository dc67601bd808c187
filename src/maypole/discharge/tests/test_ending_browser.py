"""In a real browser: a rule tried on the past, adopted and confirmed; a goodbye from its signs to the family's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.mastery.models import MasteryRule, MoveAnswer, PlannedProbe
from maypole.progress.tests.rows import taught_goal
from tests.browser import PHONE, looked_at
from tests.cast import Cast

from .test_goodbye import prepared, said

OpenPage = Callable[..., Page]
As = Callable[[str], Client]


@pytest.mark.mission("S89")
def test_a_rule_is_tried_on_the_past_adopted_and_its_move_confirmed(cast: Cast, as_: As, open_page: OpenPage) -> None:
    goal = taught_goal(cast)
    page = open_page(f"/goals/{goal.pk}/rule", client=as_("ines"))
    form = page.locator("aside form").filter(has_text="Adopt this rule")

    form.get_by_label("At least this well").fill("6")
    form.get_by_label("Sessions in a row").fill("2")
    form.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("You are trying these numbers.")).to_be_visible()
    expect(page.get_by_text("Teaching → Other places and people")).to_be_visible()
    assert not MasteryRule.objects.exists()
    form.get_by_label("Why").fill("Six of ten is what her shoes need.")
    form.get_by_role("button", name="Adopt this rule").click()
    expect(page.get_by_text("From now on this says when the goal is reached.")).to_be_visible()
    phases = page.locator("aside form").filter(has_text="Moves on when")
    phases.get_by_label("Why").fill("Two places.")
    phases.get_by_role("button", name="Let it propose").click()
    page.goto(f"/goals/{goal.pk}")
    page.get_by_role("button", name="Yes, move on").click()

    expect(page.get_by_text("From now on: Other places and people.")).to_be_visible()
    expect(page.get_by_text("Does it travel?").first).to_be_visible()
    assert MoveAnswer.objects.get().answer == "confirmed"
    assert PlannedProbe.objects.open().count() == 2


@pytest.mark.mission("S102")
def test_a_goodbye_from_its_signs_to_the_familys_page(cast: Cast, as_: As, open_page: OpenPage) -> None:
    goal = taught_goal(cast)
    goal.states.create(organisation=cast.clinic, state="met", by=cast.users["ines"], at=timezone.now())
    path = f"/children/{cast.maya.pk}/goodbye"
    page = open_page(path, client=as_("ines"), allow=("status of 422",))

    expect(page.get_by_text("Too early to say").first).to_be_visible()
    page.get_by_role("link", name="Start the plan").click()
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    page.get_by_label("Why we say goodbye").select_option("goals")
    page.get_by_label("In a few words").first.fill("She does it alone.")
    page.get_by_label("Last day").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    page.get_by_label("What the child says").fill("First in line!")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_text("Kept. The family sees the plan for the goodbye.")).to_be_visible()
    page.get_by_role("button", name="Say goodbye now").click()
    expect(page.get_by_role("heading", name="Goodbye was said")).to_be_visible()

    family = open_page(path, client=as_("rosa"), size=PHONE)
    expect(family.get_by_role("heading", name="Maya, you did it!")).to_be_visible()
    expect(family.get_by_text("You need no new referral.")).to_be_visible()
    family.get_by_role("link", name="Open the certificate").click()
    expect(family.get_by_text("First in line!")).to_be_visible()


@pytest.mark.parametrize("ended", [False, True], ids=["fading", "ended"])
def test_every_page_is_without_a_fault(cast: Cast, as_: As, open_page: OpenPage, *, ended: bool) -> None:
    goal, child = taught_goal(cast), f"/children/{cast.maya.pk}"
    found = said(cast) if ended else prepared(cast)
    ines = [f"/goals/{goal.pk}/rule", f"/goals/{goal.pk}", f"{child}/goodbye"]
    later = f"/follow-ups/{found.follow_ups.latest('due_on').pk}"
    ines += [f"{child}/goodbye/certificate", later] if ended else [f"{child}/goodbye/edit"]
    visits = {"ines": ines, "rosa": [f"/goals/{goal.pk}/rule", f"{child}/goodbye"], "mona": ["/clinic/goodbyes"]}
    faults = []
    for who, paths in visits.items():
        page = open_page(paths[0], client=as_(who), bypass_csp=True)
        faults += [f"{who} {fault}" for fault in looked_at(page, paths)]

    assert faults == []
