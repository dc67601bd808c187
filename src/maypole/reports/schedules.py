"""Reports that come back each term: a draft in time, given on the day if it is signed and the family still agrees."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.audit.actions import record
from maypole.people.access import consented
from maypole.people.models import Child, Consent

from .actions import NotConsented, Wanted, ask_report, check_party, give_report
from .models import Report, ReportGiving, ReportRun, ReportSchedule, ReportScheduleEnd, ReportVersion
from .queue import wake

OVER = (ReportRun.Outcome.GIVEN, ReportRun.Outcome.LATE, ReportRun.Outcome.STOPPED)
"""Outcomes after which the next date counts."""
AT_WORK = time(6)
"""When the day's work begins, where the clinic is."""


@transaction.atomic
def plan_schedule(*, by: Actor, child: Child, schedule: ReportSchedule, now: datetime) -> ReportSchedule:
    """Keep an unsaved `schedule` and wake the worker for its first draft. Raises ReportRefused as `ask_report` does."""
    check_party(child, schedule.audience, schedule.party)
    schedule.child, schedule.organisation_id = child, child.organisation_id
    schedule.by_id, schedule.at = by.user_id, now
    schedule.save(force_insert=True)
    record(by=by, action="schedule.plan", about=schedule, child=child.pk, detail={"audience": schedule.audience})
    wake(schedule, moment(schedule, draft_day(schedule, schedule.first_on)), now)
    return schedule


@transaction.atomic
def end_schedule(*, by: Actor | None, schedule: ReportSchedule, why: str, now: datetime) -> None:
    """Nothing more is made from here on. `by` is None when the house ends it, because the family does not agree."""
    ended, made = ReportScheduleEnd.objects.get_or_create(
        schedule=schedule,
        defaults={
            "organisation_id": schedule.organisation_id,
            "why": why,
            "by_id": by.user_id if by else schedule.by_id,
            "at": now,
        },
    )
    if made:
        record(by=by, action="schedule.end", about=ended, child=schedule.child_id, detail={"by_consent": by is None})


@transaction.atomic
def run_schedule(*, schedule: ReportSchedule, now: datetime) -> ReportRun | None:
    """Do what is due by `now`: make the draft, or give it, or stop because the family does not agree any more.

    May be called at any time and any number of times: what was done is not done again. Returns what was done.
    """
    ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    if ReportScheduleEnd.objects.filter(schedule=schedule).exists():
        return None
    due, today = next_due(schedule), local_day(schedule, now)
    if today < draft_day(schedule, due):
        wake(schedule, moment(schedule, draft_day(schedule, due)), now)
        return None
    if not agreed(schedule, now):
        return _stop(schedule, due, now)
    if _planner(schedule) is None:
        end_schedule(by=None, schedule=schedule, why="planner", now=now)
        return _note(schedule, due, ReportRun.Outcome.LATE, now)
    drafted = schedule.runs.filter(due_on=due, outcome=ReportRun.Outcome.DRAFTED).first() or _draft(schedule, due, now)
    if today < due:
        wake(schedule, moment(schedule, due), now)
        return drafted
    run = _give(schedule, due, drafted.report, now)
    wake(schedule, moment(schedule, draft_day(schedule, next_due(schedule))), now)
    return run


def wake_all(organisation: UUID, now: datetime) -> int:
    """Queue the job of every schedule that goes on: after an import, which brings rows and no queue; how many."""
    going_on = ReportSchedule.objects.filter(organisation=organisation, end__isnull=True)
    for schedule in going_on:
        wake(schedule, now, now)
    return len(going_on)


def agreed(schedule: ReportSchedule, now: datetime) -> bool:
    """Whether it may go out at `now`; a family needs no consent to its own report."""
    party = schedule.party_id
    return party is None or consented(schedule.child_id, party, Consent.Scope.REPORTS, now)


def _note(schedule: ReportSchedule, due: date, outcome: str, now: datetime, report: Report | None = None) -> ReportRun:
    run = ReportRun.objects.create(
        organisation_id=schedule.organisation_id, schedule=schedule, due_on=due, outcome=outcome, report=report,
        by_id=schedule.by_id, at=now,
    )  # fmt: skip
    detail = {"due": due.isoformat(), "outcome": str(outcome)}
    record(by=None, action="schedule.run", about=run, child=schedule.child_id, detail=detail)
    return run


def _stop(schedule: ReportSchedule, due: date, now: datetime) -> ReportRun:
    run = _note(schedule, due, ReportRun.Outcome.STOPPED, now)
    end_schedule(by=None, schedule=schedule, why="consent", now=now)
    return run


def _draft(schedule: ReportSchedule, due: date, now: datetime) -> ReportRun:
    by = _planner(schedule)
    assert by is not None, "asked before"
    before = add_months(due, -schedule.every_months)
    wanted = Wanted(schedule.audience, schedule.party, schedule.language, before, due, due)
    report = ask_report(by=by, child=schedule.child, wanted=wanted, now=now, schedule=schedule)
    return _note(schedule, due, ReportRun.Outcome.DRAFTED, now, report)


def _give(schedule: ReportSchedule, due: date, report: Report | None, now: datetime) -> ReportRun:
    """Given when somebody signed it; else late, and whoever signs it gives it by hand."""
    signed = ReportVersion.objects.filter(report=report, signature__isnull=False).order_by("-number").first()
    if signed is None:
        return _note(schedule, due, ReportRun.Outcome.LATE, now, report)
    if not signed.givings.exists():
        outside = schedule.party is not None and schedule.party.user_id is None
        how = ReportGiving.How.PAPER if outside else ReportGiving.How.HERE
        if how == ReportGiving.How.PAPER:
            return _note(schedule, due, ReportRun.Outcome.LATE, now, report)  # paper goes out by hand
        by = _planner(schedule)
        assert by is not None, "asked before"
        try:
            give_report(by=by, version=signed, how=how, now=now, scheduled=True)
        except NotConsented:
            return _stop(schedule, due, now)
    return _note(schedule, due, ReportRun.Outcome.GIVEN, now, report)


def _planner(schedule: ReportSchedule) -> Actor | None:
    """Who planned it: what is made is theirs. None when they work here no more; then the schedule ends."""
    found = actor_for(schedule.by, str(schedule.organisation_id))
    return found if found and found.organisation_id == schedule.organisation_id and found.is_staff else None


def next_due(schedule: ReportSchedule) -> date:
    """The first date nothing came of yet."""
    over = schedule.runs.filter(outcome__in=OVER).values("due_on").distinct().count()
    return add_months(schedule.first_on, over * schedule.every_months)


def add_months(day: date, months: int) -> date:
    """The same day some months on; the last of the month where that month is shorter.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def draft_day(schedule: ReportSchedule, due: date) -> date:
    return due - timedelta(days=schedule.ahead)


def zone(schedule: ReportSchedule) -> ZoneInfo:
    return ZoneInfo(schedule.child.organisation.time_zone)


def local_day(schedule: ReportSchedule, now: datetime) -> date:
    """The day it is where the clinic is."""
    return timezone.localdate(now, zone(schedule))


def moment(schedule: ReportSchedule, day: date) -> datetime:
    """The morning of that day where the clinic is."""
    return datetime.combine(day, AT_WORK, zone(schedule))
