"""Asking the family and the child: at the start and before each review, answered by themselves or noted together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.home.models import HomeActivity
from maypole.people.access import Reach, reach, read
from maypole.people.models import Carer, Child

from .models import OutcomeAnswer, OutcomeItem, OutcomeView, Review, StrategyConfidence

AHEAD = timedelta(days=21)
"""So long before a review the family is asked."""


@dataclass(frozen=True)
class Ask:
    """What a new answer is for: the start (no review), or this review; `due` when it is time to ask."""

    occasion: str
    review: Review | None
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
    planned = Review.objects.due().filter(child=child).first()
    spoke = OutcomeView.objects.filter(child=child, voice=voice).order_by("at").first()
    near = planned is not None and planned.planned_on - AHEAD <= today
    if planned is None or starting(child, spoke, near=near, today=today):
        return Ask(OutcomeView.Occasion.START, None, spoke is None)
    waiting = not OutcomeView.objects.filter(review=planned, voice=voice).exists()
    return Ask(OutcomeView.Occasion.REVIEW, planned, waiting and near)


def starting(child: Child, spoke: OutcomeView | None, *, near: bool, today: date) -> bool:
    """Whether an answer of today is the first word, or corrects it."""
    if spoke is not None:
        return spoke.occasion == OutcomeView.Occasion.START and timezone.localdate(spoke.at) == today
    return not near and not Review.objects.filter(child=child, held_at__isnull=False).exists()


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
        review=ask.review,
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
