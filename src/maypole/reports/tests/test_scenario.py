"""In the browser: a mother agrees on her phone, a school report is written and given, read, and closed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.people.consents import Terms, ask_consent
from maypole.progress.tests.rows import taught_goal
from maypole.reports.models import Report, ReportRun, ReportSchedule, ReportText
from maypole.reports.schedules import plan_schedule, run_schedule
from tests.browser import PHONE, sideways, violations

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]


@pytest.mark.mission("S101", "S5")
def test_from_a_yes_on_the_phone_to_a_stopped_school_report(cast: Cast, as_: As, open_page: Open) -> None:
    taught_goal(cast)
    now, by = timezone.now(), cast.actor("ines")
    asked = Terms(("reports",), "So that school does it the same way")
    ask_consent(by=by, child=cast.maya, party=cast.okafor, terms=asked, now=now)

    phone = says_yes(open_page, as_, cast)
    report = written_signed_and_given(open_page, as_, cast)
    teacher = open_page(f"/reports/{report.pk}", client=as_("okafor"))
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Report for school: Maya")
    expect(teacher.get_by_text("Short steps help her most.")).to_be_visible()
    assert violations(teacher) == []
    today = timezone.localdate()
    schedule = plan_schedule(
        by=by, child=cast.maya, now=now,
        schedule=ReportSchedule(audience="school", party=cast.okafor, first_on=today, every_months=4),
    )  # fmt: skip
    phone.goto(reverse("sharing", args=[cast.maya.pk]))
    phone.get_by_role("button", name="Stop sharing").click()
    expect(phone.get_by_text("Nobody outside sees anything")).to_be_visible()

    gone = open_page(f"/reports/{report.pk}", client=as_("okafor"), allow=("status of 404",))
    assert "Report for school" not in gone.content()
    run = run_schedule(schedule=ReportSchedule.objects.get(pk=schedule.pk), now=timezone.now())
    assert run is not None
    assert run.outcome == ReportRun.Outcome.STOPPED
    desk = open_page(reverse("child_reports", args=[cast.maya.pk]), client=as_("ines"))
    expect(desk.get_by_text("was stopped: the family does not agree any more")).to_be_visible()


def says_yes(open_page: Open, as_: As, cast: Cast) -> Page:
    """The clinic's question on the phone, with an example of what is read."""
    phone = open_page(reverse("sharing", args=[cast.maya.pk]), size=PHONE, client=as_("rosa"))
    expect(phone.get_by_text("“School report, spring:")).to_be_visible()
    assert violations(phone) == []
    assert sideways(phone) <= 0
    phone.get_by_role("button", name="Yes, they may see what is ticked").click()
    expect(phone.get_by_text("Ms Okafor may see it from now on.")).to_be_visible()
    return phone


def written_signed_and_given(open_page: Open, as_: As, cast: Cast) -> Report:
    """Words are kept after a pause, without a press; then looked at, signed, given."""
    page = open_page(reverse("report_new", args=[cast.maya.pk]), client=as_("ines"))
    page.locator("label", has_text="School").click()
    page.get_by_label("Written to").select_option(label="Ms Okafor")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_load_state()  # what listens to typing comes with the page's scripts
    page.get_by_label("In short").fill("Short steps help her most.")
    expect(page.get_by_text("Draft kept at the clinic")).to_be_visible(timeout=15_000)
    assert ReportText.objects.get(part="summary").text == "Short steps help her most."
    page.get_by_role("button", name="Look at the whole report").click()
    page.get_by_role("button", name="Sign it").click()
    expect(page.get_by_text("Signed by Ines, OT")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Give it in Maypole").click()
    expect(page.get_by_text("Given. Ms Okafor can read it now.")).to_be_visible()
    return Report.objects.get()
