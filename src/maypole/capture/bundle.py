"""What a device needs to run the visits of today and tomorrow without a connection, and no more than that.

Whose: the visits of this person, and the children of whose care team they are today (a visit that nobody planned must
be possible too). What: name, precautions, what calms, the targets with their steps, the last value, who may be there.
No birth date, diagnosis, note, address or phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import AboutChild, CarerRelation, CareTeamMember, Child, Precaution
from maypole.plan.amounts import plain_amount
from maypole.plan.models import Goal
from maypole.visits.models import Point, Visit
from maypole.visits.present import hours, levels

from .bundle_beside import behaviours_of, chains_of, colleagues_visits, plans_of
from .group_bundle import with_groups

DAYS = 2
Json = dict[str, Any]


def day_of(actor: Actor, now: datetime) -> Json:
    """The bundle as JSON, and one audit row for each child in it. A constant number of queries beside those rows."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = list(_visits(actor, today))
    mine = _team(actor)
    others = colleagues_visits(actor, mine, today, today + timedelta(days=DAYS))
    children = list(_children(actor, mine | {visit.child_id for visit in visits}))
    for child in children:
        record(by=actor, action="child.read", about=child, child=child.pk, detail={"what": "capture"})
    known = {child.pk for child in children}
    goals = _goals(actor, known, today)
    plans = plans_of([visit for visit in (*visits, *others) if visit.child_id in known])
    stand = chains_of([goal for each in goals.values() for goal in each])
    seen = behaviours_of(known, now)
    told = {
        "made_at": now.isoformat(),
        "day": today.date().isoformat(),
        "visits": [_visit(visit) | {"plan": plans[visit.pk]} for visit in visits if visit.child_id in known],
        "beside": [
            _visit(visit) | {"plan": plans[visit.pk], "staff": visit.staff.name}
            for visit in others
            if visit.child_id in known
        ],
        "children": [
            _child(child, goals.get(child.pk, []), stand) | {"behaviours": seen.get(child.pk, [])} for child in children
        ],
    }
    return with_groups(actor, today, DAYS, told)


def _visits(actor: Actor, today: datetime) -> QuerySet[Visit]:
    rows = Visit.objects.with_state().filter(organisation=actor.organisation_id, staff=actor.staff_id)
    return rows.filter(starts_at__gte=today, starts_at__lt=today + timedelta(days=DAYS)).select_related("room")


def _team(actor: Actor) -> set[UUID]:
    rows = CareTeamMember.objects.filter(
        staff=actor.staff_id, ended_at__isnull=True, organisation=actor.organisation_id
    )
    return set(rows.values_list("child", flat=True))


def _children(actor: Actor, keys: set[UUID]) -> QuerySet[Child]:
    """Of these, the children whom the actor may know of, with what is told about them."""
    newest = AboutChild.objects.filter(child=OuterRef("pk")).order_by("-at", "-id")
    told = Precaution.objects.in_force().told_to(actor)
    carers = CarerRelation.objects.filter(ended_at__isnull=True, blocked=False).select_related("carer")
    rows = Child.objects.visible_to(actor).in_care().filter(pk__in=keys)
    return rows.annotate(
        calms=Subquery(newest.values("calms")[:1]), loves=Subquery(newest.values("loves")[:1])
    ).prefetch_related(
        Prefetch("precautions", told, "told"), Prefetch("carer_relations", carers, "near")
    )  # fmt: skip


def _goals(actor: Actor, children: Iterable[UUID], today: datetime) -> dict[UUID, list[Goal]]:
    """With the last value; never that of a colleague's visit of today, which a second observer must not know."""
    theirs = Q(visit__starts_at__gte=today) & ~Q(visit__staff=actor.staff_id)
    newest = Point.objects.filter(goal=OuterRef("pk")).exclude(theirs).order_by("-at", "-id")
    rows = Goal.objects.being_worked_on().filter(child__in=list(children))
    found: dict[UUID, list[Goal]] = {}
    for goal in rows.annotate(
        last_value=Subquery(newest.values("value")[:1]),
        last_correct=Subquery(newest.values("correct")[:1]),
        last_trials=Subquery(newest.values("trials")[:1]),
    ).prefetch_related("task_steps", "speech_targets", "attainment_levels"):
        found.setdefault(goal.child_id, []).append(goal)
    return found


def _visit(visit: Visit) -> Json:
    return {
        "id": str(visit.pk),
        "child": str(visit.child_id),
        "starts_at": visit.starts_at.isoformat(),
        "day": timezone.localtime(visit.starts_at).date().isoformat(),
        "hours": hours(visit),
        "minutes": visit.minutes,
        "setting": visit.setting,
        "room": visit.room.name if visit.room else "",
        "state": visit.state,
    }


def _child(child: Any, goals: list[Goal], stand: dict[UUID, Json]) -> Json:
    return {
        "id": str(child.pk),
        "name": child.name,
        "calms": child.calms or "",
        "loves": child.loves or "",
        "precautions": [{"kind": row.kind, "title": row.title, "advice": row.advice} for row in child.told],
        "carers": [{"id": str(row.carer_id), "name": row.carer.name, "relation": row.relation} for row in child.near],
        "levels": [{"code": each.code, "name": each.name, "hint": each.hint, "mark": each.mark, "style": each.style}
                   for each in levels(child)],
        "targets": [_target(goal) | stand.get(goal.pk, {}) for goal in goals],
    }  # fmt: skip


def _target(goal: Any) -> Json:
    return {
        "id": str(goal.pk),
        "title": goal.title,
        "area": goal.area,
        "measure": goal.measure,
        "unit": goal.unit,
        "out_of": goal.out_of,
        "span_s": goal.span_s,
        "chaining": goal.chaining,
        "last": _last(goal),
        "steps": [{"n": row.number, "text": row.text} for row in goal.task_steps.all()],
        "sounds": [{"n": row.number, "text": str(row)} for row in goal.speech_targets.all()],
        "levels": [{"n": row.level, "text": row.text} for row in goal.attainment_levels.all()],
    }


def _last(goal: Any) -> str:
    """The newest value in words, or nothing."""
    if goal.last_value is None:
        return ""
    if goal.last_trials:
        return _("%(correct)d of %(trials)d") % {"correct": goal.last_correct or 0, "trials": goal.last_trials}
    return plain_amount(goal.measure, goal.unit, goal.last_value)
