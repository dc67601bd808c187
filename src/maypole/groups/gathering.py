"""The problem that a clinic's records pose for one site, field and term, as the document the solver reads.

Names never go in: children, adults and rooms are told by their ids, so a problem may be kept and printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from maypole.cores.groups.problem import DAYS
from maypole.people.models import CarerRelation, Child, Room, Site, StaffMember
from maypole.plan.models import Goal
from maypole.visits.models import Point

from .busy import Busy, FreeWeeks, in_groups, without
from .levels import Level, level_of
from .models import CompanyGoal, FreeTime, GroupMembership, GroupRules, InCompany, PairWish, StepDecision, Term

TOWARDS = (StepDecision.Choice.TRIAL, StepDecision.Choice.SUPPLEMENT, StepDecision.Choice.GRADUATE)
RECENT = timedelta(days=84)
OPEN = {day: [["08:00", "18:00"]] for day in DAYS[:5]}
"""When a room is open of which nobody has said it."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Gathered:
    """The document, and who needs a look: data too thin to match on, no free times, no birth date (left out), meant
    for a group but with no goal for company in any field (left out)."""

    document: Json
    thin: tuple[UUID, ...]
    timeless: tuple[UUID, ...]
    undated: tuple[UUID, ...] = ()
    goalless: tuple[UUID, ...] = ()

    @property
    def warnings(self) -> Json:
        """The same as ids that can be kept beside a proposal."""
        named = {"thin": self.thin, "timeless": self.timeless, "undated": self.undated, "goalless": self.goalless}
        return {name: [str(child) for child in sorted(found, key=str)] for name, found in named.items()}


def gathered(term: Term, site: Site, discipline: str) -> Gathered:
    """Every child for whom a step towards a group was decided, at this site, with a goal of this field for company.

    Who is in a group of this field in these weeks already stays there, and is busy then, as are its adult and room.
    The same number of queries, however many children.
    """
    organisation, now = term.organisation_id, timezone.localdate()
    begins = max(term.starts_on, now)  # ages count when the groups begin; levels and waiting are known today
    steps = _newest(StepDecision.objects.filter(organisation=organisation, child__site=site), "child_id")
    there, busy = in_groups(term, site, discipline)
    wanted = [child for child, step in steps.items() if step.choice in TOWARDS and child not in there]
    skills = skills_of(wanted, discipline)
    children = list(Child.objects.filter(pk__in=skills).order_by("pk"))
    levels = levels_of([goal for goals in skills.values() for goal in goals], now)
    free = defaultdict(dict, {key: without(week, busy[key]) for key, week in free_weeks(organisation).items()})
    waiting = {key: max(0, (now - timezone.localdate(step.at)).days // 7) for key, step in steps.items()}
    rows = child_rows(
        children, site=site, discipline=discipline, today=begins, skills=skills, levels=levels, free=free,
        waiting=waiting, before=_before(term, children),
    )  # fmt: skip
    thin = tuple(
        sorted({child for child, goals in skills.items() if all(levels[goal].thin for goal in goals)}, key=str)
    )
    timeless = tuple(child.pk for child in children if not free["child", child.pk])
    undated = tuple(child.pk for child in children if not child.birth_date)
    document = _document(site, discipline, rows, free=free, busy=busy, rules=rules_of(organisation))
    return Gathered(document, thin, timeless, undated, _goalless(wanted))


def child_rows(
    children: Sequence[Child],
    *,
    site: Site,
    discipline: str,
    today: date,
    skills: Mapping[UUID, dict[Goal, str]],
    levels: Mapping[Goal, Level],
    free: FreeWeeks,
    waiting: Mapping[UUID, int],
    before: Mapping[UUID, Json],
) -> list[Json]:
    """These children as the document tells them, with today's facts, wishes and families. Without a birth date: none.

    Three queries, however many children.
    """
    told = _newest(InCompany.objects.filter(child__in=children), "child_id")
    wishes = _wishes(site.organisation_id, {child.pk for child in children})
    families = _families(children)
    return [
        _child(
            child,
            site=site,
            discipline=discipline,
            today=today,
            goals=[(skill, levels[goal]) for goal, skill in skills.get(child.pk, {}).items()],
            free=free["child", child.pk],
            told=told.get(child.pk),
            waiting=waiting.get(child.pk, 0),
            family=families.get(child.pk, ""),
            wishes=wishes,
            previous=before.get(child.pk),
        )
        for child in children
        if child.birth_date
    ]


def _document(
    site: Site, discipline: str, children: list[Json], *, free: FreeWeeks, busy: Busy, rules: GroupRules
) -> Json:
    staff = StaffMember.objects.working().filter(organisation=site.organisation_id, discipline=discipline)
    led = staff.filter(Q(site=site) | Q(site__isnull=True)).order_by("pk")
    rooms = Room.objects.filter(site=site).order_by("pk")
    return {
        "version": 1,
        "rules": {
            "duration_minutes": rules.minutes,
            "size": {"min": rules.size_min, "max": rules.size_max},
            "age_span_months": {"under_72": rules.span_young, "from_72": rules.span_old},
            "children_per_adult": {
                "under_36": rules.ratio_under_36,
                "under_60": rules.ratio_under_60,
                "from_60": rules.ratio_from_60,
                "needs_support": rules.ratio_support,
            },
        },
        "weights": dict(rules.weights),
        "children": children,
        "staff": [
            {
                "id": str(one.pk),
                "disciplines": [discipline],
                "sites": [str(site.pk)],
                "available": free["staff", one.pk],
            }
            for one in led
        ],
        "rooms": [
            {
                "id": str(room.pk),
                "site": str(site.pk),
                "capacity": room.capacity,
                "available": free["room", room.pk]
                if ("room", room.pk) in free
                else without(OPEN, busy["room", room.pk]),
            }
            for room in rooms
            if room.capacity >= 2
        ],
    }


def _child(
    child: Child,
    *,
    site: Site,
    discipline: str,
    today: date,
    goals: list[tuple[str, Level]],
    free: dict[str, list[list[str]]],
    told: InCompany | None,
    waiting: int,
    family: str,
    wishes: Wishes,
    previous: Json | None,
) -> Json:
    assert child.birth_date is not None
    best: dict[str, int] = {}
    for skill, level in goals:
        best[skill] = max(best.get(skill, 0), level.number)
    months = (today.year - child.birth_date.year) * 12 + today.month - child.birth_date.month
    row: Json = {
        "id": str(child.pk),
        "site": str(site.pk),
        "discipline": discipline,
        "age_months": months - (today.day < child.birth_date.day),
        "goals": [{"skill": skill, "level": level} for skill, level in sorted(best.items())],
        "available": free,
        "languages": sorted({word for word in child.languages.replace(",", " ").split() if word}),
        "waiting_weeks": waiting,
        "family": family or str(child.pk),
        "avoid": [str(other) for other in sorted(wishes[child.pk, PairWish.Kind.APART], key=str)],
        "together": [str(other) for other in sorted(wishes[child.pk, PairWish.Kind.TOGETHER], key=str)],
    }
    if told is not None:
        row |= {"needs_support": told.needs_support, "aggression": told.unresolved_aggression}
        row |= {"noise_tolerance": told.noise, "group_allowed": not told.not_now}
        row |= {"max_size": told.most} if told.most else {}
    return row | ({"previous": previous} if previous else {})


Wishes = dict[tuple[UUID, str], set[UUID]]


def _newest(rows: Any, key: str) -> dict[UUID, Any]:
    """The newest row of each child (or goal): rows ordered oldest first, so that the last one stays."""
    return {getattr(row, key): row for row in rows.order_by("at", "id")}


def skills_of(children: Iterable[UUID], discipline: str) -> dict[UUID, dict[Goal, str]]:
    """By child, the open goals of this field that can be worked on in company, each with its skill."""
    goals = Goal.objects.filter(child__in=list(children)).being_worked_on()
    of_field = goals.filter(
        Q(discipline=discipline) | Q(discipline="") | Q(shared_by__discipline=discipline)
    ).distinct()
    rows = _newest(CompanyGoal.objects.filter(goal__in=of_field), "goal_id")
    found: dict[UUID, dict[Goal, str]] = defaultdict(dict)
    for goal in of_field.order_by("pk"):
        if goal.pk in rows and rows[goal.pk].skill:
            found[goal.child_id][goal] = rows[goal.pk].skill
    return dict(found)


def _goalless(wanted: Sequence[UUID]) -> tuple[UUID, ...]:
    """Those for whom no goal was ever chosen for company: without one there is nothing to match on."""
    chosen = CompanyGoal.objects.filter(goal__child__in=wanted).exclude(skill="")
    return tuple(sorted(set(wanted) - set(chosen.values_list("goal__child", flat=True)), key=str))


def levels_of(goals: list[Goal], today: date) -> dict[Goal, Level]:
    """How far each goal is, from the sessions of the last twelve weeks."""
    values: dict[UUID, list[float]] = defaultdict(list)
    points = Point.objects.of_goals([goal.pk for goal in goals]).filter(at__date__gte=today - RECENT)
    for goal_id, value in points.values_list("goal_id", "value"):
        values[goal_id].append(value)
    return {goal: level_of(goal, values[goal.pk]) for goal in goals}


def free_weeks(organisation: UUID) -> FreeWeeks:
    """The standing free times of every child, adult and room, by kind and key."""
    found: FreeWeeks = defaultdict(dict)
    for row in FreeTime.objects.standing().filter(organisation=organisation).order_by("weekday", "begins", "id"):
        kind, key = next(
            (kind, key)
            for kind, key in (("child", row.child_id), ("staff", row.staff_id), ("room", row.room_id))
            if key is not None
        )
        windows = found[kind, key].setdefault(DAYS[row.weekday], [])
        windows.append([f"{row.begins:%H:%M}", f"{row.ends:%H:%M}"])
    return found


def _wishes(organisation: UUID, known: set[UUID]) -> Wishes:
    found: Wishes = defaultdict(set)
    rows = PairWish.objects.standing().filter(organisation=organisation)
    for child, other, kind in rows.values_list("child_id", "other_id", "kind"):
        if child in known and other in known:
            found[child, kind].add(other)
            found[other, kind].add(child)
    return found


def _before(term: Term, children: list[Child]) -> dict[UUID, Json]:
    """Where each child was in the newest earlier term: company, adult, day and time are worth keeping."""
    rows = GroupMembership.objects.filter(child__in=children, group__term__starts_on__lt=term.starts_on)
    found: dict[UUID, Json] = {}
    for row in rows.select_related("group").order_by("group__term__starts_on", "starts_on", "id"):
        found[row.child_id] = {
            "group": str(row.group_id),
            "staff": str(row.group.staff_id),
            "day": DAYS[row.group.weekday],
            "start": f"{row.group.begins:%H:%M}",
        }
    return found


def _families(children: Sequence[Child]) -> dict[UUID, str]:
    """A name for each family: the first carer's id, so that brothers and sisters share it."""
    rows = CarerRelation.objects.filter(child__in=children, ended_at__isnull=True, blocked=False)
    return {child: str(carer) for child, carer in rows.order_by("-carer_id").values_list("child_id", "carer_id")}


def rules_of(organisation: UUID) -> GroupRules:
    return GroupRules.objects.filter(organisation=organisation).first() or GroupRules(organisation_id=organisation)
