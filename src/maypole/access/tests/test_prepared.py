"""Prepared queries answer as the ORM does, whatever is asked after whatever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.access.prepared import Prepared, PreparedFor, columns, insert, insert_all, objects
from maypole.people.models import Child, ChildStatus, Precaution
from tests.cast import Cast

by_child = Prepared(
    lambda child: Precaution.objects.in_force().filter(child=child).values_list(*columns(Precaution)), child=UUID
)


def test_it_gives_the_objects_the_orm_gives(cast: Cast) -> None:
    for child in (cast.maya, cast.noor, cast.maya):
        expected = list(Precaution.objects.in_force().filter(child=child))
        found = objects(Precaution, by_child(child=child.pk))
        assert found == expected
        assert [vars(one)["at"] for one in found] == [one.at for one in expected]
    assert by_child(child=uuid4()) == []


def test_it_costs_one_query_and_the_first_row_or_none(cast: Cast) -> None:
    by_child(child=cast.maya.pk)
    with CaptureQueriesContext(connection) as caught:
        assert by_child.first(child=cast.maya.pk) is not None
        assert by_child.first(child=uuid4()) is None
    assert len(caught) == 2


def test_a_value_may_stand_in_several_places_and_beside_others(cast: Cast) -> None:
    twice = Prepared(
        lambda child, now: (
            ChildStatus.objects.filter(child=child, at__lte=now).filter(child__pk=child).values_list("state", "at")
        ),
        child=UUID,
        now=datetime,
    )
    now = timezone.now()
    assert twice(child=cast.maya.pk, now=now) == list(
        ChildStatus.objects.filter(child=cast.maya).values_list("state", "at")
    )
    assert twice(child=cast.maya.pk, now=now - timedelta(days=3000)) == []


def test_what_is_computed_from_a_value_cannot_be_prepared(cast: Cast) -> None:
    contains = Prepared(lambda name: Child.objects.filter(given_name__icontains=name).values_list("pk"), name=str)
    ignored = Prepared(lambda name: Child.objects.values_list("pk"), name=str)
    for one in (contains, ignored):
        with pytest.raises(ValueError, match="does not stand in the query"):
            one(name="Maya")


def test_keys_of_a_list_fill_the_places_of_one_statement(cast: Cast) -> None:
    states = PreparedFor(lambda keys: ChildStatus.objects.filter(child__in=keys).values_list("child_id", "state"), 2)
    everyone = [cast.maya.pk, cast.noor.pk, cast.liam.pk]
    expected = set(ChildStatus.objects.filter(child__in=everyone).values_list("child_id", "state"))
    assert expected
    with CaptureQueriesContext(connection) as caught:
        found = states(everyone)
        assert states([]) == []
    assert (set(found), len(found), len(caught)) == (expected, len(expected), 2)


def test_an_inserted_row_is_the_row_the_orm_would_write(cast: Cast) -> None:
    row = ChildStatus(organisation=cast.clinic, child=cast.maya, state="paused", by=cast.users["ines"], why="“ñ” %s")
    insert(row)
    stored = ChildStatus.objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in columns(ChildStatus)} == {
        name: getattr(row, name) for name in columns(ChildStatus)
    }
    assert not row._state.adding


def test_many_rows_of_plain_values_are_the_rows_the_orm_would_write(cast: Cast) -> None:
    at = timezone.now().astimezone(ZoneInfo("Asia/Kathmandu"))
    owner = {"organisation_id": cast.clinic.pk, "child_id": cast.maya.pk, "by_id": cast.users["ines"].pk}
    rows: list[dict[str, Any]] = [
        {**owner, "id": new_id(), "state": "paused", "at": at, "why": why} for why in ("“ñ” %s", "")
    ]
    with CaptureQueriesContext(connection) as caught:
        insert_all(ChildStatus, rows)
        insert_all(ChildStatus, [])
    stored = {row.pk: row for row in ChildStatus.objects.filter(pk__in=[row["id"] for row in rows])}
    assert [{name: getattr(stored[row["id"]], name) for name in row} for row in rows] == rows
    assert len(caught) == 1


def test_a_row_that_the_database_refuses_is_never_swallowed(cast: Cast) -> None:
    owner = {"organisation_id": cast.clinic.pk, "child_id": cast.maya.pk, "by_id": cast.users["ines"].pk}
    row = {**owner, "id": new_id(), "state": "paused"}
    insert_all(ChildStatus, [row], ignore=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(ChildStatus, [row])
