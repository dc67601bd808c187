"""The studio in a real browser: propose, drag, lock, ask the families, make it real; and no fault on any page of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from maypole.groups.actions.roster import ask_families
from maypole.groups.models import GroupMembership, Proposal, TherapyGroup
from tests.browser import PHONE, looked_at
from tests.cast import Cast

from .rows import NOW, caseload, term
from .test_roster import agree
from .test_studio import proposed

OpenPage = Callable[..., Page]
As = Callable[[str], Client]


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """As a hand does it: press, move a little, move there, let go."""
    page.wait_for_load_state()  # the modules listen from then on
    what.scroll_into_view_if_needed()
    start = what.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 12, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 30)
    end = onto.bounding_box()
    assert end is not None
    page.mouse.move(end["x"] + 60, end["y"] + 30, steps=4)
    expect(onto).to_have_class(re.compile(r"\bis-target\b"))
    page.mouse.up()


@pytest.mark.mission("S68")
def test_propose_drag_lock_ask_publish(cast: Cast, as_: As, open_page: OpenPage) -> None:
    caseload(cast, 8)
    autumn = term(cast)
    page = open_page("/groups/studio", client=as_("lena"))
    page.get_by_label("For which weeks").select_option(str(autumn.pk))
    page.get_by_label("Where").select_option(label="North")
    page.get_by_label("In which field").select_option("OT")
    page.get_by_role("button", name="Propose groups").click()
    expect(page.get_by_role("heading", name="Best possible, proven")).to_be_visible()
    expect(page.get_by_text("8 of 8 children have a group.")).to_be_visible()

    first, out = page.locator("[data-place=g1]"), page.locator("[data-place='']")
    child = first.locator("[data-child]").first
    name = child.get_attribute("data-name") or ""
    drag(page, child.locator("[data-grip]"), out)
    price = out.get_by_role("status")
    expect(price).to_contain_text(f"Take {name} out?")
    expect(price).to_contain_text("Price of this move")
    assert Proposal.objects.get().moves == []
    price.get_by_role("button", name=f"Take {name} out").click()
    expect(out.get_by_text(name, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="One child without a group")).to_be_visible()

    page.get_by_role("button", name=f"Put {name} back").click()
    expect(page.get_by_role("heading", name="Best possible, proven")).to_be_visible()
    first.get_by_role("button", name="Lock").first.click()
    expect(page.locator("[data-place=g1]").get_by_role("button", name="Locked")).to_have_attribute(
        "aria-pressed", "true"
    )

    page.get_by_role("button", name="Ask the families").click()
    expect(page.get_by_role("heading", name="What the families say")).to_be_visible()
    for question in Proposal.objects.get().questions.all():
        agree(cast, question)
    page.reload()
    expect(page.get_by_text("8 yes, 0 no, 0 waiting").first).to_be_visible()
    for number, field in enumerate(page.locator("[name^=name-]").all(), 1):
        field.fill(f"Turn-takers {number}")
    page.get_by_role("button", name="Make them real").click()
    expect(page.get_by_text("groups are real now.")).to_be_visible()
    assert GroupMembership.objects.count() == 8
    assert sorted(TherapyGroup.objects.values_list("name", flat=True)) == ["Turn-takers 1", "Turn-takers 2"]


def test_a_finger_drags_by_the_grip(cast: Cast, as_: As, open_page: OpenPage) -> None:
    proposal = proposed(cast)
    page = open_page(f"/groups/studio/{proposal.pk}", client=as_("lena"), size=PHONE, has_touch=True)
    grip, name = page.locator("[data-place=g1] [data-grip]").last, page.locator("[data-place=g1] [data-child]").last
    who = name.get_attribute("data-name") or ""
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}

    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    for step in (20, 40):
        point = {"x": at["x"] + step, "y": at["y"] + step}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    expect(page.locator(".shade")).to_contain_text(who)
    out = page.locator("[data-place=g2]")
    out.scroll_into_view_if_needed()
    there = out.bounding_box()
    assert there is not None
    point = {"x": there["x"] + 40, "y": max(there["y"], 60) + 20}
    finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    expect(out).to_have_class(re.compile(r"\bis-target\b"))
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect(out.get_by_role("status")).to_contain_text(f"Move {who} here?")


def test_a_child_moves_without_a_pointer(cast: Cast, as_: As, open_page: OpenPage) -> None:
    proposal = proposed(cast)
    page = open_page(f"/groups/studio/{proposal.pk}", client=as_("lena"))

    page.locator("[data-place=g1]").get_by_role("link", name="Move").first.press("Enter")
    expect(page.get_by_role("heading", name="Where could")).to_be_visible()
    page.get_by_role("button", name="Out of all groups").press("Enter")

    expect(page.get_by_text("Moved.")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert Proposal.objects.get().moves == []


def test_without_scripts_all_of_it_works(cast: Cast, as_: As, open_page: OpenPage) -> None:
    proposal = proposed(cast)
    page = open_page(f"/groups/studio/{proposal.pk}", client=as_("lena"), java_script_enabled=False)

    page.locator("[data-place=g1]").get_by_role("link", name="Move").first.click()
    page.get_by_role("button", name="Out of all groups").click()

    expect(page.get_by_role("heading", name="One child without a group")).to_be_visible()


def test_escape_leaves_everything_as_it_was(cast: Cast, as_: As, open_page: OpenPage) -> None:
    proposal = proposed(cast)
    page = open_page(f"/groups/studio/{proposal.pk}", client=as_("lena"))
    grip = page.locator("[data-place=g1] [data-grip]").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=3)
    expect(page.locator(".shade")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".shade")).to_have_count(0)
    expect(page.locator("[data-price-to]")).to_have_count(0)


def test_no_page_of_the_studio_has_a_fault(cast: Cast, as_: As, open_page: OpenPage) -> None:
    proposal = proposed(cast, 5)
    child = proposal.places[0]["members"][0]
    base = f"/groups/studio/{proposal.pk}"
    page = open_page("/groups/studio", client=as_("lena"))

    faults = looked_at(page, ("/groups/studio", base, f"{base}/children/{child}", f"{base}/wish"))
    agree(cast, ask_families(by=cast.actor("lena"), proposal=proposal, now=NOW)[0])
    faults += looked_at(page, [base])

    assert faults == []
