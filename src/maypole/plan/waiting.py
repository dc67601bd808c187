"""What waits for somebody's signature beside a colleague's, for the day's list."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.web.dates import day_year

from .models import PlanSignature

_TOLD: list[str] = ["version_id", "at", "by__name", "version__child__given_name", "version__child__called"]
_waiting = Prepared(
    lambda staff: (
        PlanSignature.objects.filter(cosigner_id=staff, cosignature__isnull=True)
        .order_by("at", "id")
        .values_list(*_TOLD)
    ),
    staff=UUID,
)


def cosigning_news(actor: Actor) -> list[tuple[str, str, str]]:
    """(what, detail, address) of every plan that waits for this supervisor. One query, none for who signs no plans."""
    if actor.staff_id is None or not actor.can(Permission.SIGN_PLAN):
        return []
    return [
        (
            _("Sign beside: the plan for %(name)s") % {"name": called or given},
            _("%(name)s signed it on %(day)s.") % {"name": by, "day": day_year(at)},
            reverse("cosignature", args=[version]),
        )
        for version, at, by, given, called in _waiting(staff=actor.staff_id)
    ]
