"""What the pages of one note show: the draft with its times and who may sign it, and what is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach

from . import present
from .models import NoteCosignature, NoteSignature, NoteVersion, Visit, VisitStatus
from .naming import Confirmed, Found, NamesFound
from .naming_present import confirmed_in, named_words
from .note_forms import AmendForm, NoteForm, TimesForm, words_of
from .noting import shape_to_write, standing_for
from .shapes import Shape, read_out, shape_of, shapes_of
from .shown import composed, goals_of, newest_version, proposed_times
from .times import Line, kinds_of, lines_in, lines_of, rules_of, span_of, times_in
from .together import notes_beside


@dataclass
class Sheet:
    """One note being written: its form, its times, and the version it goes into."""

    visit: Visit
    shape: Shape
    form: NoteForm
    times: TimesForm
    newest: NoteVersion | None
    named: tuple[Found, ...] = ()
    answered: Confirmed = field(default_factory=dict)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.times.is_valid()])

    def refuse(self, refused: ValidationError) -> None:
        """Show why it was not kept; a reason about a field that this form does not have is told above it."""
        if isinstance(refused, NamesFound):
            self.named = tuple(refused.found)
        told = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
        for name, reasons in told.items():
            self.form.add_error(name if name in self.form.fields else None, reasons)


def fresh(visit: Visit, newest: NoteVersion | None) -> Sheet:
    """The form of an unsigned note: what was written so far; what nobody has written yet comes from the data."""
    shape = shape_to_write(visit, newest)
    spoken = visit.child.family_language()
    written = newest is not None and bool(newest.objective)
    if newest is not None and written:
        form = NoteForm(shape=shape, initial=words_of(newest, shape))
    else:
        text = composed(visit, spoken, newest.subjective if newest else "", shape)
        initial = {one.key: text.words(one.key) for one in shape.sections} | {"family_summary": text.family_summary}
        form = NoteForm(shape=shape, initial=initial)
        form.drafted_in(spoken)
    return Sheet(visit, shape, form, _times(visit, newest), newest)


def _times(visit: Visit, newest: NoteVersion | None) -> TimesForm:
    kinds = kinds_of(visit)
    told = times_in(newest) if newest is not None else None
    if told is None:
        told = proposed_times(visit)
    return TimesForm(kinds=kinds, day=timezone.localdate(told.began), times=told)


def again(visit: Visit, newest: NoteVersion) -> Sheet:
    """The form that amends a signed note."""
    shape = shape_of(newest)
    form = AmendForm(shape=shape, initial=words_of(newest, shape))
    return Sheet(visit, shape, form, _times(visit, newest), newest)


def sent(visit: Visit, shape: Shape, data: Mapping[str, Any] | None, form: type[NoteForm]) -> Sheet:
    """What somebody sent, in the shape they wrote it in."""
    newest = newest_version(visit)
    began = newest.began_at if newest and newest.began_at else span_of(visit)[0]
    times = TimesForm(data, kinds=kinds_of(visit), day=timezone.localdate(began))
    answered = confirmed_in(data) if isinstance(data, QueryDict) else {}
    return Sheet(visit, shape, form(data, shape=shape), times, newest, answered=answered)


def page(sheet: Sheet) -> dict[str, Any]:
    """What every page with a note's form shows."""
    visit = sheet.visit
    return {
        "visit": visit,
        "child": visit.child,
        "form": sheet.form,
        "times": sheet.times,
        "services": list(sheet.times.services()),
        "lines": lines(sheet),
        "shape": sheet.shape,
        "named": named_words(
            sheet.named, sheet.answered, {name: str(each.label) for name, each in sheet.form.fields.items()}
        ),
        "precautions": visit.child.precautions.in_force(),
    }


def draft(actor: Actor, sheet: Sheet, today: date) -> dict[str, Any]:
    """The page on which a note is written, with who may sign it today."""
    visit, newest = sheet.visit, sheet.newest
    held = standing_for(actor, visit, today) if actor.can(Permission.SIGN_NOTE) else None
    if held is not None and held.cosigner is not None:
        words = _("The family reads this as soon as %(name)s has signed beside you.")
        sheet.form.fields["family_summary"].help_text = words % {"name": held.cosigner.name}
    finished = visit.state == VisitStatus.State.FINISHED
    return page(sheet) | {
        "edition": newest.edition if newest else 1,
        "held": held,
        "may_sign": finished and held is not None and not held.problems,
        "finished": finished,
        "hours": present.hours(visit),
        "chip": present.state_chip(visit),
        "areas": tuple(dict.fromkeys(goal.area for goal in goals_of(visit))),
        "sent_back": sent_back(newest),
        "notes_beside": notes_beside(visit),
    }


def lines(sheet: Sheet) -> list[Line]:
    """The services the form names now, with what they come to."""
    form, counting = sheet.times, rules_of(sheet.visit.organisation_id).counting
    told = form.times() if form.is_bound and form.is_valid() else None
    minutes = told.minutes if told else {kind.pk: form.initial.get(field.name) or 0 for kind, field in form.services()}
    return lines_of(form.kinds, minutes, counting)


def sent_back(newest: NoteVersion | None) -> NoteCosignature | None:
    """The supervisor's words about the version before the open one."""
    if newest is None or newest.number == 1 or newest.is_signed:
        return None
    rows = NoteCosignature.objects.filter(agreed=False, signature__version__note=newest.note_id)
    return rows.filter(signature__version__number=newest.number - 1).select_related("by").first()


@dataclass(frozen=True)
class Shown:
    """One signed version to read."""

    version: NoteVersion
    sections: list[tuple[str, str]]
    hours: str
    minutes: int
    lines: list[Line]


def signed(actor: Actor, visit: Visit, reached: Reach, newest: NoteVersion | None) -> dict[str, Any]:
    """What is signed, newest first. A family reads what is in force; the team also what waits or was sent back."""
    rows = NoteVersion.objects.in_force() if actor.is_family else NoteVersion.objects.filter(signature__isnull=False)
    rows = rows.filter(note__visit=visit).order_by("-number")
    rows = rows.select_related("signature__by", "signature__cosigner", "signature__cosignature__by")
    told = list(rows.prefetch_related("names_confirmed"))
    counting = rules_of(visit.organisation_id).counting
    shown = shown_of(told, counting)
    waits = bool(told) and told[0].signature.waits
    return {
        "visit": visit,
        "child": visit.child,
        "shell": "maypole/family.html" if actor.is_family else "maypole/staff.html",
        "hours": present.hours(visit),
        "precautions": visit.child.precautions.told_to(actor).in_force(),
        "newest": shown[0] if shown else None,
        "older": shown[1:],
        "waits": waits,
        "may_cosign": waits and told[0].signature.cosigner_id == actor.staff_id,
        "may_amend": bool(told) and not waits and reached.can(Permission.SIGN_NOTE),
        "unsigned": newest is not None and not told,
    }


def shown_of(versions: Sequence[NoteVersion], counting: str) -> list[Shown]:
    """Versions to read, in the order given. Three queries for any number."""
    shapes, told = shapes_of(versions), lines_in(versions, counting)
    return [_shown(version, shapes[version.pk], told[version.pk]) for version in versions]


def _shown(version: NoteVersion, shape: Shape, lines: list[Line]) -> Shown:
    began, ended = version.began_at, version.ended_at
    hours = present.hours_of(began, ended) if began and ended else ""
    length = int((ended - began).total_seconds() // 60) if began and ended else 0
    return Shown(version, read_out(version, shape), hours, length, lines)


def signed_words(signature: NoteSignature, amended: bool = False) -> str:
    """What the page says after a signature."""
    if signature.cosigner is not None:
        return _("Signed. It waits for %(name)s, who signs beside you.") % {"name": signature.cosigner.name}
    if amended:
        return _("Amended and signed. The version before stays readable.")
    return _("Signed. The family can read its summary now.")
