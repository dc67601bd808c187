"""Who may open, write, sign and answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from maypole.audit.models import AuditEvent
from maypole.people.models import CarerRelation
from maypole.plan.models import Goal, GoalPhase, GoalState, PlanAcceptance, PlanVersion
from tests.cast import Cast

from .rows import signed_plan

As = Callable[[str], Client]
NOBODY = "00000000-0000-7000-8000-000000000000"

READ = {
    "ines": 200, "lena": 200, "ada": 200, "rosa": 200, "okafor": 200, "maya": 200,
    "jiho": 404, "eva": 404, "adam": 404, "fay": 403, "bill": 403, "mona": 403, "cora": 403, "daniel": 403,
}  # fmt: skip
WHOLE = READ | {"okafor": 403, "maya": 403}
WRITE = WHOLE | {"ada": 403, "rosa": 403}
LADDERS = {
    "plan": READ,
    "plan_version": WHOLE,
    "priorities": WHOLE,
    "plan_edit": WRITE,
    "goal_new": WRITE,
    "goal_edit": WRITE,
}
POSTS = ["plan_signature", "plan_acceptance", "goal_state", "goal_phase"]


def paths(cast: Cast) -> dict[str, str]:
    version = signed_plan(cast)
    goal = Goal.objects.get(horizon="short")
    child = f"/children/{cast.maya.pk}"
    return {
        "plan": f"{child}/plan",
        "plan_edit": f"{child}/plan/edit",
        "plan_signature": f"{child}/plan/signature",
        "plan_acceptance": f"{child}/plan/acceptance",
        "plan_version": f"/plans/{version.pk}",
        "goal_new": f"{child}/goals/new",
        "goal_edit": f"/goals/{goal.pk}/edit",
        "goal_state": f"/goals/{goal.pk}/state",
        "goal_phase": f"/goals/{goal.pk}/phase",
        "priorities": f"{child}/priorities",
    }


@pytest.mark.parametrize("page", LADDERS)
def test_who_may_open_what(cast: Cast, as_: As, page: str) -> None:
    path = paths(cast)[page]

    assert {who: as_(who).get(path).status_code for who in LADDERS[page]} == LADDERS[page]


@pytest.mark.parametrize("page", ["goal_state", "goal_phase", "plan_signature", "plan_edit", "goal_edit"])
def test_who_may_not_write(cast: Cast, as_: As, page: str) -> None:
    path, refused = paths(cast)[page], {"ada": 403, "rosa": 403, "okafor": 403, "jiho": 404, "eva": 404}
    before = (GoalState.objects.count(), GoalPhase.objects.count(), PlanVersion.objects.count())
    posted = {"state": "met", "kind": "teach", "title": "x", "edition": "1"}

    assert {who: as_(who).post(path, posted).status_code for who in refused} == refused
    assert (GoalState.objects.count(), GoalPhase.objects.count(), PlanVersion.objects.count()) == before


def test_only_a_carer_with_the_right_answers(cast: Cast, as_: As) -> None:
    path = paths(cast)["plan_acceptance"]
    posted = {"accepted": "yes", "version": str(PlanVersion.objects.get().pk)}
    refused = {"daniel": 403, "ines": 403, "okafor": 403, "maya": 403, "jiho": 404, "eva": 404}

    assert {who: as_(who).post(path, posted).status_code for who in refused} == refused
    assert not PlanAcceptance.objects.exists()


@pytest.mark.parametrize(("page", "right"), [("plan_acceptance", "accept_plan"), ("priorities", "write_profile")])
def test_a_refused_form_shows_nothing_to_a_carer_who_may_not_read(cast: Cast, as_: As, page: str, right: str) -> None:
    CarerRelation.objects.filter(carer=cast.daniel).update(rights=right)

    response = as_("daniel").post(paths(cast)[page], {})

    assert response.status_code == 403


def test_signed_out_goes_to_the_door(cast: Cast, client: Client) -> None:
    for page, path in paths(cast).items():
        response = client.post(path) if page in POSTS else client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login"), page


def test_other_methods_are_refused(cast: Cast, as_: As) -> None:
    every, ines = paths(cast), as_("ines")
    wrong = {"plan": "post", "plan_version": "post", "plan_signature": "get", "goal_state": "get", "goal_phase": "get"}
    wrong |= {"plan_acceptance": "put", "plan_edit": "delete", "goal_new": "put", "goal_edit": "patch"}

    statuses = {page: getattr(ines, method)(every[page]).status_code for page, method in wrong.items()}

    assert statuses == dict.fromkeys(wrong, 405)


@pytest.mark.parametrize("path", [f"/plans/{NOBODY}", f"/goals/{NOBODY}/edit", f"/children/{NOBODY}/plan"])
def test_what_does_not_exist_is_nowhere(cast: Cast, as_: As, path: str) -> None:
    assert as_("ines").get(path).status_code == 404


def test_a_draft_version_is_not_for_the_family(cast: Cast, as_: As) -> None:
    as_("ines").post(
        paths(cast)["plan_edit"], {"mode": "one", "sessions_a_week": "1", "minutes": "45", "review_on": "2999-01-01"}
    )
    draft = PlanVersion.objects.get(number=2)

    assert [as_(who).get(f"/plans/{draft.pk}").status_code for who in ("rosa", "ada")] == [404, 200]


def test_consent_to_goals_shows_goals_and_nothing_else_of_the_plan(cast: Cast, as_: As) -> None:
    html = as_("okafor").get(paths(cast)["plan"]).content.decode()

    assert "Ties her shoes" in html
    assert "Backward chaining" not in html


def test_reading_a_plan_is_audited(cast: Cast, as_: As) -> None:
    as_("rosa").get(paths(cast)["plan"])

    event = AuditEvent.objects.get(action="child.read")
    assert (event.actor, event.detail) == (str(cast.users["rosa"].pk), {"what": "plan"})
