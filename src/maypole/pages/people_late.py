"""What the clinic must not miss about families and reports: nobody to reach, a report that is late or was stopped."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.prepared import Prepared
from maypole.people.models import CarerRelation, Child, ChildStatus, Licence, StaffMember
from maypole.reports.models import Report, ReportRun, ReportSignature
from maypole.web.dates import day

from .clinic_present import SHOWN, Late, Some

A_MONTH = timedelta(days=30)


def without_reachable_carer(actor: Actor) -> Some[Late]:
    """Children in therapy without a carer who has rights and said how to be reached (S2)."""
    reachable = CarerRelation.objects.filter(child=OuterRef("pk"), ended_at__isnull=True, blocked=False)
    reachable = reachable.exclude(rights="").exclude(carer__contact_by="")
    rows = Child.objects.visible_to(actor).in_state(ChildStatus.State.ACTIVE).filter(~Exists(reachable))
    may = actor.can(P.CORRECT_DETAILS)
    found = [
        Late(
            row.name,
            _("nobody we know how to reach"),
            "",
            reverse("carers" if may else "child", args=[row.pk]),
        )
        for row in rows.order_by("given_name", "id")
    ]
    return Some(found[:SHOWN], len(found))


def reports_late(actor: Actor, today: date) -> Some[Late]:
    """Reports that were wanted by a day that is over."""
    rows = Report.objects.visible_to(actor).overdue(today).select_related("child").order_by("wanted_on", "id")
    found = [
        Late(
            row.child.name,
            str(row.get_audience_display()),
            _("wanted by %(day)s") % {"day": day(row.wanted_on)},
            reverse("reports"),
        )
        for row in rows
    ]
    return Some(found[:SHOWN], len(found))


def licences_late(actor: Actor, today: date) -> Some[Late]:
    """Colleagues whose last licence of a field has expired or ends within a month (S3)."""
    newest: dict[tuple[UUID, str], Licence] = {}
    working = StaffMember.objects.working().filter(organisation=actor.organisation_id)
    for row in Licence.objects.filter(staff__in=working).select_related("staff").order_by("expires_on", "id"):
        newest[row.staff_id, row.discipline] = row
    ending = [row for row in newest.values() if row.expires_on <= today + A_MONTH]
    found = [
        Late(
            row.staff.name,
            _("licence expired") if row.expires_on < today else _("licence ends"),
            day(row.expires_on),
            reverse("colleague_licences", args=[row.staff_id]) if actor.can(P.ASSIGN_TEAM) else "",
        )
        for row in sorted(ending, key=lambda row: row.expires_on)
    ]
    return Some(found[:SHOWN], len(found))


NEWS = Prepared(
    lambda organisation, staff: (
        ReportRun.objects.filter(organisation=organisation, seen_at__isnull=True)
        .filter(schedule__child__team__staff=staff, schedule__child__team__ended_at__isnull=True)
        .filter(
            Q(outcome__in=[ReportRun.Outcome.STOPPED, ReportRun.Outcome.LATE])
            | Q(outcome=ReportRun.Outcome.DRAFTED)
            & ~Exists(ReportSignature.objects.filter(version__report=OuterRef("report")))
        )
        .order_by("-at", "id")
        .values_list(
            "outcome", "due_on", "schedule__child_id", "schedule__child__given_name", "schedule__child__called"
        )[:6]
    ),
    organisation=UUID,
    staff=UUID,
)
"""What came of scheduled reports of children in one's care: outcome, day, child, given and called name."""


def report_news(actor: Actor) -> list[tuple[str, str, str]]:
    """(what, detail, address) of scheduled reports a therapist has to write, give by hand, or know as stopped."""
    if actor.staff_id is None or not actor.can(P.WRITE_REPORT):
        return []
    told = {
        ReportRun.Outcome.STOPPED: _("%(name)s: a report was stopped"),
        ReportRun.Outcome.LATE: _("%(name)s: a report was not signed in time"),
        ReportRun.Outcome.DRAFTED: _("%(name)s: write the report that comes back"),
    }
    news = []
    for outcome, due_on, child, given, called in NEWS(organisation=actor.organisation_id, staff=actor.staff_id):
        stopped = outcome == ReportRun.Outcome.STOPPED
        detail = _("The family does not agree any more.") if stopped else _("due %(day)s") % {"day": day(due_on)}
        what = told[ReportRun.Outcome(outcome)] % {"name": called or given}
        news.append((what, detail, reverse("child_reports", args=[child])))
    return news
