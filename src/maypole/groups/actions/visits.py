"""The visits of a group: planned for its term, one visit of their own for each member, following who is in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.groups.models import GroupMembership, GroupPlace, GroupVisit, TherapyGroup
from maypole.people.actions import assign
from maypole.people.models import CareTeamMember, Child
from maypole.visits import actions as visits
from maypole.visits.models import Visit, VisitStatus

from .studio import may_arrange

STANDING = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED, VisitStatus.State.FINISHED)


@transaction.atomic
def plan_group_visits(*, by: Actor, group: TherapyGroup, until: date, now: datetime) -> list[GroupVisit]:
    """Plan what is missing of the group's visits up to `until` or the term's end: each with a visit of their own for
    every member of that day. Doing it twice is the same as once; what has begun is left alone. The times are the
    site's. Returns the group visits that are new.
    """
    may_arrange(by)
    held = set(GroupVisit.objects.filter(group=group).values_list("starts_at", flat=True))
    made = []
    for starts_at in _moments(group, min(until, group.term.ends_on), now):
        if starts_at in held:
            continue
        found = GroupVisit.objects.create(
            organisation_id=group.organisation_id, group=group, starts_at=starts_at, minutes=group.minutes,
            staff_id=group.staff_id, second_adult_id=group.second_adult_id, at=now, by_id=by.user_id,
        )  # fmt: skip
        record(by=by, action="groups.visit_planned", about=found)
        made.append(found)
    _follow(by, group, _ahead(group, now), now)
    return made


@transaction.atomic
def follow_memberships(*, by: Actor, group: TherapyGroup, from_day: date, now: datetime) -> int:
    """Bring the planned visits from that day on into line with who is in the group: who joined gets a visit of their
    own, who left has theirs called off with the reason. What else was called off stays so. Returns how many changed.
    """
    may_arrange(by)
    coming = [each for each in _ahead(group, now) if local_day(group, each.starts_at) >= from_day]
    return _follow(by, group, coming, now)


def zone_of(group: TherapyGroup) -> ZoneInfo:
    """The time zone in which the group's day and time are meant."""
    return ZoneInfo(group.site.time_zone or group.organisation.time_zone)


def local_day(group: TherapyGroup, at: datetime) -> date:
    return timezone.localtime(at, zone_of(group)).date()


def _moments(group: TherapyGroup, last: date, now: datetime) -> list[datetime]:
    """Every start from now on, by the clock on the site's wall: 15:00 stays 15:00 when the clocks change."""
    zone = zone_of(group)
    day = max(group.term.starts_on, timezone.localtime(now, zone).date())
    day += timedelta(days=(group.weekday - day.weekday()) % 7)
    found = []
    while day <= last:
        starts_at = datetime.combine(day, group.begins, tzinfo=zone)
        if starts_at > now:
            found.append(starts_at)
        day += timedelta(days=7)
    return found


def _ahead(group: TherapyGroup, now: datetime) -> list[GroupVisit]:
    rows = GroupVisit.objects.filter(group=group, starts_at__gt=now, off__isnull=True)
    rows = rows.select_related("staff", "group__room")
    return list(rows.order_by("starts_at"))


def _follow(by: Actor, group: TherapyGroup, coming: list[GroupVisit], now: datetime) -> int:
    """Each coming visit against the memberships of its day."""
    members = list(GroupMembership.objects.filter(group=group).select_related("child"))
    places, excused = _places(coming), _called_off(coming)
    changed, met = 0, set()
    for visit in coming:
        day = local_day(group, visit.starts_at)
        off = excused.get(visit.pk, {})
        wanted = {
            each.child_id: each.child
            for each in members
            if _is_in(each, day) and not _excused(each, off.get(each.child_id))
        }
        here = places.get(visit.pk, {})
        for child_id in wanted.keys() - here.keys():
            _add(by, visit, wanted[child_id], now)
        for child_id in here.keys() - wanted.keys():
            visits.cancel_visit(by=by, visit=here[child_id], why=_("No longer in this group."), at=now)
        changed += len(wanted.keys() ^ here.keys())
        met |= set(wanted.values())
    _on_the_team(by, group, met, now)
    return changed


def _is_in(membership: GroupMembership, day: date) -> bool:
    return membership.starts_on <= day and (membership.ends_on is None or membership.ends_on >= day)


def _places(coming: list[GroupVisit]) -> dict[UUID, dict[UUID, Visit]]:
    """By group visit: each child's own visit that still stands."""
    rows = Visit.objects.in_state(*STANDING).filter(group_place__group_visit__in=coming)
    found: dict[UUID, dict[UUID, Visit]] = {}
    for visit in rows.select_related("group_place"):
        found.setdefault(visit.group_place.group_visit_id, {})[visit.child_id] = visit
    return found


def _called_off(coming: list[GroupVisit]) -> dict[UUID, dict[UUID, datetime | None]]:
    """By group visit: when each child's visit was called off, or they were said not to come."""
    rows = Visit.objects.in_state(VisitStatus.State.CANCELLED, VisitStatus.State.MISSED)
    found: dict[UUID, dict[UUID, datetime | None]] = {}
    for visit in rows.filter(group_place__group_visit__in=coming).select_related("group_place"):
        found.setdefault(visit.group_place.group_visit_id, {})[visit.child_id] = visit.state_at
    return found


def _excused(membership: GroupMembership, off_at: datetime | None) -> bool:
    """A family that called off one date is not planned for again; a child who left and came back since is."""
    return off_at is not None and off_at > membership.at


def _add(by: Actor, group_visit: GroupVisit, child: Child, now: datetime) -> GroupPlace:
    own = visits.plan_visit(
        by=by, child=child, staff=group_visit.staff, starts_at=group_visit.starts_at, minutes=group_visit.minutes,
        room=group_visit.group.room, at=now,
    )  # fmt: skip
    return GroupPlace.objects.create(organisation_id=group_visit.organisation_id, group_visit=group_visit, visit=own)


def _on_the_team(by: Actor, group: TherapyGroup, children: Iterable[Child], now: datetime) -> None:
    """Who leads the group works with each of its children: without that they could not open the child's plan."""
    adults = [adult for adult in (group.staff, group.second_adult) if adult]
    rows = CareTeamMember.objects.filter(staff__in=adults, ended_at__isnull=True).values_list("child", "staff")
    there = set(rows)
    for child in children:
        for adult in adults:
            if (child.pk, adult.pk) not in there:
                assign(by=by, child=child, staff=adult, leads=False, now=now)
