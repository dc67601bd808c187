"""The child's own scale of feelings, and where they pointed, at a visit or at home (S64)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Child
from maypole.planner.models import Feeling, FeelingScale
from maypole.visits.models import Visit

FEWEST, MOST = 3, 5


@transaction.atomic
def set_scale(*, by: Actor, child: Child, words: str, now: datetime) -> FeelingScale:
    """The scale in the child's words from now on. What was noted before keeps the scale it was noted on."""
    scale = FeelingScale(
        organisation_id=child.organisation_id, child=child, words=words.strip(), by_id=by.user_id, at=now
    )
    if not FEWEST <= len(scale.steps) <= MOST or any(len(step) > 40 for step in scale.steps):
        raise ValidationError({"words": _("Write three to five steps, one a line, each in a few words.")})
    scale.save(force_insert=True)
    record(by=by, action="feelings.scaled", about=scale, child=child.pk)
    return scale


@transaction.atomic
def note_feeling(
    *,
    by: Actor,
    scale: FeelingScale,
    level: int,
    moment: str,
    visit: Visit | None = None,
    helped: str = "",
    now: datetime,
) -> Feeling:
    """Where the child pointed: before or after a visit, or at home (no visit). `helped`: what helped, if anything."""
    if not 1 <= level <= len(scale.steps):
        raise ValidationError({"level": _("Choose one of the steps.")})
    if moment not in Feeling.Moment.values:
        raise ValidationError({"moment": _("Say whether it was before or after.")})
    row = Feeling.objects.create(
        organisation_id=scale.organisation_id, child_id=scale.child_id, scale=scale, visit=visit, moment=moment,
        place=Feeling.Place.CLINIC if visit else Feeling.Place.HOME, level=level, steps=len(scale.steps),
        why=helped.strip()[:300], by_id=by.user_id, at=now,
    )  # fmt: skip
    record(by=by, action="feeling.noted", about=row, child=row.child_id)
    return row


@transaction.atomic
def take_feeling_back(*, by: Actor, feeling: Feeling, now: datetime) -> None:
    """A wrong tap. Twice is the same as once."""
    if Feeling.objects.standing().filter(pk=feeling.pk).update(removed_at=now):
        record(by=by, action="feeling.removed", about=feeling, child=feeling.child_id)
