"""Planning what is played in a visit: every game names a goal, is safe for this child today, and has its equipment."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.equipment.actions import why_not
from maypole.equipment.models import Equipment
from maypole.plan.models import Goal
from maypole.planner.facts import facts_of, site_of
from maypole.planner.proposing import no_equipment, one
from maypole.play import safety
from maypole.visits.models import PlannedActivity, Visit, VisitEquipment, VisitStatus

OPEN = frozenset({VisitStatus.State.PLANNED, VisitStatus.State.STARTED})


@transaction.atomic
def take(*, by: Actor, visit: Visit, goal: Goal, code: str, cleared: bool = False, now: datetime) -> PlannedActivity:
    """Put a game into the visit's plan for a goal, at the end, with why it was proposed and its equipment.

    ValidationError when it may not be played with this child on that day, its equipment is not at hand, the goal is
    not an open one of the child, or the visit is over. `cleared`: somebody looked at allergies, eating or moving.
    """
    _open(visit)
    facts = facts_of(visit, get_language() or "en", now)
    proposal = one(facts, goal, code) if goal.pk in {each.pk for each in facts.goals} else None
    if proposal is None:
        raise ValidationError(_("Choose one of this child’s open goals, and a game of the shelf."))
    entry = proposal.entry
    reasons = safety.refusals(visit.child, facts.kinds, facts.today, entry=entry, cleared=cleared, place=visit.setting)
    if missing := no_equipment(facts, entry):
        reasons.append(missing)
    if reasons:
        raise ValidationError(reasons)
    rows = PlannedActivity.objects.standing().filter(visit=visit)
    if same := rows.filter(activity=code, goal=goal).first():
        return same
    planned = PlannedActivity.objects.create(
        organisation_id=visit.organisation_id, child_id=visit.child_id, visit=visit, goal=goal, activity=code,
        title=entry.title, minutes=entry.minutes, grading=proposal.grading, why=proposal.why, at=now, by_id=by.user_id,
        order=(rows.order_by().aggregate(Max("order"))["order__max"] or 0) + 1,
    )  # fmt: skip
    record(by=by, action="game.planned", about=planned, child=visit.child_id, detail={"game": code, "cleared": cleared})
    if entry.equipment:
        choose(by=by, visit=visit, equipment=facts.at_hand(entry.equipment)[0], planned=planned, now=now)
    return planned


@transaction.atomic
def take_off(*, by: Actor, planned: PlannedActivity, now: datetime) -> None:
    """Take a game off the plan, and the equipment that came with it. Twice is the same as once."""
    _open(planned.visit)
    if PlannedActivity.objects.standing().filter(pk=planned.pk).update(removed_at=now):
        VisitEquipment.objects.standing().filter(planned=planned).update(removed_at=now)
        record(by=by, action="game.removed", about=planned, child=planned.child_id)


@transaction.atomic
def put_back(*, by: Actor, planned: PlannedActivity, now: datetime) -> PlannedActivity:
    """Undo taking it off: the game stands again, if it still may be played; somebody looked at its safety before."""
    made = take(by=by, visit=planned.visit, goal=planned.goal, code=planned.activity, cleared=True, now=now)
    PlannedActivity.objects.filter(pk=made.pk).update(
        order=planned.order, minutes=planned.minutes, grading=planned.grading
    )
    return made


@transaction.atomic
def move(*, by: Actor, planned: PlannedActivity, earlier: bool) -> None:
    """One place earlier or later; nothing at the end of the row."""
    _open(planned.visit)
    rows = list(PlannedActivity.objects.standing().select_for_update().filter(visit=planned.visit_id))
    place = [row.pk for row in rows].index(planned.pk)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, 1):
        row.order = order
    PlannedActivity.objects.bulk_update(rows, ["order"])
    record(by=by, action="game.moved", about=planned, child=planned.child_id)


@transaction.atomic
def adjust(*, by: Actor, planned: PlannedActivity, minutes: int, grading: str) -> None:
    """How long, and how easy or hard today."""
    _open(planned.visit)
    planned.minutes, planned.grading = minutes, grading.strip()
    planned.save(update_fields=["minutes", "grading"])
    record(by=by, action="game.adjusted", about=planned, child=planned.child_id)


@transaction.atomic
def choose(
    *, by: Actor, visit: Visit, equipment: Equipment, planned: PlannedActivity | None = None, now: datetime
) -> VisitEquipment:
    """Choose a thing for the visit, before or while it runs. What is overdue, failed, out or away is refused (S60)."""
    _open(visit)
    site = site_of(visit)
    if site is None or equipment.site_id != site.pk:
        raise ValidationError(_("Choose a thing that stands where the visit is."))
    if reason := why_not(equipment, timezone.localdate(max(visit.starts_at, now))):
        raise ValidationError(reason)
    row, made = VisitEquipment.objects.get_or_create(
        visit=visit, equipment=equipment, removed_at=None,
        defaults={"organisation_id": visit.organisation_id, "planned": planned, "at": now, "by_id": by.user_id},
    )  # fmt: skip
    if made:
        record(by=by, action="equipment.chosen", about=row, child=visit.child_id)
    return row


@transaction.atomic
def put_away(*, by: Actor, row: VisitEquipment, now: datetime) -> None:
    """It is not used in this visit after all."""
    _open(row.visit)
    if VisitEquipment.objects.standing().filter(pk=row.pk).update(removed_at=now):
        record(by=by, action="equipment.put_away", about=row, child=row.visit.child_id)


def _open(visit: Visit) -> None:
    state = VisitStatus.objects.filter(visit=visit).order_by("-at", "-id").values_list("state", flat=True).first()
    if state not in OPEN:
        raise ValidationError(_("This visit is over: its plan stays as it was played."))
