"""How the demo clinic writes notes: services, an own template, notes that wait, sheets of paper."""

from __future__ import annotations

from datetime import timedelta

from maypole.people.models import CareTeamMember, Child, Licence
from maypole.plan.models import Goal, Measure
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.keying import Held, hold_on_paper, key_in
from maypole.visits.models import Visit
from maypole.visits.setup import choose_shape, keep_service, keep_template, set_rules
from maypole.visits.shown import composed

from .clinic import World
from .content import said

SERVICES = (
    ("Hands and everyday tasks", "OT-1", "timed", "alone", "OT", ("fine_motor", "self_care")),
    ("Moving and balance", "OT-2", "timed", "alone", "OT", ("gross_motor", "sensory")),
    ("Play and being with others", "OT-3", "timed", "alone", "", ("play", "social_emotional", "cognitive_attention")),
    ("Talking and understanding", "SP-1", "once", "alone", "SLP", ("speech_language",)),
    ("Eating and drinking", "FE-1", "timed", "alone", "", ("feeding",)),
    ("Practising in a group", "GR-1", "once", "group", "", ()),
)
"""Invented codes: a real clinic types its own."""
SECTIONS = (
    ("What the family told us", ("said", "moods")),
    ("What we did", ("there", "played")),
    ("What we saw", ("counted",)),
    ("What it means for everyday life", ("compared",)),
    ("What comes next", ("next",)),
)


def fill_notes(world: World) -> None:
    """Ben's note about Maya waits for Inés, who answers for him; one of hers is a week old. After `fill_care`."""
    lead = world.actors["lead"]
    set_rules(by=lead, hours=48, licence_needed=True, counting="day", at=world.start)
    for name, code, rule, company, discipline, areas in SERVICES:
        keep_service(
            by=lead, name=name, code=code, rule=rule, company=company, discipline=discipline, areas=areas,
            at=world.start,
        )  # fmt: skip
    made = keep_template(by=lead, name="Everyday life", sections=SECTIONS, at=world.start)
    choose_shape(by=lead, discipline="ABA", built_in="narrative", at=world.start)
    choose_shape(by=lead, discipline="FEEDING", template=made.template, at=world.start)
    _licences(world)
    maya = world.children[0]
    _signed_by_ben(world, _on_paper(world, maya, "assistant", 2))
    _on_paper(world, maya, "therapist", 5)


def _licences(world: World) -> None:
    """Each licence says its field and where it holds; Amara’s ends in three weeks."""
    Licence.objects.filter(staff=world.staff["aba"]).update(expires_on=world.today + timedelta(days=21))
    for licence in Licence.objects.filter(organisation=world.clinic).select_related("staff"):
        licence.discipline, licence.region = licence.staff.discipline, "Demo State"
        licence.save(update_fields=["discipline", "region"])


def _on_paper(world: World, child: Child, slug: str, days: int) -> Visit:
    """A visit that was recorded on paper and keyed in the same evening: tries of two goals."""
    staff, by = world.staff[slug], world.actors[slug]
    CareTeamMember.objects.get_or_create(
        organisation=world.clinic, child=child, staff=staff, ended_at=None, defaults={"started_at": world.start}
    )
    began = (world.now - timedelta(days=days)).replace(hour=15, minute=10, second=0, microsecond=0)
    visit = hold_on_paper(by=by, child=child, held=Held(began, 45, staff, "school"), now=world.now)
    goals = Goal.objects.being_worked_on().filter(child=child, measure=Measure.TRIALS)[:2]
    readings = [
        {"goal": goal.pk, "measure": goal.measure, "correct": True, "prompt": prompt}
        for goal in goals
        for prompt in ("I", "I", "VB", "I", "G", "I", "I", "VB")
    ]
    key_in(by=by, visit=visit, readings=readings, observer=staff, now=began + timedelta(hours=4))
    return visit


def _signed_by_ben(world: World, visit: Visit) -> None:
    visit = Visit.objects.with_state().select_related("staff", "child").get(pk=visit.pk)
    words = said({"en": "Asked for the dragon story twice.", "es": "Pidió dos veces el cuento del dragón."}, "en")
    text: NoteText = composed(visit, visit.child.family_language(), words)
    actions.sign_note(by=world.actors["assistant"], visit=visit, text=text, at=world.now - timedelta(hours=20))
