"""Planning in a real browser: drafts of two people, the line that writes itself, every page without a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.evaluation.actions import sign_evaluation
from maypole.evaluation.tests.test_actions import NOW, opened
from maypole.plan.models import Goal, PlanVersion
from tests.browser import looked_at
from tests.cast import Cast

from .rows import long_goal, signed_plan

OpenPage = Callable[..., Page]
As = Callable[[str], Client]


def plan_form(**changed: str) -> dict[str, str]:
    ahead = (timezone.localdate() + timedelta(days=80)).isoformat()
    return {"mode": "one", "sessions_a_week": "2", "minutes": "45", "review_on": ahead, "methods": "Songs"} | changed


def test_a_draft_left_on_the_device_meets_what_somebody_saved_since(cast: Cast, as_: As, open_page: OpenPage) -> None:
    path = f"/children/{cast.maya.pk}/plan/edit"
    as_("ines").post(path, plan_form(edition="0"))
    page = open_page(path, client=as_("ines"), allow=("status of 409",))
    page.get_by_label("How we will work").fill("Drums of Ines")
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()
    as_("lena").post(path, plan_form(edition="1", methods="A bell from Lena"))

    page.reload()
    page.get_by_role("button", name="Keep as a draft").click()

    expect(page.get_by_role("heading", name="Somebody saved while you were writing")).to_be_visible()
    expect(page.get_by_text("A bell from Lena")).to_be_visible()
    assert page.get_by_label("How we will work").input_value() == "Drums of Ines"
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    assert PlanVersion.objects.get().methods == "Drums of Ines"


@pytest.mark.mission("S50")
def test_the_measurable_line_writes_itself(cast: Cast, as_: As, open_page: OpenPage) -> None:
    long = long_goal(cast)
    page = open_page(f"/children/{cast.maya.pk}/goals/new?under={long.pk}", client=as_("ines"))

    page.get_by_label("What the child will do").fill("Zips her coat")
    page.get_by_text("How many of 10 go without help").click()
    page.get_by_label("How it goes today").fill("2")
    page.get_by_label("How well it should go").fill("7")
    page.get_by_label("By", exact=True).fill("2999-05-01")
    page.get_by_label("Field").focus()

    line = "Maya zips her coat, in at least 7 of 10 tries without help, by 1 May 2999 (today: 2 of 10)."
    expect(page.get_by_text(line)).to_be_visible()
    assert Goal.objects.count() == 1


def test_findings_get_one_more_row(cast: Cast, as_: As, open_page: OpenPage) -> None:
    page = open_page(f"/children/{cast.maya.pk}/evaluations/new", client=as_("ines"))
    rows = page.get_by_role("group", name="Strengths")
    first = page.get_by_role("textbox", name="Strengths 1")

    expect(first).to_be_visible()
    expect(page.get_by_role("textbox", name="Strengths 2")).to_be_hidden()
    rows.get_by_role("button", name="One more").click()

    expect(page.get_by_role("textbox", name="Strengths 2")).to_be_focused()


def test_every_page_is_without_a_fault(cast: Cast, as_: As, open_page: OpenPage) -> None:
    version, evaluation = signed_plan(cast), opened(cast)
    goal, child = Goal.objects.get(horizon="short"), f"/children/{cast.maya.pk}"
    draft = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)
    ines = [
        f"{child}/plan",
        f"{child}/plan/edit",
        f"/plans/{version.pk}",
        f"{child}/priorities",
        f"/goals/{goal.pk}/edit",
    ]
    ines += [f"{child}/goals/new?under={goal.parent_id}", f"{child}/evaluations", f"/evaluations/{draft.pk}/edit"]
    visits = {"ines": ines, "rosa": [f"{child}/plan", f"/evaluations/{evaluation.pk}"], "okafor": [f"{child}/plan"]}
    faults = []
    for who, paths in visits.items():
        page = open_page(f"{child}/plan", client=as_(who), bypass_csp=True)
        faults += [f"{who} {fault}" for fault in looked_at(page, paths)]

    assert faults == []
