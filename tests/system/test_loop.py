"""The whole care loop of one new child, walked in a real browser by the people who walk it in a clinic.

Told as a story: each chapter is a person at a page, and every page is looked at with axe, for targets that are too
small and for sideways scrolling. Twice: at desks by day, and on phones at night. The family always has a phone.
"""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db.models import Count
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.home.models import PracticeLog
from maypole.intake.models import Enquiry, NextStep
from maypole.jobs.models import JobProgress
from maypole.people.invitations import send_invitation
from maypole.people.models import CarerRelation, Child, Diagnosis
from maypole.plan.models import Goal, PlanAcceptance, PlanVersion
from maypole.progress.models import Decision
from maypole.visits.models import NoteSignature, Observation
from tests.browser import DESK, PHONE
from tests.cast import Cast

from .walk import As, OpenPage, Walk, choose, fill, follow, press, toast

pytestmark = pytest.mark.django_db(transaction=True)

CONCERN = "He has stopped looking at us when we sing, and shoes end in tears every morning."
WISH = "That shoes go on without tears."
PASSWORD = "seven green dragons"
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
    page.get_by_label("Skill area").select_option(label="Self-care")
    press(page, "Set this goal")

    for number, (title, measure, needs) in enumerate(GOALS):
        page.get_by_role("link", name="Add a step").click()
        if number == 0:
            walk.look(page, "The next step towards it")
            a_step_is_not_set_without_start_measure_criterion_and_date(page)
        fill(page, what_the_child_will_do=title, in_the_family="“I want to do it alone.”", by=SOON)
        page.get_by_label("Skill area").select_option(label="Fine motor")
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

    open_target(page, "Ties his shoes")
    for help_given in ("By himself", "A word", "Full help", "Not this time"):
        press(page, help_given)
    press(page, "Undo")
    for title, taps in (
        ("Puts on his coat", ("By himself", "A hand", "A gesture")),
        ("Asks for help", ("One more", "One more")),
        ("Leaves the house content", ("4",)),
    ):
        open_target(page, title)
        for tap in taps:
            page.locator(".panel:not([hidden])").get_by_role("button", name=tap).first.click()
        walk.look(page)
    open_target(page, "Waits at the door")
    press(page, "Start")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Stop", exact=True).click()
    walk.look(page)
    press(page, "Keen")
    page.get_by_label("Quick note").fill("Sang the lace song with me.")
    press(page, "Keep for the note")
    expect(page.get_by_text("Kept for the note.")).to_be_visible()
    expect(page.locator('[data-net][data-state="saved"]')).to_be_attached()

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


def job_of(relation: CarerRelation) -> UUID:
    """The progress row of the invitation that waits in the queue."""
    return JobProgress.objects.get(title__contains=relation.carer.name).pk
