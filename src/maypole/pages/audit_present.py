"""Audit rows in words: names instead of keys, looked up for the rows on the page only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.access.models import User
from maypole.audit.models import AuditEvent
from maypole.people.models import Child

VERBS = {
    "read": gettext_lazy("opened"),
    "receive": gettext_lazy("received"),
    "register": gettext_lazy("registered"),
    "write": gettext_lazy("wrote"),
    "add": gettext_lazy("added"),
    "set": gettext_lazy("set"),
    "end": gettext_lazy("ended"),
    "sign": gettext_lazy("signed"),
    "open": gettext_lazy("opened"),
    "complete": gettext_lazy("finished"),
    "assign": gettext_lazy("assigned"),
    "invite": gettext_lazy("invited"),
}


@dataclass(frozen=True)
class EventLine:
    number: int
    at: datetime
    who: str
    verb: str
    action: str
    child: str
    child_id: UUID | None
    detail: str


def event_lines(events: list[AuditEvent]) -> list[EventLine]:
    """Two queries more, however many rows."""
    keys = {key for event in events if (key := _uuid(event.actor))}
    people = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    wanted = {event.child_id for event in events if event.child_id}
    children = {child.pk: child.full_name for child in Child.objects.filter(pk__in=wanted)}
    return [_line(event, people, children) for event in events]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _line(event: AuditEvent, people: dict[UUID, str], children: dict[UUID, str]) -> EventLine:
    key = _uuid(event.actor)
    who = people.get(key, event.actor) if key else _("Someone without an account")
    told = [
        f"{name}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in event.detail.items()
        if value not in (None, "", [])
    ]
    return EventLine(
        number=event.number,
        at=event.at,
        who=who,
        verb=str(VERBS.get(event.action.rpartition(".")[2], "")),
        action=event.action,
        child=children.get(event.child_id, str(event.child_id)) if event.child_id else "",
        child_id=event.child_id,
        detail=" · ".join(told),
    )
