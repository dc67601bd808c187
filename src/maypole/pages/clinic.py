"""The clinic: what a manager or clinical lead must not miss."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.discharge.pages import follow_ups_late
from maypole.groups.waiting import count_waiting

from .clinic_present import clinic_page
from .equipment_late import unusable
from .people_late import licences_late, reports_late, without_reachable_carer


@require_GET
@requires(Permission.SEE_CLINIC)
def clinic(request: ActorRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    unreached = {
        "unreached": without_reachable_carer(actor),
        "reports": reports_late(actor, timezone.localdate(now)),
        "goodbyes_late": follow_ups_late(actor.organisation_id, timezone.localdate(now)),
        "equipment": unusable(actor, timezone.localdate(now)),
        "licences": licences_late(actor, timezone.localdate(now)),
        "group_answers": count_waiting(actor),
    }
    return render(request, "pages/clinic.html", clinic_page(actor, now) | unreached)
