"""The children this person may know of: who they are, where they are in the loop, who has the next step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maypole.access.actor import Actor, ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.intake.models import NextStep
from maypole.people.models import CareTeamMember, Child, ChildQuerySet, ChildStatus
from maypole.people.models.child import on_team
from maypole.people.present import age
from maypole.plan.models import Goal

from .steps import StepLine, step_lines

A_PAGE = 20
STATE_CHIPS: dict[str, tuple[str, str]] = {
    ChildStatus.State.WAITING: ("sun", "clock"),
    ChildStatus.State.EVALUATING: ("info", "search"),
    ChildStatus.State.ACTIVE: ("ok", "play"),
    ChildStatus.State.PAUSED: ("", "pause"),
    ChildStatus.State.DISCHARGED: ("", "smile"),
}


@dataclass(frozen=True)
class ChildLine:
    url: str
    name: str
    full_name: str
    age: str
    areas: tuple[str, ...]
    state: str
    chip: tuple[str, str]
    lead: str
    step: StepLine | None


@require_GET
@requires(Permission.SEE_CHILD)
def children(request: ActorRequest) -> HttpResponse:
    """A list to search; `show` narrows it to families without a step or with one that is late."""
    words, show = request.GET.get("q", "")[:80], request.GET.get("show", "")
    rows = narrowed(Child.objects.visible_to(request.actor).search(words), show, timezone.localdate())
    page = Paginator(rows.annotate(mine=_mine(request.actor)), A_PAGE).get_page(request.GET.get("page"))
    given = {name: value for name, value in (("q", words), ("show", show)) if value}
    context = {
        "page": page,
        "lines": lines(list(page), request.actor, timezone.localdate()),
        "words": words,
        "show": show,
        "query": f"{urlencode(given)}&" if given else "",
        "may_break_glass": request.actor.can(Permission.BREAK_GLASS),
    }
    return render(request, "pages/children.html", context)


def narrowed(rows: ChildQuerySet, show: str, today: date) -> ChildQuerySet:
    """By default everyone in care; “all” has those who said goodbye too."""
    if show == "all":
        return rows.with_state()
    in_care = rows.in_care()
    step = NextStep.objects.open().filter(child=OuterRef("pk"))
    if show == "stuck":
        return in_care.filter(~Exists(step))
    if show == "late":
        return in_care.filter(Exists(step.filter(due_on__lt=today)))
    return in_care


def _mine(actor: Actor) -> ExpressionWrapper[Q] | Value:
    """Whether the actor may read clinical words of the child: their own team's, or everyone's by role."""
    if Permission.SEE_CLINICAL in actor.everywhere:
        return Value(True, output_field=BooleanField())
    none = Q(pk__in=[])
    team = Q(on_team(actor.staff_id)) if actor.staff_id and actor.can(Permission.SEE_CLINICAL) else none
    return ExpressionWrapper(team, output_field=BooleanField())


def lines(rows: list[Child], actor: Actor, today: date) -> list[ChildLine]:
    """Three queries more, however many children: steps, leads, ribbons."""
    keys = [row.pk for row in rows]
    steps = step_lines(keys, today)
    leading = CareTeamMember.objects.filter(child__in=keys, leads=True, ended_at__isnull=True)
    leads = dict(leading.values_list("child_id", "staff__name"))
    ribbons = areas_of([row.pk for row in rows if getattr(row, "mine", False)])
    return [_line(row, steps.get(row.pk), leads.get(row.pk, ""), ribbons[row.pk], today) for row in rows]


def areas_of(children: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Skill areas of the goals being worked on, for each child once, in the order of the goals."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    for child, area in Goal.objects.being_worked_on().filter(child__in=children).values_list("child_id", "area"):
        found[child][area] = None
    return defaultdict(tuple, {child: tuple(areas) for child, areas in found.items()})


def _line(child: Child, step: StepLine | None, lead: str, areas: tuple[str, ...], today: date) -> ChildLine:
    state = child.state or ChildStatus.State.WAITING
    return ChildLine(
        url=reverse("child", args=[child.pk]),
        name=child.name,
        full_name=child.full_name if child.full_name != child.name else "",
        age=age(child, today),
        areas=areas,
        state=str(ChildStatus.State(state).label),
        chip=STATE_CHIPS[state],
        lead=_("%(name)s leads") % {"name": lead} if lead else _("Nobody leads yet"),
        step=step,
    )
