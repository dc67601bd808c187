"""Everything the list of groups and the page of one group show, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.models import Child, StaffMember

from .access import arranges, groups_of
from .actions.visits import zone_of
from .gathering import TOWARDS
from .meetings import courses
from .models import GroupMembership, StepDecision, Term, TherapyGroup
from .roster_forms import JoinForm, LeaveForm, SecondAdultForm
from .roster_present import adults, ahead, lanes, line, names_for, restless, steady_words, when
from .waiting import count_waiting


class Bound(TypedDict, total=False):
    """A form that was refused, shown again with what was typed; `consider`: nothing forbids it."""

    join: JoinForm
    leave: tuple[UUID, LeaveForm]
    adult: SecondAdultForm
    consider: bool


def groups_page(actor: Actor, term: str, now: datetime) -> dict[str, object]:
    """The groups of the chosen term, else of the newest that has begun; by day and hour."""
    terms = list(Term.objects.filter(organisation=actor.organisation_id))
    chosen = next((one for one in terms if str(one.pk) == term), None) or _running(terms, timezone.localdate(now))
    rows = groups_of(actor).filter(term=chosen).select_related(
        "organisation", "term", "site", "room", "staff", "second_adult"
    )  # fmt: skip
    found = courses(list(rows.order_by("weekday", "begins", "name")), now) if chosen else []
    lines = [line(course, now) for course in found]
    return {
        "terms": terms,
        "term": chosen,
        "lines": lines,
        "restless": sum(one.restless for one in lines),
        "mine": Permission.SEE_CLINIC not in actor.everywhere,
    } | tabs(actor)


def tabs(actor: Actor) -> dict[str, object]:
    """Which pages about groups this person may open, and for how many families the clinic waits."""
    arranging = arranges(actor)
    return {
        "arranges": arranging,
        "keeps": Permission.ASSIGN_TEAM in actor.everywhere,
        "asks": Permission.MANAGE_ENQUIRIES in actor.everywhere,
        "waiting": count_waiting(actor),
        "studio_url": reverse("studio") if arranging else "",
    }


def _running(terms: Iterable[Term], today: date) -> Term | None:
    """Terms newest first: the one under way, else the next to come, else the last that was."""
    ordered = list(terms)
    under_way = [one for one in ordered if one.starts_on <= today <= one.ends_on]
    to_come = [one for one in reversed(ordered) if one.starts_on > today]
    return next(iter([*under_way, *to_come, *ordered]), None)


def group_page(
    actor: Actor,
    group: TherapyGroup,
    now: datetime,
    **bound: Unpack[Bound],
) -> dict[str, object]:
    """One group; forms only for who forms groups. A bound form is shown again with what was typed."""
    course = courses([group], now)[0]
    names = names_for(actor, (spell.child for spell in course.spells))
    changes = arranges(actor)
    shown = lanes(course, names, now, clinical=actor.can(Permission.SEE_CLINICAL))
    forms = _forms(actor, group, course.spells, now, bound) if changes else Forms()
    today = timezone.localtime(now, zone_of(group)).date()
    term = group.term
    days = max(1, (term.ends_on - term.starts_on).days)
    under_way = term.starts_on <= today <= term.ends_on
    return {
        "group": group,
        "when": when(group),
        "adults": adults(group),
        "there": [(lane, forms.leaving.get(lane.membership.pk)) for lane in shown if not lane.over],
        "gone": [(lane, forms.leaving.get(lane.membership.pk)) for lane in shown if lane.over],
        "places": len(course.members_on(max(today, term.starts_on))),
        "today_at": round(100 * (today - term.starts_on).days / days, 1) if under_way else -1.0,
        "steady": steady_words(course),
        "restless": restless(course, names),
        "ahead": ahead(course, names, now),
        "met": course.held,
        "changes": changes,
        "writes": actor.can(Permission.WRITE_NOTE),
        "runs": actor.can(Permission.RUN_VISIT),
        "consider": bound.get("consider", False),
        "join": forms.join,
        "adult": forms.adult,
    }  # fmt: skip


@dataclass(frozen=True)
class Forms:
    """The forms of the page of a group; none for who may only look."""

    leaving: Mapping[UUID, LeaveForm] = field(default_factory=dict)
    join: JoinForm | None = None
    adult: SecondAdultForm | None = None


def _forms(
    actor: Actor,
    group: TherapyGroup,
    spells: Iterable[GroupMembership],
    now: datetime,
    bound: Bound,
) -> Forms:
    last = first_free(group, now)
    leaving = {spell.pk: LeaveForm(key=spell.pk, last=last) for spell in spells if spell.ends_on is None}
    if "leave" in bound:
        leaving[bound["leave"][0]] = bound["leave"][1]
    return Forms(
        leaving,
        bound.get("join") or JoinForm(children=may_join(actor, group), first=first_free(group, now)),
        bound.get("adult") or SecondAdultForm(staff=colleagues(group), now=group.second_adult),
    )


def may_join(actor: Actor, group: TherapyGroup) -> list[Child]:
    """Children of the clinic for whom a step towards a group was decided and who are not in this one; by name."""
    inside = GroupMembership.objects.filter(group=group, ends_on__isnull=True).values("child")
    meant: dict[UUID, str] = {}
    steps = StepDecision.objects.filter(organisation=actor.organisation_id).order_by("at", "id")
    for child, choice in steps.values_list("child_id", "choice"):
        meant[child] = choice
    wanted = [child for child, choice in meant.items() if choice in TOWARDS]
    rows = Child.objects.visible_to(actor).in_care().filter(pk__in=wanted).exclude(pk__in=inside)
    return list(rows.order_by("given_name", "family_name", "pk"))


def colleagues(group: TherapyGroup) -> QuerySet[StaffMember]:
    """Who could help in the group: whoever works with children here, but not who leads it."""
    working = StaffMember.objects.working().filter(organisation=group.organisation_id).exclude(discipline="")
    here = working.filter(Q(site=group.site_id) | Q(site__isnull=True))
    return here.exclude(pk=group.staff_id).order_by("name", "pk")


def first_free(group: TherapyGroup, now: datetime) -> date:
    """The next day on which the group meets, for the field that asks for a first day."""
    today = timezone.localtime(now, zone_of(group)).date()
    day = max(today, group.term.starts_on)
    return min(day + timedelta(days=(group.weekday - day.weekday()) % 7), group.term.ends_on)
