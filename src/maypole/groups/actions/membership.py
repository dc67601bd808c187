"""Who joins a group and who leaves it, from which day on; every later date is looked at before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.groups import rule_words
from maypole.groups.each_date import concerns, covers, unrest
from maypole.groups.models import GroupMembership, GroupVisit, StepDecision, TherapyGroup
from maypole.people.models import Child, StaffMember

from .studio import may_arrange
from .visits import follow_memberships


class Consider(ValidationError):
    """Nothing forbids it, but there is something to think of first; `all_the_same` says that somebody did."""


@transaction.atomic
def join(
    *,
    by: Actor,
    group: TherapyGroup,
    child: Child,
    way: str,
    starts_on: date,
    now: datetime,
    why: str = "",
    all_the_same: bool = False,
) -> GroupMembership:
    """From that day on the child is in the group; planned visits and the adults' care teams follow.

    Raises ValidationError beyond the group's most or the ratio, or beside somebody it is not safe with, on any date
    from then on (S67, S80); Consider when peers change too often (S72) or another rule does not hold.
    """
    may_arrange(by)
    _alone_at(group)
    _within(group, starts_on, now)
    before = spells_of(group)
    if any(spell.child_id == child.pk and (spell.ends_on is None or spell.ends_on >= starts_on) for spell in before):
        raise ValidationError(_("This child is in the group already."))
    if sum(covers(spell, starts_on) for spell in before) >= group.most:
        raise ValidationError(_("This group is full. Look for another, or ask what a place would cost."))
    row = GroupMembership(
        organisation_id=group.organisation_id, group=group, child=child, way=way, starts_on=starts_on, why=why.strip(),
        at=now, by_id=by.user_id,
    )  # fmt: skip
    _weigh(group, [*before, row], starts_on, all_the_same=all_the_same)
    keep(by=by, row=row)
    follow_memberships(by=by, group=group, from_day=starts_on, now=now)
    return row


@transaction.atomic
def leave(
    *, by: Actor, membership: GroupMembership, last_day: date, why: str, now: datetime, all_the_same: bool = False
) -> GroupMembership:
    """The child's last day in the group and why; what was is kept, and visits after it are called off.

    Raises ValidationError without a reason; Consider when too few stay or peers change too often (S72).
    """
    may_arrange(by)
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that it can be told kindly.")})
    if last_day < membership.starts_on:
        raise ValidationError({"last_day": _("Choose a day after the first one.")})
    if membership.ends_on is not None:
        raise ValidationError(_("This child has left the group already."))
    group, gone = membership.group, last_day + timedelta(days=1)
    _alone_at(group)
    others = [spell for spell in spells_of(group) if spell.pk != membership.pk]
    membership.ends_on, membership.left_at, membership.left_by_id = last_day, now, by.user_id
    membership.left_why = why.strip()
    if last_day < group.term.ends_on:
        _weigh(group, [*others, membership], gone, all_the_same=all_the_same)
    membership.save(update_fields=["ends_on", "left_at", "left_by", "left_why"])
    detail = {"on": last_day.isoformat()}
    record(by=by, action="groups.leave", about=group, child=membership.child_id, detail=detail)
    follow_memberships(by=by, group=group, from_day=gone, now=now)
    return membership


@transaction.atomic
def set_second_adult(*, by: Actor, group: TherapyGroup, staff: StaffMember | None, now: datetime) -> TherapyGroup:
    """Who helps in the group from now on, or nobody. Raises ValidationError when the ratio needs two adults (S67)."""
    may_arrange(by)
    if staff is not None and (staff.pk == group.staff_id or staff.organisation_id != group.organisation_id):
        raise ValidationError({"staff": _("Choose another colleague: this one leads the group.")})
    _alone_at(group)
    group.second_adult = staff
    today = max(timezone.localdate(now), group.term.starts_on)
    _refuse(group, spells_of(group), today)
    group.save(update_fields=["second_adult"])
    GroupVisit.objects.filter(group=group, starts_at__gt=now).update(second_adult=staff)
    record(by=by, action="groups.second_adult", about=group, detail={"staff": str(staff.pk) if staff else ""})
    follow_memberships(by=by, group=group, from_day=today, now=now)
    return group


def put_in(
    *, by: Actor, group: TherapyGroup, children: Sequence[Child], starts_on: date, now: datetime
) -> list[GroupMembership]:
    """All who begin together. Raises ValidationError when today's records say that they may not be (S67, S80)."""
    rows = [
        GroupMembership(
            organisation_id=group.organisation_id, group=group, child=child, way=way_of(child), starts_on=starts_on,
            at=now, by_id=by.user_id,
        )
        for child in children
    ]  # fmt: skip
    _refuse(group, rows, starts_on)
    for row in rows:
        keep(by=by, row=row)
    return rows


def keep(*, by: Actor, row: GroupMembership) -> None:
    """Write a membership that was looked at, with its trace."""
    row.save(force_insert=True)
    detail = {"from": row.starts_on.isoformat()}
    record(by=by, action="groups.join", about=row.group, child=row.child_id, detail=detail)


def spells_of(group: TherapyGroup) -> list[GroupMembership]:
    return list(GroupMembership.objects.filter(group=group).select_related("child"))


def way_of(child: Child) -> str:
    """What was decided last: a trial, beside the visits alone, or instead of them."""
    newest = StepDecision.objects.filter(child=child).newest_first().first()
    return newest.choice if newest and newest.choice in GroupMembership.Way.values else GroupMembership.Way.TRIAL


def _alone_at(group: TherapyGroup) -> None:
    """One person at a time: two who join at once must not both take the last place."""
    TherapyGroup.objects.select_for_update().get(pk=group.pk)


def _within(group: TherapyGroup, starts_on: date, now: datetime) -> None:
    if starts_on < timezone.localdate(now):
        raise ValidationError({"starts_on": _("Choose a day that is still ahead.")})
    if not group.term.starts_on <= starts_on <= group.term.ends_on:
        raise ValidationError({"starts_on": _("Choose a day of this term.")})


def _refuse(group: TherapyGroup, spells: Sequence[GroupMembership], since: date) -> None:
    names = names_of(spells)
    blocked = [rule_words.told(each, names) for each in concerns(group, spells, since) if each.blocks]
    if blocked:
        raise ValidationError(blocked)


def _weigh(group: TherapyGroup, spells: Sequence[GroupMembership], since: date, *, all_the_same: bool) -> None:
    names, found = names_of(spells), concerns(group, spells, since)
    blocked = [rule_words.told(each, names) for each in found if each.blocks]
    if blocked:
        raise ValidationError(blocked)
    thoughts = [rule_words.told(each, names) for each in found]
    changed = unrest(group, spells, since)
    if changed:
        thoughts.append(rule_words.restless(changed, names))
    if thoughts and not all_the_same:
        raise Consider(thoughts)


def names_of(spells: Sequence[GroupMembership]) -> dict[str, str]:
    """What each child is called, for who forms groups and reads every record."""
    return {str(spell.child_id): spell.child.name for spell in spells}
