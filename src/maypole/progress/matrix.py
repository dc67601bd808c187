"""Does it travel? One goal by place and person, in words; empty cells are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.visits.models import Setting

from .history import GoalHistory, PointRow
from .wording import level_text

RECENT = 5
ENOUGH = 3
"""Fewer sessions than this in a place are “too early to say” (research: progress §3.3)."""


@dataclass(frozen=True)
class Cell:
    css: str
    mark: str
    head: str
    text: str
    person: str


@dataclass(frozen=True)
class Row:
    place: str
    icon: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    people: tuple[str, ...]
    rows: tuple[Row, ...]


ICONS = {Setting.CLINIC: "clinic", Setting.HOME: "home", Setting.SCHOOL: "school"}
ALWAYS = (Setting.CLINIC, Setting.HOME, Setting.SCHOOL)


def matrix(history: GoalHistory) -> Matrix:
    """Places (clinic, home and school always, others where tried) by the people the skill was tried with."""
    cells: dict[tuple[str, str], list[PointRow]] = defaultdict(list)
    for point in history.treatment:
        cells[point.setting, point.with_whom or _("someone")].append(point)
    people = tuple(dict.fromkeys(person for _place, person in cells))
    places = [*ALWAYS, *(place for place in Setting if place not in ALWAYS and any(p == place for p, _w in cells))]
    rows = tuple(
        Row(
            str(place.label),
            ICONS.get(place, "clinic"),
            tuple(cell(history, cells.get((place.value, person), ()), person) for person in people),
        )
        for place in places
    )
    return Matrix(people, rows)


def cell(history: GoalHistory, points: Sequence[PointRow], person: str) -> Cell:
    goal = history.goal
    if not points:
        return Cell("m-none", "–", _("not tried"), "", person)
    if len(points) < ENOUGH:
        head = ngettext("{n} session", "{n} sessions", len(points)).format(n=len(points))
        return Cell("m-few", "○", head, _("too early to say"), person)
    recent = points[-RECENT:]
    level = sum(point.value for point in recent) / len(recent)
    sign = -1 if goal.improvement == goal.Improvement.DECREASE else 1
    reached = sign * (level - goal.level(goal.criterion or 0.0)) >= 0
    text = ngettext("over {n} session", "over the last {n} sessions", len(recent)).format(n=len(recent))
    return Cell("m-yes" if reached else "m-part", "◆" if reached else "◐", level_text(goal, level), text, person)
