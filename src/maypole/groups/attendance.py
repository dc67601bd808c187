"""Who was there for how many minutes, by child: what a note says and a bill is made of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from .models import GroupPlace, GroupVisit, PlaceMark
from .presence import Presence, of_all


def attendance(meetings: Sequence[GroupVisit]) -> dict[UUID, Presence]:
    """Presence by the child's own visit, for each place in these visits of groups. Two queries."""
    marks: dict[UUID, dict[UUID, list[PlaceMark]]] = {meeting.pk: {} for meeting in meetings}
    places = list(GroupPlace.objects.filter(group_visit__in=meetings))
    for place in places:
        marks[place.group_visit_id][place.visit_id] = []
    held = {place.pk: marks[place.group_visit_id][place.visit_id] for place in places}
    for mark in PlaceMark.objects.filter(place__in=places):
        held[mark.place_id].append(mark)
    found: dict[UUID, Presence] = {}
    for meeting in meetings:
        found |= of_all(marks[meeting.pk], meeting.starts_at, meeting.minutes)
    return found
