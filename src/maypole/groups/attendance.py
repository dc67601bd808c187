"""Who was there for how many minutes, by child: what a note says and a bill is made of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from .models import GroupPlace, GroupVisit, PlaceMark
from .presence import Presence, presence


def attendance(meetings: Sequence[GroupVisit]) -> dict[UUID, Presence]:
    """Who was there for how many minutes, by the child's own visit. Two queries."""
    places = {place.pk: place for place in GroupPlace.objects.filter(group_visit__in=meetings)}
    marks: dict[UUID, list[PlaceMark]] = {}
    for mark in PlaceMark.objects.filter(place__in=places):
        marks.setdefault(mark.place_id, []).append(mark)
    held = {meeting.pk: meeting for meeting in meetings}
    return {
        place.visit_id: presence(marks.get(key, ()), (meeting := held[place.group_visit_id]).starts_at, meeting.minutes)
        for key, place in places.items()
    }
