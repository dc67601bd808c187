"""Plans of a whole clinic in days and counts: due and overdue, how long episodes last, how old goals are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from maypole.access.actor import Actor
from maypole.people.models import Child

from .answers import rule_of
from .models import AcceptanceRule, Episode, Goal, OutsideService, PlanSignature, PlanVersion, ServiceLine

SHOWN = 20
OLD = 180
"""Days after which an open short-term goal is called old."""


@dataclass(frozen=True)
class Due:
    """A child whose plan or stretch of therapy has a day to look at."""

    child: Child
    day: date
    late: bool


def overview_page(actor: Actor, today: date) -> dict[str, Any]:
    """Everything the page of plans shows; a fixed number of queries."""
    goal_ages = [
        (today - day).days
        for day in Goal.objects.visible_to(actor).being_worked_on().values_list("starts_on", flat=True)
    ]
    ended = Episode.objects.visible_to(actor).filter(ended_on__isnull=False).values_list("started_on", "ended_on")
    lengths = [(end - start).days // 7 for start, end in ended if end is not None]
    waiting = PlanSignature.objects.filter(
        organisation=actor.organisation_id, cosigner__isnull=False, cosignature__isnull=True
    )
    return {
        "plans": _plans(actor, today)[:SHOWN],
        "episodes": _episodes(actor, today)[:SHOWN],
        "without": _without(actor)[:SHOWN],
        "goals": len(goal_ages),
        "goal_age": round(median(goal_ages) / 7) if goal_ages else None,
        "old_goals": sum(age > OLD for age in goal_ages),
        "episode_weeks": round(median(lengths)) if lengths else None,
        "ended": len(lengths),
        "cosign": waiting.select_related("version__child", "cosigner", "by").order_by("at")[:SHOWN],
        "double": _double(actor)[:SHOWN],
        "needs": rule_of(actor.organisation_id),
        "choices": AcceptanceRule.Needs.choices,
    }


def _plans(actor: Actor, today: date) -> list[Due]:
    newer = PlanVersion.objects.signed().filter(child=OuterRef("child"), number__gt=OuterRef("number"))
    rows = PlanVersion.objects.visible_to(actor).signed().filter(~Exists(newer), child__in=_in_care(actor))
    found = rows.select_related("child").order_by("review_on", "id")
    return [Due(row.child, row.review_on, row.review_on < today) for row in found]


def _episodes(actor: Actor, today: date) -> list[Due]:
    rows = Episode.objects.visible_to(actor).open().with_outlook().select_related("child")
    ends = [(row.expected_end_on, row.child) for row in rows if row.expected_end_on is not None]
    return [Due(child, end, end < today) for end, child in sorted(ends, key=lambda pair: (pair[0], pair[1].pk))]


def _without(actor: Actor) -> list[Child]:
    """Children in therapy for whom nobody said about how long."""
    open_one = Episode.objects.open().filter(child=OuterRef("pk"))
    return list(Child.objects.visible_to(actor).in_state("active").filter(~Exists(open_one)))


def _double(actor: Actor) -> list[Child]:
    """Children with a service elsewhere beside ours; that there is one, nothing of what is in it."""
    told = OutsideService.objects.filter(child=OuterRef("pk"), ended_on__isnull=True)
    line = ServiceLine.objects.of_school().filter(child=OuterRef("pk"), ended_on__isnull=True)
    return list(Child.objects.visible_to(actor).filter(Exists(told) | Exists(line)))


def _in_care(actor: Actor) -> Subquery:
    return Subquery(Child.objects.visible_to(actor).in_care().values("pk"))
