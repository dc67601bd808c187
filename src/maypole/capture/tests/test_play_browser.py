"""What a visit is made of beside the taps: its plan of play, a hard moment, the steps of a task, and keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.areas.models import BehaviourEvent
from maypole.equipment.models import Equipment, EquipmentState
from maypole.plan.models import Goal
from maypole.visits.models import Observation, PlannedActivity, Visit, VisitEquipment, VisitMood, VisitUse
from maypole.visits.tests.rows import make_goal, planned
from tests.browser import PHONE, sideways, small_targets, violations
from tests.cast import Cast

from .tablets import Tablet
from .test_app_browser import at_the_clinic, begin
from .test_offline_browser import eventually, open_visit, ready

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Tablets = Callable[..., Tablet]
Open = Callable[..., Page]

LEARNT = {"forward": (1,), "backward": (3,), "total": (1,)}
COUNT_TAPS = "window.taps = 0; addEventListener('click', (event) => { if (event.isTrusted) window.taps += 1; }, true);"


@pytest.fixture
def plan(cast: Cast, visit: Visit, goal: Goal) -> dict[str, str]:
    """Two games, a mat that is fit for use and a swing whose inspection is overdue."""
    owner = {"organisation": cast.clinic, "by": cast.users["ines"], "at": timezone.now() - timedelta(days=300)}
    keys = {}
    for order, code, title in ((1, "fm-03", "Beads"), (2, "gm-01", "Path")):
        game = PlannedActivity.objects.create(
            **owner, why="because", child=cast.maya, visit=visit, goal=goal, activity=code, title=title, order=order,
            minutes=10, grading="Big beads today" if order == 1 else "",
        )  # fmt: skip
        keys[title] = str(game.pk)
    for name, kind, every in (("Mat", "other", None), ("Blue swing", "swing", 30)):
        thing = Equipment.objects.create(**owner, site=cast.site, name=name, kind=kind, inspect_every_days=every)
        EquipmentState.objects.create(**owner, equipment=thing, state="in")
        VisitEquipment.objects.create(**owner, visit=visit, equipment=thing)
    return keys


def taps(page: Page) -> int:
    return int(page.evaluate("window.taps"))


@pytest.mark.mission("S61")
def test_three_taps_to_the_first_try_and_one_for_each_after_it(visit: Visit, as_: As, open_page: Open) -> None:
    page = open_page("/capture", size=PHONE, client=as_("ines"))
    expect(page.get_by_role("link", name="Maya")).to_be_visible()
    page.evaluate(COUNT_TAPS)
    page.get_by_role("link", name="Maya").click()
    page.get_by_role("button", name="Start the visit").click()
    for number, name in enumerate(("A word", "By themselves", "Not this time", "A hand", "A word"), 1):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(number)
        assert taps(page) == 2 + number
    at_the_clinic(page)
    assert Observation.objects.standing().count() == 5


@pytest.mark.mission("S43")
def test_a_hard_moment_takes_four_taps_without_a_connection(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    owner = {"organisation": cast.clinic, "child": cast.maya, "by": cast.users["ines"]}
    BehaviourEvent.objects.create(
        **owner, happened_at=timezone.now() - timedelta(days=2), antecedent="asked", behaviour="Screams",
        consequence="stopped", duration_s=60,
    )  # fmt: skip
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    page.evaluate(COUNT_TAPS)
    page.get_by_role("button", name="A hard moment").first.click()
    page.wait_for_timeout(1200)  # the clock of the moment runs
    for name in ("Screams", "A change, or waiting", "Went to a calm place, or it got quieter"):
        page.get_by_role("button", name=name).click()
    assert taps(page) == 4
    expect(page.locator("[data-hard]")).to_contain_text("Screams")
    one.offline(False)
    eventually(page, BehaviourEvent.objects.filter(antecedent="change").exists)

    event = BehaviourEvent.objects.order_by("happened_at").last()
    assert event is not None
    assert (event.behaviour, event.antecedent, event.consequence) == ("Screams", "change", "quiet")
    assert (event.place, event.by) == ("clinic", cast.users["ines"])
    assert 1 <= event.duration_s < 60
    page.goto(f"/children/{cast.maya.pk}/behaviour")
    expect(page.get_by_role("region", name="One after the other")).to_contain_text("A change, or waiting")


def test_a_hard_moment_outlives_a_reload_and_can_be_taken_back(
    cast: Cast, visit: Visit, as_: As, open_page: Open
) -> None:
    page = begin(open_page, as_("ines"))
    page.get_by_role("button", name="A hard moment").last.click()
    page.get_by_label("In your words").fill("Throws the cup")
    page.get_by_role("button", name="Was asked to do something").click()
    assert (violations(page), sideways(page), small_targets(page)) == ([], 0, [])
    page.get_by_text("How long, how strong, somebody hurt").click()
    page.get_by_role("button", name="3:00").click()
    page.get_by_role("button", name="Somebody was hurt").click()
    at_the_clinic(page)
    page.reload()
    expect(page.get_by_text("A hard moment is being written down")).to_be_visible()
    page.get_by_role("button", name="A hard moment").last.click()
    page.get_by_role("button", name="Nothing changed").click()
    eventually(page, BehaviourEvent.objects.exists)
    event = BehaviourEvent.objects.get()
    assert (event.behaviour, event.duration_s, event.hurt) == ("Throws the cup", 180, True)

    page.locator("[data-hard]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-hard]")).to_have_count(0)
    eventually(page, BehaviourEvent.objects.filter(withdrawn_at__isnull=False).exists)


@pytest.mark.mission("S58", "S60")
def test_the_plan_is_there_offline_and_what_was_played_ends_in_the_note(
    cast: Cast, visit: Visit, plan: dict[str, str], as_: As, tablet: Tablets
) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    page.get_by_role("link", name="Maya").click()
    before = page.locator(".plan-before")
    expect(before).to_contain_text("For “Ties her shoes”.")
    expect(before).to_contain_text("Blue swing has never been inspected.")
    page.get_by_role("button", name="Start the visit").click()
    card = page.locator("#more").get_by_role("region", name="What we play")
    card.locator("summary").first.click()
    expect(card).to_contain_text("Big beads today")
    card.get_by_role("button", name="We played it").first.click()
    card.get_by_role("button", name=re.compile("We used it ?: Mat")).click()
    expect(card.get_by_role("button", name=re.compile("Blue swing"))).to_have_count(0)
    expect(card.get_by_role("button", name=re.compile("^Used ?: Mat"))).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Finish the visit").click()
    expect(page.get_by_role("link", name="Sign the note")).to_be_visible()
    one.offline(False)
    eventually(page, Visit.objects.finished().exists)

    assert sorted(VisitUse.objects.values_list("used", flat=True)) == [True, True]
    page.goto(f"/visits/{visit.pk}/note")
    note = page.locator("main")
    expect(note).to_contain_text("(for “Ties her shoes”)")
    expect(note).to_contain_text("Planned, not played:")
    expect(note).to_contain_text("Equipment used: Mat.")


@pytest.mark.parametrize(
    ("chaining", "expected"),
    [
        ("forward", ["Cross the laces", "Make a loop", "Cross the laces"]),
        ("backward", ["Make a loop", "Pull it tight", "Make a loop"]),
        ("total", ["Cross the laces", "Make a loop", "Pull it tight"]),
    ],
)
def test_a_chain_goes_on_by_itself_the_way_it_is_taught(
    cast: Cast, as_: As, open_page: Open, chaining: str, expected: list[str]
) -> None:
    goal = make_goal(cast, "Ties a bow", "steps")
    Goal.objects.filter(pk=goal.pk).update(chaining=chaining, in_a_row=1)
    for step in LEARNT[chaining]:
        Observation.objects.create(
            organisation=cast.clinic, child=cast.maya, goal=goal, measure="steps", correct=True, prompt="I", step=step,
            occasion="before", recorder=cast.users["ines"], recorded_at=timezone.now() - timedelta(days=3), digest="d",
        )  # fmt: skip
    planned(cast, timezone.now() - timedelta(minutes=1))
    page = begin(open_page, as_("ines"))
    for text in expected:
        expect(page.locator(".panel:not([hidden]) .steps-now")).to_have_text(text)
        page.locator(".panel:not([hidden]) .tap").first.click()
    page.get_by_text("All steps").click()
    page.locator(".chain").get_by_role("button", name="Pull it tight").click()
    expect(page.locator(".panel:not([hidden]) .steps-now")).to_have_text("Pull it tight")
    expect(page.locator(".panel:not([hidden]) .panel-title")).to_contain_text("Step 3 of 3")


def press_by_key(page: Page, name: str, key: str = "Enter", most: int = 150) -> None:
    """Go on with Tab until a control of this name has the focus, then press it. Fails when none is reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const at = document.activeElement; return at.ariaLabel || at.textContent.trim(); }"
        )
        if found.startswith(name):
            page.keyboard.press(key)
            return
    pytest.fail(f"no key leads to “{name}”")


def test_a_whole_visit_is_run_by_keys_alone(
    cast: Cast, visit: Visit, plan: dict[str, str], as_: As, open_page: Open
) -> None:
    make_goal(cast, "Asks for help", "count")
    page = open_page("/capture", size=PHONE, client=as_("ines"))
    expect(page.get_by_role("link", name="Maya")).to_be_visible()
    press_by_key(page, "Maya")
    expect(page.get_by_role("button", name="Start the visit")).to_be_visible()
    press_by_key(page, "Start the visit")
    expect(page.locator(".panel:not([hidden]) .tap").first).to_be_visible()
    press_by_key(page, "VBA word", key=" ")
    press_by_key(page, "Undo")
    press_by_key(page, "Asks for help")
    press_by_key(page, "One more", key=" ")
    press_by_key(page, "A hard moment")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    press_by_key(page, "Keen")
    press_by_key(page, "We played it")
    press_by_key(page, "Quick note")
    page.keyboard.type("By keys")
    press_by_key(page, "Keep for the note")
    press_by_key(page, "Finish the visit")
    expect(page.get_by_role("link", name="Sign the note")).to_be_visible()
    eventually(page, Visit.objects.finished().exists)

    assert [row.measure for row in Observation.objects.standing()] == ["count"]
    assert (VisitMood.objects.get().mood, VisitUse.objects.count()) == ("keen", 1)


def test_every_control_of_a_visit_is_reached_by_tab(
    cast: Cast, visit: Visit, plan: dict[str, str], as_: As, open_page: Open
) -> None:
    for measure in ("steps", "duration", "momentary", "rating"):
        make_goal(cast, f"Goal {measure}", measure)
    page = begin(open_page, as_("ines"))
    page.evaluate(NUMBER_CONTROLS)
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.dataset.control ?? ''"))
    wanted = int(page.evaluate("() => document.querySelectorAll('[data-control]').length"))
    assert wanted > 30
    assert reached - {""} == {str(number) for number in range(wanted)}


NUMBER_CONTROLS = """() => {
  const seen = (at) => at.checkVisibility() && !at.closest("dialog:not([open])");
  const kinds = ["a[href]", "button:not(:disabled)", "input", "textarea", "summary"].map((kind) => `main ${kind}`);
  const all = [...document.querySelectorAll(kinds.join(", "))];
  all.filter(seen).forEach((at, number) => { at.dataset.control = number; });
}"""
