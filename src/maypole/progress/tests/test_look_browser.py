"""Looking together in a real browser: phone, dark, paper, keyboard, and nothing that axe finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from playwright.sync_api import Page, expect

from maypole.home.tests.test_actions import given_game
from maypole.plan.models import Goal
from maypole.progress.asking import say_how_it_goes
from maypole.progress.life import tell_event
from maypole.progress.models import Decision, OutcomeView, Review
from tests.browser import PHONE, looked_at
from tests.cast import Cast

from .rows import START
from .test_reviews import planned

OpenPage = Callable[..., Page]
As = Callable[[str], Client]


def furnished(cast: Cast) -> Goal:
    """A goal with a review to hold, a game, an event, and what the family said."""
    goal = planned(cast)
    game = given_game(cast, goal)
    on = (START + timedelta(days=20)).date()
    tell_event(
        by=cast.actor("rosa"), child=cast.maya, kind="illness", title="Flu", starts_on=on, ends_on=on + timedelta(4)
    )
    say_how_it_goes(
        by=cast.actor("rosa"), child=cast.maya, voice="parent", answers={"daily": 3}, confidence={game: 6}, words="Ok."
    )  # fmt: skip
    return goal


def test_every_page_of_looking_together_is_without_a_fault(cast: Cast, as_: As, open_page: OpenPage) -> None:
    goal, child = furnished(cast), f"/children/{cast.maya.pk}"
    game = goal.home_activities.get()
    family = [f"{child}/how-it-goes", f"{child}/events", f"{child}/fidelity?game={game.pk}", f"/goals/{goal.pk}"]
    team = [f"{child}/review", *family[:2], f"{child}/fidelity?goal={goal.pk}", f"/goals/{goal.pk}"]
    faults = []
    for who, paths in {"ines": team, "rosa": family, "maya": family[:1]}.items():
        page = open_page(child, client=as_(who), bypass_csp=True)
        faults += [f"{who} {fault}" for fault in looked_at(page, paths)]

    assert faults == []


def test_a_review_is_held_by_keyboard_alone(cast: Cast, as_: As, open_page: OpenPage) -> None:
    goal = furnished(cast)
    page = open_page(f"/children/{cast.maya.pk}/review", client=as_("ines"))
    reach(page, f"{goal.pk}-choice")
    page.keyboard.press("Space")
    reach(page, f"{goal.pk}-why")
    page.keyboard.type("The laces hold.")
    reach(page, "pick")
    page.keyboard.press("Space")
    reach(page, "submit")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The knot is tied.")).to_be_visible()
    assert Decision.objects.get().why == "The laces hold."
    assert Review.objects.get(held_at__isnull=False).message


def reach(page: Page, name: str) -> None:
    """Press Tab until the control with this name (or the one that sends the form) has the focus."""
    here = "(n) => { const e = document.activeElement; return e.name === n || (n === 'submit' && e.type === n"
    here += " && e.matches('.btn--go')); }"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(here, name):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_paper_loses_nothing(cast: Cast, as_: As, open_page: OpenPage) -> None:
    furnished(cast)
    page = open_page(f"/children/{cast.maya.pk}/review", client=as_("ines"))
    numbers = page.get_by_text("Level now").first
    expect(numbers).to_be_hidden()

    page.emulate_media(media="print")

    expect(numbers).to_be_visible()
    expect(page.locator(".events").first.get_by_text("Flu")).to_be_visible()
    for words in ("What to do next", "The chance comes from a mixture", "One session here would tell most"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("button", name="Tie this knot")).to_be_hidden()


def test_a_parent_tells_on_a_phone_in_a_few_taps(cast: Cast, as_: As, open_page: OpenPage) -> None:
    planned(cast)
    page = open_page(f"/children/{cast.maya.pk}/how-it-goes", client=as_("rosa"), size=PHONE)
    page.get_by_label("Maya does everyday things without help.").select_option("4")
    page.get_by_label("In your own words (optional)").first.fill("She hums while she does it.")
    page.get_by_role("button", name="Tell the team").click()
    expect(page.get_by_text("Thank you. It is part of the next look together.")).to_be_visible()

    page.get_by_text("What Maya says").click()
    page.get_by_role("group", name="I am proud of things I do.").get_by_text("Yes").click()
    page.get_by_role("button", name="Keep this").click()

    expect(page.get_by_role("heading", name="Maya", exact=True)).to_be_visible()
    assert list(OutcomeView.objects.order_by("at").values_list("voice", flat=True)) == ["parent", "child"]
