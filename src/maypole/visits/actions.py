"""What can be done with a visit, what is observed in it, and its note. Every change leaves an audit row beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.audit.actions import Detail, record
from maypole.people.models import CarerRelation, Child, Room, StaffMember

from . import ingest, points
from .ingest import Answer, Context, Item
from .models import Moment, Observation, Setting, Visit, VisitAssent, VisitAttendance, VisitMood, VisitStatus
from .noting import add_remark, amend_note, cosign_note, draft_note, sign_note
from .states import locked, state_of

__all__ = [
    "add_remark",
    "amend_note",
    "cancel_visit",
    "cosign_note",
    "draft_note",
    "finish_visit",
    "observe",
    "plan_visit",
    "record_assent",
    "record_attendance",
    "record_mood",
    "sign_note",
    "start_visit",
    "state_of",
    "withdraw",
]

State = VisitStatus.State
TAKES_TAPS = frozenset({State.STARTED, State.FINISHED})
"""Taps of a running visit, and late ones that were kept on a device."""


@transaction.atomic
def plan_visit(
    *,
    by: Actor,
    child: Child,
    staff: StaffMember,
    starts_at: datetime,
    minutes: int = 45,
    setting: str = Setting.CLINIC,
    room: Room | None = None,
    at: datetime | None = None,
    id: UUID | None = None,
) -> Visit:
    """Plan a visit of `child` with `staff` (both of the actor's organisation); `id` when a device made it already."""
    if staff.organisation_id != child.organisation_id or (room and room.organisation_id != child.organisation_id):
        raise ValidationError(_("Child, therapist and room must belong to the same clinic."))
    at = at or timezone.now()
    visit = Visit.objects.create(
        id=id or new_id(), organisation_id=child.organisation_id, child=child, staff=staff, room=room, setting=setting,
        starts_at=starts_at, minutes=minutes, at=at, by_id=by.user_id,
    )  # fmt: skip
    _state_row(by, visit, State.PLANNED, at, "")
    record(by=by, action="visit.planned", about=visit, child=child.pk)
    return visit


@transaction.atomic
def start_visit(*, by: Actor, visit: Visit, at: datetime | None = None) -> None:
    """From planned to under way. Starting twice is the same as once."""
    _move(by, visit, State.STARTED, State.PLANNED, at)


@transaction.atomic
def finish_visit(*, by: Actor, visit: Visit, at: datetime | None = None) -> None:
    """From under way to finished; what was observed becomes points of the charts."""
    if _move(by, visit, State.FINISHED, State.STARTED, at):
        goals = Observation.objects.filter(visit=visit).values_list("goal_id", flat=True).distinct()
        points.rebuild(list(goals), [visit.occasion], at)


@transaction.atomic
def cancel_visit(*, by: Actor, visit: Visit, why: str, missed: bool = False, at: datetime | None = None) -> None:
    """A planned visit that does not happen: called off, or the child did not come (`missed`). The reason is kept."""
    if not why.strip():
        raise ValidationError({"why": _("Say why, in a few words.")})
    _move(by, visit, State.MISSED if missed else State.CANCELLED, State.PLANNED, at, why=why.strip())


@transaction.atomic
def record_mood(
    *, by: Actor, visit: Visit, mood: str, moment: str = Moment.DURING, at: datetime | None = None
) -> VisitMood:
    """How the child is now. “Stop” is recorded like any other mood and never scored."""
    _under_way(visit)
    owner = {"organisation_id": visit.organisation_id, "at": at or timezone.now(), "by_id": by.user_id}
    row = VisitMood.objects.create(visit=visit, mood=mood, moment=moment, **owner)
    record(by=by, action="visit.mood", about=visit, child=visit.child_id, detail={"row": str(row.pk)})
    return row


@transaction.atomic
def record_assent(
    *, by: Actor, visit: Visit, answer: str, moment: str = Moment.START, words: str = "", at: datetime | None = None
) -> VisitAssent:
    """Whether the child agrees, at this moment of the visit. A “no” is kept like a “yes”."""
    _under_way(visit)
    owner = {"organisation_id": visit.organisation_id, "at": at or timezone.now(), "by_id": by.user_id}
    row = VisitAssent.objects.create(visit=visit, answer=answer, moment=moment, words=words, **owner)
    record(by=by, action="visit.assent", about=visit, child=visit.child_id, detail={"row": str(row.pk)})
    return row


@transaction.atomic
def record_attendance(
    *, by: Actor, visit: Visit, role: str, carer: UUID | None = None, name: str = "", at: datetime | None = None
) -> VisitAttendance:
    """Who was there and what they did: a carer of this child, or somebody by `name` (ValidationError otherwise)."""
    _under_way(visit)
    if carer and not CarerRelation.objects.filter(child=visit.child_id, carer=carer, ended_at__isnull=True).exists():
        raise ValidationError(_("This person is not a carer of this child."))
    if not carer and not name.strip():
        raise ValidationError({"name": _("Say who was there.")})
    owner = {"organisation_id": visit.organisation_id, "at": at or timezone.now(), "by_id": by.user_id}
    row = VisitAttendance.objects.create(visit=visit, carer_id=carer, name=name.strip(), role=role, **owner)
    record(by=by, action="visit.attendance", about=visit, child=visit.child_id, detail={"row": str(row.pk)})
    return row


@transaction.atomic
def observe(
    *,
    by: Actor,
    items: Sequence[Item],
    visit: Visit | None = None,
    child: Child | None = None,
    setting: str = Setting.HOME,
    occasion: str = "",
    with_whom: str = "",
    now: datetime | None = None,
) -> list[Answer]:
    """Take in a batch of at most 50 observations: of a visit, or of a child elsewhere (`setting`, `occasion`).

    Answers item by item, in the order sent; sending the same batch again changes nothing. Outside a running visit the
    points are brought up to date at once.
    """
    now = now or timezone.now()
    if visit is not None:
        state = state_of(visit)
        context = _of_visit(by, visit)
        running = state == State.STARTED
        if state not in TAKES_TAPS:
            return [Answer(str(item.id), ingest.Status.REFUSED, "not_under_way") for item in items]
    else:
        assert child is not None, "an observation is of a child"
        running = False
        context = Context(child.organisation_id, child.pk, by.user_id, None, setting, occasion, with_whom[:80])
    answers = ingest.store(context, items, now)
    if not running:
        for occasions, goals in ingest.touched(answers).items():
            points.rebuild(goals, occasions, now)
    _trace(by, visit, context.child, answers)
    return answers


@transaction.atomic
def withdraw(*, by: Actor, observation: Observation, id: UUID | None = None, now: datetime | None = None) -> Answer:
    """Take an observation back: a new one that names it. The same `id` again is the same withdrawal."""
    now = now or timezone.now()
    item = Item(id or new_id(), replaces=observation.pk, withdrawn=True)
    context = Context(
        observation.organisation_id, observation.child_id, by.user_id, observation.visit_id, observation.setting,
        observation.occasion, observation.with_whom,
    )  # fmt: skip
    state = state_of(observation.visit) if observation.visit else None
    [answer] = ingest.store(context, [item], now)
    if state != State.STARTED:
        points.rebuild([observation.goal_id], [observation.occasion], now)
    _trace(by, observation.visit, observation.child_id, [answer])
    return answer


def _under_way(visit: Visit) -> None:
    if state_of(visit) not in TAKES_TAPS:
        raise ValidationError(_("The visit has not started yet."))


def _move(by: Actor, visit: Visit, to: State, since: State, at: datetime | None, *, why: str = "") -> bool:
    """From state `since` to state `to`; False when it is there already."""
    held = locked(visit)
    if held.state == to:
        return False
    if held.state != since:
        label = State(held.state).label
        raise ValidationError(_("This visit is already marked: %(state)s."), params={"state": label})
    at = at or timezone.now()
    _state_row(by, visit, to, max(at, held.at), why)
    record(by=by, action=f"visit.{to}", about=visit, child=visit.child_id)
    return True


def _state_row(by: Actor, visit: Visit, state: State, at: datetime, why: str) -> None:
    VisitStatus.objects.create(
        organisation_id=visit.organisation_id, visit=visit, state=state, at=at, by_id=by.user_id, why=why
    )


def _of_visit(by: Actor, visit: Visit) -> Context:
    return Context(
        visit.organisation_id, visit.child_id, by.user_id, visit.pk, visit.setting, visit.occasion,
        visit.staff.name[:80],
    )  # fmt: skip


def _trace(by: Actor, visit: Visit | None, child: UUID, answers: Sequence[Answer]) -> None:
    counts = Counter(answer.status.value for answer in answers)
    goals = sorted({str(answer.goal) for answer in answers if answer.stored})
    detail: Detail = {**counts, "goals": goals}
    record(by=by, action="observations.received", about=visit, child=child, detail=detail)
