"""Which checks to plan when a goal has been reached, and which sessions have fulfilled them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from maypole.cores.progress.generalisation import Cell, CellStatus, Wanted, generalisation
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import InARow
from maypole.cores.progress.moves import Sighting, gathered
from maypole.plan.models import Goal, GoalPhase
from maypole.visits.models import Setting

from .models import PlannedProbe
from .trial import when

Kind = PlannedProbe.Kind
AFTER: dict[str, tuple[timedelta, timedelta]] = {
    GoalPhase.Kind.GENERALISE: (timedelta(days=7), timedelta(days=21)),
    GoalPhase.Kind.MAINTAIN: (timedelta(days=14), timedelta(days=28)),
}
"""At least two checks, two weeks apart: does it last, does it travel?"""
PLACES = (Setting.CLINIC, Setting.HOME, Setting.SCHOOL)
USUAL_TRIES = 10
"""Tries of one check where the goal does not count tries."""


@dataclass(frozen=True)
class Check:
    """A check to plan."""

    kind: str
    due_on: date
    place: str
    with_whom: str = ""


def checks_for(goal: Goal, phase: str, starts_on: date, data: Sequence[Datum]) -> list[Check]:
    """Two checks for a goal that enters other places or keeping; none for other phases."""
    days = AFTER.get(phase)
    if days is None:
        return []
    if phase == GoalPhase.Kind.MAINTAIN:
        return [Check(Kind.MAINTENANCE, starts_on + days[0], usual_place(data)),
                Check(Kind.MAINTENANCE, starts_on + days[1], outside(data))]  # fmt: skip
    gaps = telling(goal, data)[: len(days)] or [(Setting.HOME.value, ""), (Setting.SCHOOL.value, "")]
    return [
        Check(Kind.GENERALISATION, starts_on + after, place, person)
        for after, (place, person) in zip(days, gaps, strict=False)
    ]


def usual_place(data: Sequence[Datum]) -> str:
    """Where most sessions were; the clinic before any."""
    places = [datum.setting for datum in data]
    return max(sorted(set(places)), key=places.count, default=Setting.CLINIC.value)


def outside(data: Sequence[Datum]) -> str:
    """A place of daily life: the one with most sessions, else home."""
    return usual_place([datum for datum in data if datum.setting in (Setting.HOME, Setting.SCHOOL, Setting.COMMUNITY)]
                       or [Datum(0.0, 0.0, setting=Setting.HOME.value)])  # fmt: skip


def telling(goal: Goal, data: Sequence[Datum]) -> list[tuple[str, str]]:
    """(place, person) gaps of the generalisation matrix, the one that would tell most first; each place once."""
    if not data:
        return []
    found = generalisation(data, wanted(goal, data))
    first = [found.next_probe] if found.next_probe else []
    rest = sorted(found.cells, key=lambda cell: -cell.information)
    open_cells = [cell for cell in [*first, *rest] if cell.status is not CellStatus.REACHED]
    return list({cell.setting: place_and_person(cell) for cell in reversed(open_cells)}.values())[::-1]


def place_and_person(cell: Cell) -> tuple[str, str]:
    """Nobody in particular where the place itself is untried: who can be there is not known."""
    return cell.setting, "" if cell.status is CellStatus.UNTRIED else cell.person


def wanted(goal: Goal, data: Sequence[Datum]) -> Wanted:
    """Clinic, home and school always, other places where tried, by the people the skill was tried with."""
    tried = {datum.setting for datum in data}
    places = [*PLACES, *(place for place in Setting if place not in PLACES and place.value in tried)]
    return Wanted(
        goal=goal.level(goal.criterion or 0.0),
        settings=tuple(place.value for place in places),
        persons=tuple(dict.fromkeys(datum.person for datum in data)),
        sign=-1.0 if goal.improvement == Goal.Improvement.DECREASE else 1.0,
        probe_tries=goal.out_of if goal.counts_tries else USUAL_TRIES,
    )


def next_gap(goal: Goal, data: Sequence[Datum], planned: Sequence[PlannedProbe]) -> tuple[str, str] | None:
    """The gap that would tell most and that no open check covers."""
    covered = {probe.place for probe in planned}
    return next((gap for gap in telling(goal, data) if gap[0] not in covered), None)


@dataclass(frozen=True)
class Made:
    """A session that fulfils a check."""

    probe: PlannedProbe
    datum: Datum
    occasion: str
    held: bool


def fulfilled(rule: InARow, probes: Sequence[PlannedProbe], known: Sequence[Sighting]) -> list[Made]:
    """Each check with the first session in its place (and with its person) from a week before its day on.

    A session fulfils one check, the one due first; so two checks need two sessions. It has to have enough tries to be
    looked at (a week of single tries at home is one session), and to be held after the check was planned.
    """
    names = {(one.datum.at, one.datum.setting, one.datum.person): one.key for one in known if one.datum is not None}
    free = [datum for datum, _known in gathered(known) if rule.counts(datum)]
    found = []
    for probe in sorted(probes, key=lambda probe: (probe.due_on, str(probe.pk))):
        match = next((datum for datum in free if fits(probe, datum)), None)
        if match is not None:
            free.remove(match)
            occasion = names[match.at, match.setting, match.person].rsplit(" ", 1)[0]
            found.append(Made(probe, match, occasion, rule.passes(match)))
    return found


def fits(probe: PlannedProbe, datum: Datum) -> bool:
    at = when(datum.at)
    named = not probe.with_whom or probe.with_whom.casefold() == datum.person.casefold()
    in_time = timezone.localdate(at) >= probe.from_on and at >= probe.at
    return named and datum.setting == probe.place and in_time
