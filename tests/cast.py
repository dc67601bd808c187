"""The fixed cast of the tests: one clinic, its people, two children, and a stranger clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.access.models import Membership, User
from maypole.access.permissions import Right
from maypole.access.roles import Role
from maypole.evaluation.models import Transfer
from maypole.people.models import (
    AboutChild,
    Carer,
    CarerRelation,
    CareTeamMember,
    Child,
    ChildStatus,
    Consent,
    Organisation,
    OutsideParty,
    Precaution,
    Room,
    Site,
    StaffMember,
)
from maypole.plan.models import Episode, EpisodeOutlook

LONG_AGO = datetime(2025, 1, 6, 9, tzinfo=UTC)


@dataclass
class Cast:
    """Everyone by name. `maya` is in `ines`'s care; `noor` is not. `eva` and `liam` belong to the stranger clinic."""

    clinic: Organisation
    site: Site
    room: Room
    users: dict[str, User]
    staff: dict[str, StaffMember]
    maya: Child
    noor: Child
    rosa: Carer
    daniel: Carer
    okafor: OutsideParty
    stranger: Organisation
    liam: Child

    def actor(self, name: str) -> Actor:
        found = actor_for(self.users[name])
        assert found is not None, f"{name} has no active role"
        return found


STAFF = {
    "ines": (Role.THERAPIST, "OT"),
    "jiho": (Role.THERAPIST, "SLP"),
    "ada": (Role.ASSISTANT, "OT"),
    "lena": (Role.LEAD, "OT"),
    "fay": (Role.FRONT_DESK, ""),
    "bill": (Role.BILLER, ""),
    "mona": (Role.MANAGER, ""),
    "cora": (Role.COMPLIANCE, ""),
    "adam": (Role.ADMINISTRATOR, ""),
}


def account(name: str, organisation: Organisation, role: Role) -> User:
    user = User.objects.create_user(f"{name}@{organisation.slug}.example", "a-long-password", name=name.title())
    Membership.objects.create(user=user, organisation=organisation, role=role, started_at=LONG_AGO)
    return user


def staff_member(name: str, organisation: Organisation, role: Role, discipline: str, site: Site) -> StaffMember:
    return StaffMember.objects.create(
        organisation=organisation,
        user=account(name, organisation, role),
        name=name.title(),
        discipline=discipline,
        site=site,
        started_on=LONG_AGO.date(),
    )


def child(organisation: Organisation, site: Site, name: str, born: date, by: User) -> Child:
    made = Child.objects.create(
        organisation=organisation, site=site, given_name=name, birth_date=born, registered_at=LONG_AGO
    )
    ChildStatus.objects.create(organisation=organisation, child=made, state="active", by=by, at=LONG_AGO)
    AboutChild.objects.create(
        organisation=organisation, child=made, by=by, at=LONG_AGO, strengths="Keeps trying: when an animal needs help"
    )
    return made


def therapy(child: Child, by: User) -> None:
    """A documented transfer and an open stretch of therapy with an expected end, as a plan asks for before it is
    signed."""
    owner = {"organisation": child.organisation, "by": by, "at": LONG_AGO}
    Transfer.objects.create(
        **owner, child=child, evaluated_by="Harbour Clinic", written_on=LONG_AGO.date(), document="Report, four pages."
    )
    episode = Episode.objects.create(**owner, child=child, started_on=LONG_AGO.date())
    days = {"earliest_on": date(2026, 9, 1), "expected_end_on": date(2026, 12, 1), "review_on": date(2026, 4, 6)}
    EpisodeOutlook.objects.create(**owner, episode=episode, **days)


def make_cast() -> Cast:
    """Build the cast in the test database: about 60 rows."""
    clinic = Organisation.objects.create(name="Birch Clinic", slug="birch", time_zone="Europe/Madrid")
    site = Site.objects.create(organisation=clinic, name="North")
    room = Room.objects.create(organisation=clinic, site=site, name="Birch room")
    staff = {name: staff_member(name, clinic, role, field, site) for name, (role, field) in STAFF.items()}
    by = staff["ines"].user
    assert by is not None
    maya = child(clinic, site, "Maya", date(2019, 9, 1), by)
    noor = child(clinic, site, "Noor", date(2021, 3, 5), by)
    for who in ("ines", "ada"):
        CareTeamMember.objects.create(
            organisation=clinic, child=maya, staff=staff[who], leads=who == "ines", started_at=LONG_AGO
        )
    CareTeamMember.objects.create(organisation=clinic, child=noor, staff=staff["jiho"], leads=True, started_at=LONG_AGO)
    Precaution.objects.create(
        organisation=clinic, child=maya, by=by, kind="allergy", title="Nut allergy.", advice="Pen in the blue bag."
    )
    therapy(maya, by)
    rosa = Carer.objects.create(
        organisation=clinic, user=account("rosa", clinic, Role.CARER), name="Rosa", email="rosa@birch.example"
    )
    daniel = Carer.objects.create(organisation=clinic, user=account("daniel", clinic, Role.CARER), name="Daniel")
    CarerRelation.objects.create(organisation=clinic, child=maya, carer=rosa, relation="mother")
    CarerRelation.objects.create(
        organisation=clinic, child=maya, carer=daniel, relation="father", rights=Right.SEE_HOME_LOG.value
    )
    okafor = OutsideParty.objects.create(
        organisation=clinic, user=account("okafor", clinic, Role.OUTSIDE), name="Ms Okafor"
    )
    Consent.objects.create(
        organisation=clinic,
        child=maya,
        party=okafor,
        scope="goals",
        purpose="school",
        given_by=rosa,
        starts_at=LONG_AGO,
    )
    teen = account("maya", clinic, Role.YOUNG_PERSON)
    Child.objects.filter(pk=maya.pk).update(user=teen)
    maya.refresh_from_db()
    stranger = Organisation.objects.create(name="Stranger Clinic", slug="stranger")
    far = Site.objects.create(organisation=stranger, name="Far")
    eva = staff_member("eva", stranger, Role.LEAD, "OT", far)
    assert eva.user is not None
    liam = child(stranger, far, "Liam", date(2020, 2, 2), eva.user)
    users = {user.email.split("@")[0]: user for user in User.objects.all()}
    return Cast(clinic, site, room, users, staff | {"eva": eva}, maya, noor, rosa, daniel, okafor, stranger, liam)
