"""Where each goal that chains steps stands, from its observations: one query for any number of goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from maypole.cores.progress.chaining import Chain, Chaining, StepTry, chain
from maypole.plan.models import Goal, Measure

from .models import Observation, PromptLevel


def chains(goals: Iterable[Goal]) -> dict[UUID, Chain]:
    """By goal, for those that chain; prefetch task_steps. Baseline tries count: what a child can, is not taught."""
    chained = {goal.pk: goal for goal in goals if goal.chaining}
    tries: dict[UUID, list[StepTry]] = defaultdict(list)
    rows = Observation.objects.standing().filter(goal__in=chained, measure=Measure.STEPS).order_by("recorded_at", "id")
    for key, step, correct, prompt in rows.values_list("goal_id", "step", "correct", "prompt") if chained else ():
        if step is not None:
            tries[key].append(StepTry(step, bool(correct) and prompt == PromptLevel.INDEPENDENT))
    return {
        key: chain(Chaining(goal.chaining), [s.number for s in goal.task_steps.all()], tries[key], goal.in_a_row)
        for key, goal in chained.items()
    }
