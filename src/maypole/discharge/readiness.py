"""The signs of an ending for one child, from what was measured, checked and said: advice, never a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from maypole.cores.progress.generalisation import Wanted, generalisation
from maypole.cores.progress.history import JudgeInput, Probe
from maypole.cores.progress.readiness import Line, Seen, of_goal, of_open_goals
from maypole.cores.progress.series import Improvement
from maypole.mastery.models import ProbeOutcome
from maypole.people.models import Child
from maypole.plan.models import Goal, GoalState
from maypole.progress.delivery import delivered, earliest, visit_rows
from maypole.progress.history import GoalHistory, histories
from maypole.progress.judging import HOME_SETTINGS, judge_goal

from .models import GoalWord

WORKED_ON = (GoalState.State.OPEN, GoalState.State.MET)


@dataclass(frozen=True)
class GoalSigns:
    """One goal: three lines, where it was seen, its checks, and what the family said (None: not asked)."""

    goal: Goal
    open: bool
    lines: tuple[Line, ...]
    places: Mapping[str, Seen]
    checks: tuple[Probe, ...]
    said: GoalWord | None


@dataclass(frozen=True)
class Signs:
    goals: tuple[GoalSigns, ...]
    gain: Line
    gaining: Goal | None

    @property
    def lines(self) -> list[Line]:
        return [line for one in self.goals for line in one.lines] + [self.gain]


def signs(child: Child, today: date) -> Signs:
    """Short-term goals that are open or reached; a constant number of queries."""
    rows = Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).in_state(*WORKED_ON)
    goals = list(rows)
    loaded, made, said = histories(goals), _checks(goals), _said(goals)
    visits = visit_rows(child.pk, earliest(loaded.values(), today))
    found = []
    chances: dict[UUID, float | None] = {}
    for goal in goals:
        history = loaded[goal.pk]
        found.append(_of_goal(goal, history, made[goal.pk], said.get(goal.pk)))
        if goal.state == GoalState.State.OPEN and not reached(found[-1]):
            judged = judge_goal(history, today=today, delivery=delivered(history, visits), reviewing=True)
            chances[goal.pk] = judged.p_goal
    gain = of_open_goals(list(chances.values()))
    best = next((goal for goal in goals if gain.chance is not None and chances.get(goal.pk) == gain.chance), None)
    return Signs(tuple(found), gain, best)


def reached(one: GoalSigns) -> bool:
    """A goal that is at its level in two places has no further gain to wait for."""
    return one.lines[0].reached >= one.lines[0].needed


def _of_goal(goal: Goal, history: GoalHistory, checks: Sequence[Probe], said: GoalWord | None) -> GoalSigns:
    places = where_reached(goal, history)
    judged = JudgeInput(
        baseline=(),
        treatment=history.treatment_data,
        goal=goal.level(goal.criterion or 0.0),
        due=float((goal.due_on - goal.starts_on).days),
        improvement=Improvement(goal.improvement),
        probes=tuple(check for check in checks if (check.trials is not None) == goal.counts_tries),
        home_settings=HOME_SETTINGS,
        family_confirms=(said.matters and said.achieved) if said else None,
    )
    return GoalSigns(goal, goal.state == GoalState.State.OPEN, of_goal(judged, places), places, tuple(checks), said)


def where_reached(goal: Goal, history: GoalHistory) -> dict[str, Seen]:
    """Each place since teaching began, whoever was there: its sessions, and the chance to be at the goal there."""
    points = [replace(point, person="") for point in history.treatment_data]
    if not points:
        return {}
    falls = goal.improvement == Goal.Improvement.DECREASE
    wanted = Wanted(goal=goal.level(goal.criterion or 0.0), sign=-1.0 if falls else 1.0, probe_tries=goal.out_of)
    return {cell.setting: Seen(cell.sessions, cell.chance) for cell in generalisation(points, wanted).cells}


def _checks(goals: Sequence[Goal]) -> dict[UUID, list[Probe]]:
    found: dict[UUID, list[Probe]] = defaultdict(list)
    rows = ProbeOutcome.objects.filter(probe__goal__in=goals).select_related("probe").order_by("at")
    for row in rows:
        value = float(row.correct) if row.trials and row.correct is not None else row.value
        probe = Probe(row.at.toordinal(), value, row.trials, row.probe.place, row.probe.with_whom)
        found[row.probe.goal_id].append(probe)
    return found


def _said(goals: Sequence[Goal]) -> dict[UUID, GoalWord]:
    """By goal, the newest word of the family."""
    rows = GoalWord.objects.filter(goal__in=goals).select_related("carer", "by").order_by("at", "id")
    return {row.goal_id: row for row in rows}
