"""Who was there and how the child took part, told on the visit's page and in its note."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Moment, Visit, VisitAssent, VisitAttendance


def there(visit: Visit) -> list[tuple[str, str]]:
    """Name and part of each person beside the therapist, as last recorded. One query."""
    newest: dict[str, tuple[str, str]] = {}
    for row in VisitAttendance.objects.filter(visit=visit).select_related("carer").order_by("at", "id"):
        name = row.carer.name if row.carer else row.name
        newest[str(row.carer_id or name)] = (name, row.role)
    return [
        (name, str(VisitAttendance.Role(role).label))
        for name, role in newest.values()
        if role != VisitAttendance.Role.ABSENT
    ]


def sentence(visit: Visit) -> str:
    """“There: Rosa (practised).” for the note; empty when nobody else was."""
    told = [_("%(name)s (%(part)s)") % {"name": name, "part": part.lower()} for name, part in there(visit)]
    return _("There: %(people)s.") % {"people": ", ".join(told)} if told else ""


def agreed(visit: Visit) -> list[str]:
    """Whether the child wanted to, at the start and at the end, as last recorded. One query."""
    newest: dict[str, VisitAssent] = {}
    for row in VisitAssent.objects.filter(visit=visit).order_by("at", "id"):
        newest[row.moment] = row
    return [
        _("%(moment)s: %(answer)s")
        % {"moment": Moment(moment).label, "answer": row.words or VisitAssent.Answer(row.answer).label}
        for moment in Moment.values
        for row in [newest.get(moment)]
        if row is not None
    ]
