"""The first half of the loop: from a worry to a plan that the family said yes to, one function for each chapter."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.intake.models import Enquiry, NextStep
from maypole.jobs.models import JobProgress
from maypole.people.invitations import send_invitation
from maypole.people.models import CarerRelation, Child, Diagnosis
from maypole.plan.models import Goal, PlanAcceptance
from tests.browser import DESK

from .walk import Walk, choose, fill, follow, press, toast

CONCERN = "He has stopped looking at us when we sing, and shoes end in tears every morning."
WISH = "That shoes go on without tears."
PASSWORD = "seven green dragons"
TODAY = timezone.localdate().isoformat()
SOON = (timezone.localdate() + timedelta(days=90)).isoformat()
LATER = (timezone.localdate() + timedelta(days=240)).isoformat()

GOALS = (
    ("Ties his shoes", "How many of 10 go without help", {"How it goes today": "1", "How well it should go": "8"}),
    (
        "Puts on his coat",
        "How many steps go without help",
        {
            "The steps of the task": "Takes the coat\nFinds the sleeve\nPulls the zip",
            "How it goes": "0",
            "How well": "3",
        },
    ),
    ("Asks for help", "How often in a visit", {"What is counted": "times", "How it goes": "0", "How well": "5"}),
    ("Waits at the door", "How long it takes or lasts", {"How it goes": "0:20", "How well": "2:00"}),
    ("Leaves the house content", "1 to 5", {"How it goes today": "2", "How well it should go": "4"}),
)
"""A step, how it is measured (the small line of the tile), and what that needs besides words and dates."""


def a_family_asks_for_help(walk: Walk) -> None:
    page = walk.visitor("/help/birch")
    walk.look(page, "Something worries you about your child?")

    page.get_by_label("What worries you").fill(CONCERN)
    press(page, "Send it")

    walk.look(page, "We have your words")
    enquiry = Enquiry.objects.get()
    expect(page.get_by_text(enquiry.reference)).to_be_visible()
    assert [enquiry.concern, enquiry.child_name, enquiry.email, enquiry.phone] == [CONCERN, "", "", ""]


def the_front_desk_answers_and_registers(walk: Walk) -> None:
    page = walk.page("fay")
    page.goto("/enquiries")
    walk.look(page, "One family waits for an answer")
    page.get_by_role("listitem").filter(has_text="shoes end in tears").get_by_role("link").click()
    walk.look(page)
    page.get_by_label("What did you say").fill("Called back: they come on Thursday.")
    press(page, "Write it down")
    toast(page, "Written down")

    follow(page, "Register the child")
    walk.look(page, "Register the child")
    fill(page, given_name="Tarik", family_name="Demir", born_on="2020-05-04", pronouns="he / him")
    fill(page, parent_or_carer="Leyla Demir", their_e_mail="leyla@demir.example", what_they_are="mother")
    page.get_by_label("Who evaluates?").select_option(label="Ines")
    page.get_by_label("Who has it?").select_option(label="Ines")
    press(page, "Register and invite")

    walk.look(page, "Tarik")
    walk.child = page.url
    expect(page.get_by_text("Ines has it, by")).to_be_visible()
    step = NextStep.objects.open().get(child__given_name="Tarik")
    assert (step.staff, step.due_on) == (walk.cast.staff["ines"], timezone.localdate() + timedelta(days=7))


def the_parent_opens_their_page(walk: Walk) -> None:
    """The mail waits in the queue; the worker is a process of its own elsewhere, here its task is called."""
    relation = CarerRelation.objects.get(carer__email="leyla@demir.example")
    origin = walk.child.split("/children")[0]
    send_invitation.call(progress=str(job_of(relation)), relation=str(relation.pk), origin=origin)
    link = re.search(r"http\S+/key/\S+", str(mail.outbox[-1].body))
    assert link, mail.outbox[-1].body
    page = walk.pages["parent"]

    page.goto(link[0])
    walk.look(page, "Choose your password")
    fill(page, new_password=PASSWORD, the_same_once_more=PASSWORD)
    press(page, "Keep this password")
    walk.look(page, "Your password is kept")
    follow(page, "Sign in")
    walk.look(page, "Sign in")
    fill(page, e_mail="leyla@demir.example", password=PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.goto("/our-child")
    walk.look(page, "Tarik")
    expect(page.get_by_text("Ines has it, by")).to_be_visible()


def the_therapist_writes_what_the_child_brings(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto("/children")
    walk.look(page)
    follow(page, "Tarik")
    walk.look(page, "Tarik")
    follow(page, "Write the first strength")
    walk.look(page, "About Tarik")
    fill(page, what_are_the_child="Sings every song: after hearing it twice", what_does_the_child_love="Trains")
    press(page, "Keep these words")
    expect(page.get_by_text("Sings every song")).to_be_visible()

    follow(page, "Precautions")
    walk.look(page, "What everyone must know about Tarik")
    page.get_by_label("What kind?").select_option(label="Allergy")
    fill(page, what_must_everyone_know="Nut allergy.", what_do_we_do="Pen in the red bag.")
    press(page, "Tell everyone")
    walk.look(page)


def the_therapist_evaluates(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(f"{walk.child}/evaluations")
    walk.look(page, "Getting to know Tarik")
    follow(page, "Start an evaluation")
    walk.look(page, "Getting to know Tarik")
    page.get_by_role("textbox", name="Strengths 1").fill("Listens closely to music")
    page.get_by_role("textbox", name="Challenges 1").fill("Buttons, zips and laces")
    page.get_by_role("textbox", name="Goals 1").fill("Gets dressed without tears")
    press(page, "Keep as a draft")
    toast(page, "Kept as a draft")
    press(page, "Sign it")

    walk.look(page, "Getting to know Tarik")
    columns = page.get_by_role("heading", level=2).all_inner_texts()
    assert columns[:3] == ["Strengths", "Challenges", "Goals"]
    if walk.size == DESK:  # the printed report lays them side by side
        page.emulate_media(media="print")
        tops = {page.get_by_role("heading", name=name, exact=True).bounding_box()["y"] for name in columns[:3]}  # type: ignore[index]
        page.emulate_media(media="screen")
        assert len(tops) == 1


def the_parent_says_what_they_wish_for(walk: Walk) -> None:
    page = walk.pages["parent"]
    page.goto(f"{walk.child}/plan")
    walk.look(page, "Our plan with Tarik")
    follow(page, "Tell us your wishes")
    walk.look(page, "What we wish for")
    page.get_by_label("Your wish").fill(WISH)
    for label, value in (("How much does it matter", "9"), ("How does it go", "2"), ("How content", "1")):
        page.get_by_label(label).select_option(value)
    press(page, "Keep this wish")
    expect(page.get_by_text(f"“{WISH}”")).to_be_visible()


def the_therapist_sets_goals(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(f"{walk.child}/plan")
    walk.look(page, "The plan for Tarik")
    page.goto(f"{walk.child}/priorities")
    walk.look(page, "What the family wishes for Tarik")
    follow(page, "Make it a goal")
    walk.look(page, "Where to")
    expect(page.get_by_label("In the family’s words")).to_have_value(WISH)
    fill(page, what_the_child_will_do="Gets ready by himself", by=LATER)
    page.get_by_label("Skill area", exact=True).select_option(label="Self-care")
    press(page, "Set this goal")

    for number, (title, measure, needs) in enumerate(GOALS):
        page.get_by_role("link", name="Add a step").click()
        if number == 0:
            walk.look(page, "The next step towards it")
            a_step_is_not_set_without_start_measure_criterion_and_date(page)
        fill(page, what_the_child_will_do=title, in_the_family="“I want to do it alone.”", by=SOON)
        page.get_by_label("Skill area", exact=True).select_option(label="Fine motor")
        choose(page, measure)
        for label, value in needs.items():
            page.get_by_label(label).fill(value)
        press(page, "Set this goal")
        toast(page, f"“{title}” is set")

    short = Goal.objects.filter(horizon="short")
    assert {goal.measure for goal in short} == {"trials", "steps", "count", "duration", "rating"}
    assert {goal.parent for goal in short} == {Goal.objects.get(horizon="long")}


def a_step_is_not_set_without_start_measure_criterion_and_date(page: Page) -> None:
    fill(page, what_the_child_will_do="Ties his shoes", by="")
    press(page, "Set this goal")
    for missing in ("how it is measured", "how it goes today", "how well it should go", "the day by which"):
        expect(page.locator(".field-error", has_text=missing)).to_be_visible()
    expect(page.get_by_label("What the child will do")).to_have_value("Ties his shoes")
    assert not Goal.objects.filter(horizon="short").exists()


def the_therapist_signs_the_plan(walk: Walk) -> None:
    page = walk.page("ines")
    walk.look(page, "Plan again with Tarik")
    follow(page, "Say about how long")
    walk.look(page, "About how long with Tarik")
    page.get_by_label("Therapy begins on").fill(TODAY)
    page.get_by_label("Expected to end by").fill(LATER)
    press(page, "Begin")
    follow(page, "The draft")
    fill(page, visits_a_week="2", minutes_a_visit="45", how_we_will_work="Songs for every step", we_look="")
    page.get_by_label("We look together on").fill(SOON)
    press(page, "Keep as a draft")
    toast(page, "Kept as a draft")
    walk.look(page)
    press(page, "Sign version 1")
    toast(page, "Signed. The family can read it now")

    walk.look(page, "The plan for Tarik")
    expect(page.get_by_text(f"“{WISH}”").first).to_be_visible()
    expect(page.get_by_text("Tarik ties his shoes, in at least 8 of 10 tries").first).to_be_visible()


def the_parent_says_yes(walk: Walk) -> None:
    page = walk.pages["parent"]
    page.goto("/our-child")
    walk.look(page, "Tarik")
    follow(page, "Read the plan")
    walk.look(page, "Our plan with Tarik")
    expect(page.get_by_text(f"“{WISH}”").first).to_be_visible()
    choose(page, "We start like this")
    page.get_by_label("Your words").fill("Mornings first, please.")
    press(page, "Send my answer")

    toast(page, "Everyone who works with Tarik sees your yes")
    walk.look(page)
    assert PlanAcceptance.objects.get(version__number=1).accepted


def therapy_begins_without_a_diagnosis(walk: Walk) -> None:
    page = walk.page("ines")
    page.goto(walk.child)
    walk.look(page, "Tarik")
    page.get_by_text("Change where we are").click()
    page.get_by_label("Where are we?").select_option(label="In therapy")
    press(page, "Change it")

    expect(page.locator(".chip", has_text="In therapy")).to_be_visible()
    child = Child.objects.with_state().get(given_name="Tarik")
    assert (child.state, Diagnosis.objects.filter(child=child).count()) == ("active", 0)


def job_of(relation: CarerRelation) -> UUID:
    """The progress row of the invitation that waits in the queue."""
    return JobProgress.objects.get(title__contains=relation.carer.name).pk
