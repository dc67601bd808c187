"""Points of the charts, derived from standing observations. Rebuilding all of them changes nothing (a test does)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from maypole.cores.progress.latency import restricted_mean
from maypole.plan.models import Measure
from maypole.plan.models.measure import HELPED, INTERVALS

from .models import Observation, Point, PromptLevel

Key = tuple[UUID, str, str]
FIELDS = ["organisation_id", "child_id", "visit_id", "with_whom", "at", "value", "correct", "trials"]


class Row(NamedTuple):
    """The part of an observation that a point is made of."""

    goal_id: UUID
    occasion: str
    setting: str
    measure: str
    correct: bool | None
    prompt: str
    value: float | None
    span_s: float | None
    out_of: int | None
    goal__scale_max: float | None
    organisation_id: UUID
    child_id: UUID
    visit_id: UUID | None
    with_whom: str
    recorded_at: datetime


def rebuild(goal_ids: Iterable[UUID], occasions: Iterable[str] | None = None, now: datetime | None = None) -> int:
    """Make the points of these goals (in these occasions, or in all) what the observations say.

    Returns how many points were made, changed or removed. Runs in the caller's transaction. When points of `occasions`
    change, what `settings.AFTER_POINTS` names is told at once.
    """
    goals = list(goal_ids)
    rows = Observation.objects.standing().filter(goal__in=goals, measure=F("goal__measure"))
    points = Point.objects.filter(goal__in=goals)
    if occasions is not None:
        chosen = list(occasions)
        rows, points = rows.filter(occasion__in=chosen), points.filter(occasion__in=chosen)
    values = rows.order_by("goal_id", "occasion", "setting", "recorded_at", "id").values_list(*Row._fields)
    wanted = {key: derived(group) for key, group in _groups(Row(*value) for value in values.iterator())}
    existing = {(point.goal_id, point.occasion, point.setting): point for point in points}
    gone = [point.pk for key, point in existing.items() if key not in wanted]
    changed = [existing[key] for key, point in wanted.items() if key in existing and _update(existing[key], point)]
    new = [point for key, point in wanted.items() if key not in existing]
    Point.objects.filter(pk__in=gone).delete()
    Point.objects.bulk_update(changed, FIELDS)
    Point.objects.bulk_create(new)
    changes = len(gone) + len(changed) + len(new)
    if changes and occasions is not None:
        for tell in _told():
            tell(goals, now or timezone.now())
    return changes


@cache
def _told() -> tuple[Callable[[Sequence[UUID], datetime], None], ...]:
    """What stands above visits and follows its points is named in the settings: nothing here imports upward."""
    return tuple(import_string(name) for name in settings.AFTER_POINTS)


def _groups(rows: Iterable[Row]) -> Iterable[tuple[Key, list[Row]]]:
    for key, group in groupby(rows, key=lambda row: row[:3]):
        yield key, list(group)


def derived(rows: list[Row]) -> Point:
    """The point that these observations of one goal, occasion and setting make, earliest first."""
    first = rows[0]
    point = Point(
        organisation_id=first.organisation_id,
        child_id=first.child_id,
        goal_id=first.goal_id,
        visit_id=first.visit_id,
        setting=first.setting,
        occasion=first.occasion,
        with_whom=first.with_whom,
        at=first.recorded_at,
    )
    point.value, point.correct, point.trials = summed(first.measure, rows, first.goal__scale_max)
    return point


class Measured(Protocol):
    """What of an observation its figures are made of."""

    @property
    def correct(self) -> bool | None: ...
    @property
    def prompt(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def span_s(self) -> float | None: ...
    @property
    def out_of(self) -> int | None: ...


def summed(
    measure: str, rows: Sequence[Measured], scale_max: float | None = None
) -> tuple[float, int | None, int | None]:
    """Value, k and n of these observations of one goal, earliest first, as `Point` tells them.

    `scale_max` is how many items a piece has where its observation does not say.
    """
    if measure in HELPED:
        return _share(sum(1 for row in rows if row.correct and row.prompt == PromptLevel.INDEPENDENT), len(rows))
    if measure in INTERVALS:
        return _share(sum(1 for row in rows if row.correct), len(rows))
    values = [row.value or 0.0 for row in rows]
    if measure == Measure.PRODUCT:
        return _share(round(math.fsum(values)), sum(row.out_of or round(scale_max or 10) for row in rows))
    if measure == Measure.LATENCY:
        came = [row.correct is not False for row in rows]
        return restricted_mean(values, came), sum(came), len(came)
    if measure == Measure.RATE:
        return 60.0 * math.fsum(values) / math.fsum(row.span_s or 0.0 for row in rows), None, None
    if measure == Measure.ATTAINMENT:
        return values[-1], None, None  # levels are ordinal: the latest stands, a mean of them would be none
    total = math.fsum(values)
    return total if measure == Measure.COUNT else total / len(rows), None, None


def _share(k: int, n: int) -> tuple[float, int, int]:
    return k / n, k, n


def _update(point: Point, wanted: Point) -> bool:
    """Copy what differs; True when something did."""
    differing = [name for name in FIELDS if getattr(point, name) != getattr(wanted, name)]
    for name in differing:
        setattr(point, name, getattr(wanted, name))
    return bool(differing)
