"""Who else records a visit, for the screen of the app: told when there is a connection, never to who watches blind."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from maypole.access.actor import Actor
from maypole.access.gate import public
from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.visits.beside import Recorder, recorders
from maypole.visits.beside_present import both_said
from maypole.visits.models import SecondObserver, Visit


@public
@never_cache
@require_GET
def capture_beside(request: HttpRequest, visit: UUID) -> HttpResponse:
    """How the visit stands and who else records it; with counts and clashes, unless this person watches apart.

    Asked twice a minute by an open visit. That the child was read is in the trail since the day's bundle came.
    """
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return JsonResponse({"error": "signed_out"}, status=401)
    found = Visit.objects.with_state().filter(organisation=actor.organisation_id, pk=visit).first()
    if found is None:
        return JsonResponse({"error": "visit_unknown"}, status=404)
    try:
        child = reach(actor, found.child_id, Permission.RUN_VISIT).child
    except Http404:
        return JsonResponse({"error": "visit_unknown"}, status=404)
    except PermissionDenied:
        return JsonResponse({"error": "no_visits"}, status=403)
    blind = SecondObserver.objects.watching(found.pk, actor.user_id).exists() or "blind" in request.GET
    others = recorders(found.pk, actor.user_id, blind=blind)
    clashing, times = ([], []) if blind else both_said(found, child)
    return JsonResponse(
        {
            "state": found.state,
            "since": found.state_at.isoformat() if found.state_at else None,
            "people": [_person(each) for each in others],
            "lines": [line.sentence for line in clashing] + times,
        }
    )


def _person(each: Recorder) -> dict[str, object]:
    told: dict[str, object] = {"name": each.name, "second": each.second}
    if each.last is not None:
        told |= {
            "last": each.last.isoformat(),
            "goals": {str(goal): {"n": n, "sum": total} for goal, n, total in each.goals},
        }
    return told
