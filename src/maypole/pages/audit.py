"""The trail for the compliance officer: who opened or changed what, whether the chain holds, which emergencies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.models import BreakGlass
from maypole.access.permissions import Permission
from maypole.audit.actions import mark_seen
from maypole.audit.forms import TrailForm
from maypole.audit.models import AuditEvent
from maypole.audit.verify import verify_recent

from .audit_present import event_lines

A_PAGE = 50


@require_GET
@requires(Permission.SEE_AUDIT)
def audit(request: ActorRequest) -> HttpResponse:
    """Newest first; the filters are names of people and children, an action, and days."""
    form = TrailForm(request.GET or None)
    rows = AuditEvent.objects.filter(organisation_id=request.actor.organisation_id)
    page = Paginator(form.narrow(rows, request.actor), A_PAGE).get_page(request.GET.get("page"))
    emergencies = BreakGlass.objects.filter(organisation_id=request.actor.organisation_id)
    given = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "page": page,
        "lines": event_lines(list(page)),
        "query": f"{urlencode(given)}&" if given else "",
        "chain": verify_recent(),
        "emergencies": emergencies.select_related("by", "child", "seen_by").order_by("-at")[:20],
        "unseen": emergencies.filter(seen_at__isnull=True).count(),
    }
    return render(request, "pages/audit.html", context)


@require_POST
@requires(Permission.SEE_AUDIT)
def emergency_seen(request: ActorRequest, emergency: UUID) -> HttpResponse:
    rows = BreakGlass.objects.filter(organisation_id=request.actor.organisation_id)
    row = get_object_or_404(rows, pk=emergency)
    mark_seen(by=request.actor, emergency=row, now=timezone.now())
    messages.success(request, _("Marked as seen by you."))
    return redirect("audit")
