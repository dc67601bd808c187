"""The only way to a child: visible or 404, allowed or 403, and every read of a record audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, columns, objects
from maypole.access.roles import OUTSIDE_PERMISSIONS, SELF_PERMISSIONS
from maypole.audit.actions import record

from .models import CarerRelation, Child, ChildQuerySet, Consent, Licence, Site, StaffMember, Supervision
from .models.child import emergency_of, on_team

READING = frozenset(
    {
        Permission.SEE_CHILD,
        Permission.SEE_GOALS,
        Permission.SEE_CLINICAL,
        Permission.SEE_NOTES,
        Permission.SEE_HOME,
    }
)


@dataclass(frozen=True)
class Reach:
    """One child and what this actor may do for them."""

    child: Child
    permissions: frozenset[Permission]

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions


_relation = Prepared(
    lambda child, carer: (
        CarerRelation.objects.filter(child=child, carer_id=carer, ended_at__isnull=True)
        .order_by("pk")
        .values_list(*columns(CarerRelation))[:1]
    ),
    child=UUID,
    carer=UUID,
)


def relation_of(child: Child, carer: UUID) -> CarerRelation | None:
    """What this carer is to the child today, blocked or not."""
    return next(iter(objects(CarerRelation, _relation(child=child.pk, carer=carer))), None)


def consented(child_id: UUID, party_id: UUID, scope: str, now: datetime) -> bool:
    """Whether the family's yes to this party seeing this part holds at `now`. The one question about consent."""
    return Consent.objects.in_force(now).filter(child=child_id, party=party_id, scope=scope).exists()


def _permissions(actor: Actor, child: Child) -> frozenset[Permission]:
    allowed = set(actor.everywhere)
    if getattr(child, "mine", False):
        allowed |= actor.on_team
    if getattr(child, "emergency", False):
        allowed |= READING
    if actor.carer_id:
        relation = relation_of(child, actor.carer_id)
        allowed |= relation.permissions if relation else frozenset()
    if actor.outside_id:
        scopes = set(
            Consent.objects.in_force().filter(child=child, party=actor.outside_id).values_list("scope", flat=True)
        )
        goals = scopes & {Consent.Scope.GOALS, Consent.Scope.CLINIC_LINE}
        allowed |= OUTSIDE_PERMISSIONS if goals else {Permission.SEE_CHILD} if scopes else set()
    if actor.child_id == child.pk:
        allowed |= SELF_PERMISSIONS
    return frozenset(allowed)


_CHILD, _SITE = columns(Child), columns(Site)
_FOUND = (*_CHILD, *(f"site__{name}" for name in _SITE))


def _found(organisation: UUID, child: UUID) -> ChildQuerySet:
    return Child.objects.filter(organisation_id=organisation, pk=child)


_known = Prepared(
    lambda organisation, child: _found(organisation, child).values_list(*_FOUND), organisation=UUID, child=UUID
)
_by_team = Prepared(
    lambda organisation, child, staff, user, now: (
        _found(organisation, child)
        .annotate(mine=on_team(staff), emergency=emergency_of(user, now))
        .values_list(*_FOUND, "mine", "emergency")
    ),
    organisation=UUID,
    child=UUID,
    staff=UUID,
    user=UUID,
    now=datetime,
)


def _child(actor: Actor, child_id: UUID) -> Child | None:
    """The child with their site; `mine` and `emergency` say how somebody without the organisation's scope stands."""
    if actor.staff_id and actor.on_team != actor.everywhere:
        row = _by_team.first(
            organisation=actor.organisation_id,
            child=child_id,
            staff=actor.staff_id,
            user=actor.user_id,
            now=timezone.now(),
        )
    else:
        row = _known.first(organisation=actor.organisation_id, child=child_id)
    if row is None:
        return None
    child = objects(Child, [row[: len(_CHILD)]])[0]
    child.site = objects(Site, [row[len(_CHILD) : len(_FOUND)]])[0] if child.site_id else None
    mine, emergency = row[len(_FOUND) :] or (False, False)
    vars(child).update(mine=bool(mine), emergency=bool(emergency) and actor.can(Permission.BREAK_GLASS))
    return child


def reach(actor: Actor, child_id: UUID, permission: Permission) -> Reach:
    """The child with what the actor may do; 404 when not theirs to know of, 403 when this is not allowed.

    Every reason to know of a child gives SEE_CHILD, so its absence is the same as not being among `visible_to`.
    """
    child = _child(actor, child_id)
    permissions = _permissions(actor, child) if child else frozenset()
    if child is None or Permission.SEE_CHILD not in permissions:
        raise Http404
    if permission not in permissions:
        raise PermissionDenied(permission)
    return Reach(child, permissions)


def read(actor: Actor, child_id: UUID, permission: Permission, what: str) -> Reach:
    """`reach`, and one audit row that says which part of the record (`what`) was opened."""
    reached = reach(actor, child_id, permission)
    record(by=actor, action="child.read", about=reached.child, child=reached.child.pk, detail={"what": what})
    return reached


def supervisor_of(staff_id: UUID | None, on: date) -> StaffMember | None:
    """Who answers for this person's work on that day; None when nobody is named."""
    found = Supervision.objects.on(on).filter(staff_id=staff_id).select_related("supervisor").order_by("-started_on")
    row = found.first() if staff_id else None
    return row.supervisor if row else None


def needs_cosignature(staff_id: UUID | None, on: date) -> bool:
    """Whether what this person signs on that day waits for a supervisor's signature beside theirs.

    So it is while every licence they hold is an assistant's, a provisional one or one in training.
    """
    held = Licence.objects.filter(staff_id=staff_id, starts_on__lte=on, expires_on__gte=on)
    levels = set(held.values_list("level", flat=True)) if staff_id else set()
    return bool(levels) and Licence.Level.FULL not in levels
