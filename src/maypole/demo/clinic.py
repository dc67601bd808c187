"""The demo clinic itself: one organisation, its sites and rooms, its staff with accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.access.models import Membership, User
from maypole.access.roles import Role
from maypole.people.models import Carer, Child, Licence, Organisation, Room, Site, StaffMember

from .content import StaffText, people

if TYPE_CHECKING:
    from .sessions import Course

SLUG = "maypole-demo"


@dataclass
class World:
    """What the simulation builds into. `now` is the moment of making; history lies before it."""

    clinic: Organisation
    now: datetime
    weeks: int
    rng: Random
    sites: list[Site] = field(default_factory=list)
    rooms: dict[str, list[Room]] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    carers: dict[str, Carer] = field(default_factory=dict)
    courses: dict[UUID, list[Course]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def start(self) -> datetime:
        return self.now - timedelta(weeks=self.weeks)

    def therapists(self, discipline: str) -> list[StaffMember]:
        return [
            one
            for slug, one in self.staff.items()
            if one.discipline == discipline and slug not in ("lead", "assistant")
        ]

    def actor(self, staff: StaffMember) -> Actor:
        return next(self.actors[slug] for slug, one in self.staff.items() if one.pk == staff.pk)


def make_clinic(*, now: datetime, weeks: int, seed: int) -> World:
    """Organisation, three sites with rooms, and fourteen people who work there."""
    clinic = Organisation.objects.create(
        name="Maypole Demo Clinic", slug=SLUG, time_zone="UTC", phone="555 0100", emergency_phone="112"
    )
    world = World(clinic=clinic, now=now, weeks=weeks, rng=Random(seed))
    for text in people()["sites"]:
        site = Site.objects.create(organisation=clinic, name=text["name"], address=f"{text['name']} 1, Demo Town")
        world.sites.append(site)
        world.rooms[site.name] = [
            Room.objects.create(organisation=clinic, site=site, name=name) for name in text["rooms"]
        ]
    for entry in people()["staff"]:
        hire(world, entry)
    return world


def account(world: World, slug: str, name: str, role: Role, language: str = "en") -> User:
    """An account that nobody can sign in to with a password: the demo's door is `/demo`."""
    user = User(email=f"{slug}@demo.example", name=name, language=language)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, organisation=world.clinic, role=role, started_at=world.start)
    return user


def hire(world: World, entry: StaffText) -> StaffMember:
    slug, name, discipline = entry["slug"], entry["name"], entry["discipline"]
    role, site = Role(entry["role"]), world.sites[entry["site"]]
    user = account(world, slug, name, role)
    staff = StaffMember.objects.create(
        organisation=world.clinic, user=user, name=name, discipline=discipline, site=site, started_on=world.start.date()
    )
    if discipline:
        Licence.objects.create(
            organisation=world.clinic,
            staff=staff,
            kind=staff.get_discipline_display(),
            number=f"DEMO-{len(world.staff):03d}",
            starts_on=world.start.date(),
            expires_on=world.today + timedelta(days=world.rng.randint(40, 700)),
        )
    actor = actor_for(User.objects.get(pk=user.pk))
    assert actor is not None
    world.staff[slug], world.actors[slug] = staff, actor
    return staff
