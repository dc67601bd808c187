"""Reports of the walker's world: one for the family of each child, one for Maya's teacher, and what comes back."""

from __future__ import annotations

from datetime import date, datetime

from maypole.access.models import User
from maypole.people.models import Child, Consent, ConsentAnswer, ConsentRequest, OutsideParty
from maypole.reports.content import frozen
from maypole.reports.models import (
    Report,
    ReportGiving,
    ReportRun,
    ReportSchedule,
    ReportScheduleEnd,
    ReportSignature,
    ReportText,
    ReportVersion,
)
from maypole.reports.sections import Section
from tests.cast import Cast


def shared(cast: Cast, when: datetime) -> dict[str, str]:
    """What the clinic asks Maya's family about her teacher, and that she may read reports."""
    owner = {"organisation": cast.clinic, "child": cast.maya, "party": cast.okafor}
    asked = {"by": cast.users["ines"], "at": when}
    question = ConsentRequest.objects.create(**owner, **asked, scopes="reports", why="school")
    old = ConsentRequest.objects.create(**owner, **asked, scopes="goals", why="before")
    ConsentAnswer.objects.create(
        organisation=cast.clinic, request=old, agreed=False, by=cast.users["rosa"], at=when, why="not now"
    )
    Consent.objects.create(**owner, scope="reports", purpose="school", given_by=cast.rosa, starts_at=when)
    return {"question": str(question.pk), "party": str(cast.okafor.pk)}


def reports_of(child: Child, user: User, when: datetime, party: OutsideParty | None = None) -> dict[str, str]:
    """A report signed and given, and a schedule with an outcome and one that has ended."""
    owner = {"organisation": child.organisation, "by": user, "at": when}
    to = {"child": child, "audience": "school" if party else "family", "party": party}
    span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 1)}
    report = Report.objects.create(**owner, **to, **span, why="asked")
    content = frozen((Section("summary", "In short", written=True),))
    version = ReportVersion.objects.create(**owner, report=report, number=1, content=content, why="first")
    ReportText.objects.create(organisation=child.organisation, version=version, part="summary", text="words")
    ReportSignature.objects.create(**owner, version=version, title="OT", why="signed")
    ReportGiving.objects.create(**owner, version=version, party=party, why="given")
    schedule, ended = (
        ReportSchedule.objects.create(**owner, **to, first_on=date(2026, 6, 1), every_months=4, why="each term")
        for _number in range(2)
    )
    run = ReportRun.objects.create(**owner, schedule=schedule, due_on=date(2026, 6, 1), outcome="late", why="late")
    ReportScheduleEnd.objects.create(**owner, schedule=ended, why="over")
    return {"report": str(report.pk), "schedule": str(schedule.pk), "run": str(run.pk)}
