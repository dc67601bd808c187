"""One area of a child's day: its goals as they stand, games that fit, what was found, and the area's own record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.areas.words import WORDS, AreaWords
from maypole.evaluation.models import Finding
from maypole.people.access import Reach
from maypole.people.models import Child, Precaution
from maypole.people.present import whole_months
from maypole.plan.amounts import level_text
from maypole.plan.models import Goal, GoalState
from maypole.plan.present import phase_word, plain
from maypole.plan.wording import line
from maypole.play import safety
from maypole.play.library import Activity, Wanted
from maypole.play.shelf import shelf
from maypole.visits.models import Point
from maypole.web.areas import AREAS
from maypole.web.dates import day

STATE_CHIPS = {
    GoalState.State.OPEN: ("info", "play"),
    GoalState.State.MET: ("ok", "star"),
    GoalState.State.HOLD: ("sun", "pause"),
    GoalState.State.ENDED: ("", "minus"),
}
FIRST = (Precaution.Kind.SWALLOWING, Precaution.Kind.ALLERGY)
"""What stands first wherever eating is met (S39)."""


IDEAS = 8
"""Ideas a family is shown: enough to choose from, few enough to read."""


@dataclass(frozen=True)
class GoalLine:
    """A goal as the area page tells it; how it is going is judged on the goal's own page."""

    title: str
    words: str
    sentence: str
    phase: str
    last: str
    kind: str
    icon: str
    state: str
    steps: int
    url: str


@dataclass(frozen=True)
class Games:
    """Games for this age: those made for the area, those good for it too; and those of the area for other ages."""

    fitting: list[Activity]
    also: list[Activity]
    others: list[Activity]


@dataclass(frozen=True)
class AreaRow:
    code: str
    words: AreaWords
    goals: int
    url: str


def precautions(actor: Actor, child: Child) -> list[Precaution]:
    """What holds today and may be told to this person; swallowing and allergies come first."""
    rows = child.precautions.in_force().told_to(actor)
    return sorted(rows, key=lambda row: FIRST.index(row.kind) if row.kind in FIRST else len(FIRST))


def area_rows(reached: Reach) -> list[AreaRow]:
    """The nine areas with the number of goals being worked on, in one query."""
    rows = Goal.objects.being_worked_on().filter(child=reached.child).order_by()
    counted = dict(rows.values_list("area").annotate(n=Count("pk")))
    key = reached.child.pk
    return [
        AreaRow(area.code, WORDS[area.code], counted.get(area.code, 0), reverse("area", args=[key, area.code]))
        for area in AREAS
    ]


def goal_lines(child: Child, area: str, *, family: bool) -> list[GoalLine]:
    """Short-term goals of the area that are not let go: what was agreed, the phase, the last point."""
    states = (GoalState.State.OPEN, GoalState.State.MET, GoalState.State.HOLD)
    goals = list(
        Goal.objects.filter(child=child, area=area, horizon=Goal.Horizon.SHORT)
        .in_state(*states)
        .annotate(step_count=Count("task_steps"))
        .prefetch_related("phases")
    )
    points = last_points([goal.pk for goal in goals])
    return [_goal_line(child, goal, points.get(goal.pk), family=family) for goal in goals]


def last_points(goals: list[UUID]) -> dict[UUID, Point]:
    """The newest point of each goal."""
    newest = Point.objects.filter(goal=OuterRef("goal")).order_by("-at", "-id").values("pk")[:1]
    return {point.goal_id: point for point in Point.objects.filter(goal__in=goals, pk=Subquery(newest))}


def _goal_line(child: Child, goal: Goal, point: Point | None, *, family: bool) -> GoalLine:
    state = GoalState.State(goal.state or GoalState.State.OPEN)
    kind, icon = STATE_CHIPS[state]
    if point is None:
        last = _("Nothing is written down yet.")
    else:
        last = _("Last time: %(level)s, %(day)s.") % {
            "level": level_text(goal, point.value, point.trials),
            "day": day(point.at),
        }
    return GoalLine(
        goal.title, goal.family_words, plain(goal) if family else line(goal, child.name), phase_word(goal), last, kind,
        icon, str(state.label), getattr(goal, "step_count", 0), reverse("goal", args=[goal.pk]),
    )  # fmt: skip


def games(child: Child, area: str, today: date, *, family: bool) -> Games:
    """Games of the library made for this area or good for it too.

    A family is shown ideas only: those that may go home with this child without anybody's clearance.
    """
    found = shelf(child.organisation_id, get_language() or "en").search(Wanted(area=area, home=family))
    if family:
        kinds = safety.kinds(child)
        found = tuple(one for one in found if not safety.refusals(child, kinds, today, entry=one))
    if child.birth_date is None:
        return Games([one for one in found if one.area == area], [one for one in found if one.area != area], [])
    months = whole_months(child.birth_date, today)
    fitting = [one for one in found if one.suits(months)]
    if family:
        return Games(fitting[:IDEAS], [], [])
    made = [one for one in fitting if one.area == area]
    others = [one for one in found if one.area == area and one not in made]
    return Games(made, [one for one in fitting if one.area != area], others)


def findings(child: Child, area: str) -> list[Finding]:
    """What the newest signed evaluation that spoke of this area found in it."""
    rows = Finding.objects.filter(evaluation__child=child, area=area, evaluation__signature__isnull=False)
    newest = rows.order_by("-evaluation__held_on", "-evaluation__id").values("evaluation")[:1]
    return list(rows.filter(evaluation=Subquery(newest)).select_related("evaluation").order_by("order", "id"))


def give_url(reached: Reach, area: str) -> str:
    """Where a therapist gives a game of this area home; empty for whoever may not."""
    if not reached.can(P.SET_HOME):
        return ""
    return f"{reverse('home_activity_new', args=[reached.child.pk])}?area={area}"
