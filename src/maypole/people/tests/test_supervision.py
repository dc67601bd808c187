"""Whose signature waits for another's, and whose that is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from maypole.people.access import needs_cosignature, supervisor_of
from maypole.people.models import Licence, Supervision
from tests.cast import Cast

TODAY = date(2026, 1, 12)


def licence(cast: Cast, level: str, expires: date = date(2027, 1, 1)) -> None:
    Licence.objects.create(
        organisation=cast.clinic, staff=cast.staff["jiho"], kind="SLP", number="1", level=level,
        starts_on=date(2025, 1, 1), expires_on=expires,
    )  # fmt: skip


@pytest.mark.mission("S3")
@pytest.mark.parametrize(
    ("level", "waits"), [("full", False), ("provisional", True), ("assistant", True), ("student", True)]
)
def test_the_licence_says_whose_signature_waits(cast: Cast, level: str, waits: bool) -> None:
    licence(cast, level)

    assert needs_cosignature(cast.staff["jiho"].pk, TODAY) is waits


def test_a_full_licence_ends_the_wait(cast: Cast) -> None:
    licence(cast, "provisional")
    licence(cast, "full")

    assert not needs_cosignature(cast.staff["jiho"].pk, TODAY)


def test_an_expired_full_licence_does_not_count(cast: Cast) -> None:
    licence(cast, "provisional")
    licence(cast, "full", expires=date(2025, 12, 31))

    assert needs_cosignature(cast.staff["jiho"].pk, TODAY)


def test_a_supervisor_answers_from_a_day_until_it_ends(cast: Cast) -> None:
    Supervision.objects.create(
        organisation=cast.clinic, staff=cast.staff["jiho"], supervisor=cast.staff["lena"],
        started_on=TODAY, ended_on=date(2026, 3, 1),
    )  # fmt: skip

    days = [date(2026, 1, 11), TODAY, date(2026, 3, 1), date(2026, 3, 2)]

    assert [supervisor_of(cast.staff["jiho"].pk, day) for day in days] == [
        None, cast.staff["lena"], cast.staff["lena"], None,
    ]  # fmt: skip


def test_nobody_supervises_themselves(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.create(
            organisation=cast.clinic, staff=cast.staff["jiho"], supervisor=cast.staff["jiho"], started_on=TODAY
        )
