"""The areas of the day of a few demo children: senses, calm plan, foods, hard moments, a voice, milestones."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.access.middleware import actor_for
from maypole.areas.actions import behaviour, calm, feeding, milestones, sensory, voice
from maypole.areas.checklists import checklists
from maypole.areas.models import AacProfile, Antecedent, CalmPlan, Consequence
from maypole.people.models import CarerRelation, Child, Consent, OutsideParty

from .clinic import World
from .content import FOLDER
from .course import shadow
from .family import Family

EVENTS = 16
DEVICES = (("Tablet, 10 inch", "T-01"), ("Tablet, 10 inch", "T-02"), ("Speaking device, two buttons", "S-01"))


@cache
def texts() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "days.json").read_text(encoding="utf-8"))
    return found


def fill_days(world: World) -> None:
    """Maya's day whole, Mateo's in Spanish, a child who speaks with a tablet, a toddler's milestones, three devices."""
    maya, mateo = world.children[0], world.children[1] if len(world.children) > 1 else None
    whole_day(world, maya, "en")
    tell_the_school(world, maya)
    if mateo is not None:
        whole_day(world, mateo, "es")
    speaker = led_by(world, "SLP") or maya
    speaks_with_help(world, speaker)
    youngest = max(world.children, key=lambda child: child.birth_date or date.min)
    answers(world, youngest)


def led_by(world: World, discipline: str) -> Child | None:
    """A child whose care somebody of this discipline leads, and whom no persona knows."""
    for child in world.children[2:]:
        if child.team.filter(leads=True, ended_at__isnull=True, staff__discipline=discipline).exists():
            return child
    return None


def lead_of(world: World, child: Child) -> Actor:
    return world.actor(
        child.team.filter(ended_at__isnull=True).order_by("-leads", "pk").select_related("staff")[0].staff
    )


def carer_of(world: World, child: Child) -> Actor:
    relation = CarerRelation.objects.filter(child=child).select_related("carer").order_by("pk")[0]
    family = Family(child, relation.carer, relation.carer.language, [], child.registered_at)
    found = actor_for(relation.carer.user or shadow(world, family))
    assert found is not None
    return found


def ago(world: World, days: int, hour: int = 17) -> datetime:
    at = (world.now - timedelta(days=days)).replace(hour=hour, minute=20, second=0, microsecond=0)
    return min(at, world.now - timedelta(minutes=20))


def whole_day(world: World, child: Child, language: str) -> None:
    told, staff, carer = texts()[language], lead_of(world, child), carer_of(world, child)
    for sense, response, seen, triggers, helps in told["senses"]:
        sensory.note_sense(
            by=staff, child=child, sense=sense, response=response, seen=seen, triggers=triggers, helps=helps,
            now=ago(world, 40),
        )  # fmt: skip
    for number, (place, sense, what, helped) in enumerate(told["triggers"]):
        at = ago(world, 3 + number * 5)
        sensory.log_trigger(
            by=carer, child=child, id=new_id(), happened_on=at.date(), place=place, what=what, helped=helped,
            sense=sense, now=at,
        )  # fmt: skip
    write_calm_plan(world, child, told, staff)
    for name, goes, texture, level, note in told["foods"]:
        feeding.note_food(
            by=staff, child=child, name=name, goes=goes, texture=texture, level=level, note=note, now=ago(world, 30)
        )
    for number, (meal, ate, went, words) in enumerate(told["meals"]):
        at = ago(world, 1 + number, 19)
        feeding.log_meal(
            by=carer, child=child, id=new_id(), happened_on=at.date(), meal=meal, place="home", ate=ate, went=went,
            words=words, now=at,
        )  # fmt: skip
    hard_moments(world, child, told, carer)


def write_calm_plan(world: World, child: Child, told: dict[str, Any], staff: Actor) -> None:
    words: dict[str, str] = {}
    for number, changed in enumerate(told["calm"]):
        words |= changed
        calm.write_calm_plan(
            by=staff, child=child, texts={name: words.get(name, "") for name in CalmPlan.TEXTS}, read=number,
            why=told["calm_why"] if number else "", now=ago(world, 60 - 40 * number),
        )  # fmt: skip


def hard_moments(world: World, child: Child, told: dict[str, Any], carer: Actor) -> None:
    """A month of events; with the English texts enough for counts, a guess, and one that was reviewed."""
    words, rng, enough = told["events"], world.rng, "function" in told
    kept = None
    for number in range(EVENTS if enough else 4):
        asked = rng.random() < 0.6
        at = ago(world, 28 - number if enough else 9 - 2 * number, rng.choice([7, 8, 16, 17, 18]))
        before = Antecedent.ASKED if asked else rng.choice([Antecedent.TOLD_NO, Antecedent.CHANGE])
        after = Consequence.STOPPED if asked else rng.choice([Consequence.ATTENTION, Consequence.QUIET])
        kept = behaviour.record_event(
            by=carer, child=child, id=new_id(), happened_at=at, now=at,
            antecedent=before, before=rng.choice(words["before"][before]), behaviour=words["what"][0 if asked else 1],
            consequence=after, after=rng.choice(words["after"][after]), duration_s=rng.choice([30, 180, 180, 600]),
            intensity=rng.choice(words["intensity"]), hurt=enough and number in (6, EVENTS - 1),
        )  # fmt: skip
        if kept.hurt and number == 6:
            lead = world.actor(world.staff["lead"])
            day = (at + timedelta(days=1)).date()
            behaviour.review_incident(
                by=lead, event=kept, family_told_on=day, now=at + timedelta(days=1), **told["review"]
            )
    if enough:
        behaviour.state_function(by=lead_of(world, child), child=child, now=ago(world, 2), **told["function"])


def tell_the_school(world: World, child: Child) -> None:
    """The teacher reads the calm-down plan too."""
    for party in OutsideParty.objects.filter(organisation=world.clinic, consents__child=child).distinct()[:1]:
        given = Consent.objects.filter(child=child, party=party).select_related("given_by")[0]
        Consent.objects.create(
            organisation=world.clinic, child=child, party=party, scope=Consent.Scope.CALM_PLAN, given_by=given.given_by,
            purpose="Do the same at school", starts_at=ago(world, 20), ends_at=given.ends_at,
        )  # fmt: skip


def speaks_with_help(world: World, child: Child) -> None:
    staff, manager = lead_of(world, child), world.actor(world.staff["manager"])
    profile = AacProfile(**texts()["en"]["aac"])
    voice.write_profile(by=staff, child=child, profile=profile, now=ago(world, 50))
    for number, (name, label) in enumerate(DEVICES):
        device = voice.add_device(by=manager, name=name, number=label, now=ago(world, 90))
        if number == 0:
            back = (world.now + timedelta(days=60)).date()
            voice.lend_device(by=manager, device=device, child=child, due_on=back, now=ago(world, 50))


def answers(world: World, child: Child) -> None:
    """The youngest child's parents answered the list of its age; a therapist noted something."""
    assert child.birth_date is not None
    lists = checklists()
    age = lists.list_age((world.today - child.birth_date).days // 31)
    if age is None:
        return
    given = {one.id: "not_sure" if number % 7 == 3 else "yes" for number, one in enumerate(lists.at(age))}
    carer = carer_of(world, child)
    milestones.answer_milestones(by=carer, child=child, answers=given, now=ago(world, 12))
    milestones.note_milestones(by=lead_of(world, child), child=child, text=texts()["en"]["note"], now=ago(world, 10))
