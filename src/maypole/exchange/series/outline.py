"""What an import would make, worked out before anything is written."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from maypole.cores.progress.read import Place
from maypole.cores.progress.series import Series
from maypole.exchange.models import ImportedSeries


@dataclass(frozen=True)
class Outline:
    """`new` series would become goals; `same` are there already; `different` are there with other values and are kept.

    `refused` are series no goal can be made of, with the reason; `skipped` rows have no outcome and stay gaps.
    """

    new: tuple[Series, ...] = ()
    same: tuple[Series, ...] = ()
    different: tuple[Series, ...] = ()
    refused: tuple[tuple[Series, str], ...] = ()
    skipped: tuple[Place, ...] = field(default=())

    @property
    def children(self) -> int:
        """How many children the new series belong to."""
        return len({(series.dataset, series.case) for series in self.new})

    @property
    def observations(self) -> int:
        return sum(series.n_a + series.n_b for series in self.new)


def outline(series: Sequence[Series], skipped: Sequence[Place], organisation: UUID | None) -> Outline:
    """Sort the series by what an import into `organisation` (None: a new one) would do with each."""
    rows = (
        ImportedSeries.objects.filter(organisation_id=organisation) if organisation else ImportedSeries.objects.none()
    )
    known = {(row.dataset, row.case, row.measure, row.pair): row.digest for row in rows}
    new, same, different, refused = [], [], [], []
    for one in series:
        found = known.get(key(one))
        if found == digest(one):
            same.append(one)
        elif found is not None:
            different.append(one)
        elif reason := unusable(one):
            refused.append((one, reason))
        else:
            new.append(one)
    return Outline(tuple(new), tuple(same), tuple(different), tuple(refused), tuple(skipped))


def key(series: Series) -> tuple[str, str, str, str]:
    return series.dataset, series.case, series.measure, series.pair


def unusable(series: Series) -> str:
    """Why no goal can be made of a series; empty when one can."""
    if not series.n_a or not series.n_b:
        return "a goal needs measured sessions in phase A and in phase B"
    if max(len(part) for part in key(series)) > 120:
        return "a name is longer than 120 letters"
    return ""


def digest(series: Series) -> str:
    """SHA-256 of everything the series says, so that the same file is recognised."""
    said = {
        "key": key(series),
        "sessions": series.session.tolist(),
        "phases": series.phase.tolist(),
        "outcomes": [None if math.isnan(value) else value for value in series.outcome.tolist()],
        "meta": [series.scale, series.improvement, series.goal],
        "tries": [numbers(series.correct), numbers(series.trials)],
        "places": [list(series.setting), [str(day) for day in series.date]],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def numbers(column: object) -> list[float | None]:
    if column is None:
        return []
    return [None if math.isnan(value) else float(value) for value in column]  # type: ignore[attr-defined]
