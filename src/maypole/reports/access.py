"""The way to a report: through the child; outside by consent at each opening, and only what was given to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, consented, reach, read
from maypole.people.models import Child, Consent

from .models import Report, ReportQuerySet, ReportVersion


def readable(actor: Actor, child: Child) -> ReportQuerySet:
    """The child's reports this person may read: staff all, a carer what was given to anybody."""
    rows = Report.objects.filter(child=child).select_related("party", "by")
    return rows if actor.is_staff else rows.given()


def opened_to(actor: Actor, now: datetime) -> list[Report]:
    """What an outside party may open at `now`: given to them, of children whose family agrees today."""
    if actor.outside_id is None:
        return []
    rows = Report.objects.filter(organisation_id=actor.organisation_id).given_to(actor.outside_id)
    agreed = set(
        Consent.objects.in_force(now)
        .filter(party=actor.outside_id, scope=Consent.Scope.REPORTS)
        .values_list("child", flat=True)
    )
    return list(rows.filter(child__in=agreed).newest_given().select_related("child"))


def report_to_read(actor: Actor, report_id: UUID, number: int | None = None) -> tuple[Report, ReportVersion, Reach]:
    """The report with the version this person reads, its opening audited; 404 where it is not theirs to know of.

    Staff read the newest version, or the one with `number`; a carer the newest that was given; an outside party the
    newest that was given to them, while the family's consent to reports holds.
    """
    report = get_object_or_404(
        Report.objects.visible_to(actor).select_related("child__organisation", "party"), pk=report_id
    )
    versions = report.versions.select_related("signature__by", "by").prefetch_related("texts")
    if actor.outside_id and report.party_id == actor.outside_id:
        if not consented(report.child_id, actor.outside_id, Consent.Scope.REPORTS, timezone.now()):
            raise Http404
        reached = read(actor, report.child_id, Permission.SEE_CHILD, "report")
        versions = versions.filter(givings__party=actor.outside_id)
    elif actor.is_staff:
        reached = read(actor, report.child_id, Permission.SEE_CLINICAL, "report")
    elif actor.carer_id:
        reached = read(actor, report.child_id, Permission.SEE_CLINICAL, "report")
        versions = versions.filter(givings__isnull=False)
    else:
        raise Http404
    if number is not None:
        versions = versions.filter(number=number)
    version = versions.order_by("-number").first()
    if version is None:
        raise Http404
    version.report = report
    return report, version, reached


def report_to_write(actor: Actor, report_id: UUID) -> tuple[Report, ReportVersion, Reach]:
    """The report with its newest version, for who writes reports about this child."""
    report = get_object_or_404(
        Report.objects.visible_to(actor).select_related("child__organisation", "party"), pk=report_id
    )
    reached = reach(actor, report.child_id, Permission.WRITE_REPORT)
    version = report.versions.select_related("signature__by").prefetch_related("texts").order_by("-number")[0]
    version.report = report
    return report, version, reached
