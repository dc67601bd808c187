"""School lines and services elsewhere: opened, worked in, told of, closed. The two records never mix (S53, S54)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Child, OutsideParty, StaffMember
from maypole.web.areas import BY_CODE

from .errors import PlanRefused
from .models import LineEntry, LineGoal, LineMember, OutsideService, Regime, ServiceLine


@transaction.atomic
def open_school_line(
    *,
    by: Actor,
    child: Child,
    institution: str,
    party: OutsideParty,
    staff: StaffMember | None = None,
    why: str = "",
    at: datetime | None = None,
) -> ServiceLine:
    """A line for the school: free of charge, an education record. `party` keeps it there, `staff` is ours in it."""
    at = at or timezone.now()
    if not institution.strip():
        raise PlanRefused({"institution": _("Write which school it is.")})
    if ServiceLine.objects.filter(child=child, party=party, ended_on__isnull=True, regime=Regime.SCHOOL).exists():
        raise PlanRefused({"party": _("There is an open line with this person already.")})
    line = ServiceLine.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        regime=Regime.SCHOOL,
        charged=False,
        institution=institution.strip(),
        party=party,
        started_on=timezone.localdate(at),
        why=why.strip(),
        at=at,
        by_id=by.user_id,
    )
    _member(line, at, party=party)
    if staff is not None:
        _member(line, at, staff=staff)
    record(by=by, action="line.open", about=line, child=child.pk, detail={"regime": line.regime})
    return line


@transaction.atomic
def close_line(*, by: Actor, line: ServiceLine, why: str, at: datetime | None = None) -> ServiceLine:
    """Nobody works in the line from today on; what was written in it stays the school's."""
    at = at or timezone.now()
    if line.ended_on is not None:
        raise PlanRefused(_("This line is closed already."))
    if not why.strip():
        raise PlanRefused({"why": _("Write why the line ends.")})
    line.ended_on = max(timezone.localdate(at), line.started_on)
    line.save(update_fields=["ended_on"])
    line.members.filter(ended_at__isnull=True).update(ended_at=at)
    record(by=by, action="line.close", about=line, child=line.child_id)
    return line


@transaction.atomic
def write_line_goal(*, by: Actor, line: ServiceLine, area: str, words: str, at: datetime | None = None) -> LineGoal:
    """What the school works on, in the line's own record."""
    _works_in(by, line)
    if area not in BY_CODE:
        raise PlanRefused({"area": _("Choose a skill area.")})
    if not words.strip():
        raise PlanRefused({"words": _("Write what is worked on.")})
    goal = LineGoal.objects.create(
        organisation_id=line.organisation_id,
        line=line,
        area=area,
        words=words.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="line.goal", about=goal, child=line.child_id)
    return goal


@transaction.atomic
def write_line_entry(
    *,
    by: Actor,
    line: ServiceLine,
    kind: str,
    title: str,
    words: str,
    held_on: date,
    minutes: int | None = None,
    at: datetime | None = None,
) -> LineEntry:
    """A note or document in the line's own record."""
    _works_in(by, line)
    if not title.strip() or not words.strip():
        raise PlanRefused({"words": _("Give it a title, and write what happened.")})
    entry = LineEntry.objects.create(
        organisation_id=line.organisation_id,
        line=line,
        kind=kind,
        held_on=held_on,
        minutes=minutes,
        title=title.strip(),
        words=words.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="line.entry", about=entry, child=line.child_id, detail={"kind": kind})
    return entry


@transaction.atomic
def tell_service(*, by: Actor, child: Child, service: OutsideService, at: datetime | None = None) -> OutsideService:
    """A service elsewhere, as the family or a colleague tells of it (an unsaved row)."""
    if not service.institution.strip():
        raise PlanRefused({"institution": _("Write where it is.")})
    service.organisation_id, service.child = child.organisation_id, child
    service.at, service.by_id = at or timezone.now(), by.user_id
    service.save(force_insert=True)
    record(by=by, action="service.tell", about=service, child=child.pk)
    return service


@transaction.atomic
def end_service(*, by: Actor, service: OutsideService, at: datetime | None = None) -> OutsideService:
    """The service elsewhere is over; the row stays."""
    if service.ended_on is None:
        service.ended_on = timezone.localdate(at or timezone.now())
        service.save(update_fields=["ended_on"])
        record(by=by, action="service.end", about=service, child=service.child_id)
    return service


def _member(
    line: ServiceLine, at: datetime, *, staff: StaffMember | None = None, party: OutsideParty | None = None
) -> None:
    LineMember.objects.create(organisation_id=line.organisation_id, line=line, staff=staff, party=party, started_at=at)


def _works_in(by: Actor, line: ServiceLine) -> None:
    if line.ended_on is not None:
        raise PlanRefused(_("This line is closed. What is in it can be read."))
    if not ServiceLine.objects.worked_in_by(by).filter(pk=line.pk).exists():
        raise PermissionDenied("line")
