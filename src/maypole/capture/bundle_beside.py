"""The rest of a day's bundle: plans of play, what a child tends to do, where chains stand, and colleagues' visits.

A colleague's visit of a child of one's own team can be recorded beside them, or watched as its second observer. Of what
they record, nothing is in here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from maypole.access.actor import Actor
from maypole.areas.models import BehaviourEvent
from maypole.cores.progress.chaining import Chain
from maypole.plan.models import Goal
from maypole.visits.chains import chains
from maypole.visits.models import Visit, VisitStatus
from maypole.visits.played import Played, Thing, plans

Json = dict[str, Any]
LOOK_BACK = timedelta(days=180)
MOST_WORDS = 4
TO_COME = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED, VisitStatus.State.FINISHED)
"""Not those that were called off or missed."""


def colleagues_visits(actor: Actor, children: Collection[UUID], since: datetime, until: datetime) -> list[Visit]:
    """Visits of these children that somebody else runs. One query."""
    rows = Visit.objects.filter(organisation=actor.organisation_id, child__in=children)
    rows = rows.filter(starts_at__gte=since, starts_at__lt=until).exclude(staff=actor.staff_id)
    return list(rows.in_state(*TO_COME).select_related("room", "staff"))


def plans_of(visits: Sequence[Visit]) -> dict[UUID, Json]:
    """What is played in each visit and what is to be brought, ready for the device."""
    found = plans(visits) if visits else {}
    return {
        key: {"games": [_game(game) for game in games], "things": [_thing(thing) for thing in things]}
        for key, (games, things) in found.items()
    }


def _game(game: Played) -> Json:
    row, entry = game.row, game.entry
    return {
        "id": str(row.pk),
        "title": game.title,
        "goal": str(row.goal_id),
        "goal_title": row.goal.title,
        "area": row.goal.area,
        "minutes": row.minutes,
        "grading": row.grading,
        "helps": game.helps,
        "steps": list(entry.steps) if entry else [],
        "easier": list(entry.easier) if entry else [],
        "harder": list(entry.harder) if entry else [],
        "materials": list(entry.materials) if entry else [],
        "safety": entry.safety if entry else "",
        "things": list(game.things),
        "blocked": list(game.blocked),
        "used": game.used,
    }


def _thing(thing: Thing) -> Json:
    return {"id": str(thing.item.pk), "name": thing.item.name, "blocked": thing.blocked, "used": thing.used}


def behaviours_of(children: Iterable[UUID], now: datetime) -> dict[UUID, list[str]]:
    """What each child was seen to do most, in the words that were used: the tiles of a hard moment. One query."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = BehaviourEvent.objects.standing().filter(child__in=list(children), happened_at__gte=now - LOOK_BACK)
    for child, words in rows.order_by("-happened_at").values_list("child", "behaviour"):
        counts[child][words] += 1
    return {child: [words for words, _n in counted.most_common(MOST_WORDS)] for child, counted in counts.items()}


def chains_of(goals: Iterable[Goal]) -> dict[UUID, Json]:
    """Steps that are learnt and those taught now, of each goal that chains. One query."""
    return {key: _chain(each) for key, each in chains(goals).items()}


def _chain(stands: Chain) -> Json:
    return {"learnt": list(stands.learnt), "taught": list(stands.taught)}
