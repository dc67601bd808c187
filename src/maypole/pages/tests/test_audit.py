"""The trail for the compliance officer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.access.models import BreakGlass
from maypole.audit.actions import record
from maypole.people.actions import open_in_emergency

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


def opened(cast: Cast) -> BreakGlass:
    return open_in_emergency(by=cast.actor("ines"), child=cast.noor, why="A seizure", now=timezone.now())


@pytest.mark.parametrize(
    ("name", "answer"), [("cora", 200), ("lena", 403), ("ines", 403), ("mona", 403), ("adam", 403), ("rosa", 403)]
)
def test_who_reads_the_trail(cast: Cast, as_: As, name: str, answer: int) -> None:
    assert as_(name).get(reverse("audit")).status_code == answer


def test_methods_and_the_signed_out(cast: Cast, as_: As, client: Client) -> None:
    seen = reverse("emergency_seen", args=[opened(cast).pk])

    assert as_("cora").post(reverse("audit")).status_code == 405
    assert as_("cora").get(seen).status_code == 405
    assert [client.get(reverse("audit")).status_code, client.post(seen).status_code] == [302, 302]


def test_the_trail_has_names_and_says_that_the_chain_holds(cast: Cast, as_: As) -> None:
    record(by=cast.actor("ines"), action="child.read", about=cast.maya, child=cast.maya.pk, detail={"what": "plan"})

    response = as_("cora").get(reverse("audit"))

    line = response.context["lines"][0]
    assert (line.who, line.did, line.child, line.detail) == ("Ines", "opened the record", "Maya", "what: plan")
    assert "The chain holds" in response.content.decode()


def test_a_code_without_words_is_shown_as_it_is(cast: Cast, as_: As) -> None:
    record(by=cast.actor("ines"), action="quite.new", about=cast.maya)

    assert as_("cora").get(reverse("audit")).context["lines"][0].did == "quite.new"


def test_the_trail_of_another_organisation_is_not_there(cast: Cast, as_: As) -> None:
    record(by=cast.actor("eva"), action="child.read", about=cast.liam, child=cast.liam.pk)

    assert as_("cora").get(reverse("audit")).context["lines"] == []


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("who=ines", 2),
        ("who=INES%40birch.example", 2),
        ("who=nobody", 0),
        ("action=plan", 1),
        ("since=2199-01-01", 0),
        ("until=2199-01-01", 3),
        ("child=MAYA", 2),
        ("since=soon", 3),
        ("child=nonsense", 3),
        ("page=99", 3),
    ],
)
def test_the_trail_can_be_narrowed(cast: Cast, as_: As, query: str, rows: int) -> None:
    record(by=cast.actor("ines"), action="child.read", about=cast.maya, child=cast.maya.pk)
    record(by=cast.actor("ines"), action="plan.sign", about=cast.maya, child=cast.maya.pk)
    record(by=cast.actor("jiho"), action="child.read", about=cast.noor, child=cast.noor.pk)

    response = as_("cora").get(reverse("audit") + "?" + query.replace("MAYA", str(cast.maya.pk)))

    assert len(response.context["lines"]) == rows


def test_an_emergency_is_shown_with_its_reason_until_it_is_seen(cast: Cast, as_: As) -> None:
    emergency, client = opened(cast), as_("cora")
    before = client.get(reverse("audit")).content.decode()

    after = client.post(reverse("emergency_seen", args=[emergency.pk]), follow=True).content.decode()

    assert "A seizure" in before
    assert "One emergency access to look at" in before
    assert "Seen by Cora" in after


@pytest.mark.parametrize(("name", "answer"), [("lena", 403), ("ines", 403), ("rosa", 403)])
def test_only_compliance_marks_an_emergency_as_seen(cast: Cast, as_: As, name: str, answer: int) -> None:
    assert as_(name).post(reverse("emergency_seen", args=[opened(cast).pk])).status_code == answer


def test_an_emergency_of_another_organisation_is_not_there(cast: Cast, as_: As) -> None:
    emergency = opened(cast)
    BreakGlass.objects.filter(pk=emergency.pk).update(organisation=cast.stranger)

    assert as_("cora").post(reverse("emergency_seen", args=[emergency.pk])).status_code == 404
    assert as_("cora").post(reverse("emergency_seen", args=[uuid4()])).status_code == 404


def test_the_trail_costs_the_same_for_one_and_ten(cast: Cast, as_: As) -> None:
    client, counts = as_("cora"), []
    for more in (1, 9):
        for number in range(more):
            row = cast.maya if number % 2 else cast.noor
            record(by=cast.actor("ines" if number % 3 else "jiho"), action="child.read", about=row, child=row.pk)
            opened(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
