"""A colleague watches beside Inés: some of Maya's visits recorded twice, what was played, two devices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from maypole.access.ids import new_id
from maypole.plan.models import Goal
from maypole.visits.ingest import digest, sent
from maypole.visits.models import Observation, OtherTime, PlannedActivity, SecondObserver, Visit, VisitUse

from .clinic import World
from .sessions import user_of

WATCHED = 4
"""Of Maya's newest visits, how many had a second observer; two goals each."""
OTHERWISE = (7, 3, 9)
"""Every so many tries the second observer saw it otherwise: nearly the same, much less alike, nearly the same."""


def watch_beside(world: World) -> None:
    """Needs Maya's finished visits."""
    maya = next(child for child in world.children if child.name == "Maya")
    visits = list(
        Visit.objects.finished()
        .filter(child=maya)
        .exclude(staff=world.staff["slp"])
        .order_by("-starts_at")[: 2 * WATCHED]
    )
    goals = list(Goal.objects.being_worked_on().filter(child=maya).order_by("pk")[:3])
    rows = Observation.objects.standing().filter(visit__in=visits, goal__in=goals).order_by("recorded_at", "pk")
    by_key: dict[tuple[object, object], list[Observation]] = {}
    for row in rows:
        by_key.setdefault((row.visit_id, row.goal_id), []).append(row)
    watches: list[SecondObserver] = []
    seen: list[Observation] = []
    for visit in visits[::2]:
        for goal, every in zip(goals, OTHERWISE, strict=False):
            watches.append(_watch(world, visit, goal))
            seen += _seen(world, by_key.get((visit.pk, goal.pk), []), every)
    SecondObserver.objects.bulk_create(watches)
    Observation.objects.bulk_create(seen, batch_size=500)
    if visits:
        _other(world, visits[0])


def _watch(world: World, visit: Visit, goal: Goal) -> SecondObserver:
    return SecondObserver(
        organisation=world.clinic, visit=visit, goal=goal, by=user_of(world.staff["slp"]), at=visit.starts_at,
        ended_at=visit.ends_at,
    )  # fmt: skip


def _seen(world: World, rows: Sequence[Observation], every: int) -> list[Observation]:
    """The same tries a moment later through other eyes; each `every`-th is seen otherwise."""
    second = user_of(world.staff["slp"])
    found = []
    for number, row in enumerate(rows, 1):
        other = Observation(
            **{field.attname: getattr(row, field.attname) for field in Observation._meta.concrete_fields}
        )
        other.pk, other.second, other.recorder = new_id(), True, second
        other.device = other.sequence = None
        other.recorded_at = other.received_at = row.recorded_at + timedelta(seconds=2)
        if number % every == 0:
            _otherwise(other)
        other.digest = digest(sent(other), other.visit_id, second.pk)
        found.append(other)
    return found


def _otherwise(row: Observation) -> None:
    if row.prompt:
        row.prompt, row.correct = ("VB" if row.prompt == "I" else "I"), True
    elif row.value is not None and row.measure in ("count", "duration"):
        row.value += 1
    elif row.correct is not None:
        row.correct = not row.correct


def _other(world: World, visit: Visit) -> None:
    """A colleague's tablet started the last visit six minutes late; of its plan, the first game was played."""
    owner = {"organisation": world.clinic, "by": user_of(world.staff["slp"])}
    OtherTime.objects.create(**owner, visit=visit, moment="start", at=visit.starts_at + timedelta(minutes=6))
    for number, game in enumerate(PlannedActivity.objects.standing().filter(visit=visit)):
        VisitUse.objects.create(**owner, visit=visit, planned=game, used=number == 0, at=visit.ends_at)
