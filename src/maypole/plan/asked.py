"""What waits for a family's yes: the new plan, and what apps above this one add when they start. One query each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.people.access import Reach
from maypole.people.models import Child

from .models import PlanAcceptance, PlanVersion


@dataclass(frozen=True)
class Asked:
    """One thing a carer is asked to read and answer, in the words of the family's pages."""

    key: str
    title: str
    text: str
    button: str
    url: str


Asker = Callable[[Child, UUID], Asked | None]
"""What this carer (by id) is asked about the child; None when nothing is left for them."""

_askers: list[Asker] = []
_ANSWERED: list[str] = ["answered"]
_newest = Prepared(
    lambda child, carer: (
        PlanVersion.objects.signed()
        .filter(child=child)
        .annotate(answered=Exists(PlanAcceptance.objects.filter(version=OuterRef("pk"), carer_id=carer)))
        .order_by("-number")
        .values_list(*_ANSWERED)[:1]
    ),
    child=UUID,
    carer=UUID,
)


def tell(asker: Asker) -> None:
    """From now on this is asked too: an app's `ready` says so."""
    _askers.append(asker)


def asked_of(reached: Reach, actor: Actor) -> list[Asked]:
    """Everything this person is asked about the child; nothing for whoever may not accept."""
    if not reached.can(Permission.ACCEPT_PLAN) or actor.carer_id is None:
        return []
    found = [asker(reached.child, actor.carer_id) for asker in (new_plan, *_askers)]
    return [one for one in found if one]


def new_plan(child: Child, carer: UUID) -> Asked | None:
    """The newest signed plan, while this carer has said neither yes nor no to it."""
    newest = _newest.first(child=child.pk, carer=carer)
    if not newest or newest[0]:
        return None
    return Asked(
        key="plan",
        title=_("The new plan for %(name)s") % {"name": child.name},
        text=_("Read it in your own time. Nothing changes without you."),
        button=_("Read the plan"),
        url=reverse("plan_acceptance", args=[child.pk]),
    )
