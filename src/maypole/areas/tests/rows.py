"""Rows the tests of the areas share: a plan, events, answers, as the product writes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from maypole.access.ids import new_id
from maypole.areas.actions import behaviour, calm, feeding, sensory
from maypole.areas.models import BehaviourEvent, CalmPlan, MealNote, SensoryEvent, SensoryNote
from maypole.people.models import Consent
from tests.cast import LONG_AGO, Cast

CALM = {
    "signs": "Hums louder\nHides her hands",
    "helps": "A song\nTwo choices",
    "everybody": "Say it once, softly\nWait",
    "nobody": "Nobody holds her",
    "afterwards": "Water, then a story",
    "own_words": "Leave me the drum",
}


def calm_plan(cast: Cast, **changed: str) -> CalmPlan:
    read = CalmPlan.objects.filter(child=cast.maya).count()
    why = "First words" if not read else "Learnt something"
    return calm.write_calm_plan(
        by=cast.actor("ines"), child=cast.maya, texts=CALM | changed, read=read, why=why if read else ""
    )


def event(cast: Cast, who: str = "rosa", at: datetime | None = None, **fields: Any) -> BehaviourEvent:
    given = {
        "id": new_id(), "happened_at": at or timezone.now() - timedelta(hours=2), "antecedent": "asked",
        "behaviour": "Threw the cup", "consequence": "stopped", "duration_s": 180,
    }  # fmt: skip
    return behaviour.record_event(by=cast.actor(who), child=cast.maya, **{**given, **fields})


def sense(cast: Cast, **fields: Any) -> SensoryNote:
    given = {
        "sense": "sound", "response": "over", "seen": "Covers her ears", "triggers": "Hand dryers", "helps": "A warning"
    }  # fmt: skip
    return sensory.note_sense(by=cast.actor("ines"), child=cast.maya, **{**given, **fields})


def trigger(cast: Cast, who: str = "rosa", **fields: Any) -> SensoryEvent:
    given = {
        "id": new_id(), "happened_on": timezone.localdate(), "place": "home", "what": "The mixer", "helped": "Went out"
    }  # fmt: skip
    return sensory.log_trigger(by=cast.actor(who), child=cast.maya, **{**given, **fields})


def meal(cast: Cast, who: str = "rosa", **fields: Any) -> MealNote:
    given = {
        "id": new_id(), "happened_on": timezone.localdate(), "meal": "lunch", "place": "home",
        "ate": "Rice, licked a pea", "went": "right",
    }  # fmt: skip
    return feeding.log_meal(by=cast.actor(who), child=cast.maya, **{**given, **fields})


def consent(cast: Cast, scope: str = Consent.Scope.CALM_PLAN) -> Consent:
    Consent.objects.filter(child=cast.maya, party=cast.okafor).update(withdrawn_at=timezone.now())
    return Consent.objects.create(
        organisation=cast.clinic, child=cast.maya, party=cast.okafor, scope=scope, purpose="school",
        given_by=cast.rosa, starts_at=LONG_AGO,
    )  # fmt: skip
