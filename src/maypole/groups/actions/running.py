"""A visit of a group while it runs: who is there, what each child does in company, what all share, and its end.

Every row can be made twice with the same `id` (the event's on the device) and is one row. What belongs to one child is
written beside that child's own visit.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.audit.actions import record
from maypole.groups.models import FunRating, GroupPlace, GroupTally, GroupVisit, PlaceMark, SharedMoment
from maypole.groups.presence import presence
from maypole.visits import actions as visits
from maypole.visits.models import Visit, VisitStatus

State = VisitStatus.State
Kind = PlaceMark.Kind


@transaction.atomic
def mark_place(
    *, by: Actor, place: GroupPlace, kind: str, at: datetime, why: str = "", id: UUID | None = None
) -> PlaceMark:
    """A child came, left, or does not come (then `why`). Coming starts the child's own visit, leaving finishes it.

    An absent child's visit stays planned until the group ends: they may still come. Raises ValidationError when the
    visit was called off.
    """
    if kind == Kind.ABSENT and not why.strip():
        raise ValidationError({"why": _("Say why, in a few words.")})
    if id and (known := PlaceMark.objects.filter(pk=id).first()):
        return known
    mark = PlaceMark.objects.create(
        id=id or new_id(), organisation_id=place.organisation_id, place=place, kind=kind, why=why.strip(), at=at,
        by_id=by.user_id,
    )  # fmt: skip
    visit = place.visit
    state = visits.state_of(visit)
    if kind == Kind.CAME and state != State.FINISHED:
        visits.start_visit(by=by, visit=visit, at=at)
    elif kind == Kind.LEFT and state == State.STARTED:
        visits.finish_visit(by=by, visit=visit, at=at)
    record(by=by, action=f"groups.{kind}", about=visit, child=visit.child_id)
    return mark


@transaction.atomic
def finish_place(*, by: Actor, place: GroupPlace, at: datetime, id: UUID | None = None) -> None:
    """The group is over for this child: whoever is here leaves now, whoever never came was missed, with the reason."""
    _came_alone(by, place)
    marks = list(PlaceMark.objects.filter(place=place))
    there = presence(marks, place.visit.starts_at, place.visit.minutes)
    if there.is_here:
        mark_place(by=by, place=place, kind=Kind.LEFT, at=at, id=id)
    elif not there.was_there and visits.state_of(place.visit) == State.PLANNED:
        why = there.absent_why or _("Did not come to the group.")
        visits.cancel_visit(by=by, visit=place.visit, why=why, missed=True, at=at)


def _came_alone(by: Actor, place: GroupPlace) -> None:
    """A child whose own visit was started on its own page was there since then, though nobody marked it."""
    if PlaceMark.objects.filter(place=place, kind=Kind.CAME).exists():
        return
    rows = VisitStatus.objects.filter(visit=place.visit, state__in=(State.STARTED, State.FINISHED))
    for state, at in rows.order_by("at", "id").values_list("state", "at"):
        mark_place(by=by, place=place, kind=Kind.CAME if state == State.STARTED else Kind.LEFT, at=at)


@transaction.atomic
def tally(*, by: Actor, visit: Visit, kind: str, at: datetime, id: UUID | None = None) -> GroupTally:
    """One thing a child did in company (S71, S75). Raises ValidationError while their visit has not begun."""
    _under_way(visit)
    if id and (known := GroupTally.objects.filter(pk=id).first()):
        return known
    row = GroupTally.objects.create(
        id=id or new_id(), organisation_id=visit.organisation_id, child_id=visit.child_id, visit=visit, kind=kind,
        recorder_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    record(by=by, action="groups.tally", about=visit, child=visit.child_id)
    return row


@transaction.atomic
def withdraw_tally(*, by: Actor, row: GroupTally, at: datetime) -> None:
    """Take one back; twice is the same as once. It stays as a row with who took it back."""
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = at, by.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(by=by, action="groups.tally_withdrawn", about=row, child=row.child_id)


@transaction.atomic
def add_moment(
    *, by: Actor, group_visit: GroupVisit, at: datetime, words: str = "", scenario: str = "", id: UUID | None = None
) -> SharedMoment:
    """What all did, once, or what was rehearsed (S70). Raises ValidationError when it says neither."""
    if not words.strip() and not scenario:
        raise ValidationError({"words": _("Write a word or two first.")})
    if id and (known := SharedMoment.objects.filter(pk=id).first()):
        return known
    row = SharedMoment.objects.create(
        id=id or new_id(), organisation_id=group_visit.organisation_id, group_visit=group_visit, words=words.strip(),
        scenario=scenario, at=at, by_id=by.user_id,
    )  # fmt: skip
    record(by=by, action="groups.moment", about=group_visit)
    return row


@transaction.atomic
def withdraw_moment(*, by: Actor, row: SharedMoment, at: datetime) -> None:
    """Take one back; twice is the same as once."""
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = at, by.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(by=by, action="groups.moment_withdrawn", about=row)


@transaction.atomic
def rate_fun(*, by: Actor, visit: Visit, face: int, at: datetime, id: UUID | None = None) -> FunRating:
    """The child's own answer (S77); the newest counts. Raises ValidationError while their visit has not begun."""
    _under_way(visit)
    if id and (known := FunRating.objects.filter(pk=id).first()):
        return known
    row = FunRating.objects.create(
        id=id or new_id(), organisation_id=visit.organisation_id, visit=visit, face=face, at=at, by_id=by.user_id
    )
    record(by=by, action="groups.fun", about=visit, child=visit.child_id)
    return row


@transaction.atomic
def write_shared(*, by: Actor, group_visit: GroupVisit, text: str, edition: int | None, now: datetime) -> None:
    """What all of us did, in one place for every note. Raises EditConflict when somebody saved since."""
    group_visit.claim(edition)
    group_visit.shared_text, group_visit.at, group_visit.by_id = text.strip(), now, by.user_id
    group_visit.save(update_fields=["shared_text", "at", "by"])
    record(by=by, action="groups.shared_text", about=group_visit)


def _under_way(visit: Visit) -> None:
    if visits.state_of(visit) not in visits.TAKES_TAPS:
        raise ValidationError(_("The visit has not started yet."))
