"""A second observer: coming, leaving, and how far two people who watched apart from each other agree.

What a second observer records counts in no chart, tally, point, note or review (`ObservationQuerySet.standing`). It is
there to be compared. Nothing of the visit is shown to them while it runs and they watch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.audit.actions import Detail, record
from maypole.cores.progress.observers import Agreement, Kind, Mark, compare
from maypole.plan.models import Goal, Measure

from .models import Observation, PromptLevel, SecondObserver, Visit, VisitStatus

State = VisitStatus.State
KINDS: Mapping[str, Kind] = MappingProxyType({
    Measure.TRIALS: Kind.TRIES,
    Measure.STEPS: Kind.TRIES,
    Measure.COUNT: Kind.COUNT,
    Measure.RATE: Kind.RATE,
    Measure.DURATION: Kind.DURATION,
    Measure.LATENCY: Kind.LATENCY,
    Measure.WHOLE: Kind.INTERVALS,
    Measure.PARTIAL: Kind.INTERVALS,
    Measure.MOMENTARY: Kind.INTERVALS,
    Measure.PRODUCT: Kind.AMOUNT,
    Measure.RATING: Kind.LEVELS,
    Measure.ATTAINMENT: Kind.LEVELS,
})  # fmt: skip
"""What is compared for each kind of measure."""


@transaction.atomic
def join(*, by: Actor, visit: Visit, goals: Iterable[UUID], at: datetime | None = None) -> list[SecondObserver]:
    """Watch these goals of a visit as its second observer. Twice is the same as once.

    ValidationError for who runs the visit or recorded one of the goals in it already: then it is no second pair of
    eyes; and for a goal of another child.
    """
    at = at or timezone.now()
    wanted = set(goals)
    if visit.staff_id == by.staff_id:
        raise ValidationError(_("You run this visit yourself: a second observer is somebody else."))
    if Goal.objects.filter(child=visit.child_id, pk__in=wanted).count() != len(wanted) or not wanted:
        raise ValidationError(_("Choose goals of this child."))
    if recorded_first(visit.pk, by.user_id) & wanted:
        raise ValidationError(_("You recorded this goal yourself: a second observer is somebody else."))
    there = list(SecondObserver.objects.watching(visit.pk, by.user_id))
    new = [
        SecondObserver(organisation_id=visit.organisation_id, visit=visit, goal_id=goal, at=at, by_id=by.user_id)
        for goal in sorted(wanted - {row.goal_id for row in there})
    ]
    SecondObserver.objects.bulk_create(new)
    if new:
        detail: Detail = {"goals": [str(row.goal_id) for row in new]}
        record(by=by, action="second.joined", about=visit, child=visit.child_id, detail=detail)
    return [*there, *new]


@transaction.atomic
def leave(*, by: Actor, visit: Visit, at: datetime | None = None) -> None:
    """Stop watching; from here on the visit may be looked at. Nothing when they did not watch."""
    at = at or timezone.now()
    rows = list(SecondObserver.objects.watching(visit.pk, by.user_id))
    for row in rows:
        row.ended_at = max(at, row.at)
    SecondObserver.objects.bulk_update(rows, ["ended_at"])
    if rows:
        record(by=by, action="second.left", about=visit, child=visit.child_id)


def recorded_first(visit: UUID, user: UUID) -> set[UUID]:
    """Goals of which this person recorded something in this visit that counts."""
    rows = Observation.objects.filter(visit=visit, recorder=user, second=False)
    return set(rows.order_by().values_list("goal_id", flat=True).distinct())


def is_blind(visit: Visit, user: UUID) -> bool:
    """Whether this person watches this visit and it still runs: then they are shown nothing of it."""
    return visit.state == State.STARTED and SecondObserver.objects.watching(visit.pk, user).exists()


@dataclass(frozen=True)
class Compared:
    """One goal in one visit as two people recorded it; `found` is None when they have nothing to compare."""

    watch: SecondObserver
    found: Agreement | None

    @property
    def when(self) -> datetime:
        return self.watch.visit.starts_at


def compared(watches: QuerySet[SecondObserver]) -> list[Compared]:
    """Agreement of each of these, oldest visit first: four queries for any number of them."""
    rows = list(watches.select_related("visit", "goal", "by").order_by("visit__starts_at", "at", "id"))
    if not rows:
        return []
    visits = {row.visit_id for row in rows}
    seen: dict[tuple[UUID, UUID], list[Observation]] = defaultdict(list)
    kept = Observation.objects.filter(visit__in=visits, goal__in={row.goal_id for row in rows})
    for one in kept.filter(replaced_by__isnull=True, withdrawn=False).order_by("recorded_at", "sequence", "id"):
        assert one.visit_id is not None, "asked for by visit"
        seen[one.visit_id, one.goal_id].append(one)
    spans = _spans(visits)
    return [Compared(row, _compare(row, seen[row.visit_id, row.goal_id], spans)) for row in rows]


def _spans(visits: Iterable[UUID]) -> dict[tuple[UUID, str], datetime]:
    """When each visit started and finished."""
    rows = VisitStatus.objects.filter(visit__in=visits, state__in=[State.STARTED, State.FINISHED]).order_by("-at")
    return {(visit, state): at for visit, state, at in rows.values_list("visit_id", "state", "at")}


def _compare(
    watch: SecondObserver, rows: Sequence[Observation], spans: Mapping[tuple[UUID, str], datetime]
) -> Agreement | None:
    """Only of the time both were there: from the later beginning to the earlier end."""
    counted = [row for row in rows if row.measure == watch.goal.measure]
    mine = [row for row in counted if not row.second and row.recorder_id != watch.by_id]
    theirs = [row for row in counted if row.second and row.recorder_id == watch.by_id]
    since = max(watch.at, spans.get((watch.visit_id, State.STARTED), watch.at))
    ends = [end for end in (watch.ended_at, spans.get((watch.visit_id, State.FINISHED))) if end is not None]
    until = min(ends) if ends else max((row.recorded_at for row in counted), default=since)
    if until <= since:
        return None
    return compare(
        KINDS[watch.goal.measure],
        _marks(mine, since, until),
        _marks(theirs, since, until),
        (until - since).total_seconds(),
    )


def _marks(rows: Iterable[Observation], since: datetime, until: datetime) -> list[Mark]:
    return [mark_of(row, since) for row in rows if since <= row.recorded_at <= until]


def mark_of(row: Observation, since: datetime) -> Mark:
    """An observation as agreement reads it. “Not this time” is a code of its own, whatever the help."""
    at = (row.recorded_at - since).total_seconds()
    if row.measure in (Measure.TRIALS, Measure.STEPS):
        alone = bool(row.correct) and row.prompt == PromptLevel.INDEPENDENT
        return Mark(at, code=row.prompt if row.correct else "–", yes=alone, key=row.step)
    if KINDS[row.measure] is Kind.INTERVALS:
        # Without its number: who came later began to count at one.
        return Mark(at, code=bool(row.correct), yes=bool(row.correct))
    value = row.value or 0.0
    return Mark(at, code=value, yes=row.correct is not False, value=value, span=row.span_s or 0.0)
