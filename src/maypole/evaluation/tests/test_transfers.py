"""A plan of care starts from an evaluation, or from a documented one from elsewhere (S25)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from maypole.audit.models import AuditEvent
from maypole.evaluation.actions import EvaluationRefused, sign_evaluation
from maypole.evaluation.models import Transfer
from maypole.evaluation.transfers import document_transfer, withdraw_transfer
from maypole.plan.actions import PlanRefused, draft_plan, sign_plan
from maypole.plan.agreement import digest
from maypole.plan.models import PlanSignature, PlanVersion
from maypole.plan.tests.rows import short_goal
from tests.cast import Cast

from .test_actions import NOW, opened

As = Callable[[str], Client]
SENT = {"evaluated_by": "Ana Ruiz, OT, Harbour Clinic", "written_on": "2025-11-03", "document": "Report: fine motor."}


def unfounded(cast: Cast) -> PlanVersion:
    """A plan that lacks nothing but what it starts from."""
    for transfer in Transfer.objects.standing():
        withdraw_transfer(by=cast.actor("ines"), transfer=transfer, why="It was about her sister.", at=NOW)
    short_goal(cast)
    return draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, methods="Songs.")


@pytest.mark.mission("S25")
def test_a_plan_is_not_signed_without_an_evaluation_or_a_transfer(cast: Cast) -> None:
    version = unfounded(cast)
    with pytest.raises(PlanRefused, match="what was found"):
        sign_plan(by=cast.actor("ines"), version=version, at=NOW)

    evaluation = opened(cast)
    with pytest.raises(PlanRefused, match="what was found"):
        sign_plan(by=cast.actor("ines"), version=version, at=NOW)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)

    assert sign_plan(by=cast.actor("ines"), version=version, at=NOW).version == version


@pytest.mark.mission("S25")
def test_a_documented_transfer_is_enough_and_a_withdrawn_one_is_not(cast: Cast) -> None:
    version, ines = unfounded(cast), cast.actor("ines")
    told = {"evaluated_by": "Ana Ruiz", "written_on": date(2025, 11, 3), "document": "Report."}
    transfer = document_transfer(by=ines, child=cast.maya, at=NOW, **told)  # type: ignore[arg-type]
    withdraw_transfer(by=ines, transfer=transfer, why="Wrong child.", at=NOW)
    with pytest.raises(PlanRefused, match="what was found"):
        sign_plan(by=ines, version=version, at=NOW)

    document_transfer(by=ines, child=cast.maya, at=NOW, **told)  # type: ignore[arg-type]

    assert sign_plan(by=ines, version=version, at=NOW).version == version
    assert AuditEvent.objects.filter(action="evaluation.transfer", child_id=cast.maya.pk).count() == 2


@pytest.mark.mission("S25")
def test_the_draft_says_what_is_missing_and_leads_there(cast: Cast, as_: As) -> None:
    version = unfounded(cast)
    page = reverse("plan_edit", args=[cast.maya.pk])
    assert reverse("transfer_new", args=[cast.maya.pk]) in as_("ines").get(page).content.decode()

    answer = as_("ines").post(reverse("plan_signature", args=[cast.maya.pk]), {"seen": digest(version)})

    assert answer.status_code == 422
    assert "First sign an evaluation" in answer.content.decode()
    assert not PlanSignature.objects.exists()


def test_a_signed_plan_goes_on_without_asking_again(cast: Cast) -> None:
    ines, version = cast.actor("ines"), unfounded(cast)
    transfer = document_transfer(
        by=ines, child=cast.maya, evaluated_by="Ana", written_on=date(2025, 11, 3), document="Report.", at=NOW
    )
    sign_plan(by=ines, version=version, at=NOW)
    withdraw_transfer(by=ines, transfer=transfer, why="Lost.", at=NOW)

    second = draft_plan(by=ines, child=cast.maya, why="Twice a week.", at=NOW + timedelta(days=1))

    assert sign_plan(by=ines, version=second, at=NOW + timedelta(days=1)).version == second


def test_a_transfer_is_documented_on_its_page_and_read_by_the_family(cast: Cast, as_: As) -> None:
    answer = as_("ines").post(reverse("transfer_new", args=[cast.maya.pk]), SENT)

    assert answer.status_code == 302
    assert Transfer.objects.get(evaluated_by__startswith="Ana").by == cast.users["ines"]
    assert "Harbour Clinic" in as_("rosa").get(reverse("evaluations", args=[cast.maya.pk])).content.decode()


@pytest.mark.parametrize("wrong", [{"evaluated_by": ""}, {"document": " "}, {"written_on": "2091-01-01"}])
def test_a_refused_form_keeps_what_was_typed(cast: Cast, as_: As, wrong: dict[str, str]) -> None:
    before = Transfer.objects.count()

    answer = as_("ines").post(reverse("transfer_new", args=[cast.maya.pk]), SENT | wrong)

    assert answer.status_code == 422
    assert all(words in answer.content.decode() for words in (SENT | wrong).values() if words.strip())
    assert Transfer.objects.count() == before


def test_who_may_document_and_take_back(cast: Cast, as_: As) -> None:
    new = reverse("transfer_new", args=[cast.maya.pk])
    back = reverse("transfer_withdrawal", args=[Transfer.objects.get().pk])
    ladder = {"ada": 403, "fay": 403, "rosa": 403, "jiho": 404, "eva": 404}

    assert {who: as_(who).get(new).status_code for who in ladder} == ladder
    assert {who: as_(who).post(back, {"why": "x"}).status_code for who in ladder} == ladder
    with pytest.raises(PermissionDenied):
        withdraw_transfer(by=cast.actor("ada"), transfer=Transfer.objects.get(), why="x")


def test_taking_back_asks_why_and_keeps_what_was_written(cast: Cast, as_: As) -> None:
    transfer = Transfer.objects.get()
    back = reverse("transfer_withdrawal", args=[transfer.pk])

    as_("ines").post(back, {"why": " "})
    assert Transfer.objects.standing().exists()
    as_("ines").post(back, {"why": "It was her sister’s."})

    transfer.refresh_from_db()
    assert (transfer.withdrawn_why, transfer.withdrawn_by) == ("It was her sister’s.", cast.users["ines"])
    assert not Transfer.objects.standing().exists()


def test_the_database_refuses_a_transfer_without_a_document(cast: Cast) -> None:
    owner = {"organisation": cast.clinic, "child": cast.maya, "by": cast.users["ines"], "written_on": date(2025, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(**owner, evaluated_by="Ana", document="")
    with pytest.raises(EvaluationRefused):
        document_transfer(
            by=cast.actor("ines"), child=cast.maya, evaluated_by="Ana", written_on=date(2011, 1, 1), document="x"
        )
