"""Methods with their evidence, doses with reason and day, people: each a row of a version."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from maypole.access.editions import EditConflict
from maypole.plan.actions import PlanRefused, draft_plan, sign_plan
from maypole.plan.agreement import digest
from maypole.plan.models import DoseChange, PlanDose, PlanMethod, PlanPerson
from maypole.plan.parts import MethodFields, adapt_method, add_dose, add_method, add_person, take_out
from tests.cast import Cast

from .rows import NOW, short_goal, signed_plan

LATER = NOW + timedelta(days=30)
SONGS: MethodFields = {
    "name": "Songs for steps", "why": "A tune keeps the order", "source": "Own trial, 2025", "confidence": "low",
}  # fmt: skip


def songs(cast: Cast) -> PlanMethod:
    return add_method(by=cast.actor("ines"), child=cast.maya, at=NOW, **SONGS)


@pytest.mark.mission("S55")
@pytest.mark.parametrize("missing", ["name", "why", "source", "confidence"])
def test_a_method_names_source_and_confidence(cast: Cast, missing: str) -> None:
    without: MethodFields = {**SONGS, missing: " "}  # type: ignore[misc]
    with pytest.raises(PlanRefused) as refused:
        add_method(by=cast.actor("ines"), child=cast.maya, **without)

    assert list(refused.value.message_dict) == [missing]
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMethod.objects.create(organisation=cast.clinic, version=draft, **{**SONGS, missing: ""})


def test_the_next_version_takes_methods_doses_and_people_along(cast: Cast) -> None:
    songs(cast)
    add_dose(by=cast.actor("ines"), child=cast.maya, mode="home", times_a_week=5, minutes=10, weeks=8, at=NOW)
    add_person(by=cast.actor("ines"), child=cast.maya, person=PlanPerson(name="Rosa", part="Sings"), at=NOW)
    signed_plan(cast)

    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="More", at=LATER)

    assert [row.name for row in draft.method_rows.all()] == ["Songs for steps"]
    assert [(row.mode, row.weeks) for row in draft.dose_rows.all()] == [("home", 8)]
    assert [(row.name, row.part) for row in draft.people_rows.all()] == [("Rosa", "Sings")]


def test_what_was_read_changes_with_every_part(cast: Cast) -> None:
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)
    seen = {digest(draft)}

    method = songs(cast)
    seen.add(digest(draft))
    adapt_method(by=cast.actor("ines"), method=method, here="With the train song")
    seen.add(digest(draft))
    add_dose(by=cast.actor("ines"), child=cast.maya, mode="group", times_a_week=1, minutes=45)
    seen.add(digest(draft))
    add_person(by=cast.actor("ines"), child=cast.maya, person=PlanPerson(name="Rosa", part="Sings"))
    seen.add(digest(draft))

    assert len(seen) == 5


def test_two_people_add_to_the_draft_and_neither_loses_a_word(cast: Cast) -> None:
    opened = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW).edition
    songs(cast)
    pictures: MethodFields = {**SONGS, "name": "Pictures"}
    add_method(by=cast.actor("lena"), child=cast.maya, at=NOW, **pictures)

    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, edition=opened, methods="Both", at=NOW)

    assert {row.name for row in draft.method_rows.all()} == {"Songs for steps", "Pictures"}


def test_the_second_to_adapt_a_method_is_told(cast: Cast) -> None:
    method = songs(cast)
    opened = method.edition
    adapt_method(by=cast.actor("ines"), method=method, here="With the train song", edition=opened)

    with pytest.raises(EditConflict):
        adapt_method(by=cast.actor("lena"), method=method, here="With drums", edition=opened)

    assert PlanMethod.objects.get().here == "With the train song"


def test_a_part_of_a_signed_version_stays(cast: Cast) -> None:
    method = songs(cast)
    signed_plan(cast)

    with pytest.raises(PlanRefused, match="is signed"):
        take_out(by=cast.actor("ines"), part=PlanMethod.objects.get(pk=method.pk))

    assert PlanMethod.objects.count() == 1


@pytest.mark.mission("S51")
def test_a_dose_change_keeps_reason_and_day(cast: Cast) -> None:
    first = signed_plan(cast)
    start = date(2026, 2, 20)
    draft = draft_plan(
        by=cast.actor("ines"), child=cast.maya, why="Twice", sessions_a_week=2, dose_why="Before school starts",
        dose_from=start, at=LATER,
    )  # fmt: skip
    sign_plan(by=cast.actor("ines"), version=draft, at=LATER)

    change = DoseChange.objects.get(version=draft)
    assert (change.before, change.starts_on, change.why, change.by) == (
        first, start, "Before school starts", cast.users["ines"],
    )  # fmt: skip


def test_a_version_with_the_same_dose_is_no_dose_change(cast: Cast) -> None:
    signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="New words", at=LATER)
    sign_plan(by=cast.actor("ines"), version=draft, at=LATER)

    assert not DoseChange.objects.filter(version=draft).exists()


@pytest.mark.mission("S51")
def test_practice_at_home_added_is_a_dose_change_too(cast: Cast) -> None:
    signed_plan(cast)
    add_dose(by=cast.actor("ines"), child=cast.maya, mode="home", times_a_week=5, minutes=10, at=LATER)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Practice at home begins", at=LATER)
    sign_plan(by=cast.actor("ines"), version=draft, at=LATER)

    assert DoseChange.objects.get(version=draft).why == "Practice at home begins"


def test_the_main_way_of_meeting_is_not_said_twice(cast: Cast) -> None:
    short_goal(cast)
    with pytest.raises(PlanRefused, match="the main visits are not"):
        add_dose(by=cast.actor("ines"), child=cast.maya, mode="one", times_a_week=1, minutes=45)

    assert not PlanDose.objects.exists()
