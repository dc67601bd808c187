"""What the clinic sees: what is still out there on each device, and what came too late to be taken without a look."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.capture import actions
from maypole.capture.models import Device, HeldItem
from maypole.capture.present import device_line, held_lines

A_PAGE = 30


@require_GET
@requires(Permission.SEE_CLINIC)
def devices(request: ActorRequest) -> HttpResponse:
    """Every device that ever sent something, last heard of first."""
    rows = Device.objects.filter(organisation=request.actor.organisation_id).select_related("user")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "lines": [device_line(device, now) for device in page],
        "held": HeldItem.objects.open().filter(organisation=request.actor.organisation_id).count(),
        "may_decide": request.actor.can(Permission.REVIEW_LATE),
    }
    return render(request, "capture/devices.html", context)


@require_GET
@requires(Permission.REVIEW_LATE)
def held(request: ActorRequest) -> HttpResponse:
    """Events that wait for a decision, oldest first."""
    rows = HeldItem.objects.open().visible_to(request.actor).select_related("child", "user", "device")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = held_lines(page)
    for child in {line.held.child_id: line.held.child for line in lines}.values():
        record(by=request.actor, action="child.read", about=child, child=child.pk, detail={"what": "late"})
    return render(request, "capture/held.html", {"page": page, "lines": lines})


@require_POST
@requires(Permission.REVIEW_LATE)
def held_decision(request: ActorRequest, held: UUID) -> HttpResponse:
    """Accept it or let it go with a reason."""
    rows = HeldItem.objects.visible_to(request.actor).select_related("child", "user", "user__staff")
    found = get_object_or_404(rows, pk=held)
    accepted, why = request.POST.get("accepted") == "yes", request.POST.get("why", "")[:500]
    try:
        actions.decide(by=request.actor, held=found, accepted=accepted, why=why)
        messages.success(request, _("Taken into the record.") if accepted else _("Let go, with your reason."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("held")
