"""Two devices at one visit, in words: what both recorded of the same step or interval, and times that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.models import User
from maypole.people.models import Child
from maypole.plan.models import Goal, Measure

from .beside import Clash, TimeTold, clashes, times_told
from .models import Moment, Observation, Visit
from .panels import mark_of
from .shown import rows_of


@dataclass(frozen=True)
class SideLine:
    """What one device says of it, and the observation to take back."""

    id: UUID
    name: str
    time: str
    said: str


@dataclass(frozen=True)
class ClashLine:
    """One thing two devices recorded. `differ`: they do not say the same; otherwise it counts twice."""

    goal: str
    what: str
    differ: bool
    sides: tuple[SideLine, SideLine]

    @property
    def sentence(self) -> str:
        """“Puts on her coat, step 2: Ana a word, Ben by herself.”"""
        words = {"goal": self.goal, "what": self.what}
        for key, side in zip(("one", "other"), self.sides, strict=True):
            words |= {key: side.name, f"{key}_said": side.said}
        return _("%(goal)s, %(what)s: %(one)s “%(one_said)s”, %(other)s “%(other_said)s”.") % words


def clash_lines(child: Child, rows: Iterable[Observation], goals: Mapping[UUID, str]) -> list[ClashLine]:
    """`rows` with their recorders, `goals` titles by key."""
    return [_line(child, clash, goals.get(clash.one.goal_id, "")) for clash in clashes(rows)]


def _line(child: Child, clash: Clash, title: str) -> ClashLine:
    pattern = _("step %(n)d") if clash.one.measure == Measure.STEPS else _("interval %(n)d")
    sides = [_side(row, child) for row in (clash.one, clash.other)]
    return ClashLine(title, pattern % {"n": clash.one.step or 0}, clash.differ, (sides[0], sides[1]))


def _side(row: Observation, child: Child) -> SideLine:
    time = f"{timezone.localtime(row.recorded_at):%H:%M:%S}"
    return SideLine(row.pk, row.recorder.name, time, mark_of(row, child).name)


def time_lines(told: Iterable[TimeTold]) -> list[str]:
    """“Start: 14:30 by Ana counts.” and “Start: 14:36 by Ben.”"""
    lines = []
    for each in told:
        words = {"time": f"{timezone.localtime(each.at):%H:%M}", "name": each.name}
        if each.moment == Moment.START:
            pattern = _("Started at %(time)s, says %(name)s. This counts.") if each.counts else _(
                "Started at %(time)s, says %(name)s."
            )  # fmt: skip
        else:
            pattern = _("Finished at %(time)s, says %(name)s. This counts.") if each.counts else _(
                "Finished at %(time)s, says %(name)s."
            )  # fmt: skip
        lines.append(pattern % words)
    return lines


def both_said(visit: Visit, child: Child) -> tuple[list[ClashLine], list[str]]:
    """What two devices say about this visit that a person should look at. Five queries at most."""
    rows = rows_of(visit)
    names = User.objects.only("name").in_bulk({row.recorder_id for row in rows})
    for row in rows:
        row.recorder = names[row.recorder_id]
    titles = dict(Goal.objects.filter(pk__in={row.goal_id for row in rows}).values_list("pk", "title"))
    return clash_lines(child, rows, titles), time_lines(times_told(visit))
