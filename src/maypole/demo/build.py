"""Makes the whole demo clinic in one transaction: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from maypole.access.roles import Role
from maypole.audit.actions import record
from maypole.intake.models import Enquiry, EnquiryStatus, NextStep
from maypole.people.models import AboutChild, Child, Precaution
from maypole.visits.points import rebuild

from .care import fill_care
from .clinic import World, account, make_clinic
from .content import people, said
from .course import Rhythm, evaluate, run, say_goodbye
from .days import fill_days
from .ending import fill_endings
from .family import Family, add_precaution, join_team, limited, make_family, open_account, set_state, teacher
from .first_steps import fill_first_steps
from .groups import fill_groups
from .looking import look
from .meetings import fill_meetings
from .notes import fill_notes
from .papers import write_papers
from .play import play_with
from .rules import fill_rules
from .seconds import watch_beside
from .sessions import Story, hold_visit, plan_visit, user_of
from .tablets import fill_tablets

Slot = tuple[int, int]
DISCIPLINES = ("OT", "SLP", "PT", "ABA", "FEEDING")
ASKERS = (
    ("Alma", "Ingrid Holm"), ("Theo", "Joseph Weber"), ("Rafael", "Andrés Castillo"), ("", ""),
    ("Hana", "Grace Sato"), ("Renata", "Pilar Morales"),
)  # fmt: skip
"""Child and parent of each enquiry: one family left nothing but its worry."""
MAYA_STRENGTHS = """Keeps trying: when an animal needs rescuing
Knows every song: and teaches it to Leo
Notices: when someone is left out"""


@transaction.atomic
def build(*, now: datetime, children: int, weeks: int, seed: int, say: Callable[[str], None]) -> World:
    """Simulate `children` children over `weeks` weeks before `now`. `say` is told how far it is."""
    world = make_clinic(now=now, weeks=weeks, seed=seed)
    diary: dict[str, set[Slot]] = defaultdict(set)
    names = ["Maya", *people()["children"][1:]]
    for number in range(children):
        name = names[number % len(names)]
        family = enrol(world, number, name)
        live(world, family, number, children, diary)
        if number % 10 == 9:
            say(f"{number + 1} of {children} children")
    teen(world, diary)
    todays_visits(world)
    fill_care(world)
    look(world)
    fill_days(world)
    fill_rules(world)
    fill_endings(world)
    write_papers(world)
    play_with(world)
    fill_notes(world)
    fill_groups(world)
    fill_meetings(world)
    fill_first_steps(world)
    fill_tablets(world)
    watch_beside(world)
    ask_for_help(world)
    record(by=None, action="demo.made", about=world.clinic, detail={"children": children, "weeks": weeks, "seed": seed})
    return world


def enrol(world: World, number: int, name: str) -> Family:
    """Maya and Mateo are the personas' children; everybody else is drawn."""
    age = 6.2 if name == "Maya" else round(world.rng.uniform(1.1, 12.4), 2)
    discipline = "OT" if number < 2 else DISCIPLINES[number % len(DISCIPLINES)]
    family = make_family(world, number, name, age, discipline)
    world.children.append(family.child)
    if name == "Maya":
        personalise_maya(world, family)
    if name == "Mateo":
        family.carer.name = "Lucía García"
        family.carer.save(update_fields=["name"])
        open_account(world, family.carer, "parent-es")
    return family


def personalise_maya(world: World, family: Family) -> None:
    """The child every persona knows: Inés leads, her father's rights are limited, her teacher may see goals."""
    child, ines = family.child, world.staff["therapist"]
    child.team.all().delete()
    family.team, family.joined = [ines], world.start
    join_team(world, family, ines, leads=True)
    join_team(world, family, world.staff["slp"], leads=False)
    join_team(world, family, world.staff["assistant"], leads=False)
    family.team = [ines, world.staff["slp"]]
    Child.objects.filter(pk=child.pk).update(
        family_name="Carter", lives_with="Rosa and little Leo", languages="en, es", pronouns="she", site=ines.site
    )
    child.refresh_from_db()
    Precaution.objects.filter(child=child).delete()
    for text in people()["precautions"][:2]:  # a nut allergy, and hand dryers that frighten her
        add_precaution(world, family, text)
    AboutChild.objects.filter(child=child).update(
        strengths=MAYA_STRENGTHS, loves="Dragons, drums, being first", by=user_of(ines), at=family.joined,
        calms="Two choices, a song, a warning before loud things",
        matters="Mornings without tears, and one good friend.", matters_by="Rosa",
    )  # fmt: skip
    family.carer.name = "Rosa Carter"
    family.carer.save(update_fields=["name"])
    open_account(world, family.carer, "parent")
    open_account(world, limited(world, child, "Carter"), "restricted-parent")
    teacher(world, family)


def live(world: World, family: Family, number: int, children: int, diary: dict[str, set[Slot]]) -> None:
    """Most are in therapy; the last few of each dozen wait, are being evaluated, or have said goodbye."""
    place = number % 12 if number > 1 else 0
    if place == 11 and children > 12:
        wait(world, family)
    elif place == 10 and children > 12:
        evaluate(world, family, world.actor(family.team[0]))
    else:
        twice = world.rng.random() < 0.3
        weekday, hour = free_slot(diary[str(family.team[0].pk)], twice)
        run(world, family, Rhythm(weekday, hour, twice, world.rng.choice([0.93, 0.9, 0.88, 0.65])))
        if place == 9 and children > 12:
            say_goodbye(world, family)


def free_slot(taken: set[Slot], twice: bool) -> Slot:
    """The first weekday and hour at which this therapist is free (both days, for two visits a week)."""
    for hour in range(8, 19):
        for weekday in range(5):
            wanted = {(weekday, hour), (weekday + 2, hour)} if twice and weekday < 3 else {(weekday, hour)}
            if not wanted & taken and (not twice or weekday < 3):
                taken |= wanted
                return weekday, hour
    raise ValueError("a demo therapist has no free hour left: use fewer children")


def wait(world: World, family: Family) -> None:
    """Registered and waiting for an evaluation; some have waited long, one has no next step."""
    waited = world.rng.randint(10, 75)
    set_state(world, family, "waiting", world.now - timedelta(days=waited))
    if world.rng.random() < 0.75:
        NextStep.objects.create(
            organisation=world.clinic, child=family.child, by=user_of(world.staff["front-desk"]),
            at=world.now - timedelta(days=5), what="Offer a date for the evaluation", staff=world.staff["front-desk"],
            due_on=world.today + timedelta(days=world.rng.randint(-9, 6)),
        )  # fmt: skip


def teen(world: World, diary: dict[str, set[Slot]]) -> None:
    """A young person with an account of his own."""
    family = make_family(world, 25, "Sam", 14.3, "SLP")
    Child.objects.filter(pk=family.child.pk).update(
        family_name="Berg", pronouns="he", user=account(world, "teen", "Sam Berg", Role.YOUNG_PERSON)
    )
    family.child.refresh_from_db()
    world.children.append(family.child)
    weekday, hour = free_slot(diary[str(family.team[0].pk)], False)
    run(world, family, Rhythm(weekday, hour, False, 0.9))


def todays_visits(world: World) -> None:
    """Inés's day: one visit behind her whose note is not signed, Maya next, two more after that."""
    ines = world.staff["therapist"]
    mine = list(Child.objects.in_care_of(ines.pk).in_state("active").order_by("registered_at", "pk")[:4])
    mine.sort(key=lambda child: child.name != "Maya")
    for child, minutes in zip(mine, (25, -70, 85, 145), strict=False):
        start = world.now + timedelta(minutes=minutes)
        at = start.replace(second=0, microsecond=0) - timedelta(minutes=start.minute % 5)
        carer = child.carer_relations.all()[0].carer
        story = Story(world, Family(child, carer, "en", [ines], child.registered_at), user_of(ines))
        visit = plan_visit(story, ines, world.rooms["Birch Street"][0], at)
        courses = [course for course in world.courses.get(child.pk, []) if course.active]
        if at < world.now:
            hold_visit(story, visit, courses, signed=False)
        story.sheaf.write()
        rebuild([course.goal.pk for course in courses])


def ask_for_help(world: World) -> None:
    """Six questions from families: some new, some answered."""
    for number, text in enumerate(people()["concerns"] + people()["concerns"][:1]):
        language = "es" if number % 3 == 2 else "en"
        at = world.now - timedelta(days=number * 2, hours=3)
        enquiry = Enquiry.objects.create(
            organisation=world.clinic, concern=said(text, language), language=language, received_at=at,
            child_name=ASKERS[number][0], contact_name=ASKERS[number][1], reference=f"DEMO{number:04d}",
            email=f"family{number}@demo.example" if ASKERS[number][1] else "",
        )  # fmt: skip
        EnquiryStatus.objects.create(organisation=world.clinic, enquiry=enquiry, state="received", at=at)
        if number >= 4:
            EnquiryStatus.objects.create(
                organisation=world.clinic, enquiry=enquiry, state="contacted", at=at + timedelta(hours=5),
                by=user_of(world.staff["front-desk"]),
            )  # fmt: skip
