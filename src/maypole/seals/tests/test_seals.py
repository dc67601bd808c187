"""What was signed stays as it was signed, whoever asks the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from maypole.plan.actions import accept_plan, draft_plan
from maypole.plan.models import PlanAcceptance, PlanDose, PlanGoal, PlanMethod, PlanPerson, PlanSignature, PlanVersion
from maypole.plan.tests.rows import NOW, signed_plan
from maypole.seals.triggers import NOTES, PLANS, Seal
from maypole.visits.actions import draft_note, sign_note
from maypole.visits.draft import NoteText
from maypole.visits.models import NoteMinutes, NoteSignature, NoteVersion
from maypole.visits.setup import keep_service
from maypole.visits.tests.rows import finished, make_goal
from maypole.visits.times import Times
from tests.cast import Cast

PART: dict[type[models.Model], dict[str, Any]] = {
    PlanMethod: {"name": "Songs", "why": "Why", "source": "Someone 2020", "confidence": "low"},
    PlanDose: {"mode": "group", "times_a_week": 1, "minutes": 45},
    PlanPerson: {"name": "Rosa", "part": "Plays at home"},
}


def test_a_draft_changes_and_a_signed_version_does_not(cast: Cast) -> None:
    signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="More", at=NOW)

    assert PlanVersion.objects.filter(pk=draft.pk).update(risks="Tired") == 1
    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        PlanVersion.objects.filter(number=1).update(risks="Tired")
    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        PlanVersion.objects.filter(number=1)._raw_delete("default")


def test_the_goals_of_a_signed_version_stay(cast: Cast) -> None:
    version = signed_plan(cast)
    held = PlanGoal.objects.filter(version=version)

    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        held.update(wording="Something else")
    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        held._raw_delete("default")
    assert held.exists()


@pytest.mark.parametrize("part", list(PART))
def test_nothing_is_added_to_a_signed_version(cast: Cast, part: type[models.Model]) -> None:
    version = signed_plan(cast)

    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        part._default_manager.create(organisation=cast.clinic, version=version, **PART[part])


def test_no_part_moves_into_a_signed_version(cast: Cast) -> None:
    version = signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="More", at=NOW)
    row = PlanPerson.objects.create(organisation=cast.clinic, version=draft, **PART[PlanPerson])

    with pytest.raises(DatabaseError, match="signed plan"), transaction.atomic():
        PlanPerson.objects.filter(pk=row.pk).update(version=version)


def test_an_answer_is_added_and_never_changed(cast: Cast) -> None:
    version = signed_plan(cast)
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)

    with pytest.raises(DatabaseError, match="an answer"), transaction.atomic():
        PlanAcceptance.objects.update(accepted=False, words="no")
    with pytest.raises(DatabaseError, match="an answer"), transaction.atomic():
        PlanSignature.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("seal", "version", "signature"),
    [(PLANS, PlanVersion, PlanSignature), (NOTES, NoteVersion, NoteSignature)],
    ids=["plans", "notes"],
)
def test_every_part_of_a_version_is_sealed(
    seal: Seal, version: type[models.Model], signature: type[PlanSignature | NoteSignature]
) -> None:
    parts = {
        relation.related_model._meta.db_table
        for relation in version._meta.related_objects
        if relation.on_delete is models.CASCADE and isinstance(relation.related_model, type)
    }

    assert parts == set(seal.parts) == {model._meta.db_table for model in signature.fixes}
    assert version._meta.db_table == seal.versions
    assert signature._meta.db_table == seal.signatures
    assert signature._meta.db_table in seal.answers


def test_a_signed_note_its_minutes_and_its_signature_stay(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))
    kind = keep_service(by=cast.actor("lena"), name="Hands", at=NOW)
    times = Times(NOW, NOW + timedelta(minutes=45), {kind.pk: 40})
    sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(objective="2 of 3"), times=times)

    for rows, change in (
        (NoteVersion.objects.all(), {"objective": "3 of 3"}),
        (NoteMinutes.objects.all(), {"minutes": 90}),
        (NoteSignature.objects.all(), {"at": NOW}),
    ):
        with pytest.raises(DatabaseError, match=r"signed note|a signature"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match=r"signed note|a signature"), transaction.atomic():
            rows._raw_delete("default")
    other = keep_service(by=cast.actor("lena"), name="Play", at=NOW)
    with pytest.raises(DatabaseError, match="signed note"), transaction.atomic():
        NoteMinutes.objects.create(organisation=cast.clinic, version=NoteVersion.objects.get(), kind=other, minutes=5)


def test_a_draft_of_a_note_changes_until_it_is_signed(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))
    draft_note(by=cast.actor("ines"), visit=visit, text=NoteText(objective="2 of 3"))

    assert NoteVersion.objects.update(objective="3 of 3") == 1
