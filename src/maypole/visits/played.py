"""What is played in a visit, and why: for the page before, beside the taps, and for the note's draft (S58)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.equipment.models import Equipment
from maypole.equipment.present import refusal
from maypole.play.library import Activity
from maypole.play.shelf import entries

from .models import PlannedActivity, Visit, VisitEquipment
from .using import used_in


@dataclass(frozen=True)
class Played:
    """One game of the plan, in the reader's language, with the goal it serves. `used` is None until somebody tells."""

    row: PlannedActivity
    entry: Activity | None
    things: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    used: bool | None = None

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else self.row.title

    @property
    def helps(self) -> str:
        """Why the game helps, as the library says it: what a family reads."""
        return self.entry.why if self.entry else ""


@dataclass(frozen=True)
class Thing:
    """A piece of equipment chosen for a visit: for a game of its plan, or for itself (`planned` is None)."""

    planned: UUID | None
    item: Equipment
    blocked: str
    used: bool | None = None


def played(visit: Visit) -> list[Played]:
    """The games of the plan in the order of play, each with its equipment and why that may not be used today."""
    return plans([visit])[visit.pk][0]


def plans(visits: Sequence[Visit]) -> dict[UUID, tuple[list[Played], list[Thing]]]:
    """The games of each of these visits of one clinic, and the things chosen for it.

    Four queries for any number of visits, and one more when the plans have games of the clinic's own.
    """
    keys = [visit.pk for visit in visits]
    rows = list(PlannedActivity.objects.standing().filter(visit__in=keys).select_related("goal"))
    things = things_of(keys)
    used = used_in(keys) if rows or things else {}
    codes = [row.activity for row in rows]
    known = entries(rows[0].organisation_id, codes, get_language() or "en") if rows else {}
    found: dict[UUID, tuple[list[Played], list[Thing]]] = {key: ([], []) for key in keys}
    for visit, thing in things:
        found[visit][1].append(replace(thing, used=used.get((visit, thing.item.pk))))
    for row in rows:
        own = [thing for visit, thing in things if thing.planned == row.pk]
        stops = tuple(thing.blocked for thing in own if thing.blocked)
        names = tuple(thing.item.name for thing in own)
        told = used.get((row.visit_id, row.pk))
        found[row.visit_id][0].append(Played(row, known.get(row.activity), names, stops, told))
    return found


def things_of(visits: Sequence[UUID]) -> list[tuple[UUID, Thing]]:
    """Each piece chosen for these visits, with the visit it is for. Two queries."""
    chosen = list(VisitEquipment.objects.standing().filter(visit__in=visits))
    items = Equipment.objects.with_standing().in_bulk([row.equipment_id for row in chosen]) if chosen else {}
    today = timezone.localdate()
    found = []
    for row in chosen:
        item = items[row.equipment_id]
        found.append((row.visit_id, Thing(row.planned_id, item, refusal(item, today))))
    return found


def in_the_note(games: Sequence[Played], things: Sequence[Thing] = ()) -> str:
    """One line of the note: every game with the goal it was for, and what was used.

    Once somebody told what was played, the rest of the plan is named as what it is: planned, not played.
    """
    told = any(game.used is not None for game in games)
    done = [game for game in games if game.used or not told]
    left = [game.title for game in games if told and not game.used]
    each = [_("%(game)s (for “%(goal)s”)") % {"game": game.title, "goal": game.row.goal.title} for game in done]
    lines = [_("Played: %(games)s.") % {"games": ", ".join(each)}] if each else []
    if left:
        lines.append(_("Planned, not played: %(games)s.") % {"games": ", ".join(left)})
    if names := _used(games, things):
        lines.append(_("Equipment used: %(things)s.") % {"things": ", ".join(names)})
    return " ".join(lines)


def _used(games: Sequence[Played], things: Sequence[Thing]) -> list[str]:
    """Names of what was told to be used: by itself, or with a game that was played, unless it was told not to be."""
    unused = {thing.item.name for thing in things if thing.used is False}
    with_games = [name for game in games if game.used for name in game.things if name not in unused]
    return list(dict.fromkeys([*with_games, *(thing.item.name for thing in things if thing.used)]))


def for_the_family(games: Sequence[Played]) -> str:
    """What was played and why, in the library's own words for families."""
    told = any(game.used is not None for game in games)
    each = [
        _("We played “%(game)s”: %(why)s") % {"game": game.title, "why": game.helps}
        for game in games
        if game.helps and (game.used or not told)
    ]
    return " ".join(each)
