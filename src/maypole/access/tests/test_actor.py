"""Who acts: roles that hold today, in one organisation, and what they allow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from maypole.access.middleware import ORGANISATION_KEY, actor_for
from maypole.access.models import Membership, User
from maypole.access.permissions import RIGHT_GIVES, Permission, Right
from maypole.access.roles import OUTSIDE_PERMISSIONS, ROLES, SELF_PERMISSIONS, STAFF_ROLES, Role

if TYPE_CHECKING:
    from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
CLINICAL = {Permission.SEE_CLINICAL, Permission.SEE_NOTES, Permission.SEE_HOME}


def test_every_role_is_described() -> None:
    assert set(ROLES) == set(Role)
    assert [role for role, told in ROLES.items() if not str(told.name) or not str(told.description)] == []


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.MANAGER, Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_who_does_not_treat_reads_no_clinical_text(role: Role) -> None:
    assert ROLES[role].all & CLINICAL == set()


def test_the_administrator_knows_of_no_child() -> None:
    assert Permission.SEE_CHILD not in ROLES[Role.ADMINISTRATOR].all


def test_no_family_role_allows_anything_by_itself() -> None:
    assert [role for role in set(Role) - STAFF_ROLES if ROLES[role].all] == []


def test_the_family_never_signs_decides_or_runs_visits() -> None:
    theirs = set(SELF_PERMISSIONS | OUTSIDE_PERMISSIONS).union(*RIGHT_GIVES.values())

    assert theirs & {Permission.SIGN_PLAN, Permission.SIGN_NOTE, Permission.DECIDE, Permission.RUN_VISIT} == set()


def test_every_right_says_what_it_gives() -> None:
    assert set(RIGHT_GIVES) == set(Right)


def test_a_therapist_acts_as_staff_with_their_own_row(cast: Cast) -> None:
    actor = cast.actor("ines")

    assert (actor.staff_id, actor.carer_id, actor.is_staff) == (cast.staff["ines"].pk, None, True)
    assert Permission.SEE_CLINICAL not in actor.everywhere
    assert actor.can(Permission.SEE_CLINICAL)


def test_a_carer_acts_as_family(cast: Cast) -> None:
    actor = cast.actor("rosa")

    assert (actor.carer_id, actor.staff_id, actor.is_family) == (cast.rosa.pk, None, True)


def test_an_ended_role_ends_at_once(cast: Cast) -> None:
    Membership.objects.filter(user=cast.users["ines"]).update(ended_at=NOW)

    assert actor_for(cast.users["ines"]) is None


def test_roles_in_one_organisation_add_up(cast: Cast) -> None:
    Membership.objects.create(user=cast.users["ines"], organisation=cast.clinic, role=Role.MANAGER)

    actor = cast.actor("ines")

    assert actor.roles == {Role.THERAPIST, Role.MANAGER}
    assert actor.can(Permission.SEE_CLINIC)


def test_roles_of_another_organisation_do_not_come_along(cast: Cast) -> None:
    Membership.objects.create(user=cast.users["ines"], organisation=cast.stranger, role=Role.LEAD, started_at=NOW)

    there = actor_for(cast.users["ines"], str(cast.stranger.pk))

    assert there is not None
    assert (there.organisation_id, there.staff_id) == (cast.stranger.pk, None)
    assert cast.actor("ines").roles == {Role.THERAPIST}


def test_a_role_cannot_be_held_twice_at_once(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=cast.users["ines"], organisation=cast.clinic, role=Role.THERAPIST)


def test_signed_in_without_a_role_is_refused_in_words(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = as_("ines")
    Membership.objects.filter(user=cast.users["ines"]).update(ended_at=NOW)

    response = client.get(reverse("children"))

    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    address = {"email": "new@birch.example", "password1": "a-long-password-77"}

    response = client.post(reverse("account_signup"), address)

    assert response.status_code == 200
    assert not User.objects.filter(email="new@birch.example").exists()


def test_the_organisation_can_be_changed_and_the_trail_says_so(cast: Cast, as_: Callable[[str], Client]) -> None:
    Membership.objects.create(user=cast.users["ines"], organisation=cast.stranger, role=Role.LEAD, started_at=NOW)
    client = as_("ines")

    client.post(reverse("organisation"), {"organisation": str(cast.stranger.pk)})

    assert client.session[ORGANISATION_KEY] == str(cast.stranger.pk)
    assert "Go on at Birch Clinic" in client.get(reverse("children")).content.decode()


@pytest.mark.parametrize("wanted", ["stranger", "nonsense", ""])
def test_no_one_enters_an_organisation_without_a_role_there(
    cast: Cast, as_: Callable[[str], Client], wanted: str
) -> None:
    key = str(cast.stranger.pk) if wanted == "stranger" else wanted

    assert as_("ines").post(reverse("organisation"), {"organisation": key}).status_code == 403
