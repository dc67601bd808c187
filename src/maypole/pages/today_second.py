"""Goals whose two observers agreed too little lately: what the deciding therapist looks at today."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.prepared import Prepared
from maypole.cores.progress.observers import overall
from maypole.plan.amounts import percent
from maypole.visits.models import SecondObserver
from maypole.visits.second import compared

from .links import url
from .today_checks import Owed

LATELY = timedelta(days=14)
MOST = 6

_watched = Prepared(
    lambda organisation, staff, since: (
        SecondObserver.objects.filter(
            organisation=organisation, at__gte=since, visit__child__team__staff=staff,
            visit__child__team__ended_at__isnull=True,
        )
        .order_by("goal_id")
        .values_list("goal_id")
        .distinct()[:MOST]
    ),
    organisation=UUID,
    staff=UUID,
    since=datetime,
)  # fmt: skip


def low_agreement(actor: Actor, now: datetime) -> list[Owed]:
    """One query, and five more when somebody watched lately."""
    if actor.staff_id is None or not actor.can(P.DECIDE):
        return []
    goals = [key for (key,) in _watched(organisation=actor.organisation_id, staff=actor.staff_id, since=now - LATELY)]
    rows = compared(SecondObserver.objects.filter(goal__in=goals).select_related("visit__child")) if goals else []
    owed = []
    for goal in goals:
        mine = [row for row in rows if row.watch.goal_id == goal]
        together = overall([row.found for row in mine if row.found is not None])
        if together is not None and together.low:
            watch = mine[-1].watch
            words = {"name": watch.visit.child.name, "share": percent(100 * together.share)}
            detail = _("%(name)s: two observers agree in %(share)s.") % words
            what = _("Agree on what counts: “%(goal)s”") % {"goal": watch.goal.title}
            owed.append(Owed("eye", what, detail, url("agreement", goal), _("Open")))
    return owed
