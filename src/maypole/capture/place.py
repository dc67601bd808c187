"""Where an event belongs, and what every kind of event asks of its body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from maypole.access.actor import Actor
from maypole.people.models import Child
from maypole.visits.models import Visit

from .wire import Body, Refused


class Held(Exception):
    """This event is kept for a person to decide about; the argument is the reason's code."""


@dataclass
class Place:
    """Where an event belongs: who recorded it, whose record, in which visit (None when it is not known here)."""

    by: Actor
    child: Child
    visit: Visit | None
    at: datetime


def here(place: Place) -> Visit:
    """The visit; Held while the clinic does not know it."""
    if place.visit is None:
        raise Held("visit_unknown")
    return place.visit


def only(body: Body, *known: str) -> None:
    """Raises Refused for a field that this kind of event does not have."""
    for key in body:
        if key not in known:
            raise Refused(f"body.{key}" if key.isascii() and len(key) <= 40 else "body", "unknown_field")
