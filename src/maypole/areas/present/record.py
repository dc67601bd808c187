"""What an area page shows of its own record, and which parts of a child's day this person may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.areas.access import answers_milestones, logs_diary, logs_events, reads_events, reads_record
from maypole.areas.models import (
    AacProfile,
    CalmPlan,
    Food,
    FoodStanding,
    FunctionHypothesis,
    MealNote,
    Response,
    Sense,
    SensoryEvent,
    SensoryNote,
)
from maypole.people.access import Reach
from maypole.people.models import Child


@dataclass(frozen=True)
class Door:
    url: str
    label: Promise
    text: Promise
    icon: str


@dataclass(frozen=True)
class SenseRow:
    """One sense with what is noted in each direction, in the order of `Response`."""

    name: str
    cells: list[SensoryNote | None]


@dataclass(frozen=True)
class FoodGroup:
    """Foods that go the same way, with the standing that says so."""

    name: str
    foods: list[tuple[Food, FoodStanding]]


def doors(actor: Actor, reached: Reach) -> list[Door]:
    """The pages of the day that belong to no single goal, for whoever may open each."""
    record, diary = reads_record(actor, reached), reached.can(P.SEE_HOME)
    offered = (
        (record, "calm_plan", _("Calm-down plan"), _("What everybody does when it gets too much."), "heart"),
        (logs_events(actor, reached) or reads_events(reached), "behaviour", _("Hard moments"),
         _("What came before, what happened, what came after."), "note"),
        (diary, "sensory_diary", _("Trigger diary"), _("What was too much, and what helped."), "eye"),
        (diary, "food_diary", _("Food diary"), _("What was eaten and tried."), "book"),
        (record, "voice", _("Speaking with help"), _("The device, the pictures or the signs, and how partners help."),
         "chat"),
        (reached.can(P.SEE_CLINICAL), "milestones", _("Milestones"),
         _("What most children do at this age. No points, no marks."), "star"),
    )  # fmt: skip
    key = reached.child.pk
    return [Door(reverse(name, args=[key]), label, text, icon) for may, name, label, text, icon in offered if may]


def own_record(actor: Actor, reached: Reach, area: str) -> dict[str, Any]:
    """The area's own record, as far as this person reads it; empty where the area has none."""
    told: dict[str, Any] = {}
    diary = reached.can(P.SEE_HOME)
    if area == "sensory":
        told["triggers"] = list(triggers(reached.child)[:5]) if diary else []
    if area == "feeding":
        told["meals"] = list(meals(reached.child)[:5]) if diary else []
    if reads_record(actor, reached):
        told |= _record(reached, area)
    return told | {"logs_diary": logs_diary(reached), "writes": reached.can(P.RUN_VISIT), "diary": diary}


def _record(reached: Reach, area: str) -> dict[str, Any]:
    child = reached.child
    if area == "sensory":
        return {"senses": senses(child), "responses": [response.label for response in Response]}
    if area == "social_emotional":
        function = FunctionHypothesis.objects.filter(child=child).first() if reads_events(reached) else None
        return {"calm": CalmPlan.objects.filter(child=child).first(), "function": function}
    if area == "feeding":
        return {"foods": food_groups(child)}
    if area == "speech_language":
        return {"voice": AacProfile.objects.filter(child=child).first(), "asks_voice": True}
    return {}


def senses(child: Child) -> list[SenseRow]:
    """The profile: senses with at least one note."""
    found = {(row.sense, row.response): row for row in SensoryNote.objects.current().filter(child=child)}
    rows = [SenseRow(str(sense.label), [found.get((sense, response)) for response in Response]) for sense in Sense]
    return [row for row in rows if any(row.cells)]


def triggers(child: Child) -> QuerySet[SensoryEvent]:
    return SensoryEvent.objects.standing().filter(child=child).select_related("by")


def meals(child: Child) -> QuerySet[MealNote]:
    return MealNote.objects.standing().filter(child=child).select_related("by")


def food_groups(child: Child) -> list[FoodGroup]:
    """The repertoire by how it goes, each food with its newest standing. Two queries."""
    newest = Prefetch("standings", FoodStanding.objects.order_by("-at", "-id"))
    standing = [(food, food.standings.all()[0]) for food in Food.objects.filter(child=child).prefetch_related(newest)]
    groups = [
        FoodGroup(str(goes.label), [pair for pair in standing if pair[1].goes == goes]) for goes in FoodStanding.Goes
    ]
    return [group for group in groups if group.foods]


def may(actor: Actor, reached: Reach) -> dict[str, bool]:
    """What the pages of the day offer this person."""
    return {
        "logs_diary": logs_diary(reached),
        "logs_events": logs_events(actor, reached),
        "reads_events": reads_events(reached),
        "reads_record": reads_record(actor, reached),
        "answers": answers_milestones(reached),
        "writes": reached.can(P.RUN_VISIT),
        "plans": reached.can(P.WRITE_PLAN),
    }
