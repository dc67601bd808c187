"""Can we trust this? Whether the child came, whether home happened, how fresh the data are, who else counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.cores.progress.constants import SIGNAL
from maypole.people.models import Child
from maypole.web.dates import weekday

from .delivery import Delivery
from .history import GoalHistory
from .practising import Played, played_at_home

CAME: dict[str, Promise] = {
    Child.Pronouns.SHE: gettext_lazy("She came."),
    Child.Pronouns.HE: gettext_lazy("He came."),
    Child.Pronouns.THEY: gettext_lazy("They came."),
}


@dataclass(frozen=True)
class Tick:
    """One thing that makes the picture more or less to be trusted; `good` False is a thing to mend first."""

    icon: str
    head: str
    text: str
    good: bool = True


@dataclass(frozen=True)
class Practice:
    """Days a goal's games were played at home, of the days that the family chose."""

    played: int
    chosen: int


def practice(child_id: UUID, goals: Collection[UUID], since: date, today: date) -> dict[UUID, Practice]:
    """By goal, from `since` to yesterday: two queries. Only goals that had a game in that time are in it."""
    found = played_at_home(child_id, goals, since, today)
    return {goal: kept for goal, played in found.items() if (kept := practised(played, since, today))}


def practised(played: Played, since: date, today: date) -> Practice | None:
    """Days played of days chosen; None when less than one day was chosen."""
    chosen = played.chosen(since, today)
    return Practice(played.days(since, today), round(chosen)) if chosen >= 1 else None


def ticks(
    history: GoalHistory, child: Child, delivery: Delivery | None, played: Practice | None, today: date
) -> list[Tick]:
    """What the card shows, in the order in which it matters."""
    return [*came(child, delivery), *home(played), *fresh(history, today), *counted()]


def came(child: Child, delivery: Delivery | None) -> Iterable[Tick]:
    if delivery is not None:
        text = ngettext("{held} of {n} planned visit.", "{held} of {n} planned visits.", delivery.planned)
        good = delivery.held >= SIGNAL.delivery * delivery.planned
        head = str(CAME[child.pronouns]) if good else _("Visits were missed.")
        yield Tick("check" if good else "alert", head, text.format(held=delivery.held, n=delivery.planned), good)


def home(played: Practice | None) -> Iterable[Tick]:
    """Days played are told, never blamed: fewer than half is a reason for a smaller plan."""
    if played is not None:
        text = ngettext("{days} of {n} chosen day.", "{days} of {n} chosen days.", played.chosen)
        good = 2 * played.played >= played.chosen
        head = _("Home happened.") if good else _("Home was hard to fit in.")
        yield Tick("check" if good else "alert", head, text.format(days=played.played, n=played.chosen), good)


def fresh(history: GoalHistory, today: date) -> Iterable[Tick]:
    if history.points:
        last = history.points[-1].at
        good = today - last.date() <= timedelta(days=SIGNAL.stale_days)
        text = _("Last measured on {day}.").format(day=weekday(last))
        yield Tick("check" if good else "alert", _("Fresh.") if good else _("Getting old."), text, good)


def counted() -> Sequence[Tick]:
    """No second person counts the same tries: said, because agreement must not be taken for granted."""
    return [Tick("minus", _("One person counts."), _("Nobody has counted beside them to compare."), True)]
