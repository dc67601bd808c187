"""Whose signature waits for another's, and whose that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from maypole.audit.models import AuditEvent
from maypole.people.access import needs_cosignature, supervisor_of
from maypole.people.models import Licence, Supervision
from maypole.people.supervision import name_supervisor
from tests.cast import Cast

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
TODAY = NOW.date()


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


def test_naming_another_ends_the_first(cast: Cast) -> None:
    mona, jiho = cast.actor("mona"), cast.staff["jiho"]
    name_supervisor(by=mona, staff=jiho, supervisor=cast.staff["lena"], now=NOW)

    name_supervisor(by=mona, staff=jiho, supervisor=cast.staff["ines"], now=NOW + timedelta(days=30))

    days = (TODAY, TODAY + timedelta(days=29), TODAY + timedelta(days=30))
    assert [supervisor_of(jiho.pk, day) for day in days] == [
        cast.staff["lena"], cast.staff["lena"], cast.staff["ines"],
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="supervision.name").count() == 2


def test_two_people_do_not_answer_for_each_other(cast: Cast) -> None:
    mona = cast.actor("mona")
    name_supervisor(by=mona, staff=cast.staff["jiho"], supervisor=cast.staff["lena"], now=NOW)

    with pytest.raises(ValidationError, match="for each other"):
        name_supervisor(by=mona, staff=cast.staff["lena"], supervisor=cast.staff["jiho"], now=NOW)
    with pytest.raises(ValidationError, match="their own work"):
        name_supervisor(by=mona, staff=cast.staff["lena"], supervisor=cast.staff["lena"], now=NOW)


def test_a_manager_names_the_supervisor(cast: Cast, as_: Callable[[str], Client]) -> None:
    licence(cast, "provisional", expires=date(2099, 1, 1))
    page = "/supervision"
    assert "Needs a supervisor" in as_("mona").get(page).content.decode()

    sent = as_("mona").post(page, {"staff": cast.staff["jiho"].pk, "supervisor": cast.staff["lena"].pk})

    assert sent.status_code == 302
    assert Supervision.objects.get().supervisor == cast.staff["lena"]
    assert "Needs a supervisor" not in as_("mona").get(page).content.decode()
    assert as_("ines").get(page).status_code == 403
