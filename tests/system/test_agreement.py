"""How a plan comes to be agreed, walked in a real browser: two disciplines, a supervisor, a parent, a teen.

They write at once and lose no word, a supervisor signs beside, one goal is not agreed, and the plan is put right.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.people.models import CareTeamMember, Licence, Supervision
from maypole.plan.models import GoalObjection, PlanAcceptance, PlanAssent, PlanVersion
from maypole.plan.tests.rows import short_goal
from tests.browser import DESK, PHONE
from tests.cast import LONG_AGO, Cast

from .walk import As, OpenPage, Walk, choose, follow, press, toast

pytestmark = pytest.mark.django_db(transaction=True)
SOON = (timezone.localdate() + timedelta(days=80)).isoformat()


@pytest.mark.mission("S3", "S5", "S46", "S52", "S55", "S57")
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk", "phone-dark"])
def test_everybody_agrees_on_a_plan(
    cast: Cast, as_: As, open_page: OpenPage, size: tuple[int, int], dark: bool
) -> None:
    def opened(path: str, **options: object) -> Page:
        return open_page(path, **options | {"allow": ("status of 422", "status of 409")})

    walk = Walk(cast, as_, opened, size, dark)
    a_fellow_with_a_supervisor_and_a_second_discipline(cast)

    each_discipline_names_a_way_of_working(walk)
    two_write_at_once_and_lose_no_word(walk)
    the_fellow_signs_and_the_family_is_not_asked_yet(walk)
    the_supervisor_signs_beside(walk)
    the_teen_says_not_yet(walk)
    the_parent_agrees_but_for_one_goal(walk)
    the_talk_is_written_down_and_the_plan_put_right(walk)
    the_supervisor_signs_beside(walk)
    the_parent_says_yes_to_what_changed(walk)

    assert walk.faults == []
    assert walk.looked_at >= 16


def a_fellow_with_a_supervisor_and_a_second_discipline(cast: Cast) -> None:
    """Ines holds a provisional licence and Lena answers for her; Jiho's speech therapy joins the team."""
    owner = {"organisation": cast.clinic, "staff": cast.staff["ines"]}
    first, last = date(2025, 1, 1), timezone.localdate() + timedelta(days=300)
    Licence.objects.create(**owner, kind="OT", number="P1", level="provisional", starts_on=first, expires_on=last)
    Supervision.objects.create(**owner, supervisor=cast.staff["lena"], started_on=first)
    CareTeamMember.objects.create(
        organisation=cast.clinic, child=cast.maya, staff=cast.staff["jiho"], started_at=LONG_AGO
    )
    goal = short_goal(cast, due_on=timezone.localdate() + timedelta(days=200))
    short_goal(cast, parent=goal.parent, title="Zips her coat", due_on=timezone.localdate() + timedelta(days=200))


def edit(walk: Walk, who: str) -> Page:
    page = walk.page(who)
    page.goto(f"/children/{walk.cast.maya.pk}/plan/edit")
    return page


def each_discipline_names_a_way_of_working(walk: Walk) -> None:
    for who, way in (("ines", "One step after the other: chaining"), ("jiho", "Follow your child’s lead")):
        page = edit(walk, who)
        follow(page, "Choose")
        walk.look(page, "How we do it with Maya")
        page.get_by_role("button", name=re.compile(f"Add.*{way}")).click()
        toast(page, "It is in the draft.")
    names = PlanVersion.objects.get().method_rows.values_list("name", flat=True)
    assert list(names) == ["One step after the other: chaining", "Follow your child’s lead"]


def two_write_at_once_and_lose_no_word(walk: Walk) -> None:
    ines, jiho = edit(walk, "ines"), edit(walk, "jiho")
    for page, words in ((ines, "Songs for every step"), (jiho, "Wait for her word")):
        page.get_by_label("How we will work").fill(words)
        page.get_by_label("We look together on").fill(SOON)
    press(jiho, "Keep as a draft")
    toast(jiho, "Kept as a draft.")

    press(ines, "Keep as a draft")

    walk.look(ines)
    expect(ines.get_by_role("heading", name="Somebody saved while you were writing")).to_be_visible()
    expect(ines.get_by_text("Wait for her word").first).to_be_visible()
    assert ines.get_by_label("How we will work").input_value() == "Songs for every step"
    ines.get_by_label("How we will work").fill("Songs for every step. Wait for her word.")
    press(ines, "Keep as a draft")
    toast(ines, "Kept as a draft.")
    assert PlanVersion.objects.get().methods == "Songs for every step. Wait for her word."


def the_fellow_signs_and_the_family_is_not_asked_yet(walk: Walk) -> None:
    page = walk.page("ines")
    press(page, "Sign version 1")
    expect(page.get_by_text("Waits for Lena to sign beside it.").first).to_be_visible()
    walk.look(page, "The plan for Maya")

    parent = family(walk, "rosa")
    walk.look(parent, "Our plan with Maya")
    expect(parent.get_by_text("The plan is being written")).to_be_visible()


def the_supervisor_signs_beside(walk: Walk) -> None:
    page = walk.page("lena")
    page.goto("/today")
    page.get_by_role("link", name=re.compile("Read.*Sign beside: the plan for Maya")).click()
    walk.look(page, "The plan for Maya, version")
    choose(page, "The family is asked now")
    press(page, "Send my answer")
    toast(page, "Signed. The family is asked now.")
    walk.look(page, "To sign beside a colleague")


def the_teen_says_not_yet(walk: Walk) -> None:
    page = family(walk, "maya")
    walk.look(page, "What Maya is working on")
    choose(page, "Let’s talk about it first")
    page.get_by_label("In your own words").fill("I hate laces.")
    press(page, "Send")
    toast(page, "Your words are heard.")
    walk.look(page)
    assert [(row.answer, row.words) for row in PlanAssent.objects.all()] == [("not_yet", "I hate laces.")]


def the_parent_agrees_but_for_one_goal(walk: Walk) -> None:
    page = family(walk, "rosa")
    expect(page.get_by_text("About 20 to 23 months in all").first).to_be_visible()
    expect(page.get_by_text("I hate laces.")).to_have_count(0)
    choose(page, "We start like this")
    page.get_by_text("Yes, but one goal should be different").click()
    page.locator("#answer").get_by_label("Ties her shoes").fill("Velcro is enough for this year.")
    walk.look(page, "Our plan with Maya")
    press(page, "Send my answer")
    toast(page, "the rest of the plan stands")
    expect(page.get_by_role("heading", name="Not agreed, being discussed")).to_be_visible()
    walk.look(page)


def the_talk_is_written_down_and_the_plan_put_right(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(f"/children/{walk.cast.maya.pk}/plan")
    expect(page.get_by_text("Yes, with one thing to talk about")).to_be_visible()
    expect(page.get_by_text("“I hate laces.”")).to_be_visible()
    page.get_by_text("Write how the talk ended").click()
    page.get_by_label("How the talk ended").select_option(label="We keep it and agree now")
    page.get_by_label("What you agreed on").fill("Velcro until summer, laces with the red shoes.")
    walk.look(page, "The plan for Maya")
    page.locator(".talks").get_by_role("button", name="Keep this").click()
    toast(page, "The family reads it too.")

    page.get_by_text("Put a mistake right").click()
    page.get_by_label("What is wrong, and why").fill("The places were missing.")
    press(page, "Open an amendment")
    walk.look(page, "Plan again with Maya")
    page.get_by_label("Places").fill("Clinic and home")
    press(page, "Keep as a draft")
    press(page, "Sign version 2")
    expect(page.get_by_text("Waits for Lena to sign beside it.").first).to_be_visible()
    assert GoalObjection.objects.get().outcome.outcome == "agreed"


def the_parent_says_yes_to_what_changed(walk: Walk) -> None:
    page = family(walk, "rosa")
    expect(page.get_by_text("which puts version 1 right").first).to_be_visible()
    expect(page.get_by_text("The places were missing.").first).to_be_visible()
    choose(page, "We start like this")
    press(page, "Send my answer")
    toast(page, "sees your yes")
    walk.look(page)

    second = PlanVersion.objects.get(number=2)
    assert (second.holds, second.amends and second.amends.number) == (True, 1)
    assert list(PlanAcceptance.objects.values_list("version__number", "accepted")) == [(1, True), (2, True)]


def family(walk: Walk, who: str) -> Page:
    """Somebody of the family, at the plan."""
    page = walk.page(who)
    page.goto(f"/children/{walk.cast.maya.pk}/plan")
    return page
