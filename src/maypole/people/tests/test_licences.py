"""Licences on record: kept, put right, and a word in time before one ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.people.models import Licence, LicenceReminder
from maypole.people.tasks import remind_of_licences
from tests.cast import Cast

As = Callable[[str], Client]
FORM = {
    "kind": "Occupational therapist", "discipline": "OT", "level": "full", "number": "OT-77", "region": "Oregon",
    "starts_on": "2025-01-01", "expires_on": "2099-01-01",
}  # fmt: skip


def held(cast: Cast, days: int, who: str = "ines") -> Licence:
    return Licence.objects.create(
        organisation=cast.clinic, staff=cast.staff[who], kind="OT", discipline="OT", number="1",
        starts_on=date(2020, 1, 1), expires_on=timezone.localdate() + timedelta(days=days),
    )  # fmt: skip


def test_a_manager_adds_a_licence_and_its_holder_reads_it(cast: Cast, as_: As) -> None:
    page = reverse("colleague_licences", args=[cast.staff["ines"].pk])

    sent = as_("mona").post(page, FORM)
    shown = as_("ines").get(page).content.decode()

    assert sent.status_code == 302
    assert all(words in shown for words in ("OT-77", "Oregon", "Valid"))
    assert '<form class="stack"' not in shown
    assert AuditEvent.objects.filter(action="licence.added").count() == 1


def test_what_was_typed_wrong_is_put_right_and_traced(cast: Cast, as_: As) -> None:
    licence = held(cast, 400)
    page = reverse("licence_edit", args=[cast.staff["ines"].pk, licence.pk])

    wrong = as_("mona").post(page, FORM | {"expires_on": "2024-01-01", "number": "OT-78"})
    as_("mona").post(page, FORM)

    licence.refresh_from_db()
    event = AuditEvent.objects.get(action="licence.corrected")
    assert wrong.status_code == 422
    assert "OT-78" in wrong.content.decode()
    assert licence.number == "OT-77"
    assert "number" in event.detail["fields"]


@pytest.mark.mission("S3")
def test_the_list_says_whose_licence_ends_or_is_missing(cast: Cast, as_: As) -> None:
    held(cast, 21)
    held(cast, -1, "lena")

    shown = as_("mona").get(reverse("licences")).content.decode()

    assert "Ends in 21 days" in shown
    assert "Expired" in shown
    assert "None on record" in shown


def test_others_read_no_licence_of_a_colleague(cast: Cast, as_: As) -> None:
    page = reverse("colleague_licences", args=[cast.staff["ines"].pk])

    answers = {who: as_(who).get(page).status_code for who in ("ines", "lena", "jiho", "ada", "rosa", "eva")}

    assert answers == {"ines": 200, "lena": 200, "jiho": 403, "ada": 403, "rosa": 403, "eva": 404}
    assert as_("ines").post(page, FORM).status_code == 403


@pytest.mark.mission("S3")
def test_the_holder_is_reminded_once_at_each_distance(cast: Cast) -> None:
    licence = held(cast, 45)

    first = [remind_of_licences.func(), remind_of_licences.func()]
    Licence.objects.filter(pk=licence.pk).update(expires_on=timezone.localdate() + timedelta(days=6))
    later = remind_of_licences.func()

    assert (first, later) == ([1, 0], 1)
    assert sorted(LicenceReminder.objects.values_list("days", flat=True)) == [7, 60]
    assert mail.outbox[0].to == ["ines@birch.example"]
    assert "valid until" in str(mail.outbox[0].body)


def test_nobody_is_reminded_of_a_licence_that_is_renewed_or_far_off(cast: Cast) -> None:
    held(cast, 20)
    held(cast, 400)
    held(cast, 61, "lena")

    assert remind_of_licences.func() == 0
