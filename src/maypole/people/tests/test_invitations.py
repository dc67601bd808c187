"""A carer gets an account by invitation: one mail, in their language, with a link that sets their own password."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client

from maypole.access.middleware import actor_for
from maypole.access.models import Membership, User
from maypole.access.permissions import Right
from maypole.audit.models import AuditEvent
from maypole.jobs.models import JobProgress
from maypole.people.invitations import AddressTaken, add_carer, invite, send_invitation
from maypole.people.models import Carer, CarerRelation

if TYPE_CHECKING:
    from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def tied(cast: Cast, email: str = "ana@example.org", language: str = "en") -> CarerRelation:
    carer = Carer(name="Ana", email=email, language=language)
    return add_carer(by=cast.actor("fay"), child=cast.noor, carer=carer, relation="mother", now=NOW)


def mailed(cast: Cast, relation: CarerRelation) -> str:
    job = invite(by=cast.actor("fay"), relation=relation, origin="https://birch.example/", now=NOW)
    assert job is not None
    send_invitation.call(progress=str(job.pk), relation=str(relation.pk), origin="https://birch.example/")
    return str(mail.outbox[-1].body)


def test_a_carer_gets_an_account_and_every_right(cast: Cast) -> None:
    relation = tied(cast)

    user = User.objects.get(email="ana@example.org")
    actor = actor_for(user)
    assert actor is not None
    assert actor.is_family
    assert not user.has_usable_password()
    assert relation.right_set == frozenset(Right)


def test_the_mail_lets_the_carer_choose_a_password_and_sign_in(cast: Cast, client: Client) -> None:
    relation = tied(cast)
    link = re.search(r"https://birch\.example(/accounts/password/reset/key/\S+)", mailed(cast, relation))
    assert link is not None

    form = client.get(link[1], follow=True)
    words = {"password1": "seven green dragons", "password2": "seven green dragons"}
    client.post(form.request["PATH_INFO"], words)

    assert Client().login(email="ana@example.org", password="seven green dragons")


def test_the_mail_does_not_name_the_child(cast: Cast) -> None:
    body = mailed(cast, tied(cast))

    assert "Hello Ana" in body
    assert cast.noor.name not in body
    assert mail.outbox[-1].to == ["ana@example.org"]


def test_the_mail_waits_in_the_queue_without_its_link(cast: Cast) -> None:
    relation = tied(cast)

    job = invite(by=cast.actor("fay"), relation=relation, origin="https://birch.example/", now=NOW)

    assert job is not None
    assert mail.outbox == []
    assert JobProgress.objects.get().result_path == ""


def test_a_carer_without_an_address_gets_no_account(cast: Cast) -> None:
    relation = tied(cast, email="")

    assert relation.carer.user is None
    assert invite(by=cast.actor("fay"), relation=relation, origin="https://birch.example/", now=NOW) is None


def test_a_carer_blocked_since_gets_no_mail(cast: Cast) -> None:
    relation = tied(cast)
    job = invite(by=cast.actor("fay"), relation=relation, origin="https://birch.example/", now=NOW)
    assert job is not None
    CarerRelation.objects.filter(pk=relation.pk).update(blocked=True, legal_basis="Order")

    send_invitation.call(progress=str(job.pk), relation=str(relation.pk), origin="https://birch.example/")

    assert mail.outbox == []


def test_the_same_address_is_the_same_carer(cast: Cast) -> None:
    relation = tied(cast, email="ROSA@birch.example")

    assert relation.carer == cast.rosa
    assert Carer.objects.filter(organisation=cast.clinic, name="Ana").count() == 0


def test_a_colleague_can_be_a_carer_too(cast: Cast) -> None:
    tied(cast, email="jiho@birch.example")

    roles = set(Membership.objects.active().filter(user=cast.users["jiho"]).values_list("role", flat=True))
    assert roles == {"therapist", "carer"}


def test_a_carer_of_another_organisation_is_left_alone(cast: Cast) -> None:
    Carer.objects.create(organisation=cast.stranger, user=cast.users["eva"], name="Eva")

    with pytest.raises(AddressTaken):
        tied(cast, email=cast.users["eva"].email)


def test_each_step_leaves_a_row(cast: Cast) -> None:
    mailed(cast, tied(cast))

    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"carer.add", "carer.relate", "carer.invite", "job.begin"} <= actions
