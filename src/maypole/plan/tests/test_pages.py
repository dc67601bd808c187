"""What the plan's pages show and do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.people.models import AboutChild
from maypole.plan.actions import (
    accept_plan,
    change_goal,
    change_goal_state,
    draft_plan,
    sign_plan,
    state_priority,
)
from maypole.plan.models import Goal, PlanAcceptance, PlanSignature, PlanVersion
from maypole.plan.pages import draft_or_next
from maypole.plan.reached import Shown
from tests.cast import Cast

from .rows import NOW, long_goal, short_goal, signed_plan

As = Callable[[str], Client]


def plan_form(**changed: str) -> dict[str, str]:
    ahead = (timezone.localdate() + timedelta(days=80)).isoformat()
    return {
        "mode": "one",
        "sessions_a_week": "2",
        "minutes": "45",
        "review_on": ahead,
        "methods": "Songs",
        "edition": "0",
    } | changed


@pytest.mark.mission("S48")
@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_a_goal_shows_the_familys_words_and_the_clinicians(cast: Cast, as_: As, who: str) -> None:
    signed_plan(cast)

    html = as_(who).get(f"/children/{cast.maya.pk}/plan").content.decode()

    words, line = html.index("so she can be first in line at school"), html.index("in at least 8 of 10 tries")
    assert words < line


@pytest.mark.mission("S1")
@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_strengths_stand_above_the_goals(cast: Cast, as_: As, who: str) -> None:
    signed_plan(cast)

    html = as_(who).get(f"/children/{cast.maya.pk}/plan").content.decode()

    assert html.index("Nut allergy.") < html.index("Keeps trying") < html.index("Ties her shoes")


@pytest.mark.mission("S46")
def test_the_plan_page_shows_history_and_answers(cast: Cast, as_: As) -> None:
    version = signed_plan(cast)
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, words="Gladly", at=NOW)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Twice a week now", sessions_a_week=2, at=NOW)
    sign_plan(by=cast.actor("ines"), version=draft, at=NOW)

    page = as_("ines").get(f"/children/{cast.maya.pk}/plan")

    html = page.content.decode()
    assert [one.number for one, _line, _said in page.context["history"]] == [2, 1]
    assert "Rosa said yes on 12 January 2026." in html
    assert page.context["state"][2] == "Waiting for the family’s yes"


@pytest.mark.mission("S46")
def test_a_version_says_what_changed(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    ines = cast.actor("ines")
    change_goal(by=ines, goal=Goal.objects.get(title="Ties her shoes"), criterion=9)
    draft = draft_plan(by=ines, child=cast.maya, why="Faster than we thought", sessions_a_week=2, at=NOW)
    sign_plan(by=ines, version=draft, at=NOW)

    page = as_("rosa").get(f"/plans/{draft.pk}")

    found = {change.what: (change.before, change.after) for change in page.context["changes"]}
    assert found["Visits"] == ("Once a week, 45 minutes each time", "2 times a week, 45 minutes each time")
    assert "8 of 10" in found["Changed: Ties her shoes"][0]
    assert "9 of 10" in found["Changed: Ties her shoes"][1]


def test_a_reached_goal_leaves_as_reached(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    ines = cast.actor("ines")
    goal = Goal.objects.get(horizon="short")
    change_goal_state(by=ines, goal=goal, state="met", shown=Shown(2, 2), at=NOW + timedelta(days=9))
    draft = draft_plan(by=ines, child=cast.maya, why="Laces hold", at=NOW)

    page = as_("ines").get(f"/plans/{draft.pk}")

    assert [change.what for change in page.context["changes"]] == ["Reached: Ties her shoes"]


def test_a_goal_set_after_signing_is_marked_until_the_next_version(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    short_goal(cast, Goal.objects.get(horizon="long"), title="Zips her coat")

    staff = as_("ines").get(f"/children/{cast.maya.pk}/plan").content.decode()
    family = as_("rosa").get(f"/children/{cast.maya.pk}/plan").content.decode()

    assert "New since version 1" in staff
    assert "Zips her coat" not in family


def test_the_family_reads_the_plain_line_only_while_it_is_what_was_signed(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    before = as_("rosa").get(f"/children/{cast.maya.pk}/plan").content.decode()
    change_goal(by=cast.actor("ines"), goal=Goal.objects.get(horizon="short"), criterion=9)

    after = as_("rosa").get(f"/children/{cast.maya.pk}/plan").content.decode()

    assert "At the start 1 of 10. We aim for 8 of 10 by 27 March 2026." in before
    assert "9 of 10" not in after
    assert "8 of 10" in after


def test_without_a_plan_the_pages_say_what_comes(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/plan"

    assert "No goals yet" in as_("ines").get(path).content.decode()
    assert "The plan is being written" in as_("rosa").get(path).content.decode()
    assert "No goals yet" in as_("okafor").get(path).content.decode()


def test_a_draft_is_kept_and_signed(cast: Cast, as_: As) -> None:
    short_goal(cast)
    ines, child = as_("ines"), f"/children/{cast.maya.pk}"

    kept = ines.post(f"{child}/plan/edit", plan_form())
    seen = ines.get(f"{child}/plan/edit").context["seen"]
    signed = ines.post(f"{child}/plan/signature", {"seen": seen})

    version = PlanVersion.objects.get()
    assert (kept["Location"], signed["Location"]) == (f"{child}/plan/edit", f"{child}/plan")
    assert (version.methods, version.sessions_a_week, version.signature.by) == ("Songs", 2, cast.users["ines"])


@pytest.mark.mission("S1")
def test_the_page_says_why_a_plan_without_strengths_is_not_signed(cast: Cast, as_: As) -> None:
    short_goal(cast)
    AboutChild.objects.filter(child=cast.maya).update(strengths="")
    ines, child = as_("ines"), f"/children/{cast.maya.pk}"
    ines.post(f"{child}/plan/edit", plan_form())
    seen = ines.get(f"{child}/plan/edit").context["seen"]

    response = ines.post(f"{child}/plan/signature", {"seen": seen})

    assert response.status_code == 422
    assert "a plan starts from strengths" in response.content.decode()
    assert not PlanSignature.objects.exists()


@pytest.mark.parametrize("seen", ["", "old"])
def test_an_unread_draft_is_not_signed(cast: Cast, as_: As, seen: str) -> None:
    short_goal(cast)
    draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    response = as_("ines").post(f"/children/{cast.maya.pk}/plan/signature", {"seen": seen}, follow=True)

    assert "Somebody changed the plan" in response.content.decode()
    assert not PlanSignature.objects.exists()


def test_signing_without_a_draft_is_nowhere(cast: Cast, as_: As) -> None:
    assert as_("ines").post(f"/children/{cast.maya.pk}/plan/signature").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [{"mode": "one", "sessions_a_week": "many"}, {"minutes": "5"}, {"review_on": "2020-01-01"}, {"review_on": "soon"}],
)
def test_a_bad_draft_keeps_what_was_typed(cast: Cast, as_: As, changed: dict[str, str]) -> None:
    response = as_("ines").post(f"/children/{cast.maya.pk}/plan/edit", plan_form(**changed))

    assert (response.status_code, PlanVersion.objects.count()) == (422, 0)
    assert ">\nSongs</textarea>" in response.content.decode()


def test_the_second_of_two_drafts_sees_both_texts(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/plan/edit"
    as_("lena").post(path, plan_form(methods="Drums"))

    response = as_("ines").post(path, plan_form(methods="Songs"))
    html = response.content.decode()
    again = as_("ines").post(path, plan_form(methods="Both", edition=str(response.context["edition"])))

    assert response.status_code == 409
    assert "Drums" in html
    assert "Songs" in html
    assert (again.status_code, PlanVersion.objects.get().methods) == (302, "Both")


@pytest.mark.mission("S46")
def test_a_carer_says_yes_on_the_page(cast: Cast, as_: As) -> None:
    version = signed_plan(cast)

    response = as_("rosa").post(
        f"/children/{cast.maya.pk}/plan/acceptance", {"accepted": "yes", "words": "Gladly", "version": str(version.pk)}
    )

    assert response["Location"] == f"/children/{cast.maya.pk}/plan"
    assert PlanAcceptance.objects.get().accepted is True


@pytest.mark.parametrize(
    ("answer", "words"),
    [({"accepted": "no"}, "A few words are enough"), ({"words": "Hm"}, "Choose yes or not like this")],
)
def test_an_incomplete_answer_says_what_to_do(cast: Cast, as_: As, answer: dict[str, str], words: str) -> None:
    version = signed_plan(cast)

    response = as_("rosa").post(f"/children/{cast.maya.pk}/plan/acceptance", answer | {"version": str(version.pk)})

    assert (response.status_code, PlanAcceptance.objects.count()) == (422, 0)
    assert words in response.content.decode()


def test_an_answer_to_an_older_version_asks_to_read_the_new_one(cast: Cast, as_: As) -> None:
    old = signed_plan(cast)
    sign_plan(
        by=cast.actor("ines"), version=draft_plan(by=cast.actor("ines"), child=cast.maya, why="More", at=NOW), at=NOW
    )

    response = as_("rosa").post(
        f"/children/{cast.maya.pk}/plan/acceptance", {"accepted": "yes", "version": str(old.pk)}
    )

    assert (response.status_code, "newer plan" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("version", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_an_answer_to_nothing_is_nowhere(cast: Cast, as_: As, version: str) -> None:
    signed_plan(cast)

    response = as_("rosa").post(f"/children/{cast.maya.pk}/plan/acceptance", {"accepted": "yes", "version": version})

    assert response.status_code == 404


def test_a_wish_is_said_by_a_carer_in_their_own_name(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/priorities"
    wish = {"words": "One good friend", "importance": "9", "now": "2", "satisfaction": "3"}

    as_("rosa").post(path, wish | {"carer": str(cast.daniel.pk)})

    page = as_("ines").get(path)
    assert [(row.words, row.carer.name) for row in page.context["rows"]] == [("One good friend", "Rosa")]


@pytest.mark.parametrize("changed", [{"words": ""}, {"importance": "11"}, {"now": "x"}, {"satisfaction": ""}])
def test_a_wish_with_something_missing_is_kept_on_the_page(cast: Cast, as_: As, changed: dict[str, str]) -> None:
    wish = {"words": "One good friend", "importance": "9", "now": "2", "satisfaction": "3"} | changed

    response = as_("ines").post(f"/children/{cast.maya.pk}/priorities", wish)

    assert (response.status_code, len(response.context["rows"])) == (422, 0)


def test_opening_the_draft_page_writes_nothing(cast: Cast, as_: As) -> None:
    as_("ines").get(f"/children/{cast.maya.pk}/plan/edit")

    assert not PlanVersion.objects.exists()
    assert draft_or_next(cast.maya).review_on > date.today()


def _ten_of_everything(cast: Cast) -> None:
    ines = cast.actor("ines")
    for number in range(2, 11):
        long = long_goal(cast, f"Long {number}")
        short = short_goal(cast, long, title=f"Short {number}")
        change_goal_state(by=ines, goal=short, state="open", at=NOW)
        state_priority(by=ines, child=cast.maya, words="x", importance=1, now=1, satisfaction=1, carer=cast.rosa)
        version = draft_plan(by=ines, child=cast.maya, why=f"Reason {number}", at=NOW)
        sign_plan(by=ines, version=version, at=NOW)
        accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)


@pytest.mark.parametrize(
    ("who", "page"),
    [("ines", "plan"), ("rosa", "plan"), ("okafor", "plan"), ("ines", "plan/edit"), ("ines", "priorities"),
     ("ines", "goals/new")],
)  # fmt: skip
def test_ten_of_everything_cost_the_same_queries(cast: Cast, as_: As, who: str, page: str) -> None:
    version = signed_plan(cast)
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)
    state_priority(
        by=cast.actor("rosa"), child=cast.maya, words="x", importance=1, now=1, satisfaction=1, carer=cast.rosa
    )
    client, path = as_(who), f"/children/{cast.maya.pk}/{page}"
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    _ten_of_everything(cast)
    with CaptureQueriesContext(connection) as ten:
        client.get(path)

    assert len(one) == len(ten)
