"""Today: who comes next and what to know, the day's visits, and what is still owed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission

from .today_present import today_page


@require_GET
@requires(Permission.RUN_VISIT)
def today(request: ActorRequest) -> HttpResponse:
    return render(request, "pages/today.html", today_page(request.actor, timezone.now()))
