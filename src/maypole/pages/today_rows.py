"""What the Today page asks for: one person's own visits and steps, as far as they may know of the child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, Row, columns
from maypole.access.roles import Role
from maypole.intake.models import NextStep
from maypole.people.models.child import emergency_of, on_team
from maypole.progress.models import Review
from maypole.visits.models import NoteSignature, NoteVersion, Visit, VisitStatus

MOST = 6
Rows = QuerySet[Any, Any]
_VISIT = [*columns(Visit), "state", "signed", "room__name", "child__given_name", "child__called"]
_NOTE = ["pk", "starts_at", "child__given_name", "child__called"]
_LOOSE = ["pk", "state", "starts_at", "child__given_name", "child__called"]


def _visits(staff: UUID, since: datetime, until: datetime) -> Rows:
    signed = NoteSignature.objects.standing().filter(version__note__visit=OuterRef("pk"))
    rows = Visit.objects.with_state().filter(staff=staff, starts_at__range=(since, until))
    return rows.annotate(signed=Exists(signed)).order_by("starts_at", "id").values_list(*_VISIT)


def _loose(staff: UUID, since: datetime, until: datetime) -> Rows:
    rows = Visit.objects.in_state(VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
    rows = rows.filter(staff=staff, starts_at__range=(since, until))
    return rows.order_by("starts_at").values_list(*_LOOSE)


def _to_sign(staff: UUID) -> Rows:
    leads = Q(child__team__staff=staff, child__team__leads=True, child__team__ended_at__isnull=True)
    assistants = Q(staff__user__memberships__role=Role.ASSISTANT, staff__user__memberships__ended_at__isnull=True)
    rows = Visit.objects.awaiting_note().filter(Q(staff=staff) | (leads & assistants)).distinct()
    return rows.order_by("starts_at").values_list(*_NOTE)


def _to_write(staff: UUID) -> Rows:
    written = NoteVersion.objects.filter(note__visit=OuterRef("pk")).exclude(objective="")
    rows = Visit.objects.awaiting_note().filter(~Exists(written), staff=staff)
    return rows.order_by("starts_at").values_list(*_NOTE)


def _steps(staff: UUID, until: date) -> Rows:
    rows = NextStep.objects.open().filter(staff=staff, due_on__lte=until).order_by("due_on")
    return rows.values_list("what", "due_on", "child_id", "child__given_name", "child__called")


Asked = tuple[Callable[..., Rows], tuple[tuple[str, type], ...], int]
VISITS: Asked = (_visits, (("since", datetime), ("until", datetime)), 100)
"""Visits that begin in a span: the columns of Visit, state, whether signed, room, child's given and called name."""
LOOSE: Asked = (_loose, (("since", datetime), ("until", datetime)), MOST)
"""Visits of a span that nobody finished: key, state, begin, child's given and called name."""
TO_SIGN: Asked = (_to_sign, (), MOST)
"""Own visits whose note waits for a signature, and those of assistants: key, begin, child's given and called name."""
TO_WRITE: Asked = (_to_write, (), MOST)
"""Own visits whose note nobody wrote, in the same columns."""
STEPS: Asked = (_steps, (("until", date),), MOST)
"""Open next steps due by a day: what, due, child, child's given and called name."""

REVIEWS = Prepared(
    lambda organisation, staff, soon: (
        Review.objects.due()
        .filter(
            organisation=organisation,
            planned_on__lte=soon,
            child__team__staff=staff,
            child__team__ended_at__isnull=True,
        )
        .distinct()
        .order_by("planned_on", "child__given_name", "id")
        .values_list("planned_on", "child__given_name", "id", "child_id", "child__called")[:MOST]
    ),
    organisation=UUID,
    staff=UUID,
    soon=date,
)
"""Planned reviews of the children whose team this person is on: being on it is reason enough to know of them."""


def mine(actor: Actor, now: datetime, asked: Asked, **values: datetime | date) -> list[Row]:
    """The person's own rows about children whom they may know of, by the same reasons as `visible_to`."""
    reasons: dict[str, UUID | datetime] = {}
    if Permission.SEE_CHILD in actor.everywhere:
        scope = "everyone"
    elif actor.can(Permission.BREAK_GLASS):
        scope, reasons = "emergency", {"user": actor.user_id, "now": now}
    else:
        scope = "team"
    given = {"organisation": actor.organisation_id, "staff": actor.staff_id}
    return _asked(scope, asked)(**given, **reasons, **values)


@cache
def _asked(scope: str, asked: Asked) -> Prepared:
    build, kinds, most = asked

    def rows(
        organisation: UUID, staff: UUID, user: UUID | None = None, now: datetime | None = None, **given: Any
    ) -> Rows:
        found = build(staff, **given).filter(organisation=organisation)
        if scope == "everyone":
            return found[:most]
        reasons = Q(on_team(staff, "child_id"))
        if user and now:
            reasons |= Q(emergency_of(user, now, "child_id"))
        return found.filter(reasons)[:most]

    reasons: dict[str, type] = {"user": UUID, "now": datetime} if scope == "emergency" else {}
    return Prepared(rows, organisation=UUID, staff=UUID, **reasons, **dict(kinds))
