"""Whether somebody may sign for a field of work on a day: licence, scope, and whose signature it waits for (S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.roles import Role
from maypole.web.dates import day_year

from .access import supervisor_of
from .models import Licence, StaffMember
from .models.staff import Discipline


@dataclass(frozen=True)
class Standing:
    """`problems` say why somebody may not sign; `waits` whether their signature needs `cosigner`'s beside it."""

    problems: tuple[str, ...] = ()
    waits: bool = False
    cosigner: StaffMember | None = None
    remark: str = ""
    """What a page says although it stops nobody."""


def standing(by: Actor, discipline: str, on: date, *, licence_needed: bool = False) -> Standing:
    """How the actor stands towards a note of this field (empty: of none in particular) on that day. Three queries."""
    staff = StaffMember.objects.filter(pk=by.staff_id).first() if by.staff_id else None
    if staff is None:
        return Standing((_("Only somebody who works here signs notes."),))
    held = list(Licence.objects.filter(staff=staff))
    field = discipline or staff.discipline
    problems = [
        reason for reason in (_scope(staff, field, held), _licence(staff, field, held, on, licence_needed)) if reason
    ]
    waits = needs_supervisor(by, held, on)
    cosigner = supervisor_of(staff.pk, on) if waits else None
    if waits and cosigner is None:
        problems.append(_("Your signature needs a supervisor’s beside it, and nobody is named as yours yet."))
    remark = "" if held or not field else _("No licence of yours is on record here.")
    return Standing(tuple(problems), waits, cosigner, remark)


def needs_supervisor(by: Actor, held: Sequence[Licence], on: date) -> bool:
    """Assistants always; everybody else while each licence they hold is an assistant's, provisional or in training."""
    levels = {one.level for one in held if one.starts_on <= on <= one.expires_on}
    by_licence = bool(levels) and Licence.Level.FULL not in levels
    treats = {Role.THERAPIST, Role.LEAD} & by.roles
    return by_licence or (Role.ASSISTANT in by.roles and not treats)


def _scope(staff: StaffMember, field: str, held: Sequence[Licence]) -> str:
    """A field that is neither the person's own nor one they hold a licence for is not theirs to sign."""
    if not field or field == staff.discipline or any(one.discipline == field for one in held):
        return ""
    name = Discipline(field).label
    return _("This is a note of %(field)s, which is not your field here. A colleague of that field signs it.") % {
        "field": name
    }


def _licence(staff: StaffMember, field: str, held: Sequence[Licence], on: date, needed: bool) -> str:
    """Why no licence covers the field on that day; empty when one does, or when none is asked for nor on record."""
    if not field:
        return ""
    mine = [one for one in held if (one.discipline or staff.discipline) == field]
    words: dict[str, object] = {"field": Discipline(field).label}
    if any(one.starts_on <= on <= one.expires_on for one in mine):
        return ""
    over = [one.expires_on for one in mine if one.expires_on < on]
    if over:
        words["day"] = day_year(max(over))
        return _("Your licence for %(field)s expired on %(day)s, so you cannot sign this note.") % words
    if mine:
        words["day"] = day_year(min(one.starts_on for one in mine))
        return _("Your licence for %(field)s begins on %(day)s, so you cannot sign this note yet.") % words
    return _("This clinic asks for a licence on record, and none of yours is for %(field)s.") % words if needed else ""
