"""Adopting a rule, answering what it proposes, planning checks; and looking again whenever sessions changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.prepared import Prepared
from maypole.audit.actions import record
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.moves import Stage, next_move
from maypole.plan.actions import start_phase
from maypole.plan.models import Goal, GoalPhase, GoalState

from .checks import concerned, plan_checks, renew_outcomes
from .models import MasteryRule, MoveAnswer, MoveProposal, PhaseRule, PlannedProbe
from .odds import Odds
from .rules import in_force, stage_rule
from .sightings import now_known, sightings
from .trial import when

INSTANT = timedelta(microseconds=1)
"""A phase begins right after the session that ended the one before."""
STOPPED = (GoalState.State.HOLD, GoalState.State.ENDED)
log = logging.getLogger(__name__)
_anything = Prepared(
    lambda goal: (
        Goal.objects.filter(pk=goal)
        .filter(Exists(PhaseRule.objects.filter(goal=goal)) | Exists(PlannedProbe.objects.filter(goal=goal)))
        .order_by()
        .values_list("pk")
    ),
    goal=UUID,
)
"""Has the goal a rule or a check at all? Asked at every tap at home, so its SQL is written once."""


@transaction.atomic
def adopt_mastery(*, by: Actor, rule: MasteryRule, why: str, shown: Odds | None, now: datetime) -> MasteryRule:
    """From now on this says when the goal is reached. `shown`: the errors its reader saw before adopting it."""
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the next person understands.")})
    if shown is not None:
        rule.tested_level, rule.false_chance, rule.missed_chance = shown.tested, shown.false_chance, shown.missed_chance
    rule.organisation_id, rule.by_id, rule.at, rule.why = rule.goal.organisation_id, by.user_id, now, why.strip()
    rule.save(force_insert=True)
    record(by=by, action="mastery.adopt", about=rule, child=rule.goal.child_id)
    look_at([rule.goal_id], now)
    return rule


@transaction.atomic
def adopt_phases(*, by: Actor, rule: PhaseRule, why: str, now: datetime) -> PhaseRule:
    """From now on this rule proposes when the goal moves on; with `active` False, nothing proposes any more."""
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the next person understands.")})
    if rule.active and not MasteryRule.objects.filter(goal=rule.goal).exists():
        raise ValidationError(_("First say when the goal is reached: the phases rest on it."))
    rule.organisation_id, rule.by_id, rule.at, rule.why = rule.goal.organisation_id, by.user_id, now, why.strip()
    rule.save(force_insert=True)
    record(by=by, action="phases.adopt", about=rule, child=rule.goal.child_id, detail={"active": rule.active})
    look_at([rule.goal_id], now)
    return rule


@transaction.atomic
def confirm_move(*, by: Actor, proposal: MoveProposal, now: datetime) -> GoalPhase:
    """The phase begins right after the session that called for it, and its checks are planned.

    Raises ValidationError when somebody answered before, or when the goal has left that phase meanwhile.
    """
    _still_open(proposal)
    phase = start_phase(
        by=by,
        goal=proposal.goal,
        kind=proposal.end,
        label=_label(proposal),
        why=str(proposal.get_reason_display()),
        starts_at=proposal.triggered_at + INSTANT,
        at=now,
    )
    _answer(proposal, MoveAnswer.Answer.CONFIRMED, now, by=by, phase=phase)
    record(by=by, action="move.confirm", about=proposal, child=proposal.goal.child_id, detail={"to": proposal.end})
    look_at([proposal.goal_id], now)
    return phase


@transaction.atomic
def decline_move(*, by: Actor, proposal: MoveProposal, why: str, now: datetime) -> MoveAnswer:
    """Not now, and why. Only sessions after the one that called for it count for the next proposal."""
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the next person understands.")})
    _still_open(proposal)
    answer = _answer(proposal, MoveAnswer.Answer.DECLINED, now, by=by, why=why.strip())
    record(by=by, action="move.decline", about=proposal, child=proposal.goal.child_id)
    look_at([proposal.goal_id], now)
    return answer


def look_at(goals: Iterable[UUID], now: datetime) -> None:
    """What sessions of these goals have changed: proposals made or withdrawn, checks planned and fulfilled.

    Called whenever points are made anew, in the same transaction. A rule that cannot be worked out is written to the
    log and costs nobody the sessions.
    """
    keys = [goal for goal in goals if _anything(goal=goal)]
    ruled = in_force(keys)
    wanted = ruled.keys() | concerned(keys)
    for goal in Goal.objects.filter(pk__in=wanted).with_state() if wanted else ():
        try:
            with transaction.atomic():
                if goal.pk in ruled and goal.state not in STOPPED:
                    _propose(goal, *ruled[goal.pk], now)
                renew_outcomes(goal)
        except ProgressError:
            log.exception("the rule of goal %s cannot be worked out", goal.pk)


def _propose(goal: Goal, phases: PhaseRule, mastery: MasteryRule, now: datetime) -> None:
    """Make the one open proposal what the data say now."""
    current = goal.phases.filter(starts_at__lte=now).order_by("-starts_at", "-id").first()
    if current is None:
        return
    plan_checks(goal, current, by_id=current.by_id, now=current.at)
    since = _since(goal, current)
    after = (since - INSTANT).timestamp() if since else float("-inf")
    rule, known = stage_rule(goal, mastery, phases), now_known(sightings(goal, since))
    move = next_move(rule, Stage(current.kind), known, after)
    before = MoveProposal.objects.open().filter(goal=goal).order_by("-at", "-id").first()
    if before is not None:
        same = move and (before.triggered_at.timestamp(), before.start, before.end) == (move.at, move.start, move.end)
        if same and (before.rule_id, before.mastery_id) == (phases.pk, mastery.pk):
            return
        _answer(before, MoveAnswer.Answer.LAPSED, now)
    if move is not None:
        MoveProposal.objects.create(
            organisation_id=goal.organisation_id, goal=goal, rule=phases, mastery=mastery, start=move.start.value,
            end=move.end.value, reason=move.reason.value, sessions=move.sessions, triggered_at=when(move.at), at=now,
        )  # fmt: skip


def _since(goal: Goal, current: GoalPhase) -> datetime | None:
    """From when on sessions count: the phase's begin, or right after a session whose move was declined. None in a
    first phase: what was seen before anybody wrote down a phase is baseline."""
    declined = MoveAnswer.objects.filter(
        proposal__goal=goal, answer=MoveAnswer.Answer.DECLINED, proposal__triggered_at__gte=current.starts_at
    )
    last = declined.order_by("-proposal__triggered_at").values_list("proposal__triggered_at", flat=True).first()
    if last is not None:
        return last + INSTANT
    first = not goal.phases.filter(starts_at__lt=current.starts_at).exists()
    return None if first else current.starts_at


def _still_open(proposal: MoveProposal) -> None:
    """Held against a second tap until this transaction ends."""
    locked = MoveProposal.objects.select_for_update().open().filter(pk=proposal.pk).exists()
    newest = proposal.goal.phases.order_by("-starts_at", "-id").values_list("kind", flat=True).first()
    if not locked or newest != proposal.start:
        raise ValidationError(_("Somebody has answered this already, or the goal has moved on."))


def _answer(
    proposal: MoveProposal,
    answer: MoveAnswer.Answer,
    now: datetime,
    *,
    by: Actor | None = None,
    why: str = "",
    phase: GoalPhase | None = None,
) -> MoveAnswer:
    return MoveAnswer.objects.create(
        organisation_id=proposal.organisation_id, proposal=proposal, answer=answer, at=now,
        by_id=by.user_id if by else None, why=why, phase=phase,
    )  # fmt: skip


def _label(proposal: MoveProposal) -> str:
    """Teaching again is named on the graph."""
    return _("Teaching again") if proposal.end == GoalPhase.Kind.TEACH and proposal.start != "baseline" else ""
