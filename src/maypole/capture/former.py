"""Somebody who used to work here and still has data on a device: they may hand it in, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.models import Membership, MembershipQuerySet, User
from maypole.access.roles import STAFF_ROLES
from maypole.people.models import StaffMember

HANDS_IN_FOR = timedelta(days=90)


def _ended(user: User) -> MembershipQuerySet:
    since = timezone.now() - HANDS_IN_FOR
    return Membership.objects.filter(user=user, role__in=STAFF_ROLES, ended_at__gte=since)


def worked_here(user: User) -> bool:
    """Whether a staff role of theirs, anywhere, ended in the last 90 days."""
    return _ended(user).exists()


def former_actor(user: User, organisation: UUID) -> Actor | None:
    """An actor without any role, for who had a staff role in this clinic that ended in the last 90 days."""
    rows = _ended(user).filter(organisation=organisation)
    membership = rows.select_related("organisation").order_by("-ended_at").first()
    if membership is None:
        return None
    staff = StaffMember.objects.filter(user=user, organisation=organisation).values_list("pk", flat=True).first()
    return Actor(
        user_id=user.pk, name=user.name, organisation_id=organisation,
        organisation_name=membership.organisation.name, roles=frozenset(), staff_id=staff,
        time_zone=membership.organisation.time_zone,
    )  # fmt: skip
