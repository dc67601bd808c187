"""What is known of one child in company, and the steps towards a group or back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups.models import (
    CompanyGoal,
    FreeTime,
    GroupSkill,
    InCompany,
    PairWish,
    ReadinessSeen,
    StepDecision,
)
from maypole.people.models import Child, Room, StaffMember
from maypole.plan.models import Goal
from maypole.visits.models import Setting, Visit

ALONE_FIRST = 3
"""Visits alone after which company is proposed; fewer need a written exception (S68)."""
LOOK_EVERY = timedelta(weeks=12)
"""“No group for now” is looked at again after this when no day is named; at least every three months."""
Window = tuple[int, time, time]


class CompanyFields(TypedDict, total=False):
    most: int | None
    needs_support: bool
    unresolved_aggression: bool
    noise: str
    not_now: bool
    look_again_on: date | None
    why: str


@transaction.atomic
def say_seen(
    *,
    by: Actor,
    child: Child,
    skill: str,
    seen: str,
    words: str,
    now: datetime,
    place: str = Setting.CLINIC,
    visit: Visit | None = None,
) -> ReadinessSeen:
    """One line of the readiness list with its evidence; the older ones are kept. Raises ValidationError."""
    if not words.strip():
        raise ValidationError({"words": _("Write what you saw: a line without evidence helps nobody.")})
    row = ReadinessSeen.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        skill=skill,
        seen=seen,
        words=words.strip(),
        place=visit.setting if visit else place,
        visit=visit,
        at=now,
        by_id=by.user_id,
    )
    record(by=by, action="company.seen", about=row, child=child.pk, detail={"skill": skill})
    return row


@transaction.atomic
def tell_company(*, by: Actor, child: Child, now: datetime, **fields: Unpack[CompanyFields]) -> InCompany:
    """How the child is best in company, as a new row. “No group for now” needs a reason, and a day to look again."""
    if fields.get("not_now"):
        if not fields.get("why", "").strip():
            raise ValidationError({"why": _("Write why no group fits now, and what would change that.")})
        again = fields.get("look_again_on") or timezone.localdate(now) + LOOK_EVERY
        if again < timezone.localdate(now):
            raise ValidationError({"look_again_on": _("Choose a day that is still ahead.")})
        fields["look_again_on"] = again
    row = InCompany.objects.create(
        organisation_id=child.organisation_id, child=child, at=now, by_id=by.user_id, **fields
    )
    record(by=by, action="company.tell", about=row, child=child.pk, detail={"fields": sorted(fields)})
    return row


@transaction.atomic
def decide_step(
    *, by: Actor, child: Child, choice: str, why: str, now: datetime, family_view: str = "", exception: str = ""
) -> StepDecision:
    """Towards company or back, for a reason. Individual first: with fewer than three visits alone an exception is
    written (S68). No line of the readiness list is ever needed. Raises ValidationError."""
    if not by.can(Permission.DECIDE):
        raise PermissionDenied(Permission.DECIDE)
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the family and the next person understand.")})
    towards = choice not in (StepDecision.Choice.NOT_YET, StepDecision.Choice.BACK)
    if towards and visits_alone(child) < ALONE_FIRST and not exception.strip():
        raise ValidationError(
            {"exception": _("There were fewer than three visits alone. Write why company comes first here.")}
        )
    row = StepDecision.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        choice=choice,
        why=why.strip(),
        family_view=family_view.strip(),
        exception=exception.strip(),
        at=now,
        by_id=by.user_id,
    )
    record(by=by, action="company.step", about=row, child=child.pk, detail={"choice": choice})
    return row


def visits_alone(child: Child) -> int:
    """Finished visits that were not part of a group."""
    return Visit.objects.finished().filter(child=child, group_place__isnull=True).count()


@transaction.atomic
def choose_skill(*, by: Actor, goal: Goal, skill: str, now: datetime) -> CompanyGoal:
    """Under which skill a goal is worked on in company; an empty skill: not in company."""
    if skill and skill not in GroupSkill.values:
        raise ValidationError({"skill": _("Choose a skill from the list.")})
    row = CompanyGoal.objects.create(
        organisation_id=goal.organisation_id, goal=goal, skill=skill, at=now, by_id=by.user_id
    )
    record(by=by, action="company.skill", about=goal, child=goal.child_id, detail={"skill": skill})
    return row


@transaction.atomic
def wish_pair(*, by: Actor, child: Child, other: Child, kind: str, why: str, now: datetime) -> PairWish:
    """Two children together or apart; a new wish for the same pair ends the old one. Apart needs a reason."""
    if child.pk == other.pk or child.organisation_id != other.organisation_id:
        raise ValidationError({"other": _("Choose another child.")})
    if kind == PairWish.Kind.APART and not why.strip():
        raise ValidationError({"why": _("Write why they should be apart.")})
    end_wish(by=by, child=child, other=other, now=now)
    row = PairWish.objects.create(
        organisation_id=child.organisation_id, child=child, other=other, kind=kind, why=why, at=now, by_id=by.user_id
    )
    for each in (child, other):
        record(by=by, action="company.wish", about=row, child=each.pk, detail={"kind": kind})
    return row


@transaction.atomic
def end_wish(*, by: Actor, child: Child, other: Child, now: datetime) -> int:
    """End what is wished for this pair, whichever of the two it was written at."""
    standing = PairWish.objects.standing().filter(child__in=(child, other), other__in=(child, other))
    ended = standing.update(ended_at=now)
    if ended:
        record(by=by, action="company.wish_ended", about=child, child=child.pk)
    return ended


@transaction.atomic
def set_free_times(
    *,
    by: Actor,
    windows: Sequence[Window],
    now: datetime,
    child: Child | None = None,
    staff: StaffMember | None = None,
    room: Room | None = None,
) -> list[FreeTime]:
    """The times of one child, adult or room from now on; earlier ones end and are kept. Raises ValidationError."""
    owner = child or staff or room
    assert owner is not None
    if any(begins >= ends for _day, begins, ends in windows):
        raise ValidationError(_("A time ends before it begins."))
    whose: dict[str, UUID] = {
        name: one.pk for name, one in (("child_id", child), ("staff_id", staff), ("room_id", room)) if one
    }
    FreeTime.objects.standing().filter(**whose).update(ended_at=now)
    rows = FreeTime.objects.bulk_create(
        FreeTime(organisation_id=owner.organisation_id, weekday=day, begins=begins, ends=ends, started_at=now, **whose)
        for day, begins, ends in windows
    )
    record(by=by, action="company.times", about=owner, child=child.pk if child else None, detail={"times": len(rows)})
    return rows
