"""A carer's account: made by the clinic, opened by the carer with a link that comes by mail."""

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

from .models import Carer, CarerRelation, Child


class AddressTaken(Exception):
    """The address opens an account that is a carer's in another organisation, which we may not touch."""


@transaction.atomic
def add_carer(*, by: Actor, child: Child, carer: Carer, relation: str, now: datetime) -> CarerRelation:
    """Tie an unsaved `carer` to the child. With an address they get an account; the same address is the same carer.

    Raises AddressTaken when the address belongs to a carer of another organisation.
    """
    known = _carer_with(carer.email, by) if carer.email else None
    if known is None:
        carer.organisation_id = by.organisation_id
        carer.user = _account(carer, by, now) if carer.email else None
        carer.save(force_insert=True)
        record(by=by, action="carer.add", about=carer, child=child.pk)
    tied, made = CarerRelation.objects.get_or_create(
        child=child,
        carer=known or carer,
        ended_at=None,
        defaults={"organisation_id": by.organisation_id, "relation": relation, "started_at": now},
    )
    if made:
        record(by=by, action="carer.relate", about=tied, child=child.pk, detail={"rights": tied.rights})
    return tied


def _carer_with(email: str, by: Actor) -> Carer | None:
    return Carer.objects.filter(organisation_id=by.organisation_id, user__email__iexact=email).first()


def _account(carer: Carer, by: Actor, now: datetime) -> User:
    user = User.objects.filter(email__iexact=carer.email).select_related("carer").first()
    if user is None:
        user = User.objects.create_user(carer.email, name=carer.name, language=carer.language)
    elif getattr(user, "carer", None):
        raise AddressTaken(carer.email)
    Membership.objects.get_or_create(
        user=user, organisation_id=by.organisation_id, role=Role.CARER, ended_at=None, defaults={"started_at": now}
    )
    return user


@transaction.atomic
def invite(*, by: Actor, relation: CarerRelation, origin: str, now: datetime) -> JobProgress | None:
    """Queue the mail that opens the carer's account; nothing for a carer without one. `origin` is our own address.

    The mail goes out after this transaction, and again by itself when the mail server was away.
    """
    user = relation.carer.user
    if user is None or relation.blocked:
        return None
    record(by=by, action="carer.invite", about=relation.carer, child=relation.child_id)
    title = _("Invitation to %(name)s") % {"name": relation.carer.name}
    arguments: dict[str, str | int | bool | None] = {"relation": str(relation.pk), "origin": origin}
    return begin(by=by, task=send_invitation, title=title, now=now, arguments=arguments)


@task()
def send_invitation(progress: str, relation: str, origin: str) -> None:
    """The mail itself, in the carer's language and without the child's name: mails are read by others.

    The link is made here, so that no queue keeps it.
    """
    tied = CarerRelation.objects.select_related("carer__user", "child__organisation").get(pk=relation)
    user = tied.carer.user
    if user is None or tied.blocked or tied.ended_at is not None:
        return
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    words = {
        "carer": tied.carer,
        "clinic": tied.child.organisation,
        "link": origin.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key),
        "again": origin.rstrip("/") + reverse("account_reset_password"),
    }
    with translation.override(user.language):
        subject = _("%(clinic)s invites you to Maypole") % {"clinic": tied.child.organisation.name}
        send_mail(subject, render_to_string("people/invitation.txt", words), None, [user.email])
    Watched(progress).tell(1, 1)
