"""The notes of one visit of a group, side by side: what is shared once, and each child's own sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach
from maypole.visits import note_pages
from maypole.visits.models import NoteVersion, Observation, Visit, VisitStatus
from maypole.visits.naming import names_in
from maypole.visits.note_pages import Sheet
from maypole.visits.shown import newest_version

from .attendance import attendance
from .models import GroupPlace, GroupTally, GroupVisit, SharedMoment
from .presence import Presence
from .together import rehearsed, shared_words

RUN = frozenset({VisitStatus.State.STARTED, VisitStatus.State.FINISHED})


@dataclass
class Own:
    """One child's part of the page. `sheet` is None for whoever was not there, and for a note that is signed."""

    visit: Visit
    reached: Reach
    there: Presence
    newest: NoteVersion | None
    sheet: Sheet | None
    recorders: str

    @property
    def signed(self) -> NoteVersion | None:
        return self.newest if self.newest is not None and self.newest.is_signed else None

    @property
    def finished(self) -> bool:
        return self.visit.state == VisitStatus.State.FINISHED

    def words(self) -> str:
        """From when to when, in a line: “45 minutes”, “33 minutes, 12 late”, or why not."""
        if not self.there.was_there:
            why = self.there.absent_why
            return _("Not here today: %(why)s") % {"why": why} if why else _("Not here today")
        told = [ngettext("%(n)d minute", "%(n)d minutes", self.there.minutes) % {"n": self.there.minutes}]
        if self.there.late:
            told.append(_("%(n)d late") % {"n": self.there.late})
        if self.there.early:
            told.append(_("%(n)d early") % {"n": self.there.early})
        return ", ".join(told)


def own_parts(actor: Actor, meeting: GroupVisit, sent: Sheet | None = None) -> list[Own]:
    """Each child of the visit whose note this person may write, in the order of their names; 404 when there is none.

    `sent`: the sheet somebody just sent, shown as it was sent. Costs about 25 queries for each child of the group.
    """
    rows = Visit.objects.with_state().filter(group_place__group_visit=meeting).select_related("staff", "room")
    visits = list(rows.order_by("child__given_name", "pk"))
    there = attendance([meeting])
    found = [own for visit in visits if (own := own_part(actor, visit, there[visit.pk], sent))]
    if not found:
        raise Http404
    return found


def own_part(actor: Actor, visit: Visit, there: Presence, sent: Sheet | None = None) -> Own | None:
    """One child's part; None where their note is not this person's to write."""
    try:
        reached = reach(actor, visit.child_id, Permission.WRITE_NOTE)
    except (Http404, PermissionDenied):
        return None
    visit.child = reached.child
    newest = newest_version(visit)
    signed = newest is not None and newest.is_signed
    sheet = None
    if visit.state in RUN and not signed:
        sheet = sent if sent and sent.visit.pk == visit.pk else note_pages.fresh(visit, newest)
        sheet.form.auto_id = f"{visit.pk}-%s"
    return Own(visit, reached, there, newest, sheet, _recorders(visit))


def _recorders(visit: Visit) -> str:
    """Who recorded how much of this child, when it was more than one: “Ines 12, Jiho 4”."""
    taps: Counter[str] = Counter(
        Observation.objects.standing().filter(visit=visit).values_list("recorder__name", flat=True)
    )
    taps.update(GroupTally.objects.standing().filter(visit=visit).values_list("recorder__name", flat=True))
    if len(taps) < 2:
        return ""
    return ", ".join(f"{name} {count}" for name, count in sorted(taps.items()))


def page(actor: Actor, meeting: GroupVisit, sent: Sheet | None = None) -> dict[str, Any]:
    parts = own_parts(actor, meeting, sent)
    moments = list(SharedMoment.objects.standing().filter(group_visit=meeting).order_by("at", "id"))
    return {
        "meeting": meeting,
        "parts": [card(actor, meeting, own) for own in parts],
        "shared_text": shared_words(meeting, moments),
        "rehearsed": rehearsed(meeting, moments),
        "unsigned": sum(own.sheet is not None for own in parts),
        "signed": sum(own.signed is not None for own in parts),
    }


def card(actor: Actor, meeting: GroupVisit, own: Own) -> dict[str, Any]:
    """What one note's card shows. Names already in a fresh draft are marked before anybody signs."""
    told: dict[str, Any] = {"own": own, "meeting": meeting, "visit": own.visit, "child": own.visit.child}
    sheet = own.sheet
    if sheet is None:
        return told
    if not sheet.named:
        sheet.named = tuple(names_in(own.visit, _drafted(sheet)))
    shown = note_pages.page(sheet)
    return told | {
        "form": sheet.form,
        "shape": sheet.shape,
        "named": shown["named"],
        "edition": sheet.newest.edition if sheet.newest else 1,
        "may_sign": own.finished and actor.can(Permission.SIGN_NOTE),
        "other_language": own.visit.child.family_language() != get_language(),
    }


def _drafted(sheet: Sheet) -> dict[str, str]:
    """The words of the form as they stand."""
    if sheet.form.is_bound:
        return {name: str(sheet.form.data.get(name, "")) for name in sheet.form.fields}
    return {name: str(words) for name, words in sheet.form.initial.items()}


def place_in(meeting: GroupVisit, visit: UUID) -> GroupPlace:
    """The place of one child's own visit in this visit of the group; 404 when it is not part of it."""
    found = GroupPlace.objects.filter(group_visit=meeting, visit=visit).first()
    if found is None:
        raise Http404
    return found
