"""Planned checks: made when a goal enters other places or keeping, fulfilled by sessions, called off with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.cores.progress.moves import gathered
from maypole.plan.models import Goal, GoalPhase

from .models import PlannedProbe, ProbeEnd, ProbeOutcome
from .probing import Check, checks_for, fulfilled
from .rules import in_a_row, mastery_in_force, usual_rule
from .sightings import now_known, sightings


def concerned(goals: Iterable[UUID]) -> set[UUID]:
    """Of these goals, those with planned checks."""
    planned = PlannedProbe.objects.filter(goal__in=list(goals), end__isnull=True)
    return set(planned.values_list("goal_id", flat=True))


@transaction.atomic
def plan_probe(*, by: Actor, goal: Goal, check: Check, now: datetime) -> PlannedProbe:
    """One more check; the same day and place twice is a mistake (ValidationError)."""
    if check.due_on < timezone.localdate(now):
        raise ValidationError({"due_on": _("Choose today or a day ahead.")})
    made = _keep(goal, [check], by.user_id, now)
    if not made:
        raise ValidationError({"due_on": _("A check is planned there for that day already.")})
    record(by=by, action="probe.plan", about=made[0], child=goal.child_id, detail={"kind": check.kind})
    return made[0]


@transaction.atomic
def plan_usual_checks(*, by: Actor, goal: Goal, now: datetime) -> list[PlannedProbe]:
    """The two checks of the goal's phase, counted from today; none outside other places and keeping."""
    phase = goal.phases.filter(starts_at__lte=now).order_by("-starts_at", "-id").first()
    made = _keep(goal, _usual(goal, phase, timezone.localdate(now)), by.user_id, now) if phase else []
    record(by=by, action="probe.plan", about=goal, child=goal.child_id, detail={"checks": len(made)})
    return made


@transaction.atomic
def call_off(*, by: Actor, probe: PlannedProbe, why: str, now: datetime) -> ProbeEnd:
    """This check will not happen, and why. One that was made cannot be called off."""
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the next person understands.")})
    if not PlannedProbe.objects.open().filter(pk=probe.pk).exists():
        raise ValidationError(_("This check is made or called off already."))
    end = ProbeEnd.objects.create(
        organisation_id=probe.organisation_id, probe=probe, why=why.strip(), at=now, by_id=by.user_id
    )
    record(by=by, action="probe.call_off", about=probe, child=probe.child_id)
    return end


def plan_checks(goal: Goal, phase: GoalPhase, *, by_id: UUID, now: datetime) -> None:
    """The two checks of a phase, once, in the name of who started it."""
    if PlannedProbe.objects.filter(goal=goal, at__gte=phase.at).exists():
        return
    begins = max(timezone.localdate(phase.starts_at), timezone.localdate(phase.at))
    _keep(goal, _usual(goal, phase, begins), by_id, now)


def _usual(goal: Goal, phase: GoalPhase, start: date) -> list[Check]:
    if phase.kind not in (GoalPhase.Kind.GENERALISE, GoalPhase.Kind.MAINTAIN):
        return []
    taught = goal.phases.exclude(kind=GoalPhase.Kind.BASELINE).order_by("starts_at").first()
    known = now_known(sightings(goal, taught.starts_at if taught else None))
    return checks_for(goal, phase.kind, start, [datum for datum, _known in gathered(known)])


def _keep(goal: Goal, checks: Sequence[Check], by_id: UUID, now: datetime) -> list[PlannedProbe]:
    """Those that are not planned for the same day and place already."""
    there = set(PlannedProbe.objects.filter(goal=goal).values_list("due_on", "place"))
    return PlannedProbe.objects.bulk_create(
        PlannedProbe(
            organisation_id=goal.organisation_id, child_id=goal.child_id, goal=goal, kind=check.kind,
            due_on=check.due_on, place=check.place, with_whom=check.with_whom, by_id=by_id, at=now,
        )
        for check in checks
        if (check.due_on, check.place) not in there
    )  # fmt: skip


def renew_outcomes(goal: Goal) -> int:
    """Make the outcomes of a goal's checks what its sessions say. Returns how many were made, changed or removed."""
    probes = list(PlannedProbe.objects.filter(goal=goal, end__isnull=True).select_related("outcome"))
    if not probes:
        return 0
    rule = in_a_row(goal, mastery_in_force(goal) or usual_rule(goal))
    made = {one.probe.pk: one for one in fulfilled(rule, probes, now_known(sightings(goal, min(p.at for p in probes))))}
    changes = 0
    for probe in probes:
        before, now = getattr(probe, "outcome", None), made.get(probe.pk)
        if now is None:
            changes += before.delete()[0] if before else 0
            continue
        tries = now.datum.trials
        values = {
            "occasion": now.occasion, "at": datetime.fromtimestamp(now.datum.at, timezone.get_default_timezone()),
            "value": now.datum.level, "correct": round(now.datum.value) if tries else None, "trials": tries,
            "held": now.held,
        }  # fmt: skip
        if before is None or any(getattr(before, name) != value for name, value in values.items()):
            owner = {"organisation_id": probe.organisation_id}
            ProbeOutcome.objects.update_or_create(probe=probe, defaults=values | owner)
            changes += 1
    return changes
