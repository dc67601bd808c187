"""The list: whom this person may know of, where they are, who has the next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.intake.actions import set_next_step
from maypole.intake.models import NextStep
from maypole.people.actions import set_status
from maypole.people.models import Child
from tests.cast import child

from .rows import goal

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
LISTED = {"ines": ["Maya"], "jiho": ["Noor"], "lena": ["Maya", "Noor"], "fay": ["Maya", "Noor"], "eva": ["Liam"]}


def names(client: Client, query: str = "") -> list[str]:
    return [line.name for line in client.get(reverse("children") + query).context["lines"]]


def give_step(cast: Cast, who: Child, days: int) -> None:
    step = NextStep(what="Call", staff=cast.staff["ines"], due_on=timezone.localdate() + timedelta(days=days))
    set_next_step(by=cast.actor("lena"), child=who, step=step, now=timezone.now())


def test_the_list_holds_the_children_one_may_know_of(cast: Cast, as_: As) -> None:
    assert {name: names(as_(name)) for name in LISTED} == LISTED


@pytest.mark.parametrize(("name", "answer"), [("adam", 403), ("rosa", 403), ("okafor", 403), ("maya", 403)])
def test_who_may_not_open_the_list(cast: Cast, as_: As, name: str, answer: int) -> None:
    assert as_(name).get(reverse("children")).status_code == answer


def test_the_list_is_read_only_and_for_the_signed_in(cast: Cast, as_: As, client: Client) -> None:
    assert as_("ines").post(reverse("children")).status_code == 405
    assert client.get(reverse("children")).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("words", "found"), [("may", ["Maya"]), ("MAYA rey", ["Maya"]), ("oo", ["Noor"]), ("<b>", []), ("liam", [])]
)
def test_children_are_found_by_parts_of_their_names(cast: Cast, as_: As, words: str, found: list[str]) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(family_name="Reyes")

    assert names(as_("lena"), f"?q={words}") == found


@pytest.mark.mission("S19")
def test_families_without_a_step_and_with_a_late_one_are_found(cast: Cast, as_: As) -> None:
    give_step(cast, cast.maya, days=-1)
    client = as_("lena")

    assert (names(client, "?show=stuck"), names(client, "?show=late")) == (["Noor"], ["Maya"])


def test_who_said_goodbye_is_under_all(cast: Cast, as_: As) -> None:
    set_status(by=cast.actor("lena"), child=cast.noor, state="discharged", why="", now=timezone.now())

    assert (names(as_("lena")), names(as_("lena"), "?show=all")) == (["Maya"], ["Maya", "Noor"])


def test_ribbons_are_for_those_who_may_read_the_record(cast: Cast, as_: As) -> None:
    goal(cast, cast.maya)

    def ribbons(name: str) -> tuple[str, ...]:
        areas: tuple[str, ...] = as_(name).get(reverse("children")).context["lines"][0].areas
        return areas

    assert (ribbons("ines"), ribbons("lena"), ribbons("fay")) == (("self_care",), ("self_care",), ())


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?show=nonsense"])
def test_a_strange_address_still_answers(cast: Cast, as_: As, query: str) -> None:
    assert names(as_("lena"), query) == ["Maya", "Noor"]


def test_an_empty_list_says_what_belongs_here(cast: Cast, as_: As) -> None:
    Child.objects.filter(pk=cast.noor.pk).update(organisation=cast.stranger)

    html = as_("jiho").get(reverse("children")).content.decode()

    assert "No children here yet" in html


def test_the_list_costs_the_same_for_one_and_twenty(cast: Cast, as_: As) -> None:
    client, counts = as_("lena"), []
    for more in (0, 17):
        for number in range(more):
            made = child(cast.clinic, cast.site, f"Child {number}", date(2020, 1, 1), cast.users["ines"])
            goal(cast, made, points=0)
            give_step(cast, made, days=number)
        with CaptureQueriesContext(connection) as queries:
            assert len(names(client)) == 2 + more
        counts.append(len(queries))

    assert counts[0] == counts[1]
