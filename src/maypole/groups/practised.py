"""Which goals of a child are practised in company, how far they are, and whether that holds beside others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.people.models import Child
from maypole.plan.amounts import level_text
from maypole.plan.models import Goal
from maypole.visits.models import Point
from maypole.web.dates import day

from .gathering import RECENT
from .levels import SESSIONS, Level, level_of, way
from .models import CompanyGoal, GroupSkill

CLOSE = 0.1
"""In company a skill may be this much lower than alone and still hold: a tenth of the way, our judgement."""
LEVELS: dict[int, Promise] = {
    1: gettext_lazy("just beginning"),
    2: gettext_lazy("with much help"),
    3: gettext_lazy("with some help"),
    4: gettext_lazy("mostly without help"),
    5: gettext_lazy("can show others"),
}


@dataclass(frozen=True)
class Practised:
    """An open goal with its skill in company (empty: none), the newest values and those measured in company."""

    goal: Goal
    skill: str
    level: Level
    count: int
    last: tuple[datetime, float, int | None] | None
    alone: tuple[float, ...]
    beside: tuple[float, ...]

    @property
    def skill_label(self) -> str:
        return str(GroupSkill(self.skill).label) if self.skill else ""

    @property
    def level_word(self) -> str:
        return str(LEVELS[self.level.number])

    @property
    def thin_words(self) -> str:
        """What is missing before the level says something; empty when nothing is."""
        if not self.level.thin:
            return ""
        if not self.count:
            return _("Not measured in the last twelve weeks.")
        return ngettext(
            "Measured once in twelve weeks: too little to match on.",
            "Measured %(n)d times in twelve weeks: too little to match on.",
            self.count,
        ) % {"n": self.count}

    @property
    def holds(self) -> bool | None:
        """Whether it goes in company about as well as alone; None while too little is measured to say."""
        if len(self.beside) < SESSIONS:
            return None
        here = _share(self.goal, self.beside)
        if len(self.alone) < SESSIONS:
            return level_of(self.goal, self.beside).number >= 4
        return here >= _share(self.goal, self.alone) - CLOSE

    def evidence(self) -> str:
        """The goal with its numbers, as a suggestion for a line of the readiness list."""
        if self.last is None:
            return _("“%(goal)s”: nothing measured in the last twelve weeks.") % {"goal": self.goal.title}
        at, value, tries = self.last
        told = _("“%(goal)s”: %(level)s on %(day)s.") % {
            "goal": self.goal.title,
            "level": level_text(self.goal, value, tries),
            "day": day(at),
        }
        return f"{told} {self.thin_words}".rstrip()


def _share(goal: Goal, values: Sequence[float]) -> float:
    mean = sum(values[-SESSIONS:]) / len(values[-SESSIONS:])
    return mean if goal.is_share else way(goal, mean)


def practised(child: Child, today: date) -> list[Practised]:
    """Every open short-term goal of the child, with its skill in company. Three queries, however many goals."""
    goals = list(Goal.objects.filter(child=child).being_worked_on())
    skills = skills_of(goals)
    points: dict[UUID, list[tuple[datetime, float, int | None, bool]]] = {}
    rows = Point.objects.of_goals([goal.pk for goal in goals]).filter(at__date__gte=today - RECENT)
    for goal_id, at, value, tries, place in rows.values_list("goal_id", "at", "value", "trials", "visit__group_place"):
        points.setdefault(goal_id, []).append((at, value, tries, place is not None))
    return [_practised(goal, skills.get(goal.pk, ""), points.get(goal.pk, [])) for goal in goals]


def skills_of(goals: Sequence[Goal]) -> Mapping[UUID, str]:
    """The skill each goal is practised under in company; goals that are not are left out."""
    rows = CompanyGoal.objects.filter(goal__in=goals).order_by("at", "id").values_list("goal_id", "skill")
    return {goal: skill for goal, skill in dict(rows).items() if skill}


def _practised(goal: Goal, skill: str, points: Sequence[tuple[datetime, float, int | None, bool]]) -> Practised:
    values = [value for _at, value, _tries, _beside in points]
    return Practised(
        goal=goal,
        skill=skill,
        level=level_of(goal, values),
        count=len(values),
        last=points[-1][:3] if points else None,
        alone=tuple(value for _at, value, _tries, beside in points if not beside),
        beside=tuple(value for _at, value, _tries, beside in points if beside),
    )
