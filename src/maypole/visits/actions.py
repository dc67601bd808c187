"""What can be done with a visit, what is observed in it, and its note. Every change leaves an audit row beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.access.prepared import Prepared
from maypole.audit.actions import Detail, record
from maypole.people.models import CarerRelation, Child, Room, StaffMember

from . import ingest, points
from .draft import NoteText
from .ingest import Answer, Context, Item
from .models import (
    Moment,
    Note,
    NoteSignature,
    NoteVersion,
    Observation,
    Setting,
    Visit,
    VisitAssent,
    VisitAttendance,
    VisitMood,
    VisitStatus,
)

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
        for goal, occasions in ingest.touched(answers).items():
            points.rebuild([goal], occasions, now)
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


@transaction.atomic
def add_remark(*, by: Actor, visit: Visit, words: str, at: datetime | None = None) -> NoteVersion:
    """A quick note during the visit: one more line in what the child and family said, in the note's draft."""
    draft = _draft(by, visit, at or timezone.now())
    draft.subjective = "\n".join(part for part in (draft.subjective.rstrip(), words.strip()) if part)
    draft.claim(None)
    draft.save(update_fields=["subjective"])
    record(by=by, action="note.remarked", about=draft, child=visit.child_id)
    return draft


@transaction.atomic
def draft_note(
    *, by: Actor, visit: Visit, text: NoteText, edition: int | None = None, at: datetime | None = None
) -> NoteVersion:
    """Keep the words of the unsigned note. A signed note is amended instead (ValidationError).

    Raises EditConflict when somebody saved after `edition`, the one these words were written on.
    """
    at = at or timezone.now()
    draft = _draft(by, visit, at)
    draft.claim(edition)
    _write(draft, by, text, at)
    record(by=by, action="note.drafted", about=draft, child=visit.child_id)
    return draft


@transaction.atomic
def sign_note(
    *,
    by: Actor,
    visit: Visit,
    text: NoteText | None = None,
    edition: int | None = None,
    at: datetime | None = None,
) -> NoteSignature:
    """Sign the draft (with these last words, when given). From here on this version never changes."""
    at = at or timezone.now()
    if state_of(visit) != State.FINISHED:
        raise ValidationError(_("Finish the visit before you sign its note."))
    draft = _draft(by, visit, at)
    draft.claim(edition)
    if text is not None:
        _write(draft, by, text, at)
    if not draft.objective.strip():
        raise ValidationError({"objective": _("Say what you saw before you sign.")})
    return _sign(by, visit, draft, at, "note.signed")


@transaction.atomic
def amend_note(*, by: Actor, visit: Visit, text: NoteText, why: str, at: datetime | None = None) -> NoteSignature:
    """The next version of a signed note, signed, with what was wrong. The version before stays as it was."""
    at = at or timezone.now()
    if not why.strip():
        raise ValidationError({"why": _("Say what you amend and why.")})
    if not text.objective.strip():
        raise ValidationError({"objective": _("Say what you saw before you sign.")})
    newest = NoteVersion.objects.select_for_update().filter(note__visit=visit).order_by("-number").first()
    if newest is None or not NoteSignature.objects.filter(version=newest).exists():
        raise ValidationError(_("There is no signed note to amend yet."))
    version = NoteVersion(
        organisation_id=visit.organisation_id, note_id=newest.note_id, number=newest.number + 1, why=why.strip()
    )
    _write(version, by, text, at)
    return _sign(by, visit, version, at, "note.amended")


def _under_way(visit: Visit) -> None:
    if state_of(visit) not in TAKES_TAPS:
        raise ValidationError(_("The visit has not started yet."))


def _locked(visit: Visit) -> VisitStatus:
    """The newest state row, the visit held against other writers until this transaction ends.

    On SQLite the transaction is the only writer anyway, so nothing is asked for.
    """
    if connection.features.has_select_for_update:
        list(Visit.objects.select_for_update().filter(pk=visit.pk).values_list("pk"))
    newest = VisitStatus.objects.filter(visit=visit).order_by("-at", "-id").first()
    assert newest is not None, "every visit is planned before anything else"
    return newest


_newest_state = Prepared(
    lambda visit: VisitStatus.objects.filter(visit=visit).order_by("-at", "-id").values_list("state")[:1], visit=UUID
)


def state_of(visit: Visit) -> str:
    """The visit's state, held against other writers while the caller's transaction lasts.

    SQLite's transaction holds every other writer off already; elsewhere the visit is locked.
    """
    if connection.vendor != "sqlite":
        return _locked(visit).state
    newest = _newest_state.first(visit=visit.pk)
    return str(newest[0]) if newest else State.PLANNED


def _move(by: Actor, visit: Visit, to: State, since: State, at: datetime | None, *, why: str = "") -> bool:
    """From state `since` to state `to`; False when it is there already."""
    locked = _locked(visit)
    if locked.state == to:
        return False
    if locked.state != since:
        label = State(locked.state).label
        raise ValidationError(_("This visit is already marked: %(state)s."), params={"state": label})
    at = at or timezone.now()
    _state_row(by, visit, to, max(at, locked.at), why)
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


def _draft(by: Actor, visit: Visit, at: datetime) -> NoteVersion:
    """The open version of the visit's note, made when there is none."""
    owner = {"organisation_id": visit.organisation_id, "at": at, "by_id": by.user_id}
    note, _made = Note.objects.get_or_create(visit=visit, defaults={**owner, "child_id": visit.child_id})
    newest = NoteVersion.objects.select_for_update().filter(note=note).order_by("-number").first()
    if newest is None:
        return NoteVersion.objects.create(note=note, number=1, objective="", **owner)
    if NoteSignature.objects.filter(version=newest).exists():
        raise ValidationError(_("This note is signed. Amend it instead."))
    return newest


def _write(version: NoteVersion, by: Actor, text: NoteText, at: datetime) -> None:
    version.subjective, version.objective, version.assessment = text.subjective, text.objective, text.assessment
    version.plan, version.family_summary = text.plan, text.family_summary
    version.at, version.by_id = at, by.user_id
    version.save()


def _sign(by: Actor, visit: Visit, version: NoteVersion, at: datetime, action: str) -> NoteSignature:
    signature = NoteSignature.objects.create(
        organisation_id=visit.organisation_id, version=version, at=at, by_id=by.user_id
    )
    record(by=by, action=action, about=version, child=visit.child_id, detail={"number": version.number})
    return signature
