"""Milestones: the list of the right age, answers with dates, what is lost said at once, never a number of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.areas.actions.milestones import answer_milestones
from maypole.areas.checklists import checklists
from maypole.areas.models import MilestoneAnswer, MilestoneNote
from maypole.areas.present.milestones import basis
from maypole.cores.scores.ages import months_after
from maypole.people.models import Child
from maypole.web.areas import BY_CODE
from tests.cast import Cast

As = Callable[[str], Client]
WALKS, CUP = "cdc-18m-mv-1", "cdc-18m-mv-3"


def aged(cast: Cast, months: int, due_months: int | None = None) -> None:
    today = timezone.localdate()
    born = months_after(today, -months)
    due = months_after(today, -due_months) if due_months is not None else None
    Child.objects.filter(pk=cast.maya.pk).update(birth_date=born, due_date=due)
    cast.maya.refresh_from_db()


def answer(cast: Cast, **given: str) -> list[MilestoneAnswer]:
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return answer_milestones(by=cast.actor("rosa"), child=cast.maya, answers=named)


def page(client: Client, cast: Cast, query: str = "") -> str:
    told = client.get(reverse("milestones", args=[cast.maya.pk]) + query)
    assert told.status_code == 200
    return told.content.decode()


@pytest.mark.mission("S44")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lists_ship_whole_with_their_source_and_notice(language: str) -> None:
    lists = checklists(language)

    assert len(lists.milestones) == 159
    assert len({one.text for one in lists.milestones}) > 150
    assert lists.ages == (2, 4, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60)
    assert "CDC" in lists.attribution
    assert {area for one in lists.milestones for area in one.areas} <= BY_CODE.keys()


def test_spanish_is_translated_line_by_line() -> None:
    english, spanish = checklists("en"), checklists("es")

    same = [one.id for one in english.milestones if one.text == spanish.by_id[one.id].text]

    assert same == []


@pytest.mark.mission("S44")
def test_the_age_basis_is_shown_chronological(cast: Cast, as_: As) -> None:
    aged(cast, 20)

    told = page(as_("rosa"), cast)

    assert "By age since birth: 20 months." in told
    assert "the list for 18 months" in told


@pytest.mark.mission("S44")
def test_the_age_basis_is_shown_corrected(cast: Cast, as_: As) -> None:
    aged(cast, 13, due_months=11)

    told = page(as_("rosa"), cast)

    assert "By corrected age: 11 months, because of the early birth (since birth: 13 months)." in told
    assert "the list for 9 months" in told


@pytest.mark.mission("S44")
def test_no_score_is_made_of_the_answers(cast: Cast, as_: As) -> None:
    aged(cast, 20)
    answer(cast, cdc_18m_mv_1="yes", cdc_18m_mv_3="yes", cdc_18m_mv_2="not_yet")

    for name in ("rosa", "ines"):
        told = re.sub(r"<[^>]+>", " ", page(as_(name), cast).split('id="main"')[1])
        own = told.replace(checklists().meaning, "").replace(checklists().windows_note, "")
        assert not re.search(r"\d+\s*(%|/|of|out of)\s*\d*", own), own


@pytest.mark.mission("S44")
def test_a_parent_keeps_answers_on_their_phone(cast: Cast, as_: As) -> None:
    aged(cast, 20)
    address = reverse("milestones", args=[cast.maya.pk])

    sent = as_("rosa").post(address, {WALKS: "yes", CUP: "not_sure", "age": "18"})
    as_("rosa").post(address, {WALKS: "yes", CUP: "not_sure", "age": "18"})

    assert sent.status_code == 302
    assert set(MilestoneAnswer.objects.values_list("milestone", "answer")) == {(WALKS, "yes"), (CUP, "not_sure")}
    assert MilestoneAnswer.objects.count() == 2


@pytest.mark.mission("S44")
def test_what_is_missing_leads_to_talk_to_us(cast: Cast, as_: As) -> None:
    aged(cast, 20)
    answer(cast, cdc_18m_mv_1="not_yet")

    assert "Talk to us." in page(as_("rosa"), cast)


@pytest.mark.mission("S44")
def test_what_is_lost_is_said_first_and_stays_said(cast: Cast, as_: As) -> None:
    aged(cast, 20)
    answer(cast, cdc_18m_mv_1="yes")
    [gone] = answer(cast, cdc_18m_mv_1="not_yet")
    answer(cast, cdc_18m_mv_1="not_sure")
    [again] = answer(cast, cdc_18m_mv_1="not_yet")

    told = page(as_("rosa"), cast, "?age=24")

    assert gone.lost
    assert again.lost
    assert told.index("Call your doctor today") < told.index("<fieldset")


def test_a_first_not_yet_is_no_loss(cast: Cast) -> None:
    [row] = answer(cast, cdc_18m_mv_1="not_yet")

    assert not row.lost
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneAnswer.objects.filter(pk=row.pk).update(answer="yes", lost=True)


@pytest.mark.parametrize("wrong", [{"cdc_0m_xx_1": "yes"}, {"cdc_18m_mv_1": "half"}])
def test_an_answer_that_is_none_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        answer(cast, **wrong)
    assert not MilestoneAnswer.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("daniel", 403), ("maya", 403), ("okafor", 403), ("jiho", 404)])
def test_the_tracker_is_for_who_reads_the_record(cast: Cast, as_: As, name: str, status: int) -> None:
    address = reverse("milestones", args=[cast.maya.pk])

    assert as_(name).get(address).status_code == status
    assert as_(name).post(address, {WALKS: "yes"}).status_code == status


@pytest.mark.mission("S44")
def test_the_therapist_notes_and_the_family_does_not_read_it(cast: Cast, as_: As) -> None:
    aged(cast, 20)
    address = reverse("milestone_note", args=[cast.maya.pk])

    assert as_("ines").post(address, {"text": "Check hips with the doctor"}).status_code == 302
    assert as_("rosa").post(address, {"text": "x"}).status_code == 403

    assert MilestoneNote.objects.count() == 1
    assert "Check hips" in page(as_("ines"), cast)
    assert "Check hips" not in page(as_("rosa"), cast)


def test_an_empty_note_is_refused_in_words(cast: Cast, as_: As) -> None:
    answer = as_("ines").post(reverse("milestone_note", args=[cast.maya.pk]), {"text": ""})

    assert answer.status_code == 422
    assert "Write a note first." in answer.content.decode()


def test_an_older_child_is_told_that_the_lists_end(cast: Cast, as_: As) -> None:
    assert "The lists end at five years" in page(as_("rosa"), cast)


@pytest.mark.parametrize("born", [None, date(2999, 1, 1)])
def test_without_a_usable_birth_date_no_list_is_chosen(cast: Cast, born: date | None) -> None:
    child = Child(birth_date=born)

    found = basis(child, timezone.localdate(), checklists())

    assert found.list_age is None
    assert "not known" in found.sentence
