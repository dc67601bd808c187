"""What people do with goals: wish, set, change, teach. Versions of the plan are in `agreement.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Carer, Child

from .agreement import PlanFields, amend_plan, draft_plan, keep_wordings, sign_plan
from .answers import accept_plan, cosign_plan, set_rule, settle_objection, tell_assent
from .episodes import begin_episode, end_episode, extend_episode
from .errors import PlanRefused
from .goal_parts import NOTHING_SAID, GoalParts, write_parts
from .models import FamilyPriority, Goal, GoalPhase, GoalState, Measure, TaskStep
from .reached import NOT_YET_WIDELY, NOWHERE, Shown

__all__ = [
    "GoalFields",
    "GoalParts",
    "PlanFields",
    "PlanRefused",
    "accept_plan",
    "amend_plan",
    "begin_episode",
    "change_goal",
    "change_goal_state",
    "cosign_plan",
    "draft_plan",
    "end_episode",
    "extend_episode",
    "set_goal",
    "set_rule",
    "set_task_steps",
    "settle_objection",
    "sign_plan",
    "start_phase",
    "state_priority",
    "tell_assent",
]


class GoalFields(TypedDict, total=False):
    """Fields of a goal: see `Goal`."""

    area: str
    discipline: str
    title: str
    family_words: str
    who_does: str
    conditions: str
    measure: str
    unit: str
    improvement: str
    baseline: float | None
    criterion: float | None
    scale_max: float | None
    span_s: float | None
    chaining: str
    in_a_row: int
    importance: int | None
    difficulty: int | None
    starts_on: date | None
    due_on: date | None
    order: int


@transaction.atomic
def set_goal(
    *,
    by: Actor,
    child: Child,
    parent: Goal | None = None,
    horizon: str = "",
    phase: str = GoalPhase.Kind.BASELINE,
    steps: Sequence[str] = (),
    parts: GoalParts = NOTHING_SAID,
    at: datetime | None = None,
    **fields: Unpack[GoalFields],
) -> Goal:
    """A new goal, open from `at`: short-term when it has a `parent`, long-term without (or as `horizon` says).

    A short-term goal starts in `phase`, and `steps` are those of its task when steps are what is measured. Raises
    PlanRefused by field while family's words, and for a short-term goal the long-term goal above it, measure,
    baseline, criterion or date are missing (S47, S48, S50), and as `write_parts` does for its parts.
    """
    at = at or timezone.now()
    fields["starts_on"] = fields.get("starts_on") or timezone.localdate(at)
    goal = Goal(organisation_id=child.organisation_id, child=child, parent=parent, at=at, by_id=by.user_id)
    goal.horizon = horizon or (Goal.Horizon.SHORT if parent else Goal.Horizon.LONG)
    _fill(goal, fields, steps)
    goal.save(force_insert=True)
    GoalState.objects.create(organisation_id=child.organisation_id, goal=goal, state="open", at=at, by_id=by.user_id)
    if goal.horizon == Goal.Horizon.SHORT:
        GoalPhase.objects.create(
            organisation_id=child.organisation_id, goal=goal, kind=phase, starts_at=at, at=at, by_id=by.user_id
        )
    _write_steps(goal, steps)
    write_parts(goal, parts, new=True)
    record(by=by, action="goal.set", about=goal, child=child.pk, detail={"horizon": goal.horizon})
    keep_wordings(child=child)
    return goal


@transaction.atomic
def change_goal(
    *,
    by: Actor,
    goal: Goal,
    parent: Goal | None = None,
    steps: Sequence[str] | None = None,
    parts: GoalParts = NOTHING_SAID,
    edition: int | None = None,
    **fields: Unpack[GoalFields],
) -> Goal:
    """Change the given fields of a goal, or the long-term goal above it; signed plans keep the wording of then.

    Raises as `set_goal` does, and EditConflict when somebody saved after `edition`.
    """
    goal.claim(edition)
    goal.parent = parent or goal.parent
    before = {name: getattr(goal, name) for name in fields}
    _fill(goal, fields, steps or ())
    goal.save()
    if steps is not None:
        _write_steps(goal, steps)
    changed = [name for name, value in before.items() if getattr(goal, name) != value]
    changed += write_parts(goal, parts, new=False)
    record(by=by, action="goal.change", about=goal, child=goal.child_id, detail={"fields": changed})
    keep_wordings(child=goal.child)
    return goal


@transaction.atomic
def set_task_steps(*, by: Actor, goal: Goal, steps: Sequence[str]) -> list[TaskStep]:
    """The steps of the task that a goal teaches, in order; what is heard as "of 5" follows their number."""
    if goal.measure != Measure.STEPS:
        raise PlanRefused({"measure": _("Only a goal measured by steps has steps.")})
    written = _write_steps(goal, steps)
    _fill(goal, {"scale_max": len(written)}, ())
    goal.save(update_fields=["scale_max"])
    record(by=by, action="goal.steps", about=goal, child=goal.child_id, detail={"steps": len(written)})
    keep_wordings(child=goal.child)
    return written


@transaction.atomic
def change_goal_state(
    *, by: Actor, goal: Goal, state: str, why: str = "", shown: Shown = NOWHERE, at: datetime | None = None
) -> GoalState:
    """Open, met, on hold or let go; stopping needs a reason. The newest row is the state.

    Met needs the evidence: `shown` in two places or with two people (S89). Raises PlanRefused by field.
    """
    if state not in GoalState.State.values:
        raise PlanRefused({"state": _("Choose how it goes on with this goal.")})
    if state in (GoalState.State.HOLD, GoalState.State.ENDED) and not why.strip():
        raise PlanRefused({"why": _("Write why, so that the next person understands.")})
    newest = goal.states.order_by("-at", "-id").first()
    if newest is not None and newest.state == state:
        return newest
    if state == GoalState.State.MET and not shown.widely:
        raise PlanRefused({"state": NOT_YET_WIDELY})
    changed = GoalState.objects.create(
        organisation_id=goal.organisation_id,
        goal=goal,
        state=state,
        why=why.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="goal.state", about=goal, child=goal.child_id, detail={"state": state})
    keep_wordings(child=goal.child)
    return changed


@transaction.atomic
def start_phase(
    *,
    by: Actor,
    goal: Goal,
    kind: str,
    label: str = "",
    why: str = "",
    starts_at: datetime | None = None,
    at: datetime | None = None,
) -> GoalPhase:
    """From `starts_at` (else `at`) the goal is in baseline, teaching, other places or keeping.

    `label` names a change within teaching: the graph gets a line there.
    """
    at = at or timezone.now()
    starts_at = starts_at or at
    newest = goal.phases.order_by("-starts_at").first()
    if goal.horizon != Goal.Horizon.SHORT or kind not in GoalPhase.Kind.values:
        raise PlanRefused({"kind": _("Choose what happens from now on.")})
    if newest is not None and newest.kind == kind and not label.strip():
        raise PlanRefused({"label": _("The goal is in this phase already. Name what changes.")})
    if newest is not None and starts_at <= newest.starts_at:
        raise PlanRefused({"starts_at": _("A phase starts after the one before it.")})
    phase = GoalPhase.objects.create(
        organisation_id=goal.organisation_id,
        goal=goal,
        kind=kind,
        label=label.strip(),
        why=why.strip(),
        starts_at=starts_at,
        at=at,
        by_id=by.user_id,
    )
    record(by=by, action="goal.phase", about=goal, child=goal.child_id, detail={"kind": kind})
    return phase


@transaction.atomic
def state_priority(
    *,
    by: Actor,
    child: Child,
    words: str,
    importance: int,
    now: int,
    satisfaction: int,
    carer: Carer | None = None,
    at: datetime | None = None,
) -> FamilyPriority:
    """A wish of the family in their words; how much it matters, how it goes and how content they are, 1 to 10."""
    priority = FamilyPriority(
        organisation_id=child.organisation_id,
        child=child,
        carer=carer,
        words=words.strip(),
        importance=importance,
        now=now,
        satisfaction=satisfaction,
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    try:
        priority.full_clean(exclude=["organisation", "child", "carer", "by"], validate_constraints=False)
    except ValidationError as invalid:
        raise PlanRefused(invalid.message_dict) from None
    priority.save(force_insert=True)
    record(by=by, action="priority.state", about=priority, child=child.pk)
    return priority


def _fill(goal: Goal, fields: GoalFields, steps: Sequence[str]) -> None:
    for name, value in fields.items():
        setattr(goal, name, value.strip() if isinstance(value, str) else value)
    if goal.measure == Measure.STEPS and steps:
        goal.scale_max = len([step for step in steps if step.strip()])
    if goal.is_share:
        goal.scale_max = goal.out_of
    problems = goal.problems()
    if problems:
        raise PlanRefused(problems)


def _write_steps(goal: Goal, steps: Sequence[str]) -> list[TaskStep]:
    goal.task_steps.all().delete()
    return TaskStep.objects.bulk_create(
        TaskStep(organisation_id=goal.organisation_id, goal=goal, number=number, text=text)
        for number, text in enumerate((step.strip() for step in steps if step.strip()), start=1)
    )
