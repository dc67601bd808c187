"""Somebody outside: a teacher, a doctor, a grandparent. They get an account that opens nothing without a consent."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.models import Membership, User
from maypole.access.roles import Role
from maypole.audit.actions import record
from maypole.jobs.actions import begin
from maypole.jobs.models import JobProgress
from maypole.jobs.progress import Watched
from maypole.jobs.task import task

from .invitations import AddressTaken
from .models import Child, OutsideParty


@transaction.atomic
def add_party(*, by: Actor, child: Child, party: OutsideParty, language: str, now: datetime) -> OutsideParty:
    """Keep an unsaved `party`; the same address is the same party. A payer has no account: it gets paper.

    Raises AddressTaken when the address is that of somebody who may not become an outside party here.
    """
    known = OutsideParty.objects.filter(organisation_id=by.organisation_id, user__email__iexact=party.email).first()
    if party.email and known:
        return known
    party.organisation_id = by.organisation_id
    if party.email and party.kind != OutsideParty.Kind.PAYER:
        party.user = _account(party, by, language, now)
    party.save(force_insert=True)
    record(by=by, action="party.add", about=party, child=child.pk, detail={"kind": party.kind})
    return party


def _account(party: OutsideParty, by: Actor, language: str, now: datetime) -> User:
    user = User.objects.filter(email__iexact=party.email).select_related("outside", "staff", "young_person").first()
    if user is None:
        user = User.objects.create_user(party.email, name=party.name, language=language)
    elif any(getattr(user, link, None) for link in ("outside", "staff", "young_person")):
        raise AddressTaken(party.email)
    Membership.objects.get_or_create(
        user=user, organisation_id=by.organisation_id, role=Role.OUTSIDE, ended_at=None, defaults={"started_at": now}
    )
    return user


@transaction.atomic
def invite_party(*, by: Actor, party: OutsideParty, child: Child, origin: str, now: datetime) -> JobProgress | None:
    """Queue the mail that opens the party's account; nothing for one without an account, or who has been here."""
    user = party.user
    if user is None or user.last_login is not None:
        return None
    record(by=by, action="party.invite", about=party, child=child.pk)
    title = _("Invitation to %(name)s") % {"name": party.name}
    arguments: dict[str, str | int | bool | None] = {"party": str(party.pk), "origin": origin}
    return begin(by=by, task=send_party_invitation, title=title, now=now, arguments=arguments)


@task()
def send_party_invitation(progress: str, party: str, origin: str) -> None:
    """The mail itself, in the party's language, without the child's name. The link is made here: no queue keeps it."""
    invited = OutsideParty.objects.select_related("user", "organisation").get(pk=party)
    user = invited.user
    if user is None:
        return
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    words = {
        "party": invited,
        "clinic": invited.organisation,
        "link": origin.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key),
        "again": origin.rstrip("/") + reverse("account_reset_password"),
    }
    with translation.override(user.language):
        subject = _("%(clinic)s invites you to Maypole") % {"clinic": invited.organisation.name}
        send_mail(subject, render_to_string("people/invitation_outside.txt", words), None, [user.email])
    Watched(progress).tell(1, 1)
