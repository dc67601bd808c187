"""The areas of a child's day: all nine, and one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.areas.access import day_to_read, reads_record
from maypole.areas.present import day, record
from maypole.areas.words import WORDS
from maypole.people.access import Reach
from maypole.web.areas import BY_CODE


@require_GET
@signed_in
def areas(request: ActorRequest, child: UUID) -> HttpResponse:
    """The nine areas, and the pages that belong to the whole day."""
    reached = day_to_read(request.actor, child, "areas")
    context = {
        "child": reached.child,
        "rows": day.area_rows(reached),
        "doors": record.doors(request.actor, reached),
        "precautions": _precautions(request, reached),
        "mine": request.actor.child_id == reached.child.pk,
    }
    return render(request, "areas/areas.html", context)


@require_GET
@signed_in
def area(request: ActorRequest, child: UUID, code: str) -> HttpResponse:
    """One area: goals as they stand, games that fit, the area's own record."""
    if code not in BY_CODE:
        raise Http404
    reached, family = day_to_read(request.actor, child, "area"), request.actor.is_family
    reads = reads_record(request.actor, reached)
    context = {
        "child": reached.child,
        "code": code,
        "words": WORDS[code],
        "precautions": _precautions(request, reached),
        "goals": day.goal_lines(reached.child, code, family=family),
        "games": day.games(reached.child, code, timezone.localdate(), family=family),
        "give_url": day.give_url(reached, code),
        "findings": day.findings(reached.child, code) if reads and request.actor.child_id is None else [],
        **record.own_record(request.actor, reached, code),
        "may": record.may(request.actor, reached),
    }
    return render(request, "areas/our_area.html" if family else "areas/area.html", context)


def _precautions(request: ActorRequest, reached: Reach) -> list[object]:
    shown = reads_record(request.actor, reached)
    return list(day.precautions(request.actor, reached.child)) if shown else []
