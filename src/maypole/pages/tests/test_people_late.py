"""Nobody to reach, late reports, and what came of scheduled ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.pages.people_late import report_news, reports_late, without_reachable_carer
from maypole.people.models import Carer, CarerRelation
from maypole.reports.models import Report, ReportRun, ReportSchedule

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


@pytest.mark.mission("S2")
def test_children_without_a_named_carer_with_rights_and_a_way_to_reach_are_listed(cast: Cast, as_: As) -> None:
    assert {row.name for row in without_reachable_carer(cast.actor("mona")).first} == {"Maya", "Noor"}

    Carer.objects.filter(pk=cast.rosa.pk).update(contact_by="text")

    assert {row.name for row in without_reachable_carer(cast.actor("mona")).first} == {"Noor"}
    CarerRelation.objects.filter(carer=cast.rosa).update(rights="")
    assert {row.name for row in without_reachable_carer(cast.actor("mona")).first} == {"Maya", "Noor"}
    assert "Nobody to reach" in as_("mona").get(reverse("clinic")).content.decode()


def test_a_carer_blocked_by_a_court_counts_for_nobody(cast: Cast) -> None:
    Carer.objects.filter(pk=cast.rosa.pk).update(contact_by="text")
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Order 1/2026")

    assert "Maya" in {row.name for row in without_reachable_carer(cast.actor("mona")).first}


def test_a_late_report_is_on_the_clinics_page(cast: Cast, as_: As) -> None:
    today = timezone.localdate()
    Report.objects.create(
        organisation=cast.clinic, child=cast.maya, audience="family", starts_on=today, ends_on=today,
        wanted_on=today - timedelta(days=1), by=cast.users["ines"],
    )  # fmt: skip

    assert reports_late(cast.actor("mona"), today).total == 1
    assert reports_late(cast.actor("mona"), today - timedelta(days=1)).total == 0
    assert "Reports that are late" in as_("mona").get(reverse("clinic")).content.decode()


def test_a_stopped_report_is_told_on_the_therapists_day_until_it_was_read(cast: Cast, as_: As) -> None:
    owner = {"organisation": cast.clinic, "by": cast.users["ines"]}
    schedule = ReportSchedule.objects.create(
        **owner, child=cast.maya, audience="school", party=cast.okafor, first_on="2026-06-01", every_months=4
    )
    run = ReportRun.objects.create(**owner, schedule=schedule, due_on="2026-06-01", outcome="stopped")

    assert "Maya: a report was stopped" in as_("ines").get(reverse("today")).content.decode()
    assert report_news(cast.actor("jiho")) == []
    ReportRun.objects.filter(pk=run.pk).update(seen_at=timezone.now())
    assert report_news(cast.actor("ines")) == []
