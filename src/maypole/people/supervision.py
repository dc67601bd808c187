"""Who answers for whose work: named from a day, ended by naming somebody else or nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .models import StaffMember, Supervision


@transaction.atomic
def name_supervisor(
    *, by: Actor, staff: StaffMember, supervisor: StaffMember | None, now: datetime
) -> Supervision | None:
    """From today `supervisor` answers for the work of `staff` (None: nobody). The row before is kept with its end.

    Raises ValidationError when somebody would answer for themselves, or for the one who answers for them.
    """
    today = timezone.localdate(now)
    held = Supervision.objects.select_for_update().filter(staff=staff, ended_on__isnull=True).first()
    if supervisor is not None:
        if supervisor == staff:
            raise ValidationError(_("Nobody answers for their own work."))
        if Supervision.objects.on(today).filter(staff=supervisor, supervisor=staff).exists():
            raise ValidationError(_("These two would answer for each other."))
    if held is not None and held.supervisor_id == (supervisor.pk if supervisor else None):
        return held
    if held is not None:
        held.ended_on = max(held.started_on, today - timedelta(days=1))
        held.save(update_fields=["ended_on"])
    made = None
    if supervisor is not None:
        made = Supervision.objects.create(
            organisation_id=by.organisation_id, staff=staff, supervisor=supervisor, started_on=today
        )
    record(by=by, action="supervision.name", about=made or held or staff, detail={"staff": str(staff.pk)})
    return made
