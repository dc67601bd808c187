"""Who may read and write what belongs to an area of a child's day.

Staff and carers through the child and the rights recorded there; the young person reads what is written to help them;
an outside party reads one page, the calm-down plan, while the family's consent to that page holds.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.roles import OUTSIDE_PERMISSIONS
from maypole.audit.actions import record
from maypole.people.access import Reach, consented, reach
from maypole.people.models import Consent

from .models import BehaviourEvent, MealNote, SensoryEvent

Line = TypeVar("Line", SensoryEvent, MealNote, BehaviourEvent)


def by_consent_only(actor: Actor, reached: Reach) -> bool:
    """Whether this person is nothing to this child but an outside party (a teacher may be another child's parent)."""
    mine = actor.child_id == reached.child.pk
    return actor.outside_id is not None and not mine and reached.permissions <= OUTSIDE_PERMISSIONS


def reads_record(actor: Actor, reached: Reach) -> bool:
    """Profile, foods, voice, calm plan: who reads the clinical record, and the young person it is about."""
    return reached.can(P.SEE_CLINICAL) or actor.child_id == reached.child.pk


def reads_events(reached: Reach) -> bool:
    """Behaviour: who reads both the clinical record and what happens at home; never the child's friends or school."""
    return reached.can(P.SEE_CLINICAL) and reached.can(P.SEE_HOME)


def logs_diary(reached: Reach) -> bool:
    return reached.can(P.LOG_HOME) or reached.can(P.RUN_VISIT)


def logs_events(actor: Actor, reached: Reach) -> bool:
    """Carers who log at home and staff who treat; a young person is never asked to log themselves."""
    return logs_diary(reached) and actor.child_id != reached.child.pk


def answers_milestones(reached: Reach) -> bool:
    return reached.can(P.SEE_CLINICAL) and reached.can(P.WRITE_PROFILE)


def opened(actor: Actor, reached: Reach, what: str) -> None:
    """One audit row that says which part of the record was read."""
    record(by=actor, action="child.read", about=reached.child, child=reached.child.pk, detail={"what": what})


def day_to_read(actor: Actor, child_id: UUID, what: str) -> Reach:
    """The child for the area pages: goals may be seen, and not by consent only (that has its own pages)."""
    reached = reach(actor, child_id, P.SEE_GOALS)
    _refuse_if(by_consent_only(actor, reached), P.SEE_CLINICAL)
    opened(actor, reached, what)
    return reached


def record_to_read(actor: Actor, child_id: UUID, what: str) -> Reach:
    reached = reach(actor, child_id, P.SEE_CHILD)
    _refuse_if(not reads_record(actor, reached), P.SEE_CLINICAL)
    opened(actor, reached, what)
    return reached


def diary_to_read(actor: Actor, child_id: UUID, what: str) -> Reach:
    reached = reach(actor, child_id, P.SEE_HOME)
    opened(actor, reached, what)
    return reached


def diary_to_write(actor: Actor, child_id: UUID) -> Reach:
    reached = reach(actor, child_id, P.SEE_HOME)
    _refuse_if(not logs_diary(reached), P.LOG_HOME)
    return reached


def events_to_read(actor: Actor, child_id: UUID, what: str) -> Reach:
    reached = reach(actor, child_id, P.SEE_CHILD)
    _refuse_if(not reads_events(reached), P.SEE_CLINICAL)
    opened(actor, reached, what)
    return reached


def event_to_log(actor: Actor, child_id: UUID) -> Reach:
    reached = reach(actor, child_id, P.SEE_HOME)
    _refuse_if(not logs_events(actor, reached), P.LOG_HOME)
    return reached


def milestones_to_answer(actor: Actor, child_id: UUID) -> Reach:
    reached = reach(actor, child_id, P.SEE_CLINICAL)
    _refuse_if(not reached.can(P.WRITE_PROFILE), P.WRITE_PROFILE)
    return reached


def calm_plan_to_read(actor: Actor, child_id: UUID) -> Reach:
    """Also an outside party to whom the family's consent opens this one page; a withdrawn consent closes it at once."""
    reached = reach(actor, child_id, P.SEE_CHILD)
    if by_consent_only(actor, reached):
        assert actor.outside_id is not None
        allowed = consented(reached.child.pk, actor.outside_id, Consent.Scope.CALM_PLAN, timezone.now())
    else:
        allowed = reads_record(actor, reached)
    _refuse_if(not allowed, P.SEE_CLINICAL)
    opened(actor, reached, "calm_plan")
    return reached


def line_to_withdraw(actor: Actor, model: type[Line], line_id: UUID) -> tuple[Line, Reach]:
    """A line of a diary for who wrote it and still may, or for staff who treat the child."""
    line = model._default_manager.filter(organisation_id=actor.organisation_id, pk=line_id).first()
    if line is None:
        raise Http404
    reached = reach(actor, line.child_id, P.SEE_HOME)
    _refuse_if(not (reached.can(P.RUN_VISIT) or (reached.can(P.LOG_HOME) and line.by_id == actor.user_id)), P.LOG_HOME)
    return line, reached


def _refuse_if(refused: bool, permission: P) -> None:
    if refused:
        raise PermissionDenied(permission)
