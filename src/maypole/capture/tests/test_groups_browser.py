"""A group on a tablet without a connection: one tap each, then one private note for each child and no name too many."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, ViewportSize, expect

from maypole.groups.models import CompanyGoal, FunRating, GroupTally, GroupVisit, SharedMoment
from maypole.groups.tests.meeting import meeting_today, three
from maypole.people.models import Child, Precaution
from maypole.visits.models import NameConfirmed, NoteSignature, Observation, Visit
from maypole.visits.tests.rows import make_goal
from tests.browser import sideways, small_targets, violations
from tests.cast import Cast

from .tablets import Tablet
from .test_offline_browser import drained, ready

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Tablets = Callable[..., Tablet]
LANDSCAPE = ViewportSize(width=1024, height=768)


@pytest.fixture
def children(cast: Cast) -> tuple[Child, Child, Child]:
    make_goal(cast, "Waits for her turn")
    found = three(cast)
    hello = make_goal(cast, "Says hello", "count", child=found[1])
    CompanyGoal.objects.create(organisation=cast.clinic, goal=hello, skill="conversation", by=cast.users["lena"])
    Precaution.objects.create(
        organisation=cast.clinic, child=found[1], by=cast.users["ines"], kind="allergy", title="No egg.", advice="Ask."
    )
    return found


@pytest.fixture
def meeting(cast: Cast, children: tuple[Child, Child, Child]) -> GroupVisit:
    return meeting_today(cast, *children)


def card(page: Page, name: str) -> Locator:
    return page.locator(".gk").filter(has=page.get_by_role("heading", name=name, exact=True))


def tap(page: Page, name: str, button: str, times: int = 1) -> None:
    for _ in range(times):
        card(page, name).get_by_role("button", name=re.compile(f"^{button}")).first.click()
    expect(page.locator("[data-pending]")).to_have_count(0)


def begin(page: Page) -> None:
    page.get_by_role("link", name="Turn-takers").click()
    card(page, "May").locator("summary").click()
    card(page, "May").get_by_role("button", name="Ill").click()
    page.get_by_role("button", name="Start the group").click()
    expect(card(page, "Maya").locator(".gk-taps").first).to_be_visible()


@pytest.mark.mission("S70", "S71", "S73", "S75", "S77", "S78", "S79")
def test_a_group_runs_offline_and_makes_private_notes_with_a_planted_name_caught(
    cast: Cast, meeting: GroupVisit, as_: As, tablet: Tablets
) -> None:
    device = tablet()
    page = ready(device, as_("ines"))
    page.set_viewport_size(LANDSCAPE)
    device.offline()

    begin(page)
    tap(page, "Maya", "By themselves", 2)
    tap(page, "Maya", "A word")
    tap(page, "Maya", "Not yet")
    tap(page, "Maya", "Took turns", 2)
    tap(page, "Maya", "Undo")
    for kind in ("Shared", "Began a talk", "Kept a rule", "Spotted a slip", "Cheered a friend"):
        tap(page, "Benito", kind)
    tap(page, "Benito", "One more", 3)
    expect(card(page, "Maya").locator(".gk-count").first).to_have_text("2 of 4")
    in_order_of_names(page.locator(".gk h2"))
    share(page)
    ask(page)
    page.get_by_role("button", name="Finish the group").click()
    expect(page.get_by_role("heading", name="The group is over")).to_be_visible()
    in_order_of_names(page.locator(".lines li b"))
    assert not Observation.objects.exists()

    device.offline(False)
    drained(page)
    stored()
    page.get_by_role("link", name="Write the notes").click()
    sign_all(page)
    families(as_)


def in_order_of_names(names: Locator) -> None:
    """Whatever each did, nobody stands above another for it (S78)."""
    assert names.all_inner_texts() == ["Benito", "May", "Maya"]


def share(page: Page) -> None:
    """What all did goes into every note: a name in it is told at once, without a connection."""
    together = page.get_by_role("region", name="What we did together")
    together.get_by_role("button", name="A birthday").click()
    together.get_by_role("textbox").fill("Benito blew out the candles.")
    expect(together.locator(".notice")).to_contain_text("Benito")
    together.get_by_role("textbox").fill("We blew out the candles in May.")
    together.get_by_role("button", name="Keep").click()
    expect(together.get_by_role("listitem")).to_have_count(1)


def ask(page: Page) -> None:
    """Each child's own answer, in less than ten seconds a child (S77)."""
    began = time.monotonic()
    page.get_by_role("link", name="Was it fun?").click()
    for name, face in (("Benito", "A lot"), ("Maya", "So-so")):
        expect(page.get_by_role("heading", name=f"{name}, was it fun?")).to_be_visible()
        page.get_by_role("button", name=face).click()
    expect(page.get_by_role("button", name="Finish the group")).to_be_visible()
    assert time.monotonic() - began < 2 * 10


def stored() -> None:
    assert sorted(GroupTally.objects.standing().values_list("child__given_name", "kind")) == [
        ("Ben", "began"), ("Ben", "cheered"), ("Ben", "rule"), ("Ben", "shared"), ("Ben", "spotted"), ("Maya", "turn"),
    ]  # fmt: skip
    assert set(SharedMoment.objects.values_list("scenario", "words")) == {
        ("party", ""), ("", "We blew out the candles in May."),
    }  # fmt: skip
    assert sorted(FunRating.objects.values_list("visit__child__given_name", "face")) == [("Ben", 3), ("Maya", 2)]
    assert states() == {"Ben": "finished", "May": "missed", "Maya": "finished"}


def states() -> dict[str, str | None]:
    rows = Visit.objects.with_state().select_related("child")
    return {visit.child.given_name: visit.state for visit in rows}


def sign_all(page: Page) -> None:
    """Two notes for the two who were there. “May” is the month; “Benito” in Maya's note is no month."""
    expect(page.locator(".notes form")).to_have_count(2)
    for name in ("Benito", "Maya"):
        mine = page.locator(".notes > section").filter(has=page.get_by_role("heading", name=name, exact=True))
        seen = mine.get_by_label("What we saw and counted")
        if name == "Maya":
            seen.fill(f"{seen.input_value()}\nShe passed the cake to Benito.")
        mine.get_by_role("button", name="Sign").click()
        expect(page.locator("mark").filter(has_text="May").first).to_be_visible()
        if name == "Maya":
            expect(page.locator("mark").filter(has_text="Benito")).to_have_count(1)
            seen.fill(seen.input_value().replace("Benito", "another child"))
        mine.get_by_label("“May” means something else").fill("The month.")
        mine.get_by_role("button", name="Sign").click()
        expect(mine.get_by_text("Signed")).to_be_visible()
    assert NoteSignature.objects.count() == NameConfirmed.objects.count() == 2


def families(as_: As) -> None:
    maya = Visit.objects.get(child__given_name="Maya")
    rosa = as_("rosa")
    for path in ("", "/note"):
        told = rosa.get(f"/visits/{maya.pk}{path}").content.decode()
        assert "We blew out the candles in May." in told
        assert not [name for name in ("Ben", "Ortiz", "Núñez", "Pilar", "The month.") if name in told]
    for other in Visit.objects.exclude(pk=maya.pk):
        assert rosa.get(f"/visits/{other.pk}/note").status_code == 404


def test_two_adults_record_one_group_and_what_they_tapped_adds_up(
    cast: Cast, meeting: GroupVisit, as_: As, tablet: Tablets
) -> None:
    pages = [ready(tablet(who), as_(who)) for who in ("ines", "jiho")]
    for who, page in zip(("ines", "jiho"), pages, strict=True):
        tablet(who).offline()
        page.get_by_role("link", name="Turn-takers").click()
        page.get_by_role("button", name="Start the group").click()
        tap(page, "Maya", "By themselves", 2)
        tap(page, "Maya", "Took turns")
    for who, page in zip(("ines", "jiho"), pages, strict=True):
        tablet(who).offline(False)
        drained(page)

    assert Observation.objects.count() == 4
    assert GroupTally.objects.count() == 2
    pages[0].goto(f"/groups/visits/{meeting.pk}/notes")
    expect(pages[0].locator(".notes")).to_contain_text("Recorded: Ines 3, Jiho 3")


def test_late_gone_early_and_back_again_on_a_phone(cast: Cast, meeting: GroupVisit, as_: As, tablet: Tablets) -> None:
    page = ready(tablet(), as_("ines"))
    begin(page)
    card(page, "May").locator("summary").click()
    card(page, "May").get_by_role("button", name="Is here").click()
    expect(card(page, "May").locator(".gk-tallies")).to_be_visible()
    card(page, "Maya").locator("summary").click()
    card(page, "Maya").get_by_role("combobox").select_option(label="A gesture")
    card(page, "Maya").locator("summary").click()
    tap(page, "Maya", "A gesture")
    card(page, "Maya").locator("summary").click()
    card(page, "Maya").get_by_role("button", name="Leaves now").click()
    expect(card(page, "Maya")).to_have_attribute("data-presence", "left")
    expect(page.locator("[data-pending]")).to_have_count(0)
    drained(page)

    assert Observation.objects.get().prompt == "G"
    assert states() == {"Ben": "started", "May": "started", "Maya": "finished"}


def test_the_screens_of_a_group_have_no_flaw_anybody_could_measure(
    cast: Cast, meeting: GroupVisit, as_: As, tablet: Tablets
) -> None:
    page = ready(tablet(), as_("ines"))
    begin(page)
    for size in (ViewportSize(width=390, height=844), LANDSCAPE, ViewportSize(width=320, height=640)):
        page.set_viewport_size(size)
        assert sideways(page) == 0
        assert small_targets(page) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.goto(f"/groups/visits/{meeting.pk}/notes")
    assert violations(page) == []
