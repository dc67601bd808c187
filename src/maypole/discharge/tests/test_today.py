"""What goodbyes and checks leave on the pages everybody shares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maypole.discharge.models import FollowUp
from maypole.mastery import checks
from maypole.mastery.probing import Check
from maypole.plan.tests.rows import short_goal
from maypole.visits.actions import plan_visit
from tests.cast import Cast

from .test_goodbye import prepared, said

As = Callable[[str], Client]


def test_who_asks_is_reminded_and_the_clinic_sees_who_is_late(cast: Cast, as_: As) -> None:
    said(cast)
    first = FollowUp.objects.earliest("due_on")
    FollowUp.objects.filter(pk=first.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    assert "Ask how Maya is" in as_("ines").get("/today").content.decode()
    assert "One family should have been asked by now." in as_("mona").get("/clinic").content.decode()


def test_a_check_stands_with_the_next_child_when_the_place_fits(cast: Cast, as_: As) -> None:
    goal, by, now = short_goal(cast), cast.actor("ines"), timezone.now()
    plan_visit(by=by, child=cast.maya, staff=cast.staff["ines"], starts_at=now + timedelta(minutes=1), setting="school")
    for place in ("school", "home"):
        checks.plan_probe(by=by, goal=goal, check=Check("maintenance", timezone.localdate(), place, "Ada"), now=now)

    html = as_("ines").get("/today").content.decode()

    assert html.count("Ties her shoes, with Ada") == 1
    assert "Checks today, without teaching before" in html


def test_the_family_finds_the_goodbye_from_its_first_page(cast: Cast, as_: As) -> None:
    assert "Saying goodbye" not in as_("rosa").get("/our-child", follow=True).content.decode()
    prepared(cast)
    assert "Saying goodbye, and how to come back" in as_("rosa").get("/our-child", follow=True).content.decode()


@pytest.mark.mission("S102")
def test_nobody_is_discharged_or_brought_back_past_the_goodbye(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/status"
    as_("lena").post(path, {"state": "discharged", "why": "x"})
    assert cast.maya.statuses.latest("at").state == "active"

    said(cast)
    as_("mona").post(path, {"state": "active", "why": "x"})

    assert cast.maya.statuses.latest("at").state == "discharged"
    assert "Change where we are" not in as_("lena").get(f"/children/{cast.maya.pk}").content.decode()
