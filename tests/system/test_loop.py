"""The whole care loop of one new child, walked in a real browser by the people who walk it in a clinic.

Told as a story: each chapter is a person at a page, and every page is looked at with axe, for targets that are too
small and for sideways scrolling. Twice: at desks by day, and on phones at night. The family always has a phone.
"""

from __future__ import annotations

import re

import pytest
from django.db.models import Count
from playwright.sync_api import Page, expect

from maypole.home.models import PracticeLog
from maypole.plan.models import Goal, PlanVersion
from maypole.progress.models import Decision
from maypole.visits.models import NoteSignature, Observation
from tests.browser import DESK, PHONE
from tests.cast import Cast

from .loop_begins import (
    GOALS,
    a_family_asks_for_help,
    the_front_desk_answers_and_registers,
    the_parent_opens_their_page,
    the_parent_says_what_they_wish_for,
    the_parent_says_yes,
    the_therapist_evaluates,
    the_therapist_sets_goals,
    the_therapist_signs_the_plan,
    the_therapist_writes_what_the_child_brings,
    therapy_begins_without_a_diagnosis,
)
from .walk import As, OpenPage, Walk, choose, fill, follow, press, toast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.mission("S12", "S13", "S19", "S31", "S46", "S47", "S48", "S50", "S61", "S81", "S83", "S99", "S107")
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk", "phone-dark"])
def test_a_family_walks_the_whole_loop(
    cast: Cast, as_: As, open_page: OpenPage, size: tuple[int, int], dark: bool
) -> None:
    walk = Walk(cast, as_, open_page, size, dark)

    a_family_asks_for_help(walk)
    the_front_desk_answers_and_registers(walk)
    the_parent_opens_their_page(walk)
    the_therapist_writes_what_the_child_brings(walk)
    the_therapist_evaluates(walk)
    the_parent_says_what_they_wish_for(walk)
    the_therapist_sets_goals(walk)
    the_therapist_signs_the_plan(walk)
    the_parent_says_yes(walk)
    therapy_begins_without_a_diagnosis(walk)
    a_visit_is_held(walk)
    the_note_is_signed(walk)
    the_therapist_gives_a_game(walk)
    the_parent_logs_it_in_two_taps(walk)
    the_chart_tells_clinic_from_home(walk)
    the_review_makes_a_new_plan(walk)
    the_parent_reads_what_changed(walk)
    the_manager_sees_the_clinic(walk)

    assert walk.faults == []
    assert walk.looked_at >= 50


def a_visit_is_held(walk: Walk) -> None:
    page = walk.page("ines")
    follow(page, "Plan a visit")
    walk.look(page, "Plan a visit with Tarik")
    press(page, "Plan the visit")
    walk.look(page)
    knows_of_the_nuts(page)
    press(page, "Start the visit")
    walk.look(page, "Tarik")
    knows_of_the_nuts(page)

    page.get_by_text("Without the app").click()
    open_target(page, "Ties his shoes")
    for done, help_given in enumerate(("By himself", "A word", "Full help", "Not this time"), 1):
        press(page, help_given)
        expect(page.locator(".trials li")).to_have_count(done)
    press(page, "Undo")
    expect(page.locator(".trials li")).to_have_count(3)
    for title, taps in (
        ("Puts on his coat", ("By himself", "A hand", "A gesture")),
        ("Asks for help", ("One more", "One more")),
        ("Leaves the house content", ("4",)),
    ):
        open_target(page, title)
        for done, tap in enumerate(taps, 1):
            page.locator(".panel").get_by_role("button", name=tap).first.click()
            expect(page.locator(".trials li")).to_have_count(done)
        walk.look(page)
    open_target(page, "Waits at the door")
    press(page, "Start")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Stop", exact=True).click()
    walk.look(page)
    press(page, "Keen")
    expect(page.get_by_text("Keen at")).to_be_visible()
    page.get_by_label("Quick note").fill("Sang the lace song with me.")
    press(page, "Keep for the note")
    toast(page, "Kept for the note.")

    counted = Observation.objects.standing().values_list("goal__title").annotate(n=Count("id"))
    assert dict(counted) == {title: n for (title, *_), n in zip(GOALS, (3, 3, 2, 1, 1), strict=True)}
    prompts = Observation.objects.standing().filter(goal__title="Ties his shoes").order_by("id")
    assert [row.prompt for row in prompts] == ["I", "VB", "FP"]


def open_target(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Targets today").get_by_role("link", name=title).click()


def knows_of_the_nuts(page: Page) -> None:
    """The banner stands on each screen of a session."""
    expect(page.get_by_text("Nut allergy.").first).to_be_visible()


def the_note_is_signed(walk: Walk) -> None:
    page = walk.page("ines")
    press(page, "Finish the visit")
    walk.look(page, "Tarik")
    knows_of_the_nuts(page)
    expect(page.get_by_label("What we saw and counted")).to_have_value(re.compile("Ties his shoes"))
    expect(page.get_by_label("What the child and family said")).to_have_value(re.compile("lace song"))
    page.get_by_label("What it means").fill("The second loop still slips.")
    expect(page.get_by_text("Draft kept at the clinic")).to_be_visible()
    press(page, "Sign the note")

    toast(page, "Signed. The family can read its summary now.")
    expect(page.get_by_text("Signed by Ines")).to_be_visible()
    walk.look(page)
    knows_of_the_nuts(page)
    assert NoteSignature.objects.get().version.assessment == "The second loop still slips."


def the_therapist_gives_a_game(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(f"{walk.child}/home")
    walk.look(page, "Tarik at home")
    follow(page, "Give a game")
    walk.look(page, "A game for Tarik")
    follow(page, "Write your own")
    walk.look(page, "A game of your own")
    page.get_by_label("For which goal").select_option(label="Ties his shoes")
    fill(page, name_of_the_game="Lace snakes", how_to_play="Two laces crawl\nThey kiss and knot")
    fill(page, why_it_helps="", when_to_stop="")
    press(page, "Give it to the family")
    expect(page.locator(".field-error").first).to_be_visible()  # no game without why and when to stop
    fill(page, why_it_helps="Fingers learn the loop in play.", when_to_stop="When he pulls away.")
    press(page, "Give it to the family")
    walk.look(page, "Tarik at home")


def the_parent_logs_it_in_two_taps(walk: Walk) -> None:
    page = walk.pages["parent"]
    page.goto("/week")
    walk.look(page, "Hello, Leyla")
    for told in ("Ties his shoes", "Fingers learn the loop", "Two laces crawl", "When he pulls away."):
        expect(page.get_by_text(told).first).to_be_visible()

    page.locator("summary", has_text="We played").click()
    page.get_by_role("button", name="A little help").click()

    toast(page, "Logged. Thank you.")
    walk.look(page)
    assert PracticeLog.objects.get().observation is not None


def the_chart_tells_clinic_from_home(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(walk.child)
    walk.look(page, "Tarik")
    page.goto(f"{walk.child.split('/children')[0]}/goals/{Goal.objects.get(title='Ties his shoes').pk}")
    walk.look(page, "Ties his shoes")

    chart = page.locator("svg.chart:visible")
    expect(chart.locator("a .pt, .pt:has(title)")).to_have_count(1)  # the key of a narrow graph has its own
    expect(chart.locator("a .pt-home, .pt-home:has(title)")).to_have_count(1)
    page.get_by_text("values as a table").click()
    rows = page.get_by_role("table", name="Ties his shoes").first.get_by_role("row")
    assert {"Clinic", "Home"} <= set(re.findall(r"Clinic|Home", " ".join(rows.all_inner_texts())))
    walk.look(page)


def the_review_makes_a_new_plan(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto("/reviews")
    walk.look(page, "Who do we look at next?")
    follow(page, "Tarik")
    walk.look(page, "How is it going, Tarik?")
    for number, (title, *_rest) in enumerate(GOALS):
        panel = page.get_by_role("complementary", name=title)
        choose(panel, "Help, step, place" if number == 0 else "Too early")
        panel.get_by_label("What we change").fill("A picture of each loop" if number == 0 else "")
        panel.get_by_label("Why").fill("The second loop slips." if number == 0 else "One visit says little.")
    page.get_by_label("What the family sees").fill("He tries every morning.")
    page.locator('label.choice:has([name="pick"])').first.click()
    press(page, "Tie this knot")

    toast(page, "The knot is tied.")
    walk.look(page, "The plan for Tarik")
    decision = Decision.objects.get(goal__title="Ties his shoes")
    assert (decision.choice, decision.why) == ("change", "The second loop slips.")
    assert list(PlanVersion.objects.signed().values_list("number", flat=True)) == [2, 1]


def the_parent_reads_what_changed(walk: Walk) -> None:
    page = walk.pages["parent"]
    page.goto("/our-child")
    follow(page, "Read the plan")
    walk.look(page, "Our plan with Tarik")
    expect(page.get_by_text("The second loop slips.").first).to_be_visible()
    choose(page, "We start like this")
    press(page, "Send my answer")
    toast(page, "sees your yes")

    versions = page.get_by_role("region", name="Every version").get_by_role("listitem")
    expect(versions).to_have_count(2)
    expect(versions.last).to_contain_text("Leyla Demir")


def the_manager_sees_the_clinic(walk: Walk) -> None:
    page = walk.page("mona")
    page.goto("/clinic")

    walk.look(page)
    row = page.get_by_role("table", name="Caseloads").get_by_role("row").filter(has_text="Ines")
    expect(row.get_by_role("cell").first).to_have_text("2")
