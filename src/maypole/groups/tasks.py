"""What takes longer than a person should wait for a page: solving a large pool, planning a whole term."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.access.models import User
from maypole.jobs.actions import Argument, begin
from maypole.jobs.models import JobProgress
from maypole.jobs.progress import Watched
from maypole.jobs.task import task
from maypole.people.models import Site

from .actions.studio import may_arrange, propose, propose_again
from .actions.visits import plan_group_visits
from .models import Proposal, Term, TherapyGroup

MANY = 150
"""Children from which on solving is left to the worker; fewer are proven while the page loads."""


@task()
def form_groups(progress: str, *, term: str, site: str, discipline: str, user: str, organisation: str) -> None:
    """Lay a proposal on the table. Its key is the job's, so a repeated job finds its own work done."""
    key = UUID(progress)
    if not Proposal.objects.filter(pk=key).exists():
        propose(
            by=_actor(user, organisation),
            term=Term.objects.get(pk=term),
            site=Site.objects.get(pk=site),
            discipline=discipline,
            now=timezone.now(),
            key=key,
        )
    _done(progress, key)


@task()
def form_again(progress: str, *, proposal: str, edition: int, gentle: bool, user: str, organisation: str) -> None:
    """Solve the rest of a table again. EditConflict ends the job when somebody has changed the table meanwhile."""
    row = Proposal.objects.select_related("term", "site").get(pk=proposal)
    propose_again(
        by=_actor(user, organisation),
        proposal=row,
        edition=edition,
        now=timezone.now(),
        gentle=gentle,
        key=UUID(progress),
    )
    _done(progress, row.pk)


@task()
def plan_term(progress: str, *, proposal: str, user: str, organisation: str) -> None:
    """Plan the visits of the groups a proposal became, group by group; what is planned already is left alone."""
    actor, watched = _actor(user, organisation), Watched(progress)
    rows = TherapyGroup.objects.filter(proposal=UUID(proposal)).select_related("organisation", "term", "site")
    groups = list(rows)
    for number, group in enumerate(groups, start=1):
        plan_group_visits(by=actor, group=group, until=group.term.ends_on, now=timezone.now())
        watched.tell(number, len(groups))
    watched.leads_to(reverse("groups"))


@transaction.atomic
def start_forming(*, by: Actor, term: Term, site: Site, discipline: str, now: datetime) -> JobProgress:
    """Queue a proposal for a large pool; its page says how far it is."""
    may_arrange(by)
    arguments = {"term": str(term.pk), "site": str(site.pk), "discipline": discipline}
    return begin(
        by=by,
        task=form_groups,
        title=_("Forming groups for %(term)s") % {"term": term.name},
        now=now,
        arguments={**arguments, "user": str(by.user_id), "organisation": str(by.organisation_id)},
    )


@transaction.atomic
def start_again(*, by: Actor, proposal: Proposal, edition: int, gentle: bool, now: datetime) -> JobProgress:
    """Queue solving the rest again for a large pool."""
    may_arrange(by)
    arguments: dict[str, Argument] = {"proposal": str(proposal.pk), "edition": edition, "gentle": gentle}
    return begin(
        by=by,
        task=form_again,
        title=_("Forming groups for %(term)s") % {"term": proposal.term.name},
        now=now,
        arguments={**arguments, "user": str(by.user_id), "organisation": str(by.organisation_id)},
    )


@transaction.atomic
def start_planning(*, by: Actor, proposal: Proposal, now: datetime) -> JobProgress:
    """Queue the visits of the whole term for groups that have just become real."""
    may_arrange(by)
    return begin(
        by=by,
        task=plan_term,
        title=_("Planning the visits of %(term)s") % {"term": proposal.term.name},
        now=now,
        arguments={"proposal": str(proposal.pk), "user": str(by.user_id), "organisation": str(by.organisation_id)},
    )


def _actor(user: str, organisation: str) -> Actor:
    """Whoever asked, with the roles of today: a role that has ended ends the job too."""
    actor = actor_for(User.objects.get(pk=UUID(user)), organisation)
    if actor is None or str(actor.organisation_id) != organisation:
        raise PermissionError(user)
    return actor


def _done(progress: str, proposal: UUID) -> None:
    watched = Watched(progress)
    watched.leads_to(reverse("proposal", args=[proposal]))
    watched.tell(1, 1)
