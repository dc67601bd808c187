"""A group that meets: three children with goals and families, its visits planned, and one of them run."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from maypole.groups.actions.running import finish_place, mark_place
from maypole.groups.actions.visits import plan_group_visits
from maypole.groups.models import GroupMembership, GroupPlace, GroupVisit, Term, TherapyGroup
from maypole.people.models import Carer, CarerRelation, Child

from .rows import candidate

if TYPE_CHECKING:
    from tests.cast import Cast

BEFORE = datetime(2026, 9, 1, 9, tzinfo=UTC)
MONDAY = datetime(2026, 9, 7, 13, tzinfo=UTC)
"""15:00 in Madrid, where the clinic is."""


def group_of(cast: Cast, *children: Child, starts_on: date = date(2026, 9, 7), **fields: object) -> TherapyGroup:
    """A group on Mondays at 15:00 with these children from its term's first day, led by Ines, helped by Jiho."""
    owner = {"organisation": cast.clinic, "by": cast.users["lena"], "at": BEFORE}
    term, _made = Term.objects.get_or_create(
        organisation=cast.clinic, name="Autumn",
        defaults={**owner, "starts_on": starts_on, "ends_on": starts_on + timedelta(weeks=13)},
    )  # fmt: skip
    told = {
        "name": "Turn-takers", "weekday": 0, "begins": time(15), "site": cast.site, "discipline": "OT",
        "staff": cast.staff["ines"], "second_adult": cast.staff["jiho"], "room": cast.room, **fields,
    }  # fmt: skip
    group = TherapyGroup.objects.create(**owner, term=term, **told)
    for child in children:
        GroupMembership.objects.create(**owner, child=child, group=group, way="supplement", starts_on=starts_on)
    return group


def three(cast: Cast) -> tuple[Child, Child, Child]:
    """Maya, and two more of whom each note of another must not tell: Ben Ortiz, called Benito, and May Núñez."""
    ben, may = candidate(cast, "Ben"), candidate(cast, "May")
    Child.objects.filter(pk=ben.pk).update(family_name="Ortiz", called="Benito")
    Child.objects.filter(pk=may.pk).update(family_name="Núñez")
    for child, name in ((ben, "Pilar Ortiz"), (may, "Mrs Núñez")):
        carer = Carer.objects.create(organisation=cast.clinic, name=name)
        CarerRelation.objects.create(organisation=cast.clinic, child=child, carer=carer, relation="mother")
    return cast.maya, Child.objects.get(pk=ben.pk), Child.objects.get(pk=may.pk)


def planned_meeting(cast: Cast, *children: Child) -> GroupVisit:
    """The first visit of their group, with a visit of their own for each child."""
    group = group_of(cast, *(children or three(cast)))
    plan_group_visits(by=cast.actor("lena"), group=group, until=date(2026, 9, 14), now=BEFORE)
    return GroupVisit.objects.filter(group=group).earliest("starts_at")


def place_of(meeting: GroupVisit, child: Child) -> GroupPlace:
    return GroupPlace.objects.select_related("visit", "group_visit").get(group_visit=meeting, visit__child=child)


def ran(cast: Cast, *children: Child) -> GroupVisit:
    """It met: everybody came on time and stayed for 45 minutes."""
    meeting = planned_meeting(cast, *children)
    by = cast.actor("ines")
    for place in GroupPlace.objects.filter(group_visit=meeting).select_related("visit"):
        mark_place(by=by, place=place, kind="came", at=MONDAY)
        finish_place(by=by, place=place, at=MONDAY + timedelta(minutes=45))
    return meeting


def meeting_today(cast: Cast, *children: Child) -> GroupVisit:
    """A visit of a group that was to begin half an hour ago, by the clinic's clock, planned a week before."""
    now = timezone.now()
    local = timezone.localtime(now, ZoneInfo("Europe/Madrid"))
    begins = local - timedelta(minutes=30)
    if begins.date() != local.date():
        begins = local.replace(hour=0, minute=0)
    group = group_of(
        cast, *(children or three(cast)), starts_on=local.date() - timedelta(days=7), weekday=local.weekday(),
        begins=begins.time().replace(second=0, microsecond=0),
    )  # fmt: skip
    plan_group_visits(by=cast.actor("lena"), group=group, until=local.date(), now=now - timedelta(days=1))
    return GroupVisit.objects.filter(group=group).latest("starts_at")
