"""Every change to who a child is and who is around them, each with its audit row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from maypole.access.actor import Actor
from maypole.access.models import BreakGlass, Membership
from maypole.audit.actions import record

from .models import (
    AboutChild,
    CareTeamMember,
    Child,
    ChildStatus,
    Precaution,
    PrecautionEnd,
    StaffMember,
)

EMERGENCY_LASTS = timedelta(minutes=60)
ABOUT_FIELDS = ("strengths", "loves", "dislikes", "calms", "matters", "culture")


@transaction.atomic
def register_child(*, by: Actor, child: Child, state: str, why: str, now: datetime) -> Child:
    """Keep an unsaved `child` as one of the actor's organisation, in `state`. No diagnosis is asked for (S13)."""
    child.organisation_id = by.organisation_id
    child.registered_at = now
    child.save(force_insert=True)
    record(by=by, action="child.register", about=child, child=child.pk)
    set_status(by=by, child=child, state=state, why=why, now=now)
    return child


@transaction.atomic
def set_status(*, by: Actor, child: Child, state: str, why: str, now: datetime) -> ChildStatus:
    """Say where the child is in the loop. The row before stays."""
    row = ChildStatus.objects.create(
        organisation_id=by.organisation_id, child=child, state=state, why=why, by_id=by.user_id, at=now
    )
    record(by=by, action="child.status", about=row, child=child.pk, detail={"state": state})
    return row


@transaction.atomic
def write_about(*, by: Actor, child: Child, about: AboutChild, now: datetime) -> AboutChild:
    """Keep an unsaved `about` as the newest words about the child; the older rows stay readable.

    Whose words “what matters” are is filled in when a carer writes it.
    """
    before = child.about_rows.order_by("-at", "-id").first()
    changed = [name for name in ABOUT_FIELDS if getattr(before, name, "") != getattr(about, name)]
    if by.is_family and "matters" in changed:
        about.matters_by = by.name
    about.child, about.organisation_id, about.by_id, about.at = child, by.organisation_id, by.user_id, now
    about.save(force_insert=True)
    record(by=by, action="about.write", about=about, child=child.pk, detail={"fields": changed})
    return about


@transaction.atomic
def add_precaution(*, by: Actor, child: Child, precaution: Precaution, now: datetime) -> Precaution:
    """Keep an unsaved `precaution`; from now on every screen where the child is met shows it (S107)."""
    precaution.child, precaution.organisation_id = child, by.organisation_id
    precaution.by_id, precaution.at = by.user_id, now
    precaution.save(force_insert=True)
    record(by=by, action="precaution.add", about=precaution, child=child.pk, detail={"kind": precaution.kind})
    return precaution


@transaction.atomic
def end_precaution(*, by: Actor, precaution: Precaution, why: str, now: datetime) -> PrecautionEnd:
    """Say that a precaution holds no longer. Ending it twice leaves the first ending as it was."""
    end, made = PrecautionEnd.objects.get_or_create(
        precaution=precaution,
        defaults={"organisation_id": by.organisation_id, "by_id": by.user_id, "why": why, "at": now},
    )
    if made:
        record(by=by, action="precaution.end", about=precaution, child=precaution.child_id)
    return end


@transaction.atomic
def renew_precaution(*, by: Actor, precaution: Precaution, now: datetime) -> Precaution:
    """Undo an ending: the same precaution holds again, as a row of its own. One that still holds is left alone."""
    if not PrecautionEnd.objects.filter(precaution=precaution).exists():
        return precaution
    again = Precaution(kind=precaution.kind, title=precaution.title, advice=precaution.advice)
    return add_precaution(by=by, child=precaution.child, precaution=again, now=now)


@transaction.atomic
def assign(*, by: Actor, child: Child, staff: StaffMember, leads: bool, now: datetime) -> CareTeamMember:
    """Put `staff` on the child's care team. Who led before stays on the team and leads no longer."""
    standing = list(child.team.filter(ended_at__isnull=True).select_related("staff"))
    for member in standing:
        if member.staff_id == staff.pk and member.leads == leads:
            return member
        if member.staff_id == staff.pk or (leads and member.leads):
            end_assignment(by=by, member=member, now=now)
        if leads and member.leads and member.staff_id != staff.pk:
            _join(by=by, child=child, staff=member.staff, leads=False, now=now)
    return _join(by=by, child=child, staff=staff, leads=leads, now=now)


def _join(*, by: Actor, child: Child, staff: StaffMember, leads: bool, now: datetime) -> CareTeamMember:
    member = CareTeamMember.objects.create(
        organisation_id=by.organisation_id, child=child, staff=staff, leads=leads, started_at=now
    )
    record(by=by, action="team.assign", about=member, child=child.pk, detail={"staff": str(staff.pk), "leads": leads})
    return member


@transaction.atomic
def end_assignment(*, by: Actor, member: CareTeamMember, now: datetime) -> None:
    """Take a person off the care team from now on: the child's record closes for them at their next click."""
    if CareTeamMember.objects.filter(pk=member.pk, ended_at__isnull=True).update(ended_at=now):
        detail = {"staff": str(member.staff_id)}
        record(by=by, action="team.end", about=member, child=member.child_id, detail=detail)


@transaction.atomic
def open_in_emergency(*, by: Actor, child: Child, why: str, now: datetime) -> BreakGlass:
    """Let `by` read one child's record for an hour. Compliance is shown who, whose, when and why."""
    row = BreakGlass.objects.create(
        organisation_id=by.organisation_id, child=child, by_id=by.user_id, why=why, at=now, until=now + EMERGENCY_LASTS
    )
    record(by=by, action="emergency.open", about=row, child=child.pk)
    return row


@transaction.atomic
def choose_organisation(*, by: Actor, organisation: str) -> Membership:
    """The role under which a person of several organisations goes on; refused without one there."""
    roles = Membership.objects.active().filter(user_id=by.user_id).select_related("organisation")
    chosen = next((role for role in roles if str(role.organisation_id) == organisation), None)
    if chosen is None:
        raise PermissionDenied("no_role")
    record(by=by, action="organisation.choose", about=chosen.organisation)
    return chosen
