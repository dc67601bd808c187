"""What else a visit's device says: what was played, a hard moment, and a second observer's coming and going."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from maypole.areas.actions import behaviour
from maypole.areas.models import Antecedent, BehaviourEvent, Consequence
from maypole.areas.models.behaviour import LONGEST
from maypole.visits.second import join, leave
from maypole.visits.using import say_used

from .place import Place, here, only
from .wire import Event, Refused, choice, text, uuid, whole

MOST_GOALS = 12


def _used(place: Place, event: Event) -> None:
    only(event.body, "planned", "equipment", "used")
    used = event.body.get("used", True)
    if not isinstance(used, bool):
        raise Refused("body.used")
    keys = {name: uuid(event.body, name) for name in ("planned", "equipment") if event.body.get(name)}
    if len(keys) != 1:
        raise Refused("body", "incomplete")
    say_used(by=place.by, visit=here(place), **keys, used=used, at=place.at)


def _behaviour(place: Place, event: Event) -> None:
    """It is told when it is over, so it began its own length before that."""
    only(event.body, "antecedent", "behaviour", "consequence", "duration_s", "intensity", "note", "hurt")
    seconds = whole(event.body, "duration_s", 1, LONGEST)
    hurt = event.body.get("hurt", False)
    if not isinstance(hurt, bool):
        raise Refused("body.hurt")
    words = text(event.body, "behaviour", 120)
    if not words.strip():
        raise Refused("body.behaviour", "incomplete")
    behaviour.record_event(
        by=place.by, child=place.child, id=event.id, happened_at=place.at - timedelta(seconds=seconds),
        antecedent=choice(event.body, "antecedent", list(Antecedent.values)), behaviour=words,
        consequence=choice(event.body, "consequence", list(Consequence.values)), duration_s=seconds,
        intensity=text(event.body, "intensity", 120), note=text(event.body, "note", 2000), hurt=hurt,
        place=here(place).setting,
    )  # fmt: skip


def _behaviour_undone(place: Place, event: Event) -> None:
    """Only what this person told, and only about this child."""
    only(event.body, "event")
    rows = BehaviourEvent.objects.filter(child=place.child, by=place.by.user_id, pk=uuid(event.body, "event"))
    found = rows.first()
    if found is None:
        raise Refused("body.event", "observation_unknown")
    behaviour.withdraw_event(by=place.by, event=found, now=place.at)


def _joined(place: Place, event: Event) -> None:
    only(event.body, "goals")
    goals = event.body.get("goals")
    if not isinstance(goals, list) or not 1 <= len(goals) <= MOST_GOALS:
        raise Refused("body.goals")
    keys: list[UUID] = [uuid({"goals": goal}, "goals") for goal in goals]
    join(by=place.by, visit=here(place), goals=keys, at=place.at)


def _left(place: Place, event: Event) -> None:
    only(event.body)
    leave(by=place.by, visit=here(place), at=place.at)


BESIDE: Mapping[str, Callable[[Place, Event], None]] = MappingProxyType(
    {
        "used": _used,
        "behaviour": _behaviour,
        "behaviour.undone": _behaviour_undone,
        "observer.joined": _joined,
        "observer.left": _left,
    }
)
