"""Reports that come back: a draft in time, given on the day, stopped when the family does not agree any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from maypole.access.models import Membership
from maypole.audit.models import AuditEvent
from maypole.people.consents import withdraw_consent
from maypole.reports.actions import sign_report
from maypole.reports.models import Report, ReportGiving, ReportRun, ReportSchedule, ReportScheduleEnd
from maypole.reports.schedules import add_months, end_schedule, next_due, plan_schedule, run_schedule, wake_all

from .rows import agree, version_of, written

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
BEGUN = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST = date(2026, 6, 1)
ON_THE_DAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
IN_TIME = ON_THE_DAY - timedelta(days=13)


def school_schedule(cast: Cast, *, language: str = "en") -> ReportSchedule:
    agree(cast, cast.okafor, BEGUN)
    new = ReportSchedule(audience="school", party=cast.okafor, language=language, first_on=FIRST, every_months=4)
    return plan_schedule(by=cast.actor("ines"), child=cast.maya, schedule=new, now=BEGUN)


def outcome(schedule: ReportSchedule, now: datetime) -> str:
    run = run_schedule(schedule=schedule, now=now)
    return run.outcome if run else ""


def sign(cast: Cast, now: datetime) -> Report:
    report = Report.objects.get()
    version = written(cast, version_of(report))
    sign_report(by=cast.actor("ines"), version=version, edition=version.edition, now=now)
    return report


def test_a_job_waits_for_the_morning_of_the_draft(cast: Cast) -> None:
    schedule = school_schedule(cast)

    job = DBTaskResult.objects.get()
    assert job.args_kwargs["kwargs"] == {"schedule": str(schedule.pk)}
    assert job.run_after == datetime(2026, 5, 18, 4, tzinfo=UTC)  # six o'clock in Madrid
    assert outcome(schedule, BEGUN) == ""


def test_a_draft_is_made_in_time_and_given_on_the_day_when_signed(cast: Cast, as_: As) -> None:
    schedule = school_schedule(cast)
    assert outcome(schedule, IN_TIME) == "drafted"
    report = sign(cast, IN_TIME)
    assert outcome(schedule, IN_TIME) == "drafted"

    assert outcome(schedule, ON_THE_DAY) == "given"

    assert (report.starts_on, report.ends_on, report.wanted_on) == (date(2026, 2, 1), FIRST, FIRST)
    assert ReportGiving.objects.get().party == cast.okafor
    assert next_due(schedule) == date(2026, 10, 1)
    assert as_("okafor").get(reverse("report", args=[report.pk])).status_code == 200


@pytest.mark.mission("S101")
def test_a_withdrawn_consent_stops_a_scheduled_school_report_and_says_so(cast: Cast, as_: As) -> None:
    schedule = school_schedule(cast)
    outcome(schedule, IN_TIME)
    sign(cast, IN_TIME)
    withdraw_consent(by=cast.actor("rosa"), child=cast.maya, party=cast.okafor, now=ON_THE_DAY - timedelta(minutes=1))

    assert outcome(schedule, ON_THE_DAY) == "stopped"

    assert not ReportGiving.objects.exists()
    assert ReportScheduleEnd.objects.get().schedule == schedule
    assert outcome(schedule, ON_THE_DAY + timedelta(days=400)) == ""
    html = as_("ines").get(reverse("child_reports", args=[cast.maya.pk])).content.decode()
    assert "The report to Ms Okafor of 1 June 2026 was stopped: the family does not agree any more." in html
    assert AuditEvent.objects.filter(action="schedule.run", detail__outcome="stopped").count() == 1


def test_without_consent_not_even_a_draft_is_made(cast: Cast) -> None:
    schedule = school_schedule(cast)
    withdraw_consent(by=cast.actor("rosa"), child=cast.maya, party=cast.okafor, now=BEGUN)

    assert outcome(schedule, IN_TIME) == "stopped"

    assert not Report.objects.exists()


def test_an_unsigned_report_is_late_and_the_next_one_still_comes(cast: Cast) -> None:
    schedule = school_schedule(cast)
    outcome(schedule, IN_TIME)

    assert outcome(schedule, ON_THE_DAY) == "late"

    assert not ReportGiving.objects.exists()
    assert outcome(schedule, datetime(2026, 9, 20, tzinfo=UTC)) == "drafted"
    assert Report.objects.count() == 2


def test_running_it_again_does_nothing_twice(cast: Cast) -> None:
    schedule = school_schedule(cast)
    for _again in range(3):
        run_schedule(schedule=schedule, now=IN_TIME)
    sign(cast, IN_TIME)
    for _again in range(3):
        run_schedule(schedule=schedule, now=ON_THE_DAY)

    assert sorted(ReportRun.objects.values_list("outcome", flat=True)) == ["drafted", "given"]
    assert ReportGiving.objects.count() == 1


def test_a_worker_that_slept_through_the_day_makes_the_draft_and_is_late(cast: Cast) -> None:
    schedule = school_schedule(cast)

    assert outcome(schedule, ON_THE_DAY + timedelta(days=3)) == "late"

    assert Report.objects.count() == 1


def test_a_schedule_whose_planner_left_ends(cast: Cast) -> None:
    schedule = school_schedule(cast)
    works = Membership.objects.get(user=cast.users["ines"])
    works.ended_at = BEGUN
    works.save()

    run_schedule(schedule=schedule, now=IN_TIME)

    assert ReportScheduleEnd.objects.get().why == "planner"
    assert not Report.objects.exists()


def test_what_came_of_it_is_read_once(cast: Cast, as_: As) -> None:
    schedule = school_schedule(cast)
    outcome(schedule, ON_THE_DAY)
    run = ReportRun.objects.get(outcome="late")

    as_("ines").post(reverse("report_run_seen", args=[cast.maya.pk, run.pk]))

    assert "not signed in time" not in as_("ines").get(reverse("child_reports", args=[cast.maya.pk])).content.decode()


def test_an_imported_clinic_wakes_its_schedules_again(cast: Cast) -> None:
    going_on, ended = school_schedule(cast), school_schedule(cast)
    end_schedule(by=cast.actor("ines"), schedule=ended, why="twice", now=BEGUN)
    DBTaskResult.objects.all().delete()

    assert wake_all(cast.clinic.pk, BEGUN) == 1

    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {"schedule": str(going_on.pk)}


def test_a_therapist_ends_it_with_a_reason(cast: Cast, as_: As) -> None:
    schedule = school_schedule(cast)
    url = reverse("report_schedule_end", args=[cast.maya.pk, schedule.pk])

    as_("ines").post(url, {"why": ""})
    assert not ReportScheduleEnd.objects.exists()
    as_("ines").post(url, {"why": "She changes school"})

    assert ReportScheduleEnd.objects.get().why == "She changes school"
    assert outcome(schedule, ON_THE_DAY) == ""


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 15), 4, date(2027, 2, 15)),
        (date(2026, 3, 1), -4, date(2025, 11, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then
