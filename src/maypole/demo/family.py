"""A simulated family: the child with strengths first, carers with rights, precautions, a care team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maypole.access.permissions import Right
from maypole.access.roles import Role
from maypole.people.models import (
    AboutChild,
    Carer,
    CarerRelation,
    CareTeamMember,
    Child,
    ChildStatus,
    Consent,
    OutsideParty,
    Precaution,
    StaffMember,
)

from .clinic import World, account
from .content import PrecautionText, people, phrase, said


@dataclass
class Family:
    child: Child
    carer: Carer
    language: str
    team: list[StaffMember]
    joined: datetime


def make_family(world: World, number: int, name: str, age_years: float, discipline: str) -> Family:
    """Child `number` with one carer and the therapist of `discipline` (and for one in four a second one)."""
    rng = world.rng
    spanish = name in people()["spanish"]
    language = "es" if spanish else "en"
    surname = people()["families"][number % len(people()["families"])]
    lead = rng.choice(world.therapists(discipline))
    born = world.today - timedelta(days=round(age_years * 365.25))
    later = rng.choice([0, 0, 0, 0, 0, 14, 35, 70, 105, 140])
    joined = world.start + timedelta(days=min(later, max(world.weeks * 7 - 35, 0)))  # five weeks of history at least
    child = Child.objects.create(
        organisation=world.clinic,
        given_name=name,
        family_name=surname,
        birth_date=born,
        due_date=born + timedelta(days=rng.choice([35, 56])) if age_years < 3 and rng.random() < 0.4 else None,
        pronouns=rng.choice(["she", "he", "he", "they", "she"]),
        languages="es, en" if spanish else rng.choice(["en", "en", "en, ar", "en, pl", "en, pt"]),
        lives_with="",
        site=lead.site,
        registered_at=joined,
    )
    carer = make_carer(world, child, f"{rng.choice(people()['carers'][language])} {surname}", language)
    Child.objects.filter(pk=child.pk).update(lives_with=carer.name.split()[0])
    family = Family(child, carer, language, [lead], joined)
    describe(world, family)
    join_team(world, family, lead, leads=True)
    if rng.random() < 0.6:
        second = [one for one in world.staff.values() if one.discipline and one.pk != lead.pk]
        join_team(world, family, rng.choice(second), leads=False)
    return family


def make_carer(world: World, child: Child, name: str, language: str, rights: str = "") -> Carer:
    carer = Carer.objects.create(
        organisation=world.clinic,
        name=name,
        language=language,
        phone="555 01" + f"{len(world.carers):02d}",
    )
    world.carers[str(carer.pk)] = carer
    extra = {"rights": rights} if rights else {}
    CarerRelation.objects.create(
        organisation=world.clinic,
        child=child,
        carer=carer,
        relation=phrase("parent", language),
        started_at=world.start,
        **extra,
    )
    return carer


def open_account(world: World, carer: Carer, slug: str) -> None:
    """Give a carer the account of a persona."""
    carer.user = account(world, slug, carer.name, Role.CARER, carer.language)
    carer.email = carer.user.email
    carer.save(update_fields=["user", "email"])


def describe(world: World, family: Family) -> None:
    rng, by = world.rng, family.team[0].user
    assert by is not None
    picked = rng.sample(people()["strengths"], 3)
    AboutChild.objects.create(
        organisation=world.clinic,
        child=family.child,
        by=by,
        at=family.joined,
        strengths="\n".join(said(text, family.language) for text in picked),
        loves=said(rng.choice(people()["loves"]), family.language),
        calms=said(rng.choice(people()["calms"]), family.language),
        matters=said(rng.choice(people()["matters"]), family.language),
        matters_by=family.carer.name.split()[0],
    )
    for text in rng.sample(people()["precautions"], rng.choice([0, 0, 1, 1, 2])):
        add_precaution(world, family, text)


def add_precaution(world: World, family: Family, text: PrecautionText) -> None:
    by = family.team[0].user
    assert by is not None
    Precaution.objects.create(
        organisation=world.clinic,
        child=family.child,
        by=by,
        at=family.joined,
        kind=text["kind"],
        title=said(text["title"], family.language),
        advice=said(text["advice"], family.language),
    )


def join_team(world: World, family: Family, staff: StaffMember, *, leads: bool) -> None:
    CareTeamMember.objects.create(
        organisation=world.clinic, child=family.child, staff=staff, leads=leads, started_at=family.joined
    )
    if not leads:
        family.team.append(staff)


def set_state(world: World, family: Family, state: str, at: datetime, why: str = "") -> None:
    by = family.team[0].user
    assert by is not None
    ChildStatus.objects.create(organisation=world.clinic, child=family.child, by=by, at=at, state=state, why=why)


def limited(world: World, child: Child, surname: str) -> Carer:
    """A second carer whose rights a court has limited to the home log and the schedule."""
    rights = ",".join([Right.SEE_HOME_LOG.value, Right.SEE_SCHEDULE.value])
    carer = make_carer(world, child, f"Daniel {surname}", "en", rights=rights)
    CarerRelation.objects.filter(carer=carer).update(legal_basis="Demo family court order 12/2025")
    return carer


def teacher(world: World, family: Family) -> OutsideParty:
    user = account(world, "teacher", "Ngozi Okafor", Role.OUTSIDE)
    party = OutsideParty.objects.create(
        organisation=world.clinic, user=user, name="Ngozi Okafor", email=user.email, institution="Hill School (demo)"
    )
    Consent.objects.create(
        organisation=world.clinic,
        child=family.child,
        party=party,
        scope=Consent.Scope.GOALS,
        purpose="Work on the same goals at school",
        given_by=family.carer,
        starts_at=family.joined,
        ends_at=world.now + timedelta(days=200),
    )
    return party


def age(born: date, today: date) -> float:
    return (today - born).days / 365.25
