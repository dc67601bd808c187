"""The lists: a child's reports, and the house's: waiting, late, and how long it takes from asked to given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.access import Reach
from maypole.web.dates import day_year

from .access import readable
from .models import Audience, Report, ReportQuerySet, ReportRun, ReportSchedule
from .present import title
from .schedules import agreed, next_due

LOOKS_BACK = timedelta(days=180)
TOLD = (ReportRun.Outcome.STOPPED, ReportRun.Outcome.LATE)


@dataclass(frozen=True)
class Row:
    """One report in a list. Reads `signed_at`, `given_at`: annotate `with_standing`."""

    report: Report
    title: str
    to: str
    state: str
    chip: tuple[str, str]
    detail: str


def row(report: Report, today: date, *, named: bool = False) -> Row:
    given, signed = getattr(report, "given_at", None), getattr(report, "signed_at", None)
    late = report.wanted_on is not None and report.wanted_on < today
    if given:
        state, chip = _("Given on %(day)s") % {"day": day_year(given)}, ("ok", "check")
    elif signed:
        state, chip = _("Signed, not given yet"), ("info", "clock")
    else:
        state, chip = _("Draft"), ("sun", "edit")
    detail = ""
    if report.wanted_on and not given:
        said = {"day": day_year(report.wanted_on)}
        detail = _("was wanted by %(day)s") % said if late else _("wanted by %(day)s") % said
        chip = ("alert", "alert") if late else chip
    to = report.party.name if report.party else _("the family")
    words = title(report) if named else str(Audience(report.audience).label)
    return Row(report, words, to, state, chip, detail)


@dataclass(frozen=True)
class Coming:
    """A schedule: what comes when, and whether the family agrees today."""

    schedule: ReportSchedule
    title: str
    to: str
    next: str
    agreed: bool


def child_desk(actor: Actor, reached: Reach, now: datetime) -> dict[str, object]:
    child, today = reached.child, timezone.localdate(now)
    rows = readable(actor, child).with_standing().order_by("-at", "-id")[:60]
    writes = reached.can(Permission.WRITE_REPORT)
    return {
        "child": child,
        "rows": [row(one, today) for one in rows],
        "may_write": writes,
        "coming": coming(reached, now) if actor.is_staff else [],
        "told": unseen_of(child.pk) if writes else [],
        "may_share": reached.can(Permission.SEE_SHARING),
    }


def coming(reached: Reach, now: datetime) -> list[Coming]:
    rows = ReportSchedule.objects.filter(child=reached.child, end__isnull=True).select_related("party")
    return [
        Coming(
            one,
            str(Audience(one.audience).label),
            one.party.name if one.party else _("the family"),
            day_year(next_due(one)),
            agreed(one, now),
        )
        for one in rows
    ]


def unseen_of(child: UUID) -> list[tuple[ReportRun, str]]:
    """What came of schedules that a therapist has to know and nobody has read yet."""
    rows = ReportRun.objects.filter(schedule__child=child, outcome__in=TOLD, seen_at__isnull=True)
    return [(one, what_came(one)) for one in rows.select_related("schedule__party", "report")]


def what_came(run: ReportRun) -> str:
    to = run.schedule.party.name if run.schedule.party else _("the family")
    said = {"name": to, "day": day_year(run.due_on)}
    if run.outcome == ReportRun.Outcome.STOPPED:
        return _("The report to %(name)s of %(day)s was stopped: the family does not agree any more.") % said
    return _("The report to %(name)s of %(day)s was not signed in time. Sign it and give it by hand.") % said


@transaction.atomic
def mark_seen(*, by: Actor, run: ReportRun, now: datetime) -> None:
    """Somebody who writes reports has read what came of a schedule; the first reading is kept."""
    if ReportRun.objects.filter(pk=run.pk, seen_at__isnull=True).update(seen_at=now):
        record(by=by, action="schedule.seen", about=run, child=run.schedule.child_id)


def house_desk(actor: Actor, now: datetime) -> dict[str, object]:
    """What waits, late first; for who sees the clinic, everybody's and how long reports take."""
    today = timezone.localdate(now)
    rows = Report.objects.visible_to(actor).select_related("child", "party", "by")
    told = ReportRun.objects.filter(organisation=actor.organisation_id, outcome__in=TOLD, seen_at__isnull=True)
    clinic = actor.can(Permission.SEE_CLINIC)
    if not clinic:
        rows = rows.in_care_of(actor)
        told = told.filter(schedule__child__team__staff=actor.staff_id, schedule__child__team__ended_at__isnull=True)
    waiting = list(rows.waiting()[:100])
    late = [one for one in waiting if one.wanted_on and one.wanted_on < today]
    return {
        "late": [row(one, today, named=True) for one in late],
        "waiting": [row(one, today, named=True) for one in waiting if one not in late],
        "told": [(one, what_came(one)) for one in told.select_related("schedule__party", "schedule__child")[:50]],
        "turnaround": turnaround(rows, now) if clinic else [],
        "may_open": actor.can(Permission.WRITE_REPORT),
    }


def turnaround(rows: ReportQuerySet, now: datetime) -> list[tuple[str, int, str, str]]:
    """By audience: how many were given in half a year, and the middle number of days to signing and to giving."""
    found: dict[str, list[tuple[float, float]]] = {}
    for one in rows.given_since(now - LOOKS_BACK):
        pair = _days(one.at, one.signed_at or one.at), _days(one.at, one.given_at or one.at)
        found.setdefault(one.audience, []).append(pair)
    return [
        (str(Audience(audience).label), len(pairs), _told(one for one, _ in pairs), _told(two for _one, two in pairs))
        for audience, pairs in sorted(found.items())
    ]


def _days(start: datetime, end: datetime) -> float:
    return max((end - start) / timedelta(days=1), 0.0)


def _told(days: Iterable[float]) -> str:
    middle = round(median(list(days)))
    return ngettext("%(n)d day", "%(n)d days", middle) % {"n": middle}
