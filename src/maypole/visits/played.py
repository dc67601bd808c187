"""What is played in a visit, and why: for the page before, beside the taps, and for the note's draft (S58)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.equipment.models import Equipment
from maypole.equipment.present import refusal
from maypole.play.library import Activity
from maypole.play.shelf import entries

from .models import PlannedActivity, Visit, VisitEquipment


@dataclass(frozen=True)
class Played:
    """One game of the plan, in the reader's language, with the goal it serves."""

    row: PlannedActivity
    entry: Activity | None
    things: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else self.row.title

    @property
    def helps(self) -> str:
        """Why the game helps, as the library says it: what a family reads."""
        return self.entry.why if self.entry else ""


def played(visit: Visit) -> list[Played]:
    """The games of the plan in the order of play, each with its equipment and why that may not be used today.

    Three queries, and one more when the plan has games of the clinic's own.
    """
    rows = list(PlannedActivity.objects.standing().filter(visit=visit).select_related("goal"))
    if not rows:
        return []
    known = entries(visit.organisation_id, [row.activity for row in rows], get_language() or "en")
    things = equipment_of(visit)
    today = timezone.localdate()
    made = []
    for row in rows:
        own = [thing for planned, thing in things if planned == row.pk]
        stops = tuple(reason for thing in own if (reason := refusal(thing, today)))
        made.append(Played(row, known.get(row.activity), tuple(thing.name for thing in own), stops))
    return made


def equipment_of(visit: Visit) -> list[tuple[object, Equipment]]:
    """Each piece chosen for the visit with the key of the planned game it is for (None: for itself)."""
    chosen = list(VisitEquipment.objects.standing().filter(visit=visit))
    things = Equipment.objects.with_standing().in_bulk([row.equipment_id for row in chosen]) if chosen else {}
    return [(row.planned_id, things[row.equipment_id]) for row in chosen]


def in_the_note(games: Sequence[Played]) -> str:
    """One line of the note: every game with the goal it was for."""
    if not games:
        return ""
    each = [_("%(game)s (for “%(goal)s”)") % {"game": game.title, "goal": game.row.goal.title} for game in games]
    return _("Played: %(games)s.") % {"games": ", ".join(each)}


def for_the_family(games: Sequence[Played]) -> str:
    """What was played and why, in the library's own words for families."""
    each = [
        _("We played “%(game)s”: %(why)s") % {"game": game.title, "why": game.helps} for game in games if game.helps
    ]
    return " ".join(each)
