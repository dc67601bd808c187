"""The clinic in one look: who waits and why, who is stuck, what is late, who carries how much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.intake.actions import receive_enquiry, set_next_step
from maypole.intake.models import Enquiry, NextStep
from maypole.pages.people_late import licences_late
from maypole.people.actions import set_status
from maypole.people.models import AboutChild, CarerRelation, Child, Licence
from maypole.plan.answers import set_rule
from maypole.plan.models import PlanAcceptance
from maypole.progress.models import Review
from tests.cast import child

from .rows import signed_plan, visit

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


def shown(as_: As, part: str) -> Any:
    """What the page gives its template, by name."""
    return as_("mona").get(reverse("clinic")).context[part]


def waits(cast: Cast, name: str, weeks: int) -> Child:
    made = child(cast.clinic, cast.site, name, date(2021, 1, 1), cast.users["ines"])
    set_status(by=cast.actor("mona"), child=made, state="waiting", why="", now=timezone.now())
    Child.objects.filter(pk=made.pk).update(registered_at=timezone.now() - timedelta(weeks=weeks))
    return made


@pytest.mark.parametrize(
    ("name", "answer"),
    [("mona", 200), ("lena", 200), ("ines", 403), ("fay", 403), ("cora", 403), ("adam", 403), ("rosa", 403)],
)
def test_who_may_open_the_page(cast: Cast, as_: As, name: str, answer: int) -> None:
    assert as_(name).get(reverse("clinic")).status_code == answer


def test_the_page_is_read_only_and_for_the_signed_in(cast: Cast, as_: As, client: Client) -> None:
    assert as_("mona").post(reverse("clinic")).status_code == 405
    assert client.get(reverse("clinic")).headers["Location"].startswith(reverse("account_login"))


def test_families_wait_in_the_order_they_asked(cast: Cast, as_: As) -> None:
    waits(cast, "Bo", weeks=3)
    early = waits(cast, "Kwame", weeks=1)
    enquiry = Enquiry(concern="x", child=early)
    receive_enquiry(enquiry=enquiry, organisation=cast.clinic, now=timezone.now() - timedelta(weeks=9))

    rows = shown(as_, "waiting").first

    assert [(row.place, row.name, row.weeks) for row in rows] == [(1, "Kwame", "9 weeks"), (2, "Bo", "3 weeks")]
    assert rows[0].chip == "Longest wait"


@pytest.mark.mission("S19")
def test_stuck_families_and_late_steps_are_named(cast: Cast, as_: As) -> None:
    step = NextStep(what="Call Rosa", staff=cast.staff["ines"], due_on=timezone.localdate() - timedelta(days=2))
    set_next_step(by=cast.actor("lena"), child=cast.maya, step=step, now=timezone.now())

    assert [row.name for row in shown(as_, "stuck").first] == ["Noor"]
    assert [(row.name, row.when) for row in shown(as_, "late_steps").first] == [("Maya", "Ines, 2 days late")]


def test_a_plan_waits_for_a_yes(cast: Cast, as_: As) -> None:
    plan = signed_plan(cast, cast.maya)
    before = shown(as_, "plans").total
    yes = {"organisation": cast.clinic, "version": plan, "carer": cast.rosa, "by": cast.users["rosa"]}
    PlanAcceptance.objects.create(**yes, accepted=True)

    assert (before, shown(as_, "plans").total) == (1, 0)


def test_where_every_carer_must_agree_one_yes_is_not_enough(cast: Cast, as_: As) -> None:
    plan = signed_plan(cast, cast.maya)
    set_rule(by=cast.actor("lena"), needs="all", why="Both parents decide.")
    CarerRelation.objects.filter(child=cast.maya, carer=cast.daniel).update(rights="accept_plan")
    yes = {"organisation": cast.clinic, "version": plan, "by": cast.users["rosa"], "accepted": True}
    waiting = []
    for carer in (cast.rosa, cast.daniel):
        PlanAcceptance.objects.create(**yes, carer=carer)
        waiting.append(shown(as_, "plans").total)

    assert waiting == [1, 0]


def test_a_review_whose_day_is_over_is_overdue(cast: Cast, as_: As) -> None:
    planned = timezone.localdate() - timedelta(days=3)
    Review.objects.create(organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], planned_on=planned)

    assert shown(as_, "reviews").total == 1


@pytest.mark.mission("S1")
def test_caseloads_count_children_notes_and_missing_strengths(cast: Cast, as_: As) -> None:
    visit(cast, cast.maya, timezone.now() - timedelta(days=1), state="finished")
    by = cast.users["ines"]
    AboutChild.objects.create(organisation=cast.clinic, child=cast.maya, by=by, strengths="")

    loads = {load.name: load for load in shown(as_, "loads")}

    ines = loads["Ines"]
    assert (ines.children, ines.leads, ines.notes, ines.without_strengths) == (1, 1, 1, 1)
    assert loads["Jiho"].without_strengths == 0


def test_the_page_shows_no_clinical_word(cast: Cast, as_: As) -> None:
    signed_plan(cast, cast.maya)
    html = as_("mona").get(reverse("clinic")).content.decode()

    assert [word for word in ("Keeps trying", "Nut allergy") if word in html] == []


def test_another_clinic_is_never_counted(cast: Cast, as_: As) -> None:
    html = as_("mona").get(reverse("clinic")).content.decode()

    assert "Liam" not in html
    assert shown(as_, "loads")
    assert "Eva" not in {load.name for load in shown(as_, "loads")}


def test_an_empty_clinic_has_calm_words(cast: Cast, as_: As) -> None:
    html = as_("eva").get(reverse("clinic")).content.decode()

    assert "No family is waiting" in html


def test_the_page_costs_the_same_for_one_and_ten(cast: Cast, as_: As) -> None:
    client, counts = as_("mona"), []
    for more in (1, 9):
        for number in range(more):
            row = waits(cast, f"Child {more} {number}", weeks=number)
            step = NextStep(what="Call", staff=cast.staff["ines"], due_on=timezone.localdate() - timedelta(days=1))
            if number % 2:
                set_next_step(by=cast.actor("lena"), child=row, step=step, now=timezone.now())
            signed_plan(cast, row)
            visit(cast, row, timezone.now() - timedelta(days=1), state="finished")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("clinic"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.mission("S3")
def test_whose_licence_ends_within_a_month_stands_there(cast: Cast, as_: Callable[[str], Client]) -> None:
    shared = {"organisation": cast.clinic, "kind": "OT", "number": "1", "starts_on": date(2020, 1, 1)}
    today = timezone.localdate()
    for who, days in (("ines", 20), ("jiho", 20), ("jiho", 400), ("ada", -3)):
        Licence.objects.create(**shared, staff=cast.staff[who], expires_on=today + timedelta(days=days))

    found = licences_late(cast.actor("mona"), today)

    assert [(row.name, row.what) for row in found.first] == [("Ada", "licence expired"), ("Ines", "licence ends")]
    assert "licence ends" in as_("mona").get("/clinic").content.decode()
