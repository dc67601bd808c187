"""The children this person may know of: who they are, where they are in the loop, who has the next step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, ClassVar, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from maypole.access.actor import Actor, ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, PreparedFor
from maypole.intake.models import NextStep
from maypole.people.models import CareTeamMember, Child, ChildQuerySet, ChildStatus
from maypole.people.models.child import on_team
from maypole.people.present import age
from maypole.plan.models import Goal
from maypole.web.draw.avatar import avatar
from maypole.web.templatetags.maypole import chip

from .links import url
from .steps import StepLine, step_lines

A_PAGE = 20
STATE_CHIPS: dict[str, tuple[str, str]] = {
    ChildStatus.State.WAITING: ("sun", "clock"),
    ChildStatus.State.EVALUATING: ("info", "search"),
    ChildStatus.State.ACTIVE: ("ok", "play"),
    ChildStatus.State.PAUSED: ("", "pause"),
    ChildStatus.State.DISCHARGED: ("", "smile"),
}


SHOWS = ("", "stuck", "late", "all")


@dataclass(frozen=True)
class ChildLine:
    """One child as the page says them; `ring` and `chip` are drawn, `tone` is how the step's line is set."""

    url: str
    name: str
    about: str
    areas: tuple[str, ...]
    ring: SafeString
    chip: SafeString
    lead: str
    what: str
    who: str
    tone: str


@require_GET
@requires(Permission.SEE_CHILD)
def children(request: ActorRequest) -> HttpResponse:
    """A list to search; `show` narrows it to families without a step or with one that is late."""
    words, show, today = request.GET.get("q", "")[:80], request.GET.get("show", ""), timezone.localdate()
    rows = cast(ChildQuerySet, found(request.actor, words, show, today))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    given = {name: value for name, value in (("q", words), ("show", show)) if value}
    context = {
        "page": page,
        "lines": lines(list(page), today),
        "words": words,
        "show": show,
        "query": f"{urlencode(given)}&" if given else "",
        "may_break_glass": request.actor.can(Permission.BREAK_GLASS),
    }
    return render(request, "pages/children.html", context)


def found(actor: Actor, words: str, show: str, today: date) -> ChildQuerySet | Everyone:
    """The children to choose a page from, each with `state` and `mine`: may this actor read clinical words of them?"""
    clinical = Permission.SEE_CLINICAL in actor.everywhere
    if not words and Permission.SEE_CHILD in actor.everywhere and clinical == actor.can(Permission.SEE_CLINICAL):
        return Everyone(actor.organisation_id, show if show in SHOWS else "", today, clinical)
    return narrowed(Child.objects.visible_to(actor).search(words), show, today).annotate(mine=_mine(actor))


@dataclass(frozen=True)
class Everyone:
    """All children of an organisation, for the paginator: the list that is open all day, so its queries are prepared.

    A page's place stands in the SQL, so each page has its own statement.
    """

    organisation: UUID
    show: str
    today: date
    mine: bool
    ordered: ClassVar[bool] = True

    def count(self) -> int:
        row = _number(self.show).first(**self._values())
        return row[0] if row else 0

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Child]:
        """Children with only what a list says of them loaded."""
        rows = _part(self.show, part.start)(**self._values())
        listed = [Child.from_db(connection.alias, _LISTED, row[:-1]) for row in rows]
        for child, row in zip(listed, rows, strict=True):
            vars(child).update(state=row[-1], mine=self.mine)
        return listed

    def _values(self) -> dict[str, UUID | date]:
        return {"organisation": self.organisation} | ({"today": self.today} if self.show == "late" else {})


_LISTED = ["id", "given_name", "family_name", "called", "birth_date", "due_date"]


def _asked(show: str, build: Callable[[ChildQuerySet], QuerySet[Any, Any]]) -> Prepared:
    kinds = {"organisation": UUID} | ({"today": date} if show == "late" else {})
    return Prepared(
        lambda organisation, today=date.min: build(
            narrowed(Child.objects.filter(organisation_id=organisation), show, today)
        ),
        **kinds,
    )


@cache
def _number(show: str) -> Prepared:
    return _asked(show, lambda rows: rows.order_by().values("organisation_id").annotate(n=Count("pk")).values_list("n"))


@lru_cache(maxsize=64)
def _part(show: str, start: int) -> Prepared:
    return _asked(show, lambda rows: rows.values_list(*_LISTED, "state")[start : start + A_PAGE])


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


_leads = PreparedFor(
    lambda children: CareTeamMember.objects.filter(child__in=children, leads=True, ended_at__isnull=True).values_list(
        "child_id", "staff__name"
    )
)
_areas = PreparedFor(
    lambda children: Goal.objects.being_worked_on().filter(child__in=children).values_list("child_id", "area")
)


def lines(rows: list[Child], today: date) -> list[ChildLine]:
    """Three queries more for a page of children: steps, leads, ribbons."""
    keys = [row.pk for row in rows]
    steps = step_lines(keys, today)
    leads: dict[UUID, str] = dict(_leads(keys))
    ribbons = areas_of([row.pk for row in rows if getattr(row, "mine", False)])
    return [_line(row, steps.get(row.pk), leads.get(row.pk, ""), ribbons[row.pk], today) for row in rows]


def areas_of(children: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Skill areas of the goals being worked on, for each child once, in the order of the goals."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    for child, area in _areas(children):
        found[child][area] = None
    return defaultdict(tuple, {child: tuple(areas) for child, areas in found.items()})


def _line(child: Child, step: StepLine | None, lead: str, areas: tuple[str, ...], today: date) -> ChildLine:
    state = child.state or ChildStatus.State.WAITING
    name, full_name, told = child.name, child.full_name, age(child, today)
    return ChildLine(
        url=url("child", child.pk),
        name=name,
        about=f"{full_name} · {told}" if full_name != name else told,
        areas=areas,
        ring=avatar(name, areas),
        chip=chip(*STATE_CHIPS[state], str(ChildStatus.State(state).label)),
        lead=_("%(name)s leads") % {"name": lead} if lead else _("Nobody leads yet"),
        what=step.what if step else "",
        who=step.who if step else "",
        tone="late" if step and step.late else "quiet",
    )
