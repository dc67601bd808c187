"""The one way into the audit trail. Called inside the transaction of what it records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from maypole.access.actor import Actor
from maypole.access.models import BreakGlass
from maypole.access.prepared import Prepared, insert

from .models import GENESIS, AuditEvent

Detail = Mapping[str, str | int | float | bool | list[str] | None]
POSTGRES_LOCK = 0x4D6179  # "May": serialises appends, so that two transactions cannot fork the chain


_newest = Prepared(lambda: AuditEvent.objects.order_by("-number").values_list("number", "hash")[:1])


def record(
    *,
    by: Actor | None,
    action: str,
    about: Model | None = None,
    child: UUID | None = None,
    detail: Detail | None = None,
) -> AuditEvent:
    """Append one event, in the caller's transaction. `by` is None for the public and for the system."""
    with transaction.atomic(savepoint=False):  # the caller's transaction, without a savepoint's two statements
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [POSTGRES_LOCK])
        newest = _newest.first()
        number, prev = (newest[0] + 1, newest[1]) if newest else (1, GENESIS)
        event = AuditEvent(
            number=number,
            at=datetime.now(UTC),
            organisation_id=by.organisation_id if by else getattr(about, "organisation_id", None),
            actor=by.audit_name if by else "public",
            action=action,
            object_type=about._meta.label if about is not None else "",
            object_id=str(about.pk) if about is not None else "",
            child_id=child,
            detail=dict(detail or {}),
            prev=prev,
        )
        event.hash = event.digest()
        insert(event)
    return event


_numbered = Prepared(lambda number: AuditEvent.objects.filter(number=number).values_list("hash")[:1], number=int)


def head() -> str:
    """The newest row, “number.hash”: stands for all that the chain holds up to it."""
    newest = _newest.first()
    return f"{newest[0]}.{newest[1]}" if newest else f"0.{GENESIS}"


def holds(mark: str) -> bool:
    """Whether a row that `head` named once is in the chain. It is not when the clinic went back to a time before it."""
    number, _dot, known = mark.partition(".")
    if not (number.isdecimal() and number.isascii() and len(number) < 19):
        return False
    found = _numbered.first(number=int(number)) if int(number) else (GENESIS,)
    return found is not None and bool(found[0] == known)


@transaction.atomic
def mark_seen(*, by: Actor, emergency: BreakGlass, now: datetime) -> None:
    """Compliance has looked at an emergency access; the first look is kept."""
    unseen = BreakGlass.objects.filter(pk=emergency.pk, seen_at__isnull=True)
    if unseen.update(seen_at=now, seen_by_id=by.user_id):
        record(by=by, action="emergency.seen", about=emergency, child=emergency.child_id)
