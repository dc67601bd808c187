"""What rules, planned checks and goodbyes ask of one person today: checks, proposals, follow-ups."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.prepared import Prepared, Row
from maypole.discharge.models import FollowUp
from maypole.mastery.models import MoveProposal, PlannedProbe
from maypole.visits.models import Setting
from maypole.web.dates import day

from .links import url

MOST = 6


class Owed(NamedTuple):
    """Icon, what, detail, where, and the word on the button."""

    icon: str
    what: str
    detail: str
    url: str
    button: str


_checks = Prepared(
    lambda organisation, staff, soon: (
        PlannedProbe.objects.due(soon)
        .filter(organisation=organisation, child__team__staff=staff, child__team__ended_at__isnull=True)
        .distinct()
        .order_by("due_on", "id")
        .values_list("due_on", "id", "place", "goal_id", "goal__title", "child__given_name", "child__called")[:MOST]
    ),
    organisation=UUID,
    staff=UUID,
    soon=date,
)
_moves = Prepared(
    lambda organisation, staff: (
        MoveProposal.objects.open()
        .filter(organisation=organisation, goal__child__team__staff=staff, goal__child__team__ended_at__isnull=True)
        .distinct()
        .order_by("at", "id")
        .values_list("at", "id", "goal_id", "goal__title", "goal__child__given_name", "goal__child__called")[:MOST]
    ),
    organisation=UUID,
    staff=UUID,
)
_follow_ups = Prepared(
    lambda organisation, staff, soon: (
        FollowUp.objects.open()
        .filter(organisation=organisation, owner=staff, due_on__lte=soon)
        .order_by("due_on", "id")
        .values_list("due_on", "id", "discharge__child__given_name", "discharge__child__called")[:MOST]
    ),
    organisation=UUID,
    staff=UUID,
    soon=date,
)
_of_child = Prepared(
    lambda child, place, soon: (
        PlannedProbe.objects.due(soon)
        .filter(child=child, place=place)
        .order_by("due_on", "id")
        .values_list("goal__title", "with_whom")[:MOST]
    ),
    child=UUID,
    place=str,
    soon=date,
)


def owed(actor: Actor, today: date, ahead: timedelta) -> list[Owed]:
    """Checks and follow-ups of the coming days, and proposals nobody has answered: three queries."""
    if actor.staff_id is None:
        return []
    mine = {"organisation": actor.organisation_id, "staff": actor.staff_id}
    soon = today + ahead
    found = [_check(row) for row in _checks(**mine, soon=soon)]
    if actor.can(P.DECIDE):
        found += [
            Owed("arrow", _("Move “%(goal)s” on?") % {"goal": goal},
                 _("The rule proposes it for %(name)s.") % {"name": called or given}, url("goal", key), _("Answer"))
            for _at, _id, key, goal, given, called in _moves(**mine)
        ]  # fmt: skip
        found += [
            Owed("heart", _("Ask how %(name)s is") % {"name": called or given},
                 _("Follow-up around %(day)s.") % {"day": day(due)}, url("follow_up", key), _("Write"))
            for due, key, given, called in _follow_ups(**mine, soon=soon)
        ]  # fmt: skip
    return found


def checks_of(child: UUID, place: str, soon: date) -> list[str]:
    """The checks due by then that a visit in this place can make: one query."""
    rows = _of_child(child=child, place=place, soon=soon)
    return [_("%(goal)s, with %(person)s") % {"goal": goal, "person": who} if who else goal for goal, who in rows]


def _check(row: Row) -> Owed:
    due, _id, place, goal, title, given, called = row
    words = {"name": called or given, "place": Setting(place).label, "day": day(due)}
    detail = _("%(name)s, %(place)s, around %(day)s.") % words
    return Owed("search", _("Check: “%(goal)s”") % {"goal": title}, detail, url("goal", goal), _("Open"))
