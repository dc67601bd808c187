"""What may not be played with this child, and what to watch for: the one rule that plans, visits and homes ask.

The choking rule uses the age since birth and “puts things in the mouth” alone; a corrected age never switches it off.
Source: research: domain §3.5 and the safety rules of the library (small parts under 36 months: 16 CFR 1501).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from maypole.people.models import Child, Precaution
from maypole.people.present import whole_months

from .library import Activity, folded
from .words import named_in

SMALL_PARTS_FROM_MONTHS = 36
BALLOONS_FROM_MONTHS = 96
BALLOON = re.compile(r"\b(balloons?|globos?)\b")
NO_BALLOON = re.compile(r"\b(no|not|without|never|sin|nunca)\b[^.;,)]*\b(balloons?|globos?)\b")

K = Precaution.Kind
BEARS_ON_MOVING = frozenset({K.SEIZURE, K.OTHER})
BEARS_ON_EATING = frozenset({K.ALLERGY, K.SWALLOWING, K.SEIZURE, K.OTHER})
OUTSIDE = frozenset({"community", "school"})


def kinds(child: Child) -> frozenset[str]:
    """The kinds of precaution that hold for the child today."""
    return frozenset(Precaution.objects.in_force().filter(child=child).values_list("kind", flat=True))


def months_old(child: Child, today: date) -> int | None:
    """Whole months since birth; None while nobody noted the birth date."""
    return whole_months(child.birth_date, today) if child.birth_date else None


def small_parts_refusals(child: Child, precautions: Collection[str], today: date) -> list[str]:
    """Why a game with small parts is not for this child today."""
    found = []
    months = months_old(child, today)
    if months is None:
        found.append(_("It has small parts, and nobody noted when %(name)s was born.") % {"name": child.name})
    elif months < SMALL_PARTS_FROM_MONTHS:
        found.append(_("It has small parts, and %(name)s is under 3: a choking risk.") % {"name": child.name})
    if K.MOUTHING in precautions:
        found.append(
            _("It has small parts, and %(name)s still puts things in the mouth: a choking risk.") % {"name": child.name}
        )
    return found


def refusals(
    child: Child,
    precautions: Collection[str],
    today: date,
    *,
    entry: Activity | None = None,
    small_parts: bool = False,
    cleared: bool = False,
    place: str = "home",
) -> list[str]:
    """Every reason why this game may not be played with this child at `place` today; empty when it may.

    `place` is a setting's code; by video is like at home, since no therapist is in the room. `cleared`: a clinician
    looked at the allergies and at eating, or at the movement precautions, where the game needs it.
    """
    found = []
    if entry is not None and not entry.may_go_home and place in ("home", "telehealth"):
        found.append(_("This game stays in the clinic: %(who)s.") % {"who": entry.supervision_label})
    if small_parts or (entry is not None and entry.small_parts):
        found += small_parts_refusals(child, precautions, today)
    if entry is not None and entry.needs_clearance and not cleared:
        found.append(
            _("Check the allergies and how eating goes first, and tick that you did.")
            if entry.area == "feeding"
            else _("Look at the movement precautions first (seizures, shunt, heart, neck), and tick that you did.")
        )
    return found


def watch(child: Child, precautions: Iterable[Precaution], entry: Activity, today: date, place: str = "") -> list[str]:
    """What to watch for with this child in this game: precautions by name, and an age the game was not made for.

    Unlike `refusals` these keep nobody from playing: a clinician reads them and decides.
    """
    found = [
        _("%(name)s: %(precaution)s. %(advice)s")
        % {"name": child.name, "precaution": row.title.rstrip("."), "advice": row.advice}
        for row in precautions
        if bears_on(row, entry, place)
    ]
    months = months_old(child, today)
    if months is not None and months < entry.from_months:
        found.append(_("It was made for older children: stay closer than it says."))
    if has_balloons(entry.words) and (months is None or months < BALLOONS_FROM_MONTHS):
        found.append(_("Balloons: a broken piece can choke a child under 8, and latex can cause an allergy."))
    return found


def has_balloons(words: str) -> bool:
    """Whether a game calls for balloons; “no balloons” does not."""
    return bool(BALLOON.search(NO_BALLOON.sub("", folded(words))))


def bears_on(row: Precaution, entry: Activity, place: str = "") -> bool:
    """Whether a precaution matters in this game: by its kind, or because the game names the thing."""
    if entry.small_parts and row.kind == K.MOUTHING:
        return True
    if entry.area == "feeding" and row.kind in BEARS_ON_EATING:
        return True
    if entry.moves and row.kind in BEARS_ON_MOVING:
        return True
    if row.kind == K.RUNNING and place in OUTSIDE:
        return True
    return row.kind != K.CUSTODY and bool(named_in((row.title,), entry))
