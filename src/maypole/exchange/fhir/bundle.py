"""What was measured of one child, and the points of their charts, as a FHIR R4 Bundle to take along."""

from __future__ import annotations

from datetime import datetime

from maypole.people.models import Child
from maypole.visits.models import Observation, Point

from .observations import Charted, Recorded, observation, point
from .terms import Json

RECORDED = tuple(Recorded.__dataclass_fields__)


def recorded_of(row: Observation) -> Recorded:
    """The columns of a stored observation."""
    return Recorded(**{name: getattr(row, name) for name in RECORDED})


def charted_of(row: Point) -> Charted:
    """The columns of a point; its goal is read with it."""
    own = {name: getattr(row, name) for name in Charted.__dataclass_fields__ if name != "measure"}
    return Charted(measure=row.goal.measure, **own)


def bundle_of(child: Child, now: datetime) -> Json:
    """Every observation, also those taken back (told as errors), then the points. Two queries."""
    rows = Observation.objects.filter(child=child).select_related("goal").order_by("recorded_at", "id")
    found = list(rows)
    replaced = {row.replaces_id for row in found}
    made = [observation(recorded_of(row), replaced=row.pk in replaced, title=row.goal.title) for row in found]
    points = Point.objects.filter(child=child).select_related("goal").order_by("at", "id")
    made += [point(charted_of(row), title=row.goal.title) for row in points]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in made],
    }
