"""What is known when a visit is planned: goals, what the child loves, what worked before, what stands at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from maypole.equipment.models import Equipment
from maypole.people.models import AboutChild, Child, Precaution, Site
from maypole.plan.models import Goal
from maypole.play.library import Activity, Library, Wanted
from maypole.play.safety import months_old
from maypole.play.shelf import shelf
from maypole.visits.models import PlannedActivity, Point, Visit, VisitMood

LOOK_BACK = 40
"""Planned games of the past that are looked at: about half a year of weekly visits."""
PHRASES = re.compile(r"[,;.\n]+| and | y ", re.IGNORECASE)


@dataclass(frozen=True)
class Before:
    """One game as it was played in a finished visit: the mood at its end, and whether the goal went further."""

    code: str
    goal: UUID
    on: datetime
    mood: str
    further: bool


@dataclass(frozen=True)
class Facts:
    """All of it, read in a constant number of queries."""

    child: Child
    today: date
    place: str
    minutes: int
    goals: list[Goal]
    games: Library
    loves: tuple[str, ...]
    dislikes: tuple[str, ...]
    calms: tuple[str, ...]
    precautions: list[Precaution]
    before: list[Before]
    things: list[Equipment]
    site: Site | None
    taken: frozenset[str] = frozenset()
    months: int | None = None
    kinds: frozenset[str] = field(default=frozenset())

    def played(self, code: str) -> list[Before]:
        """When this game was played before, the newest first."""
        return [each for each in self.before if each.code == code]

    def at_hand(self, kind: str) -> list[Equipment]:
        """Things of a kind that stand at this site and may be used today."""
        return [thing for thing in self.things if thing.kind == kind and thing.usable(self.today)]

    def for_goal(self, goal: Goal, words: str = "") -> tuple[Activity, ...]:
        """Games of the shelf for a goal's area, at this age and place; with words, any that they name."""
        place = "home" if self.place == "telehealth" else self.place
        if words:
            return self.games.search(Wanted(words=words, months=self.months))
        return self.games.search(Wanted(area=goal.area, months=self.months, place=place, minutes=self.minutes))


def facts_of(visit: Visit, language: str, now: datetime) -> Facts:
    """What is known today for planning this visit. Safety goes by the age on the day of the visit."""
    child, on = visit.child, timezone.localdate(visit.starts_at)
    about = AboutChild.objects.filter(child=child).order_by("-at", "-id").first()
    goals = list(Goal.objects.being_worked_on().filter(child=child))
    precautions = list(child.precautions.in_force())
    site = site_of(visit)
    things = list(Equipment.objects.kept().filter(site=site)) if site else []
    taken = PlannedActivity.objects.standing().filter(visit=visit).values_list("activity", flat=True)
    return Facts(
        child=child, today=max(on, timezone.localdate(now)), place=visit.setting, minutes=visit.minutes, goals=goals,
        games=shelf(child.organisation_id, language),
        loves=phrases(about.loves) if about else (), dislikes=phrases(about.dislikes) if about else (),
        calms=phrases(about.calms) if about else (), precautions=precautions, before=before(visit, goals),
        things=things, site=site, taken=frozenset(taken), months=months_old(child, on),
        kinds=frozenset(row.kind for row in precautions),
    )  # fmt: skip


def site_of(visit: Visit) -> Site | None:
    """Where the visit is held, if in one of our houses: its room's site, else the therapist's, else the child's."""
    if visit.setting != "clinic":
        return None
    if visit.room is not None:
        return visit.room.site
    return visit.staff.site or visit.child.site


def before(visit: Visit, goals: Sequence[Goal]) -> list[Before]:
    """Games of this child's finished visits before, the newest first."""
    rows = list(
        PlannedActivity.objects.standing()
        .filter(child=visit.child_id, visit__in=Visit.objects.finished().filter(child=visit.child_id))
        .exclude(visit=visit)
        .select_related("visit")
        .order_by("-visit__starts_at", "order")[:LOOK_BACK]
    )
    if not rows:
        return []
    moods: dict[UUID, str] = {}
    for visit_id, mood in (
        VisitMood.objects.filter(visit__in={row.visit_id for row in rows})
        .order_by("at", "id")
        .values_list("visit", "mood")
    ):
        moods[visit_id] = mood if moods.get(visit_id) != VisitMood.Mood.STOP else VisitMood.Mood.STOP
    went = further(goals)
    return [
        Before(row.activity, row.goal_id, row.visit.starts_at, moods.get(row.visit_id, ""),
               went.get((row.goal_id, row.visit_id), False))
        for row in rows
    ]  # fmt: skip


def further(goals: Sequence[Goal]) -> Mapping[tuple[UUID, UUID], bool]:
    """By goal and visit: whether its point was better than the one before it in the same setting."""
    better = {goal.pk: goal.improvement == Goal.Improvement.INCREASE for goal in goals}
    last: dict[tuple[UUID, str], float] = {}
    found: dict[tuple[UUID, UUID], bool] = {}
    rows = Point.objects.of_goals(list(better)).values_list("goal_id", "setting", "visit_id", "value")
    for goal, setting, visit, value in rows:
        earlier = last.get((goal, setting))
        if visit is not None:
            found[goal, visit] = earlier is not None and (value > earlier if better[goal] else value < earlier)
        last[goal, setting] = value
    return found


def phrases(text: str) -> tuple[str, ...]:
    """“Dragons, drums and being first” as it is said, piece by piece."""
    return tuple(piece.strip() for piece in PHRASES.split(text) if piece.strip())
