"""What the pages about home show, read in a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, Row, columns, objects
from maypole.people.access import Reach
from maypole.people.models import Precaution
from maypole.plan.asked import asked_of
from maypole.plan.models import Goal
from maypole.planner.models import Preparation
from maypole.play import safety
from maypole.visits.models import NoteVersion, Visit

from . import present
from .models import HomeActivity, PracticeLog

WEEKS_SHOWN = 4


_ACTIVITY, _GOAL = columns(HomeActivity), columns(Goal)
_current = Prepared(
    lambda child: (
        HomeActivity.objects.current().filter(child=child).values_list(*_ACTIVITY, *(f"goal__{name}" for name in _GOAL))
    ),
    child=UUID,
)
_played = Prepared(
    lambda child, start, today: (
        PracticeLog.objects.standing()
        .filter(child=child, played_on__gte=start, played_on__lte=today)
        .values_list(*columns(PracticeLog))
    ),
    child=UUID,
    start=date,
    today=date,
)
_precautions = Prepared(
    lambda child: Precaution.objects.in_force().filter(child=child).values_list(*columns(Precaution)), child=UUID
)


def _with_goal(row: Row) -> HomeActivity:
    activity = objects(HomeActivity, [row[: len(_ACTIVITY)]])[0]
    activity.goal = objects(Goal, [row[len(_ACTIVITY) :]])[0]
    return activity


def week_of(actor: Actor, reached: Reach, *, schedule: bool, today: date) -> dict[str, object]:
    """The family's page: games, minutes, what to celebrate, the next visit and the last one's words."""
    child = reached.child
    activities = [_with_goal(row) for row in _current(child=child.pk)]
    start = present.monday(today)
    logs = objects(PracticeLog, _played(child=child.pk, start=start, today=today))
    precautions = objects(Precaution, _precautions(child=child.pk))
    first = present.celebration(child, today)
    coming = _next_visit(reached) if schedule else None
    return {
        "child": child,
        "asked": asked_of(reached, actor),
        "games": present.cards(child, activities, logs, {row.kind for row in precautions}, today),
        "budget": present.budget(activities, logs),
        "lede": present.lede(activities),
        "celebrate": first[0] if first else None,
        "may_log": reached.can(Permission.LOG_HOME),
        "precautions": [row for row in precautions if row.may_be_told_to(actor)],
        "next_visit": coming,
        "preparation": _preparation(reached, coming),
        "told": _last_words(reached) if reached.can(Permission.SEE_NOTES) else None,
        "areas": tuple(dict.fromkeys(activity.goal.area for activity in activities)),
        "logs": [log for log in logs if log.by_id == actor.user_id][:3],
    }


def _next_visit(reached: Reach) -> Visit | None:
    coming = Visit.objects.planned().filter(child=reached.child, starts_at__gt=timezone.now())
    return coming.select_related("staff", "room__site").order_by("starts_at").first()


def _preparation(reached: Reach, coming: Visit | None) -> Preparation | None:
    """The page to read together before the next visit, for whoever may read it."""
    if coming is None or not reached.can(Permission.SEE_CLINICAL):
        return None
    return Preparation.objects.filter(visit=coming).order_by("-at", "-id").first()


def _last_words(reached: Reach) -> NoteVersion | None:
    """The newest signed summary for the family."""
    signed = NoteVersion.objects.in_force().filter(note__child=reached.child).exclude(family_summary="")
    return signed.select_related("note__visit").order_by("-note__visit__starts_at", "-number").first()


def programme(reached: Reach, today: date) -> dict[str, object]:
    """The therapist's page: every game with the days played of the days chosen, and the family's words."""
    child = reached.child
    activities = list(HomeActivity.objects.filter(child=child).select_related("goal", "by").order_by("-at", "-id"))
    since = present.monday(today) - timedelta(weeks=WEEKS_SHOWN - 1)
    logs = list(PracticeLog.objects.standing().filter(child=child, played_on__gte=since).select_related("by"))
    days: dict[UUID, set[date]] = {}
    for log in logs:
        days.setdefault(log.activity_id, set()).add(log.played_on)
    kinds = safety.kinds(child)
    current = [activity for activity in activities if activity.ended_at is None]
    rows = [(each, present.weeks(each, days.get(each.pk, set()), today, WEEKS_SHOWN)) for each in current]
    words = [log for log in logs if log.words]
    return {
        "child": child,
        "areas": tuple(dict.fromkeys(activity.goal.area for activity in current)),
        "rows": [
            {
                "activity": activity,
                "weeks": weeks,
                "said": present.adherence(weeks[-1]),
                "warnings": present.warnings(activity, child, kinds, today),
                "words": [log for log in words if log.activity_id == activity.pk][:3],
            }
            for activity, weeks in rows
        ],
        "ended": [activity for activity in activities if activity.ended_at is not None],
        "precautions": child.precautions.in_force(),
        "may_set": reached.can(Permission.SET_HOME),
        "may_check": reached.can(Permission.RUN_VISIT),
    }
