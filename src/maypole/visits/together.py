"""What a visit must know of other children who were there. `groups` knows that, and lies above: it says so at start.

A note is about one child. Whoever else was there is told here as people who may not be named in it, and what all did
as text for the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from maypole.cores.names.find import Person

from .models import Visit


@dataclass(frozen=True)
class Other:
    """Somebody whose name may not stand in the note, and what they are, in words: “another child of the group”."""

    person: Person
    what: str


@dataclass(frozen=True)
class Shared:
    """What a visit in company adds to its note's draft, in the reader's language; empty for a visit alone."""

    seen: str = ""
    told: str = ""
    """The same for the family."""


class Companions(Protocol):
    """Who knows which visits were in company."""

    def others(self, visit: Visit) -> Sequence[Other]:
        """Everybody else who was there or belongs to those who were, with their families; nobody for a visit alone."""

    def shared(self, visit: Visit) -> Shared:
        """What all did and what this child did in company."""

    def minutes(self, visit: Visit) -> int | None:
        """How long this child was there in company; None for a visit alone."""

    def notes(self, visit: Visit) -> str:
        """The address of the page with the notes of all who were there; nothing for a visit alone."""


_known: list[Companions] = []


def tell(companions: Companions) -> None:
    """Said once by each app that brings children together, when it is ready."""
    if companions not in _known:
        _known.append(companions)


def others_of(visit: Visit) -> list[Other]:
    return [other for companions in _known for other in companions.others(visit)]


def notes_beside(visit: Visit) -> str:
    return next((address for companions in _known if (address := companions.notes(visit))), "")


def minutes_together(visit: Visit) -> int | None:
    """How long the child was there in company; None for a visit alone."""
    found = (companions.minutes(visit) for companions in _known)
    return next((minutes for minutes in found if minutes is not None), None)


def shared_in(visit: Visit) -> Shared:
    found = [companions.shared(visit) for companions in _known]
    return Shared(joined(*(f.seen for f in found)), joined(*(f.told for f in found)))


def joined(*parts: str) -> str:
    """One paragraph below the other, empty ones left out."""
    return "\n".join(part for part in parts if part)
