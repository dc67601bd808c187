"""A task step by step: how much help each step took at each visit, which are learnt, and which is taught now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.cores.progress.chaining import Chain
from maypole.plan.models import Goal, Measure
from maypole.visits.chains import chains
from maypole.visits.models import Observation, PromptLevel

from .present import told

COLUMNS = 8
"""The newest occasions that are shown."""


@dataclass(frozen=True)
class StepCell:
    """The help of the last try of a step on one day; empty when it was not tried."""

    mark: str = ""
    name: str = ""
    alone: bool = False


@dataclass(frozen=True)
class StepRow:
    number: int
    text: str
    learnt: bool
    taught: bool
    cells: tuple[StepCell, ...]


@dataclass(frozen=True)
class StepTable:
    """`rule` says in words which step is taught; empty where the goal has no chain."""

    days: tuple[str, ...]
    rows: tuple[StepRow, ...]
    rule: str
    key: tuple[tuple[str, str], ...]


def step_table(goal: Goal) -> StepTable | None:
    """Steps by day, newest last; None for a goal that is not measured by steps. Three queries."""
    if goal.measure != Measure.STEPS:
        return None
    rows = Observation.objects.standing().filter(goal=goal, measure=Measure.STEPS).order_by("recorded_at", "id")
    seen: dict[str, dict[int, StepCell]] = {}
    days: dict[str, datetime] = {}
    for occasion, at, step, correct, prompt in rows.values_list("occasion", "recorded_at", "step", "correct", "prompt"):
        days.setdefault(occasion, at)
        seen.setdefault(occasion, {})[step or 0] = cell(bool(correct), prompt)
    shown = list(seen)[-COLUMNS:]
    stands = chains([goal]).get(goal.pk)
    return StepTable(
        days=tuple(told(timezone.localtime(days[occasion]).date(), "j M") for occasion in shown),
        rows=tuple(
            StepRow(
                step.number,
                step.text,
                learnt=bool(stands and step.number in stands.learnt),
                taught=bool(stands and step.number in stands.taught),
                cells=tuple(seen[occasion].get(step.number, StepCell()) for occasion in shown),
            )
            for step in goal.task_steps.all()
        ),
        rule=rule(goal, stands) if stands else "",
        key=tuple((level.value, str(level.label)) for level in PromptLevel),
    )


def cell(correct: bool, prompt: str) -> StepCell:
    if not correct:
        return StepCell("–", _("Not this time"))
    return StepCell(prompt, str(PromptLevel(prompt).label), prompt == PromptLevel.INDEPENDENT)


def rule(goal: Goal, stands: Chain) -> str:
    """“Taught from the last step back. Now: step 4. A step is learnt after 3 tries in a row without help.”"""
    after = _("A step is learnt after %(n)d tries in a row without help.") % {"n": goal.in_a_row}
    if not stands.taught:
        return _("Every step is learnt: see the whole task in other places.") + " " + after
    words = {"order": Goal.Chaining(goal.chaining).label, "steps": ", ".join(map(str, stands.taught))}
    if len(stands.taught) == 1:
        return _("%(order)s. Taught now: step %(steps)s.") % words + " " + after
    return _("%(order)s. Taught now: steps %(steps)s.") % words + " " + after
