"""What the demo clinic plays with: games of its own, equipment with one swing overdue, plans, stories, feelings."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from maypole.access.middleware import actor_for
from maypole.equipment import actions as register
from maypole.equipment.models import Equipment, EquipmentLoan, EquipmentTrial
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.planner.actions import approach, feelings, plan, preparing
from maypole.planner.facts import facts_of
from maypole.planner.models import ApproachChange, PersonStory, PlaceStory
from maypole.planner.proposing import proposals
from maypole.play import actions as shelf
from maypole.play.models import OwnActivity
from maypole.play.photos import keep_photo
from maypole.play.shelf import entries
from maypole.visits import actions as visits
from maypole.visits.models import PlannedActivity, Visit

from .clinic import World
from .content import play

HELD = 5
"""Visits of the past that have a plan and feelings before and after."""


def play_with(world: World) -> None:
    """Called last: it looks at the visits that are there."""
    own_games(world)
    keep_equipment(world)
    tell_stories(world)
    maya = next(child for child in world.children if child.name == "Maya")
    remember(world, maya)
    plan_today(world, maya)
    first_visit(world)
    too_much(world, maya)


def own_games(world: World) -> None:
    by, at = world.actors["therapist"], world.now - timedelta(days=40)
    for given in play()["games"]:
        fields: dict[str, Any] = {name: value for name, value in given.items() if name not in ("state", "picture")}
        own = shelf.write_activity(by=by, activity=OwnActivity(**fields), now=at)
        if given["picture"]:
            shelf.add_photo(by=by, activity=own, upload=drawing("cave"), shows="A cave of blankets and chairs", now=at)
        if given["state"] == "published":
            shelf.move_activity(by=by, activity=own, state="published", now=at + timedelta(days=1))


def keep_equipment(world: World) -> None:
    by, site = world.actors["manager"], world.sites[0]
    for given in play()["equipment"]:
        thing = Equipment(
            site=site, name=given["name"], kind=given["kind"], serial=given["serial"],
            where_to_get=given.get("where", ""), inspect_every_days=given.get("every"),
            clean_every_days=given.get("clean"),
        )  # fmt: skip
        register.enter(by=by, equipment=thing, now=world.now - timedelta(days=500))
        if "inspected" in given:
            on, failed = world.today - timedelta(days=given["inspected"]), given.get("failed", "")
            register.check(
                by=by, equipment=thing, kind="inspection", on=on, passed=not failed, why=failed, now=world.now
            )
        if "clean" in given:
            register.check(by=by, equipment=thing, kind="cleaning", on=world.today, passed=True, now=world.now)
        if "out" in given:
            register.set_state(by=by, equipment=thing, state="out", why=given["out"], now=world.now - timedelta(days=2))


def tell_stories(world: World) -> None:
    by, told = world.actors["therapist"], play()["stories"]
    door = keep_photo(by=by, upload=drawing("door"), shows="A blue door with a round window", now=world.now)
    room = keep_photo(by=by, upload=drawing("swing"), shows="A swing over thick cushions", now=world.now)
    for language in ("en", "es"):
        place = PlaceStory(site=world.sites[0], language=language, photo=door, bring=told["bring"][language])
        person = PersonStory(staff=world.staff["therapist"], language=language, photo=room)
        for story, key in ((place, "place"), (person, "person")):
            story.words = "\n".join(told[key][language])
            preparing.write_story(by=by, story=story)


def remember(world: World, child: Child) -> None:
    """What was played and felt in the last visits, and what was tried and lent."""
    by, codes = world.actors["therapist"], ("fm-03", "own-2", "sc-01", "fm-05", "own-1")
    scale = feelings.set_scale(by=by, child=child, words="\n".join(play()["feelings"]), now=world.start)
    held = list(Visit.objects.finished().filter(child=child).order_by("-starts_at")[:HELD])
    goals = list(Goal.objects.being_worked_on().filter(child=child))
    titles = entries(world.clinic.pk, codes)
    for number, (visit, code) in enumerate(zip(held, codes, strict=False)):
        PlannedActivity.objects.create(
            organisation=world.clinic, child=child, visit=visit, goal=goals[number % len(goals)], activity=code,
            order=1, title=titles[code].title, minutes=10, why="Maya loves it.", at=visit.starts_at, by_id=by.user_id,
        )  # fmt: skip
        for moment, level in (("before", 3 - number % 2), ("after", 1 + number % 2)):
            at = visit.starts_at if moment == "before" else visit.ends_at
            feelings.note_feeling(by=by, scale=scale, level=level, moment=moment, visit=visit, helped="", now=at)
    account = child.carer_relations.order_by("pk")[0].carer.user
    assert account is not None, "Maya's mother has an account"
    rosa = actor_for(account)
    assert rosa is not None
    for days in (3, 9):
        at = world.now - timedelta(days=days)
        feelings.note_feeling(by=rosa, scale=scale, level=2, moment="after", helped="The turtle song", now=at)
    spoon = Equipment.objects.get(organisation=world.clinic, kind="cutlery")
    loan = EquipmentLoan(
        equipment=spoon, child=child, due_back_on=world.today + timedelta(days=12), words="Breakfast on her own"
    )
    register.lend(by=by, loan=loan, now=world.now - timedelta(days=9))
    trial = EquipmentTrial(
        child=child, equipment=spoon, what=spoon.name, outcome="helps", on=world.today - timedelta(days=10),
        words="Half as much beside the plate, and she wants it again.",
    )  # fmt: skip
    register.note_trial(by=by, trial=trial, now=world.now - timedelta(days=9))


def plan_today(world: World, child: Child) -> None:
    """The first proposal for each of Maya's goals, and word to the family that the big swing is new."""
    visit = next_visit(child)
    if visit is None:
        return
    by = world.actors["therapist"]
    for row in proposals(facts_of(visit, "en", world.now)):
        for proposal in row.proposals[:1]:
            try:
                plan.take(by=by, visit=visit, goal=row.goal, code=proposal.entry.id, cleared=True, now=world.now)
            except ValidationError:
                continue
    page = preparing.draft(visit, "step")
    page.step = "The big blue swing. You may push it with one finger first."
    preparing.prepare(by=by, preparation=page, now=world.now)


def next_visit(child: Child) -> Visit | None:
    rows = Visit.objects.planned().filter(child=child).select_related("child", "staff__site", "room__site")
    return rows.order_by("starts_at").first()


def first_visit(world: World) -> None:
    """A family that waits comes for the first time in three days: its page is written as it always is."""
    waiting = (
        Child.objects.filter(organisation=world.clinic).in_state("waiting").order_by("registered_at", "pk").first()
    )
    if waiting is None:
        return
    start = (world.now + timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0)
    made = visits.plan_visit(
        by=world.actors["lead"], child=waiting, staff=world.staff["therapist"], starts_at=start, at=world.now,
        room=world.rooms[world.sites[0].name][0],
    )  # fmt: skip
    found = Visit.objects.select_related("child__organisation", "staff__site", "room__site").get(pk=made.pk)
    preparing.prepare_first(visit=found, now=world.now)


def too_much(world: World, child: Child) -> None:
    change = ApproachChange(
        child=child, sign="too_much", seen="Hands on her ears after the drum in the corridor.", minutes=12,
        change="We begin in the quiet room, and the drum stays soft.", why="Loud sounds end the visit for her.",
        for_family="The drum in the corridor was too loud for Maya. From now on we begin in the quiet room.",
    )  # fmt: skip
    approach.change_approach(by=world.actors["therapist"], change=change, now=world.now - timedelta(days=6))
    other = next(each for each in world.children if each.pk != child.pk)
    slip = ApproachChange(
        child=other, sign="fall", seen="Slipped from the beam, a bruise on the knee.", incident=True,
        change="The beam lies on the floor until it is repaired.", why="A screw was loose.",
        for_family="There was a slip from the beam and a bruise on the knee. The beam is on the floor now.",
    )  # fmt: skip
    approach.change_approach(by=world.actors["lead"], change=slip, now=world.now - timedelta(days=2))


def drawing(what: str) -> SimpleUploadedFile:
    """A picture drawn here, in the colours of the house: nobody's photo, nobody's child."""
    picture = Image.new("RGB", (1200, 800), "#f4ead8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 620, 1200, 800), fill="#d8c4a2")
    if what == "door":
        pen.rectangle((440, 120, 760, 700), fill="#2f6690", outline="#1d3f5a", width=10)
        pen.ellipse((530, 190, 670, 330), fill="#f6f1e4", outline="#1d3f5a", width=8)
        pen.ellipse((700, 420, 730, 450), fill="#e6b450")
    elif what == "swing":
        pen.line((430, 0, 430, 420), fill="#7a5c3a", width=12)
        pen.line((770, 0, 770, 420), fill="#7a5c3a", width=12)
        pen.rounded_rectangle((360, 410, 840, 470), 30, fill="#2f6690")
        for number, colour in enumerate(("#c8553d", "#588b8b", "#e6b450")):
            pen.rounded_rectangle((220 + number * 270, 600, 480 + number * 270, 700), 50, fill=colour)
    else:
        pen.pieslice((200, 180, 1000, 1060), 180, 360, fill="#588b8b")
        pen.pieslice((420, 380, 780, 860), 180, 360, fill="#3b2f2f")
        pen.ellipse((560, 520, 600, 560), fill="#e6b450")
        pen.ellipse((620, 520, 660, 560), fill="#e6b450")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return SimpleUploadedFile(f"{what}.png", written.getvalue(), "image/png")
