"""Opening, writing and signing an evaluation."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from maypole.access.editions import EditConflict
from maypole.audit.models import AuditEvent
from maypole.evaluation.actions import EvaluationRefused, Found, open_evaluation, sign_evaluation, write_evaluation
from maypole.evaluation.models import Evaluation, EvaluationSignature, Finding
from tests.cast import Cast

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
FOUND = (
    Found("strength", "Keeps trying", "play"),
    Found("challenge", "Buttons and laces", "self_care"),
    Found("goal", "Gets dressed by herself", "self_care"),
)


def opened(cast: Cast, findings: tuple[Found, ...] = FOUND) -> Evaluation:
    return open_evaluation(by=cast.actor("ines"), child=cast.maya, findings=findings, reason="Mornings", at=NOW)


def test_an_evaluation_is_held_by_who_opens_it(cast: Cast) -> None:
    evaluation = opened(cast)

    assert (evaluation.staff, evaluation.held_on) == (cast.staff["ines"], date(2026, 1, 12))
    assert AuditEvent.objects.get(action="evaluation.open").child_id == cast.maya.pk


def test_writing_replaces_the_findings_in_order(cast: Cast) -> None:
    evaluation = opened(cast)

    write_evaluation(
        by=cast.actor("ines"),
        evaluation=evaluation,
        held_on=date(2026, 1, 13),
        reason="",
        seen="Played shop",
        summary="",
        findings=[Found("strength", "Sings"), Found("strength", "  "), Found("strength", "Notices others")],
        edition=1,
    )

    assert [finding.text for finding in evaluation.findings.all()] == ["Sings", "Notices others"]
    assert Evaluation.objects.get().seen == "Played shop"


def test_the_second_save_of_the_same_copy_is_told(cast: Cast) -> None:
    evaluation = opened(cast)
    same = {"held_on": evaluation.held_on, "reason": "", "summary": "", "findings": FOUND, "edition": 1}
    write_evaluation(by=cast.actor("ines"), evaluation=evaluation, seen="First", **same)  # type: ignore[arg-type]

    with pytest.raises(EditConflict):
        write_evaluation(
            by=cast.actor("lena"),
            evaluation=Evaluation.objects.get(),
            seen="Second",
            **same,  # type: ignore[arg-type]
        )

    assert (Evaluation.objects.get().seen, Finding.objects.count()) == ("First", 3)


@pytest.mark.mission("S31")
@pytest.mark.parametrize("left_out", ["strength", "challenge", "goal"])
def test_an_evaluation_is_signed_only_with_strengths_challenges_and_goals(cast: Cast, left_out: str) -> None:
    evaluation = opened(cast, tuple(found for found in FOUND if found.kind != left_out))

    with pytest.raises(EvaluationRefused, match="at least one"):
        sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)

    assert not EvaluationSignature.objects.exists()


def test_a_signed_evaluation_does_not_change(cast: Cast) -> None:
    evaluation = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)

    with pytest.raises(EvaluationRefused, match="stays as it is"):
        write_evaluation(
            by=cast.actor("ines"),
            evaluation=evaluation,
            held_on=NOW.date(),
            reason="x",
            seen="",
            summary="",
            findings=[],
        )
    with pytest.raises(EvaluationRefused, match="signed already"):
        sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)

    assert (Evaluation.objects.get().reason, Finding.objects.count()) == ("Mornings", 3)


def test_what_changed_after_reading_is_not_signed(cast: Cast) -> None:
    evaluation = opened(cast)
    evaluation.claim(None)

    with pytest.raises(EditConflict):
        sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, edition=1, at=NOW)


def test_only_who_evaluates_signs(cast: Cast) -> None:
    evaluation = opened(cast)

    with pytest.raises(PermissionDenied):
        sign_evaluation(by=cast.actor("ada"), evaluation=evaluation, at=NOW)


def test_the_database_refuses_an_empty_finding(cast: Cast) -> None:
    opened(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(text="")
