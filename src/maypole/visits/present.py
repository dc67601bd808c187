"""What the screens of a visit say: help in words, one panel for each target, results in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.ids import new_id
from maypole.people.models import Child
from maypole.plan.amounts import clock, short
from maypole.plan.models import Goal, Measure, TaskStep

from .models import Observation, PromptLevel, Visit, VisitStatus
from .tally import Tally, tally

NO = "no"
"""The tap that says “not this time”: tried without help, and it did not work out."""

REASONS: dict[str, Promise] = {
    "other_content": gettext_lazy("This was saved before with other content. What was saved first counts."),
    "sequence_taken": gettext_lazy("Two taps came with the same number. Load the page again and tap once more."),
    "observation_unknown": gettext_lazy("What should be taken back is not known here."),
    "already_replaced": gettext_lazy("That was taken back already."),
    "goal_unknown": gettext_lazy("This goal does not belong to this child."),
    "measure_changed": gettext_lazy("This goal is measured in another way now. Load the page again."),
    "incomplete": gettext_lazy("Something is missing: how did it go, and with how much help?"),
    "unexpected": gettext_lazy("Something was sent that this kind of goal does not measure. Load the page again."),
    "step_unknown": gettext_lazy("This step is no longer part of the task. Load the page again."),
    "out_of_range": gettext_lazy("That value cannot be: look at it again."),
    "not_under_way": gettext_lazy("The visit has not started, or was called off."),
    "malformed": gettext_lazy("That was not understood. Load the page again."),
}

ALONE: dict[str, Promise] = {
    Child.Pronouns.SHE: gettext_lazy("By herself"),
    Child.Pronouns.HE: gettext_lazy("By himself"),
    Child.Pronouns.THEY: gettext_lazy("By themselves"),
}

HINTS: dict[str, Promise] = {
    PromptLevel.INDEPENDENT: gettext_lazy("no help at all"),
    PromptLevel.VISUAL: gettext_lazy("a card, a place"),
    PromptLevel.VERBAL: gettext_lazy("you say it"),
    PromptLevel.GESTURE: gettext_lazy("you point"),
    PromptLevel.MODEL: gettext_lazy("then a try"),
    PromptLevel.PARTIAL: gettext_lazy("partly guided"),
    PromptLevel.FULL: gettext_lazy("hand over hand"),
}

STATES: dict[str | None, tuple[str, str]] = {
    VisitStatus.State.PLANNED: ("info", "clock"),
    VisitStatus.State.STARTED: ("info", "play"),
    VisitStatus.State.FINISHED: ("ok", "check"),
    VisitStatus.State.CANCELLED: ("", "close"),
    VisitStatus.State.MISSED: ("sun", "minus"),
}
"""Chip kind and icon."""


@dataclass(frozen=True)
class Level:
    """One button: the help a child needed."""

    code: str
    name: str
    hint: str
    mark: str
    style: str


@dataclass(frozen=True)
class Mark:
    """One standing observation in the row of what was done so far."""

    id: UUID
    mark: str
    name: str
    full: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Panel:
    """Everything one target needs on the capture page."""

    goal: Goal
    tally: Tally
    marks: tuple[Mark, ...]
    heading: str
    heading_pattern: str
    so_far: str
    so_far_pattern: str
    steps: tuple[TaskStep, ...]
    step: TaskStep | None
    current: bool
    fresh_id: UUID
    since: str = ""

    @property
    def last(self) -> Mark | None:
        return self.marks[-1] if self.marks else None


def levels(child: Child) -> list[Level]:
    """The seven kinds of help, least first, and “not this time”."""
    found = [
        Level(code, level_name(code, child), str(HINTS[code]), code, "tap--top" if code == "I" else "")
        for code in PromptLevel.values
    ]
    return [*found, Level(NO, _("Not this time"), _("tried, did not work out"), "–", "tap--no")]


def level_name(code: str, child: Child) -> str:
    if code == PromptLevel.INDEPENDENT:
        return str(ALONE[child.pronouns])
    if code == PromptLevel.VISUAL:
        return _("Picture cue")
    return str(PromptLevel(code).label)


def mark_of(row: Observation, child: Child) -> Mark:
    """How one observation looks in the row of marks."""
    if row.measure in (Measure.TRIALS, Measure.STEPS):
        if not row.correct:
            return Mark(row.pk, "–", _("Not this time"))
        return Mark(row.pk, row.prompt, level_name(row.prompt, child), row.prompt == PromptLevel.INDEPENDENT)
    value = row.value or 0.0
    if row.measure == Measure.DURATION:
        return Mark(row.pk, f"{int(value) // 60}:{int(value) % 60:02}", clock(value), wide=True)
    return Mark(row.pk, short(value), short(value))


def so_far(found: Tally) -> tuple[str, str]:
    """The small line under a target's name, and its pattern for the page's own script."""
    if found.is_share:
        pattern = _("{a} of {n}")
        return (pattern.format(a=found.alone, n=found.n) if found.n else _("not yet")), pattern
    if found.measure == Measure.COUNT:
        return short(found.value), "{v}"
    if found.measure == Measure.DURATION:
        return (clock(found.value) if found.n else _("not yet")), "{v}"
    pattern = _("{v} of 5")
    return (pattern.format(v=short(found.value)) if found.n else _("not yet")), pattern


def heading(goal: Goal, done: int, steps: Sequence[TaskStep]) -> tuple[str, str]:
    """What comes next in this target, and its pattern: “Try 7”, “Step 2 of 5”, “Count”."""
    if goal.measure == Measure.TRIALS:
        pattern = _("Try {n}")
        return pattern.format(n=done + 1), pattern
    if goal.measure == Measure.STEPS and steps:
        pattern = _("Step {s} of {t}")
        return pattern.format(s=done % len(steps) + 1, t=len(steps)), pattern
    titles = {Measure.COUNT: _("How often"), Measure.DURATION: _("How long"), Measure.RATING: _("How well, 1 to 5")}
    title = titles.get(Measure(goal.measure), _("Steps"))
    return title, title


def panels(child: Child, goals: Sequence[Goal], rows: Iterable[Observation], current: str, since: str) -> list[Panel]:
    """One panel a goal; the one with key `current` is open, else the first. `since`: a watch running without script."""
    by_goal: dict[UUID, list[Observation]] = {goal.pk: [] for goal in goals}
    for row in rows:
        by_goal.setdefault(row.goal_id, []).append(row)
    chosen = current if current in {str(goal.pk) for goal in goals} else str(goals[0].pk) if goals else ""
    return [_panel(child, goal, by_goal[goal.pk], str(goal.pk) == chosen, since) for goal in goals]


def _panel(child: Child, goal: Goal, rows: list[Observation], current: bool, since: str) -> Panel:
    steps = tuple(goal.task_steps.all())
    found = tally(goal, rows)
    title, title_pattern = heading(goal, len(rows), steps)
    words, words_pattern = so_far(found)
    return Panel(
        goal=goal,
        tally=found,
        marks=tuple(mark_of(row, child) for row in rows),
        heading=title,
        heading_pattern=title_pattern,
        so_far=words,
        so_far_pattern=words_pattern,
        steps=steps,
        step=steps[len(rows) % len(steps)] if steps else None,
        current=current,
        fresh_id=new_id(),
        since=since if current else "",
    )


def minutes_since(at: datetime | None, now: datetime) -> str:
    """How long a visit has been under way: “12 min”."""
    minutes = max(0, int((now - at).total_seconds() // 60)) if at else 0
    return _("%(n)d min") % {"n": minutes}


def state_chip(visit: Visit) -> tuple[str, str, str]:
    """Kind, icon and words of a visit's state."""
    kind, icon = STATES.get(visit.state, ("", "clock"))
    return kind, icon, str(VisitStatus.State(visit.state or "planned").label)


def hours(visit: Visit) -> str:
    """“14:30 to 15:15”, in the clinic's time."""
    start, end = timezone.localtime(visit.starts_at), timezone.localtime(visit.ends_at)
    return _("%(from)s to %(to)s") % {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


def waiting_notes(count: int) -> str:
    return ngettext("%(n)d note to sign", "%(n)d notes to sign", count) % {"n": count}
