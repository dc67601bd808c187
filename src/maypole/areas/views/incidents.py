"""Events in which somebody was hurt: the clinical lead looks at each one."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.areas.access import opened
from maypole.areas.actions.behaviour import review_incident
from maypole.areas.forms.behaviour import ReviewForm
from maypole.areas.models import BehaviourEvent
from maypole.areas.present import behaviour as told
from maypole.areas.present.incidents import by_month
from maypole.people.access import reach
from maypole.web.toast import toast

MOST = 100


@require_GET
@requires(Permission.REVIEW_INCIDENTS)
def incidents(request: ActorRequest) -> HttpResponse:
    """Those that wait for a look, those looked at, and how many in each month."""
    rows = BehaviourEvent.objects.standing().visible_to(request.actor).filter(hurt=True)
    events = list(rows.select_related("by", "child", "review__by").order_by("-happened_at")[:MOST])
    lines = told.lines(events)
    context = {
        "waiting": [line for line in lines if not line.reviewed],
        "done": [line for line in lines if line.reviewed],
        "months": by_month(request.actor, timezone.localdate()),
    }
    return render(request, "areas/incidents.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.REVIEW_INCIDENTS)
def incident(request: ActorRequest, incident: UUID) -> HttpResponse:
    """What happened and why, what changes, when the family was told."""
    rows = BehaviourEvent.objects.standing().visible_to(request.actor).select_related("by", "review__by", "child")
    event = rows.filter(pk=incident, hurt=True).first()
    if event is None:
        raise Http404
    reached = reach(request.actor, event.child_id, Permission.SEE_CLINICAL)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            review_incident(by=request.actor, event=event, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Reviewed. It stays with the event."))
            return redirect("incidents")
    elif request.method == "GET":
        opened(request.actor, reached, "incident")
    context = {"child": reached.child, "line": told.lines([event])[0], "form": form}
    return render(request, "areas/incident.html", context, status=200 if request.method == "GET" else 422)
