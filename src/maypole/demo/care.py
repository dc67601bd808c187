"""How plans are carried out in the demo: ways of working, people, cards, a school's line, a supervised fellow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.people.models import Child, Licence, OutsideParty, Supervision
from maypole.plan.actions import draft_plan, sign_plan, tell_assent
from maypole.plan.cards import keep_card
from maypole.plan.library import library, snapshot
from maypole.plan.lines import open_school_line, tell_service, write_line_entry, write_line_goal
from maypole.plan.models import OutsideService, PlanPerson, PlanVersion
from maypole.plan.parts import add_dose, add_method, add_person

from .clinic import World
from .family import Family

FELLOW, SUPERVISOR = "slp-west", "lead"
CARDS: dict[str, list[dict[str, str]]] = {
    "en": [
        {
            "title": "Leaving the playground",
            "when": "Whenever it is time to go",
            "steps": "Say how many turns are left.\nCount them together, out loud.\n"
            "Let Maya choose: hop or march.\nGo at once, and sing.",
            "say": "Two more turns, then we hop home.",
            "avoid": "Asking “shall we go?” when there is no choice.",
        },
        {
            "title": "When the hand dryer roars",
            "when": "In any bathroom away from home",
            "steps": "Look together for paper towels first.\nHeadphones on before the door.\nCount to five and out.",
            "say": "Your ears are safe. Paper first.",
            "avoid": "Laughing it away.",
        },
    ],
    "es": [
        {
            "title": "Guardar los juguetes",
            "when": "Antes de cenar",
            "steps": "Avisa cinco minutos antes.\nPon la canción de recoger.\n"
            "Elige la primera caja.\nCelebrad la última.",
            "say": "Canta y a la caja.",
            "avoid": "Guardar por él.",
        }
    ],
}
USES = {
    "en": {"home": "Rosa", "clinic": "Inés", "school": "Ms Okafor", "family": "Grandma Elena"},
    "es": {"home": "Lucía", "clinic": "Su terapeuta"},
}


WAYS = {
    "fine_motor": "task_oriented",
    "gross_motor": "goal_directed",
    "sensory": "sensory_supports",
    "self_care": "chaining",
    "social_emotional": "visual_schedule",
    "cognitive_attention": "choice",
    "feeding": "repeated_tasting",
    "play": "peer_play",
    "speech_language": "responsive",
}
"""A way of working for each skill area that suits any child here: none is for one diagnosis."""


def equip(world: World, family: Family, actor: Actor, at: datetime) -> None:
    """Two ways of working for the areas of the child's goals, practice at home, and who takes part: in the draft."""
    areas = list(dict.fromkeys(family.child.goal_rows.values_list("area", flat=True)))
    for code in dict.fromkeys(WAYS[area] for area in areas[:2]):
        add_method(by=actor, child=family.child, at=at, **snapshot(library().by_code[code], "en"))
    add_dose(by=actor, child=family.child, mode="home", times_a_week=4, minutes=10, at=at)
    person = PlanPerson(name=family.carer.name, carer=family.carer, part=PART[family.language])
    add_person(by=actor, child=family.child, person=person, at=at)


PART = {"en": "Plays the games at home and tells how they went", "es": "Juega en casa y cuenta cómo fue"}


def fill_care(world: World) -> None:
    """After everything was lived: cards, services elsewhere, a school's line, a teen's words, a fellow's plan."""
    at = world.now - timedelta(days=6)
    maya, mateo = world.children[0], world.children[1] if len(world.children) > 1 else None
    write_cards(world, maya, "en", at)
    school(world, maya, at)
    if mateo is not None:
        write_cards(world, mateo, "es", at)
        tell_service(by=lead_of(world, mateo), child=mateo, service=_service("es"), at=at)
    for young in (child for child in world.children if child.user_id):
        says(world, young)
    supervise(world)


def write_cards(world: World, child: Child, language: str, at: datetime) -> None:
    for words in CARDS[language]:
        keep_card(by=lead_of(world, child), child=child, words=words, uses=USES[language], at=at)


def school(world: World, child: Child, at: datetime) -> None:
    """The teacher keeps the school's line; the second therapist of the team works in it under the school's contract."""
    tell_service(by=lead_of(world, child), child=child, service=_service("en"), at=at)
    party = OutsideParty.objects.filter(consents__child=child).first()
    if party is None:
        return
    slp = world.staff["slp"]
    line = open_school_line(
        by=lead_of(world, child), child=child, institution="Oak Lane School", party=party, staff=slp, at=at
    )
    by = world.actor(slp)
    for area, words in SCHOOL_GOALS:
        write_line_goal(by=by, line=line, area=area, words=words, at=at)
    write_line_entry(
        by=by, line=line, kind="note", title="In class: morning circle", held_on=at.date(), minutes=30, at=at,
        words="Stayed for the whole song. Waited for her turn twice with a picture card.",
    )  # fmt: skip


SCHOOL_GOALS = (
    ("fine_motor", "Copies a short line from the board within five minutes"),
    ("cognitive_attention", "Stays with a table task for ten minutes"),
    ("social_emotional", "Joins one game in the break"),
)


def _service(language: str) -> OutsideService:
    words: dict[str, dict[str, Any]] = {
        "en": {
            "institution": "Oak Lane School", "therapist": "Mr Hale", "how_often": "Once a week, in class",
            "goals": "Holding a pencil, staying with a task",
        },
        "es": {
            "institution": "Colegio Los Olmos", "therapist": "Marta Ruiz", "how_often": "Una vez por semana, en clase",
            "goals": "Coger el lápiz, seguir una tarea",
        },
    }  # fmt: skip
    return OutsideService(kind="school", discipline="OT", area="fine_motor", **words[language])


def says(world: World, child: Child) -> None:
    """The young person's own answer to the newest plan, a few days ago."""
    version = PlanVersion.objects.signed().filter(child=child).first()
    by = actor_for(child.user) if child.user else None
    if version is None or by is None:
        return
    words = "I like these goals. Just not in front of the class yet."
    at = world.now - timedelta(days=2)
    tell_assent(by=by, version=version, answer="yes", words=words, at=at)


def supervise(world: World) -> None:
    """A fellow with a provisional licence, whose newest plan waits for the lead; an assistant, whom Inés supervises."""
    fellow, supervisor = world.staff.get(FELLOW), world.staff.get(SUPERVISOR)
    assistant, ines = world.staff.get("assistant"), world.staff.get("therapist")
    for staff, over, level in ((fellow, supervisor, "provisional"), (assistant, ines, "assistant")):
        if staff is None or over is None:
            continue
        Licence.objects.filter(staff=staff).update(level=level)
        Supervision.objects.create(
            organisation=world.clinic, staff=staff, supervisor=over, started_on=world.start.date()
        )
    if fellow is None:
        return
    held = PlanVersion.objects.signed().filter(child__team__staff=fellow, child__team__leads=True)
    version = held.filter(child__team__ended_at__isnull=True).order_by("child", "-number").first()
    if version is None or PlanVersion.objects.drafts().filter(child=version.child).exists():
        return
    by, at = world.actor(fellow), world.now - timedelta(hours=20)
    draft = draft_plan(
        by=by, child=version.child, why="Practice at home goes well: one visit less, one call more.",
        sessions_a_week=0.5, dose_why="She practises every day.", at=at,
    )  # fmt: skip
    sign_plan(by=by, version=draft, at=at)


def lead_of(world: World, child: Child) -> Actor:
    team = child.team.filter(ended_at__isnull=True).order_by("-leads", "pk").select_related("staff")
    return world.actor(team[0].staff)
