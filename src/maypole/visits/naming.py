"""No note names another child: the check that stands before every signature, wherever it is made (S73, S79)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.cores.names.find import Hit, Person, find
from maypole.people.models import CarerRelation

from .models import NoteVersion, Visit
from .models.naming import NameConfirmed
from .together import Other, others_of

PARTS = ("subjective", "objective", "assessment", "plan", "family_summary")
Confirmed = Mapping[str, str]
"""Reason by word as it is written: that it does not mean the person."""


@dataclass(frozen=True)
class Found:
    """One name in one part of a note."""

    part: str
    hit: Hit
    what: str
    before: str
    after: str

    @property
    def word(self) -> str:
        return self.hit.written


class NamesFound(ValidationError):
    """The note cannot be signed: it names somebody else. `found` says who and where."""

    def __init__(self, found: Sequence[Found]) -> None:
        listed = ", ".join(f"“{word}”" for word in dict.fromkeys(each.word for each in found))
        super().__init__(
            _("Somebody else’s name is in this note: %(names)s. Write it another way, then sign.") % {"names": listed},
            code="names_found",
        )
        self.found = list(found)


def texts_of(version: NoteVersion) -> dict[str, str]:
    """Every word of a version by its part, sections of the clinic's own included."""
    own = {part: getattr(version, part) for part in PARTS}
    return {**own, **getattr(version, "more", {}), "why": version.why}


def names_in(visit: Visit, texts: Mapping[str, str]) -> list[Found]:
    """Every name of another child of this visit, of their families or guests, in any part of a note.

    A constant number of queries, and one for a visit alone.
    """
    others = others_of(visit)
    if not others:
        return []
    child = visit.child
    own = Person(child.given_name, child.family_name, child.called)
    carers = CarerRelation.objects.filter(child=child).values_list("carer__name", flat=True)
    known = [Person.named(name) for name in (visit.staff.name, *carers)]
    return [found for part, text in texts.items() for found in _in(part, str(text), others, own, known)]


def _in(part: str, text: str, others: Sequence[Other], own: Person, known: Sequence[Person]) -> list[Found]:
    people = [other.person for other in others]
    return [
        Found(part, hit, others[hit.who].what, text[max(0, hit.start - 30) : hit.start], text[hit.end : hit.end + 30])
        for hit in find(text, people, own, known)
    ]


def settle_names(*, by: Actor, visit: Visit, version: NoteVersion, confirmed: Confirmed | None, at: datetime) -> None:
    """Raises NamesFound unless every name found is confirmed, with a reason, to be another word (“May”, the month).

    A full name can be no other word. The reasons are kept with the version.
    """
    reasons = {word: why.strip() for word, why in (confirmed or {}).items() if why.strip()}
    found = names_in(visit, texts_of(version))
    open_ones = [each for each in found if each.hit.sure or each.word not in reasons]
    if open_ones:
        raise NamesFound(open_ones)
    for word in dict.fromkeys(each.word for each in found):
        NameConfirmed.objects.create(
            organisation_id=visit.organisation_id, version=version, word=word[:80], why=reasons[word], at=at,
            by_id=by.user_id,
        )  # fmt: skip
        record(by=by, action="note.name_confirmed", about=version, child=visit.child_id)
