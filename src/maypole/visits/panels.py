"""One panel for each target of the capture page: what comes next, what was done so far, and which buttons it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.access.ids import new_id
from maypole.cores.progress.chaining import Chain
from maypole.people.models import Child
from maypole.plan.amounts import clock, plain_amount, result_text, short, signed
from maypole.plan.models import AttainmentLevel, Goal, GoalTag, Measure, Mode, SpeechTarget, TaskStep
from maypole.plan.models.measure import HELPED, INTERVALS, TIMES

from .models import Observation, PromptLevel
from .present import level_name
from .tally import Tally, tally

YES, NOT = "yes", "not"
TITLES: dict[str, Promise] = {
    Measure.COUNT: gettext_lazy("How often"),
    Measure.RATE: gettext_lazy("How often a minute"),
    Measure.DURATION: gettext_lazy("How long"),
    Measure.LATENCY: gettext_lazy("How long until it starts"),
    Measure.PRODUCT: gettext_lazy("How much of it is right"),
    Measure.RATING: gettext_lazy("How well, 1 to 5"),
    Measure.ATTAINMENT: gettext_lazy("Where are we today?"),
}
ASKS: dict[str, Promise] = {
    Measure.WHOLE: gettext_lazy("All the way through the interval?"),
    Measure.PARTIAL: gettext_lazy("At any time in the interval?"),
    Measure.MOMENTARY: gettext_lazy("Right now, as the interval ends?"),
    Measure.LATENCY: gettext_lazy("Start when you have asked."),
    Measure.RATE: gettext_lazy("Start the watch, then tap each time."),
}


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
    so_far: str
    steps: tuple[TaskStep, ...]
    step: TaskStep | None
    taught: tuple[int, ...]
    targets: tuple[SpeechTarget, ...]
    modes: tuple[tuple[str, str], ...]
    attainment: tuple[tuple[AttainmentLevel, str], ...]
    current: bool
    fresh_id: UUID
    since: str = ""

    @property
    def last(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def next_number(self) -> int:
        return len(self.marks) + 1

    @property
    def taps(self) -> str:
        """The template of its buttons."""
        kind = "helped" if self.goal.is_helped else "interval" if self.goal.in_intervals else self.goal.measure
        return f"visits/taps/{kind}.html"

    @property
    def asks(self) -> str:
        return str(ASKS.get(self.goal.measure, ""))

    @property
    def seconds(self) -> str:
        """The length of an interval as a form sends it."""
        return f"{self.goal.span_s or 0:g}"


def panels(
    child: Child,
    goals: Sequence[Goal],
    rows: Iterable[Observation],
    *,
    current: str,
    since: str = "",
    chains: dict[UUID, Chain] | None = None,
) -> list[Panel]:
    """One panel a goal; the one with key `current` is open, else the first. `since`: a watch running without script.

    Prefetch task_steps, speech_targets, attainment_levels and tags of the goals.
    """
    by_goal: dict[UUID, list[Observation]] = {goal.pk: [] for goal in goals}
    for row in rows:
        by_goal.setdefault(row.goal_id, []).append(row)
    chosen = current if current in {str(goal.pk) for goal in goals} else str(goals[0].pk) if goals else ""
    stand = chains or {}
    return [
        _panel(child, goal, by_goal[goal.pk], since if str(goal.pk) == chosen else None, stand.get(goal.pk))
        for goal in goals
    ]


def _panel(child: Child, goal: Goal, rows: list[Observation], since: str | None, stands: Chain | None) -> Panel:
    """`since` is None for a panel that is not the open one."""
    steps = tuple(goal.task_steps.all())
    found = tally(goal, rows)
    names = dict(Mode.choices)
    return Panel(
        goal=goal,
        tally=found,
        marks=tuple(mark_of(row, child) for row in rows),
        heading=heading(goal, len(rows), steps),
        so_far=so_far(found),
        steps=steps,
        step=steps[len(rows) % len(steps)] if steps else None,
        taught=stands.taught if stands else (),
        targets=tuple(one for one in goal.speech_targets.all() if not one.ended and goal.measure == Measure.TRIALS),
        modes=tuple((tag.code, str(names[tag.code])) for tag in goal.tags.all() if tag.kind == GoalTag.Kind.MODE),
        attainment=tuple((one, signed(one.level)) for one in goal.attainment_levels.all()),
        current=since is not None,
        fresh_id=new_id(),
        since=since or "",
    )


def mark_of(row: Observation, child: Child) -> Mark:
    """How one observation looks in the row of marks."""
    if row.measure in HELPED:
        if not row.correct:
            return Mark(row.pk, "–", _("Not this time"))
        return Mark(row.pk, row.prompt, level_name(row.prompt, child), row.prompt == PromptLevel.INDEPENDENT)
    if row.measure in INTERVALS:
        return Mark(row.pk, "+", _("Yes"), full=True) if row.correct else Mark(row.pk, "–", _("No"))
    value = row.value or 0.0
    if row.measure == Measure.LATENCY and row.correct is False:
        return Mark(row.pk, "–", _("No response in %(time)s") % {"time": clock(value)})
    if row.measure in TIMES:
        return Mark(row.pk, f"{int(value) // 60}:{int(value) % 60:02}", clock(value), wide=True)
    if row.measure == Measure.RATE:
        rate = 60.0 * value / (row.span_s or 60.0)
        return Mark(row.pk, short(rate), plain_amount(Measure.RATE, "", rate), wide=True)
    if row.measure == Measure.PRODUCT:
        return Mark(row.pk, f"{short(value)}/{row.out_of or '?'}", short(value), wide=True)
    if row.measure == Measure.ATTAINMENT:
        return Mark(row.pk, signed(value), plain_amount(Measure.ATTAINMENT, "", value))
    return Mark(row.pk, short(value), short(value))


def so_far(found: Tally) -> str:
    """The small line under a target's name."""
    none = _("not yet")
    if found.is_helped or found.measure in INTERVALS:
        return _("{a} of {n}").format(a=found.k, n=found.n) if found.n else none
    if found.measure == Measure.COUNT:
        return short(found.value)
    if found.measure == Measure.RATING:
        return _("{v} of 5").format(v=short(found.value)) if found.n else none
    return result_text(found.measure, found.unit, found.value, found.k, found.of) if found.n else none


def heading(goal: Goal, done: int, steps: Sequence[TaskStep]) -> str:
    """What comes next in this target: “Try 7”, “Step 2 of 5”, “Interval 3”, “Count”."""
    if goal.measure == Measure.TRIALS:
        return _("Try {n}").format(n=done + 1)
    if goal.measure == Measure.STEPS and steps:
        return _("Step {s} of {t}").format(s=done % len(steps) + 1, t=len(steps))
    if goal.in_intervals:
        return _("Interval {n}").format(n=done + 1)
    return str(TITLES.get(goal.measure, "")) or _("Steps")
