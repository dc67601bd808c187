"""How far two observers of one goal agree, visit by visit: for the people who treat."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import read
from maypole.plan.models import Goal

from .agreeing import agreeing


@require_GET
@signed_in
def agreement(request: ActorRequest, goal: UUID) -> HttpResponse:
    """Agreement per visit and over time, with the usual line named as the convention it is."""
    found = Goal.objects.filter(organisation_id=request.actor.organisation_id, pk=goal).first()
    if found is None:
        raise Http404
    reached = read(request.actor, found.child_id, Permission.RUN_VISIT, "agreement")
    context = {
        "goal": found,
        "areas": (found.area,),
        "child": reached.child,
        "precautions": reached.child.precautions.in_force(),
        "agreeing": agreeing(found),
    }
    return render(request, "progress/agreement.html", context)
