"""A parent on a phone, in Spanish: no with words, then, after the clinic took it back and asked anew, yes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.groups.actions.roster import ask_families, take_back
from maypole.groups.models import GroupAnswer
from tests.browser import DESK, PHONE, sideways, small_targets, violations

from .rows import NAMES
from .test_family import asked_rosa
from .test_roster_pages import soon

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.mark.mission("S73")
@pytest.mark.django_db(transaction=True)
def test_a_parent_says_no_with_words_and_then_yes(
    cast: Cast, as_: Callable[[str], Client], open_page: Callable[..., Page]
) -> None:
    proposal, question = asked_rosa(cast)
    user = cast.users["rosa"]
    user.language = "es"
    user.save(update_fields=["language"])

    page = open_page(f"/week?child={question.child_id}", size=PHONE, client=as_("rosa"), allow=("status of 422",))
    page.get_by_role("link", name="Leer y responder").click()
    expect(page.get_by_role("heading", name="Un grupo para Ana")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []
    words = page.locator("main").inner_text()
    assert not [name for name in NAMES[1:4] if name in words]

    page.get_by_label(re.compile("Así no")).check()
    page.get_by_role("button", name="Enviar mi respuesta").click()
    expect(page.get_by_role("alert").first).to_contain_text("Bastan unas palabras")
    page.get_by_label(re.compile("Tus palabras")).fill("Los lunes hay natación.")
    page.get_by_role("button", name="Enviar mi respuesta").click()
    expect(
        page.get_by_text("«Los lunes hay natación.»").or_(page.get_by_text("Los lunes hay natación."))
    ).to_be_visible()

    now = timezone.now()
    take_back(by=cast.actor("lena"), proposal=proposal, why="Swimming on Mondays.", now=now)
    again = ask_families(by=cast.actor("lena"), proposal=proposal, now=now + timedelta(seconds=1))
    mine = next(one for one in again if one.child_id == question.child_id)
    page.goto(f"/groups/questions/{question.pk}")
    expect(page.get_by_text("Esta pregunta está cerrada")).to_be_visible()
    page.goto(f"/groups/questions/{mine.pk}")
    page.get_by_label(re.compile("Este grupo nos va bien")).check()
    page.get_by_role("button", name="Enviar mi respuesta").click()

    expect(page.get_by_text("Rosa dijo que sí")).to_be_visible()
    assert list(GroupAnswer.objects.order_by("at").values_list("agreed", flat=True)) == [False, True]


@pytest.mark.mission("S72")
@pytest.mark.django_db(transaction=True)
def test_a_lead_looks_after_a_group_with_a_keyboard_and_a_phone(
    cast: Cast, as_: Callable[[str], Client], open_page: Callable[..., Page]
) -> None:
    group = soon(cast)
    for size, dark in ((DESK, False), (PHONE, True)):
        page = open_page(f"/groups/{group.pk}", size=size, dark=dark, client=as_("lena"), allow=("status of 422",))
        expect(page.get_by_role("heading", name="Turn-takers")).to_be_visible()
        assert violations(page) == []
        assert sideways(page) == 0
        assert small_targets(page) == []

    page.get_by_text("Ana leaves").click()
    page.get_by_label("Why").first.fill("Moves to another town.")
    page.get_by_role("button", name="Keep the last day").first.click()
    expect(page.get_by_role("heading", name="Something to think of first")).to_be_visible()
    expect(page.get_by_text("only one child is left")).to_be_visible()
    page.get_by_label("I have thought of it").check()
    page.get_by_role("button", name="Keep the last day").first.click()

    expect(page.get_by_text("Ana leaves the group after that day.")).to_be_visible()
