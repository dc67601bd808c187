"""The child's page: for staff everything they may see, for the family the same child in plain words."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission as P
from maypole.people.access import Reach, read
from maypole.people.forms import StatusForm
from maypole.people.models import Child, ChildStatus
from maypole.people.present import age, head_line

from .child_present import (
    about_of,
    around,
    at_home,
    emergency_until,
    goals_of,
    next_step_of,
    precautions_of,
    state_of,
    visit_button,
)
from .children import STATE_CHIPS
from .family_present import family_page
from .links import allowed, record_links


@require_GET
@signed_in
def child(request: ActorRequest, child: UUID) -> HttpResponse:
    """Who is this child, what matters to the family, what are we working on, is it working, what comes next?"""
    reached = read(request.actor, child, P.SEE_CHILD, "child")
    if request.actor.is_family:
        return render(request, "pages/our_child.html", family_page(reached, request.actor, timezone.now()))
    return render(request, "pages/child.html", staff_page(reached, request))


def staff_page(reach: Reach, request: ActorRequest) -> dict[str, object]:
    """The page's words: strengths first, precautions always, one next step."""
    now, today = timezone.now(), timezone.localdate()
    row, goals = reach.child, goals_of(reach, today)
    clinical = reach.can(P.SEE_CLINICAL)
    state = state_of(row)
    movable = reach.can(P.CHANGE_STATUS) and state != ChildStatus.State.DISCHARGED
    return {
        "child": row,
        "line": head_line(row, today) if clinical else age(row, today),
        "state": str(ChildStatus.State(state).label),
        "chip": STATE_CHIPS[state],
        "clinical": clinical,
        "about": about_of(row) if clinical else None,
        "about_url": allowed(reach, P.WRITE_PROFILE, "about"),
        "precautions": precautions_of(request.actor, row) if clinical else [],
        "goals": goals,
        "goal_new_url": allowed(reach, P.WRITE_PLAN, "goal_new"),
        "next": next_step_of(reach, request.actor),
        "home": at_home(reach, today),
        "home_url": allowed(reach, P.SEE_HOME, "home_programme"),
        "people": around(reach, request.actor, now),
        "team_url": allowed(reach, P.ASSIGN_TEAM, "team"),
        "links": record_links(reach),
        "status_fields": _status_fields(state, get_language()) if movable else "",
        "start": visit_button(reach, request.actor, now),
        "emergency_until": emergency_until(reach, request.actor, now),
    }


@lru_cache(maxsize=32)
def _status_fields(state: str, _spoken: str | None) -> SafeString:
    """The fields of the folded form: a form's rendering costs a tenth of the page, and this one is always the same."""
    form = StatusForm(initial={"state": state})
    return form["state"].as_field_group() + form["why"].as_field_group()


@require_GET
@signed_in
def our_child(request: ActorRequest) -> HttpResponse:
    """The family's way in: straight to their child, or a choice between their children."""
    rows = list(Child.objects.visible_to(request.actor)[:20]) if request.actor.is_family else []
    if not request.actor.is_family:
        return redirect("start")
    if len(rows) == 1:
        return redirect("child", rows[0].pk)
    today = timezone.localdate()
    return render(request, "pages/our_children.html", {"children": [(row, age(row, today)) for row in rows]})
