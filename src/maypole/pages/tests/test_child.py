"""One child's page: strengths first, precautions always, one next step, and only what each person may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.access.permissions import Right
from maypole.audit.models import AuditEvent
from maypole.intake.actions import set_next_step
from maypole.intake.models import NextStep
from maypole.people.models import AboutChild, CarerRelation, Child, Consent, Precaution
from maypole.plan.models import PlanAcceptance

from .rows import game, goal, signed_plan, visit

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


def page(client: Client, child: Child) -> str:
    response = client.get(reverse("child", args=[child.pk]))
    assert response.status_code == 200
    return response.content.decode()


def step(cast: Cast, **owner: object) -> NextStep:
    made = NextStep(what="Call Rosa", detail="Second loop slips", due_on=timezone.localdate() + timedelta(days=3))
    for name, value in (owner or {"staff": cast.staff["ines"]}).items():
        setattr(made, name, value)
    return set_next_step(by=cast.actor("ines"), child=cast.maya, step=made, now=timezone.now())


EVERYONE = {
    "ines": 200, "ada": 200, "lena": 200, "fay": 200, "bill": 200, "mona": 200, "cora": 200, "rosa": 200,
    "daniel": 200, "okafor": 200, "maya": 200, "jiho": 404, "adam": 404, "eva": 404,
}  # fmt: skip


def test_who_finds_the_page(cast: Cast, as_: As) -> None:
    url = reverse("child", args=[cast.maya.pk])

    assert {name: as_(name).get(url).status_code for name in EVERYONE} == EVERYONE


def test_the_page_is_read_only_and_for_the_signed_in(cast: Cast, as_: As, client: Client) -> None:
    url = reverse("child", args=[cast.maya.pk])

    assert as_("ines").post(url).status_code == 405
    assert client.get(url).headers["Location"].startswith(reverse("account_login"))
    assert as_("ines").get(reverse("child", args=[uuid4()])).status_code == 404


def test_opening_the_page_leaves_one_row(cast: Cast, as_: As) -> None:
    page(as_("ines"), cast.maya)

    assert (AuditEvent.objects.get().action, AuditEvent.objects.get().detail) == ("child.read", {"what": "child"})


@pytest.mark.mission("S1")
def test_strengths_stand_before_goals(cast: Cast, as_: As) -> None:
    goal(cast, cast.maya)

    for name in ("ines", "rosa"):
        html = page(as_(name), cast.maya)
        assert html.index("Keeps trying") < html.index("Ties her shoes"), name


@pytest.mark.mission("S1")
def test_a_child_without_strengths_is_told_apart_and_the_first_one_asked_for(cast: Cast, as_: As) -> None:
    AboutChild.objects.filter(child=cast.maya).update(strengths="")

    html = page(as_("ines"), cast.maya)

    assert "Write the first strength" in html
    assert reverse("about", args=[cast.maya.pk]) in html


@pytest.mark.mission("S107")
@pytest.mark.parametrize("name", ["ines", "ada", "lena", "rosa", "maya"])
def test_precautions_stay_in_view(cast: Cast, as_: As, name: str) -> None:
    html = page(as_(name), cast.maya)

    assert "precaution--stick" in html
    assert html.index("Nut allergy.") < html.index("Keeps trying")


@pytest.mark.mission("S107")
def test_an_ended_precaution_is_gone_from_the_page(cast: Cast, as_: As) -> None:
    from maypole.people.actions import end_precaution

    nuts = Precaution.objects.get()
    end_precaution(by=cast.actor("ines"), precaution=nuts, why="outgrown", now=timezone.now())

    assert "Nut allergy" not in page(as_("ines"), cast.maya)


@pytest.mark.mission("S19")
@pytest.mark.parametrize("name", ["ines", "fay", "rosa", "maya"])
def test_staff_and_family_read_the_same_next_step(cast: Cast, as_: As, name: str) -> None:
    step(cast)

    html = page(as_(name), cast.maya)

    assert "Call Rosa" in html
    assert "<b>Ines has it</b>" in html


@pytest.mark.mission("S19")
def test_a_family_without_a_step_is_a_state_of_its_own(cast: Cast, as_: As) -> None:
    assert "No one has the next step" in page(as_("ines"), cast.maya)
    assert "We have not said what comes next" in page(as_("rosa"), cast.maya)


@pytest.mark.parametrize(("name", "seen"), [("ines", True), ("rosa", True), ("fay", False), ("daniel", False)])
def test_the_steps_detail_is_part_of_the_record(cast: Cast, as_: As, name: str, seen: bool) -> None:
    step(cast)

    assert ("Second loop slips" in page(as_(name), cast.maya)) == seen


def test_only_who_may_finish_the_step_gets_the_button(cast: Cast, as_: As) -> None:
    step(cast, carer=cast.rosa)
    done = reverse("next_step_completion", args=[cast.maya.pk])

    assert [done in page(as_(name), cast.maya) for name in ("ines", "rosa", "daniel", "bill")] == [
        True, True, False, False
    ]  # fmt: skip


def test_goals_tell_their_sentence(cast: Cast, as_: As) -> None:
    made = goal(cast, cast.maya)
    goal(cast, cast.maya, "Stays for a meal", state="met")

    html = page(as_("ines"), cast.maya)

    assert "first in line at school" in html
    assert "of 10</b> tries without help" in html
    assert reverse("goal", args=[made.pk]) in html
    assert "One goal reached" in html


CLINICAL = ("Ties her shoes", "Keeps trying", "Nut allergy", "Sock monster race", "first in line at school")


@pytest.mark.parametrize("name", ["fay", "bill", "mona", "cora"])
def test_who_does_not_treat_sees_no_clinical_word(cast: Cast, as_: As, name: str) -> None:
    game(cast, goal(cast, cast.maya))

    html = page(as_(name), cast.maya)

    assert [word for word in CLINICAL if word in html] == []


@pytest.mark.mission("S107")
def test_a_carer_who_plays_at_home_sees_games_and_precautions_but_no_goals(cast: Cast, as_: As) -> None:
    game(cast, goal(cast, cast.maya))

    html = page(as_("daniel"), cast.maya)

    assert "Sock monster race" in html
    assert "Nut allergy" in html
    assert [word for word in ("Ties her shoes", "Keeps trying", "first in line") if word in html] == []


def test_an_outside_party_sees_goals_and_nothing_else(cast: Cast, as_: As) -> None:
    game(cast, goal(cast, cast.maya))
    step(cast)

    html = page(as_("okafor"), cast.maya)

    assert "Ties her shoes" in html
    private = ("Keeps trying", "Nut allergy", "Sock monster race", "Call Rosa", "Rosa")
    assert [word for word in private if word in html] == []


def test_a_consent_to_the_name_shows_the_name(cast: Cast, as_: As) -> None:
    goal(cast, cast.maya)
    Consent.objects.update(scope=Consent.Scope.NAMES)

    html = page(as_("okafor"), cast.maya)

    assert "Maya" in html
    assert "Ties her shoes" not in html


def test_a_custody_limit_never_reaches_the_family(cast: Cast, as_: As) -> None:
    by = cast.users["ines"]
    words = {"kind": "custody", "title": "Only Rosa collects her"}
    Precaution.objects.create(organisation=cast.clinic, child=cast.maya, by=by, **words)

    assert "Only Rosa collects her" in page(as_("ada"), cast.maya)
    for name in ("rosa", "daniel", "okafor", "maya"):
        assert "Only Rosa collects her" not in page(as_(name), cast.maya)


def test_a_carers_address_is_never_shown_to_another(cast: Cast, as_: As) -> None:
    assert "rosa@birch.example" in page(as_("fay"), cast.maya)
    assert "rosa@birch.example" not in page(as_("daniel"), cast.maya)


def test_a_carer_is_asked_for_a_yes_until_they_answer(cast: Cast, as_: As) -> None:
    plan = signed_plan(cast, cast.maya)
    asked = "We ask for your yes" in page(as_("rosa"), cast.maya)
    PlanAcceptance.objects.create(
        organisation=cast.clinic, version=plan, carer=cast.rosa, accepted=True, by=cast.users["rosa"]
    )

    assert asked
    assert "We ask for your yes" not in page(as_("rosa"), cast.maya)
    assert "We ask for your yes" not in page(as_("daniel"), cast.maya)


def test_next_visits_are_for_carers_who_may_see_the_schedule(cast: Cast, as_: As) -> None:
    visit(cast, cast.maya, timezone.now() + timedelta(days=2))
    seen = "with Ines" in page(as_("rosa"), cast.maya)
    CarerRelation.objects.filter(carer=cast.rosa).update(rights=Right.SEE_PLAN.value)

    assert seen
    assert "with Ines" not in page(as_("rosa"), cast.maya)


def test_the_button_starts_todays_visit(cast: Cast, as_: As) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    today = visit(cast, cast.maya, noon)

    response = as_("ines").get(reverse("child", args=[cast.maya.pk]))

    assert response.context["start"].url.endswith(f"/visits/{today.pk}") or response.context["start"].url == ""
    assert str(response.context["start"].label) == "Start a visit"
    assert as_("fay").get(reverse("child", args=[cast.maya.pk])).context["start"] is None


def test_every_link_on_the_page_opens_for_who_sees_it(cast: Cast, as_: As) -> None:
    goal(cast, cast.maya)
    for name in ("ines", "ada", "lena", "fay", "mona", "bill", "cora"):
        client = as_(name)
        links = client.get(reverse("child", args=[cast.maya.pk])).context["links"]
        assert {link.url: client.get(link.url).status_code for link in links} == {link.url: 200 for link in links}


def test_the_page_costs_the_same_for_many_goals_and_games(cast: Cast, as_: As) -> None:
    client, counts = as_("ines"), []
    for more in (1, 9):
        for number in range(more):
            game(cast, goal(cast, cast.maya, f"Goal {more} {number}"), f"Game {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            page(client, cast.maya)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_family_goes_straight_to_their_child(cast: Cast, as_: As) -> None:
    for name in ("rosa", "okafor", "maya"):
        assert as_(name).get(reverse("our-child")).headers["Location"] == reverse("child", args=[cast.maya.pk])


def test_a_family_of_two_chooses(cast: Cast, as_: As) -> None:
    CarerRelation.objects.create(organisation=cast.clinic, child=cast.noor, carer=cast.rosa)

    html = as_("rosa").get(reverse("our-child")).content.decode()

    assert reverse("child", args=[cast.noor.pk]) in html
    assert reverse("child", args=[cast.maya.pk]) in html


def test_a_carer_without_a_child_is_told_what_to_do(cast: Cast, as_: As) -> None:
    CarerRelation.objects.filter(carer=cast.rosa).update(ended_at=timezone.now())

    assert "No child is linked to you yet" in as_("rosa").get(reverse("our-child")).content.decode()


def test_staff_have_no_own_child_here(cast: Cast, as_: As, client: Client) -> None:
    assert as_("ines").get(reverse("our-child")).headers["Location"] == reverse("start")
    assert as_("rosa").post(reverse("our-child")).status_code == 405
    assert client.get(reverse("our-child")).status_code == 302
