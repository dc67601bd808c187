"""One date of a group ahead: what it rehearses, and that it does not take place."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.groups.models import GroupVisit, GroupVisitOff, Scenario, TherapyGroup
from maypole.visits import actions as visits
from maypole.visits.models import Visit, VisitStatus

BEGUN = (VisitStatus.State.STARTED, VisitStatus.State.FINISHED)


@transaction.atomic
def plan_scenario(*, by: Actor, group_visit: GroupVisit, scenario: str) -> None:
    """What this date is to rehearse (S70), or nothing yet. Raises ValidationError once the visit has begun."""
    if scenario and scenario not in Scenario.values:
        raise ValidationError({"scenario": _("Choose one of these.")})
    _still_ahead(group_visit)
    group_visit.scenario = scenario
    group_visit.save(update_fields=["scenario"])
    record(by=by, action="groups.scenario", about=group_visit)


@transaction.atomic
def call_off(*, by: Actor, group_visit: GroupVisit, why: str, now: datetime) -> None:
    """The group does not meet on this date; every child's own visit is called off with the reason, once.

    Raises ValidationError without a reason, or once the visit has begun.
    """
    if not why.strip():
        raise ValidationError({"why": _("Say why, in a few words.")})
    TherapyGroup.objects.select_for_update().get(pk=group_visit.group_id)  # nobody joins while it is called off
    if GroupVisitOff.objects.filter(group_visit=group_visit).exists():
        return
    _still_ahead(group_visit)
    GroupVisitOff.objects.create(
        organisation_id=group_visit.organisation_id, group_visit=group_visit, why=why.strip(), at=now, by_id=by.user_id
    )
    for visit in Visit.objects.planned().filter(group_place__group_visit=group_visit):
        visits.cancel_visit(by=by, visit=visit, why=why, at=now)
    record(by=by, action="groups.called_off", about=group_visit)


def _still_ahead(group_visit: GroupVisit) -> None:
    if Visit.objects.in_state(*BEGUN).filter(group_place__group_visit=group_visit).exists():
        raise ValidationError(_("This visit has begun. What happened in it is written down there."))
