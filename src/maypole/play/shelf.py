"""The shelf of one clinic: the shipped library with the clinic's own published games in front."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .library import Activity, Library, folded, library
from .models import OwnActivity

OWN = "own-"


def shelf(organisation: UUID, language: str = "en") -> Library:
    """Every game this clinic may choose from, in a reader's language where it is told in it."""
    own = [entry_of(each) for each in OwnActivity.objects.published().filter(organisation=organisation)]
    return library(language).and_own(own)


def find(organisation: UUID, code: str, language: str = "en") -> Activity | None:
    """One game by its code. A clinic's own is found in every state: what was planned with it stays readable."""
    if not code.startswith(OWN):
        return library(language).get(code)
    number = code[len(OWN) :]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    own = OwnActivity.objects.filter(organisation=organisation, number=int(number)).first()
    return entry_of(own) if own else None


def entry_of(own: OwnActivity) -> Activity:
    """A clinic's own game in the shape of the library's."""
    materials, steps = lines(own.materials), lines(own.steps)
    supervision = str(own.get_supervision_display())
    return Activity(
        id=own.code,
        title=own.title,
        area=own.area,
        also_areas=(),
        disciplines=(),
        from_months=own.from_months,
        to_months=own.to_months,
        places=tuple(own.places.split(",")),
        home_friendly=own.home_friendly,
        minutes=own.minutes,
        materials=materials,
        steps=steps,
        easier=lines(own.easier),
        harder=lines(own.harder),
        why=own.reason,
        tip=own.tip,
        measure=own.measure,
        small_parts=own.small_parts,
        supervision=own.supervision,
        supervision_label=supervision,
        safety=own.safety,
        words=folded(" ".join((own.title, own.reason, own.other_names, *materials, *steps))),
        group=(own.min_children, own.max_children) if own.max_children > 1 else None,
        equipment=own.equipment,
        own=True,
    )


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def entries(organisation: UUID, codes: Iterable[str], language: str = "en") -> dict[str, Activity]:
    """Several games by their codes, in every state, with at most one query; what nobody knows any more is missing."""
    wanted = set(codes)
    shipped = library(language)
    found = {code: entry for code in wanted if (entry := shipped.get(code)) is not None}
    numbers = [int(code[len(OWN) :]) for code in wanted if code.startswith(OWN) and code[len(OWN) :].isdigit()]
    if numbers:
        rows = OwnActivity.objects.filter(organisation=organisation, number__in=numbers)
        found |= {own.code: entry_of(own) for own in rows}
    return found
