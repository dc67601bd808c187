"""Asking the family and the child: at the start and before each review, answered by themselves or noted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared, Row
from maypole.audit.actions import record
from maypole.home.models import HomeActivity
from maypole.people.access import Reach, reach, read
from maypole.people.models import Carer, Child

from .models import OutcomeAnswer, OutcomeItem, OutcomeView, Review, StrategyConfidence

AHEAD = timedelta(days=21)
"""So long before a review the family is asked."""


_reviews = Prepared(
    lambda child: Review.objects.filter(child=child).order_by("id").values_list("pk", "planned_on", "held_at"),
    child=UUID,
)
_spoken = Prepared(
    lambda child, voice: (
        OutcomeView.objects.filter(child=child, voice=voice)
        .order_by("at", "id")
        .values_list("at", "occasion", "review_id")
    ),
    child=UUID,
    voice=str,
)


@dataclass(frozen=True)
class Ask:
    """What a new answer is for: the start (no review), or this review and its day; `due` when it is time to ask."""

    occasion: str
    review: UUID | None
    on: date | None
    due: bool


def speaking(actor: Actor, child_id: UUID, *, reading: bool) -> Reach:
    """The child for whoever may say or note how it goes: carers who log and see the plan, the child, the team."""
    needs = Permission.LOG_HOME if actor.is_family else Permission.RUN_VISIT
    found = read(actor, child_id, needs, "views") if reading else reach(actor, child_id, needs)
    if not found.can(Permission.SEE_GOALS):
        raise PermissionDenied(Permission.SEE_GOALS)
    return found


def asked(child: Child, voice: str, today: date) -> Ask:
    """The start while nobody with this voice has spoken and no review was held; after that, the planned review.

    An answer on the day of the first one corrects it. A first answer shortly before a review is for that review.
    Without a planned review a later answer opens none: it counts for the start as well.
    """
    rows = _reviews(child=child.pk)
    planned = next(((pk, on) for pk, on, held_at in rows if held_at is None), None)
    held = any(held_at is not None for _pk, _on, held_at in rows)
    spoken = _spoken(child=child.pk, voice=str(voice))
    near = planned is not None and planned[1] - AHEAD <= today
    if planned is None or starting(spoken, held=held, near=near, today=today):
        return Ask(OutcomeView.Occasion.START, None, None, not spoken)
    waiting = all(review != planned[0] for _at, _occasion, review in spoken)
    return Ask(OutcomeView.Occasion.REVIEW, *planned, waiting and near)


def starting(spoken: Sequence[Row], *, held: bool, near: bool, today: date) -> bool:
    """Whether an answer of today is the first word, or corrects it."""
    if spoken:
        at, occasion, _review = spoken[0]
        return occasion == OutcomeView.Occasion.START and timezone.localdate(at) == today
    return not near and not held


@transaction.atomic
def say_how_it_goes(
    *,
    by: Actor,
    child: Child,
    voice: str,
    answers: Mapping[str, int],
    confidence: Mapping[HomeActivity, int] | None = None,
    words: str = "",
    carer: Carer | None = None,
    now: datetime | None = None,
) -> OutcomeView:
    """Keep what one voice says, for the occasion that is open today. `carer`: whose view it is, when not their own.

    Raises ValidationError when nothing was said, or something that cannot be answered here.
    """
    now, confidence = now or timezone.now(), confidence or {}
    if not answers and not confidence and not words.strip():
        raise ValidationError(_("Answer one question, or write a word: whatever you like to tell."))
    refuse_odd(child, answers, confidence)
    ask = asked(child, voice, timezone.localdate(now))
    owner = {"organisation_id": child.organisation_id}
    parent = voice == OutcomeView.Voice.PARENT
    view = OutcomeView.objects.create(
        **owner,
        child=child,
        voice=voice,
        occasion=ask.occasion,
        review_id=ask.review,
        carer_id=(by.carer_id or (carer.pk if carer else None)) if parent else None,
        words=words.strip(),
        at=now,
        by_id=by.user_id,
    )
    OutcomeAnswer.objects.bulk_create(
        OutcomeAnswer(**owner, view=view, item=item, value=value) for item, value in answers.items()
    )
    StrategyConfidence.objects.bulk_create(
        StrategyConfidence(**owner, view=view, activity=activity, value=value) for activity, value in confidence.items()
    )
    record(by=by, action="views.told", about=view, child=child.pk, detail={"voice": voice, "occasion": ask.occasion})
    return view


def refuse_odd(child: Child, answers: Mapping[str, int], confidence: Mapping[HomeActivity, int]) -> None:
    """Unknown questions, values off their scale, and games of another child."""
    good = all(item in OutcomeItem.values and 1 <= value <= 5 for item, value in answers.items())
    sure = all(each.child_id == child.pk and 1 <= value <= 10 for each, value in confidence.items())
    if not (good and sure):
        raise ValidationError(_("That answer was not understood. Look at the questions once more."))
