"""Notes that wait: to be signed, for a supervisor, or sent back; for each therapist, and for whoever leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.access.prepared import Row as Row_
from maypole.access.roles import Role
from maypole.people.models import StaffMember
from maypole.web.dates import day, weekday

from .models import NoteCosignature, NoteSignature, Visit, VisitQuerySet
from .present import age_of
from .times import rules_of

_TOLD = ["version_id", "at", "by__name", "version__note__child__given_name", "version__note__child__called"]
_cosigning = Prepared(
    lambda staff: NoteSignature.objects.waiting().filter(cosigner_id=staff).order_by("at", "id").values_list(*_TOLD),
    staff=UUID,
)


@dataclass(frozen=True)
class Row:
    """One note that waits: whose visit, since when, and where to go. `words` are a supervisor's, when it came back."""

    visit: Visit
    since: str
    age: str
    late: bool
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Desk:
    """One colleague's waiting notes, oldest first."""

    staff: StaffMember
    rows: list[Row]

    @property
    def late(self) -> int:
        return sum(1 for row in self.rows if row.late)


def unsigned(actor: Actor, now: datetime, *, everybody: bool) -> list[Desk]:
    """Notes nobody has signed, by colleague: the actor's own first, then (`everybody`) those of all they may know of.

    Their own are those of their visits, and those assistants owe about children they lead. Three queries.
    """
    rows = Visit.objects.visible_to(actor).awaiting_note()
    if not everybody:
        rows = rows.filter(_owed_by(actor.staff_id)).distinct()
    hours = rules_of(actor.organisation_id).hours
    words = NoteCosignature.objects.filter(agreed=False, signature__version__note__visit=OuterRef("pk"))
    told = rows.annotate(sent_back=Subquery(words.order_by("-at").values("why")[:1]))
    desks: dict[UUID, Desk] = {}
    for visit in told.select_related("staff", "child").order_by("starts_at", "id"):
        desk = desks.setdefault(visit.staff_id, Desk(visit.staff, []))
        desk.rows.append(row_of(visit, now, hours, actor))
    return sorted(desks.values(), key=lambda one: (one.staff.pk != actor.staff_id, -one.late, one.staff.name))


def row_of(visit: Visit, now: datetime, hours: int, actor: Actor) -> Row:
    """`visit` is annotated with `sent_back`."""
    ended = visit.state_at or visit.ends_at
    may = actor.can(Permission.WRITE_NOTE)
    return Row(
        visit=visit,
        since=weekday(visit.starts_at),
        age=age_of(ended, now),
        late=ended < now - timedelta(hours=hours),
        words=getattr(visit, "sent_back", None) or "",
        url=reverse("note", args=[visit.pk]) if may else "",
    )


def _owed_by(staff: UUID | None) -> Q:
    leads = Q(child__team__staff=staff, child__team__leads=True, child__team__ended_at__isnull=True)
    assistants = Q(staff__user__memberships__role=Role.ASSISTANT, staff__user__memberships__ended_at__isnull=True)
    return Q(staff=staff) | (leads & assistants)


def to_cosign(actor: Actor) -> list[NoteSignature]:
    """Signatures that wait for this person's beside them, oldest first."""
    if actor.staff_id is None or not actor.can(Permission.SIGN_NOTE):
        return []
    rows = NoteSignature.objects.waiting().filter(organisation=actor.organisation_id, cosigner=actor.staff_id)
    return list(rows.select_related("by", "version__note__child", "version__note__visit").order_by("at", "id"))


def with_supervisors(actor: Actor) -> list[NoteSignature]:
    """Signed notes of children this person may know of that wait for somebody else's signature."""
    rows = NoteSignature.objects.waiting().filter(organisation=actor.organisation_id)
    mine = rows if actor.can(Permission.SEE_CLINIC) else rows.filter(by=actor.user_id)
    return list(
        mine.exclude(cosigner=actor.staff_id)
        .select_related("by", "cosigner", "version__note__child", "version__note__visit")
        .order_by("at", "id")
    )


def cosigning_news(actor: Actor) -> list[tuple[str, str, str]]:
    """(what, detail, address) of each note that waits for this supervisor. One query, none for who signs no notes."""
    if actor.staff_id is None or not actor.can(Permission.SIGN_NOTE):
        return []
    return [
        (
            _("Sign beside: the note about %(name)s") % {"name": called or given},
            _("%(name)s signed it on %(day)s.") % {"name": by, "day": day(at)},
            reverse("note_cosignature", args=[version]),
        )
        for version, at, by, given, called in _cosigning(staff=actor.staff_id)
    ]


LATE_NOTES = Prepared(
    lambda staff: (
        Visit.objects.awaiting_note()
        .filter(staff=staff)
        .annotate(over=Coalesce("state_at", F("starts_at")))
        .order_by("over")
        .values_list("over")
    ),
    staff=UUID,
)
"""When each visit ended whose note this person has not signed."""


def late_news(rows: Iterable[Row_], actor: Actor, now: datetime) -> tuple[str, str] | None:
    """(what, detail) of one line for the day's page when own notes are late; None when none is. `rows`: LATE_NOTES."""
    ended: list[datetime] = [at for (at,) in rows]
    hours = rules_of(actor.organisation_id).hours if ended else 0
    late = sorted(at for at in ended if at < now - timedelta(hours=hours))
    if not late:
        return None
    what = ngettext("%(n)d note is late", "%(n)d notes are late", len(late)) % {"n": len(late)}
    words = {"age": age_of(late[0], now), "hours": hours}
    return what, _("The oldest has waited %(age)s; here they are signed within %(hours)d hours.") % words


def owing(organisation: UUID, now: datetime) -> dict[UUID, int]:
    """How many late notes each colleague of a clinic owes. One query beside the rules."""
    until = now - timedelta(hours=rules_of(organisation).hours)
    rows: VisitQuerySet = Visit.objects.filter(organisation=organisation).awaiting_note()
    found: dict[UUID, int] = {}
    late = rows.annotate(over=Coalesce("state_at", F("starts_at"))).filter(over__lt=until)
    for staff in late.values_list("staff_id", flat=True):
        found[staff] = found.get(staff, 0) + 1
    return found
