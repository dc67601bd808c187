"""Planning a review, and holding it: decisions with reasons that make the next version of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Child
from maypole.plan.actions import change_goal_state, draft_plan, sign_plan, start_phase
from maypole.plan.errors import PlanRefused
from maypole.plan.models import Goal, GoalPhase, GoalState, PlanVersion
from maypole.plan.reached import NOT_YET_WIDELY, NOWHERE, Shown

from .calibrating import growth_prior
from .evidence import shown_of
from .models import Decision, OutcomeView, Review

ENDS = {
    Decision.Choice.MET: GoalState.State.MET,
    Decision.Choice.PAUSE: GoalState.State.HOLD,
    Decision.Choice.GOODBYE: GoalState.State.ENDED,
}


@dataclass(frozen=True)
class Chosen:
    """A person's decision for one goal, beside what the rule said at that moment and where the goal was reached."""

    goal: Goal
    choice: str
    why: str
    change: str = ""
    signal: str = ""
    p_goal: float | None = None
    growth: float | None = None
    reasons: tuple[str, ...] = ()
    shown: Shown = NOWHERE


@transaction.atomic
def plan_review(*, by: Actor, child: Child, on: date, now: datetime | None = None) -> Review:
    """Set or move the child's one planned review. What the rule believes about growth is fixed when it is first set."""
    review = Review.objects.due().filter(child=child).first()
    if review is None:
        defaults = {
            "organisation_id": by.organisation_id,
            "planned_on": on,
            "by_id": by.user_id,
            "at": now or timezone.now(),
            "growth_prior": growth_prior(by.organisation_id, timezone.localdate(now)),
        }
        review, _made = Review.objects.due().get_or_create(child=child, defaults=defaults)
    if review.planned_on != on:
        review.planned_on = on
        review.save(update_fields=["planned_on"])
    record(by=by, action="review.planned", about=review, child=child.pk, detail={"on": on.isoformat()})
    return review


@transaction.atomic
def hold_review(
    *,
    by: Actor,
    child: Child,
    chosen: Sequence[Chosen],
    look_again: date,
    message: str,
    family_view: str = "",
    without_view: str = "",
    child_view: str = "",
    outlook: str = Review.Outlook.AS_IT_IS,
    outlook_why: str = "",
    now: datetime | None = None,
) -> Review:
    """Record every decision, carry it out, and sign the plan version that follows from them.

    `message` is a word of support for the family (S93). Without what the family sees, told by itself or noted in
    `family_view`, `without_view` says why. `outlook` is where therapy goes for the child as a whole, with its reason.

    The next review is planned for `look_again`. Raises PlanRefused when a goal is called reached that was seen only
    with one person in one place (S89), without a message or the family's view, and what `sign_plan` raises (a plan
    without strengths); then nothing of the review is kept, so that no decision stands beside a plan that does not
    know it.
    """
    now = now or timezone.now()
    refuse_narrow(chosen)
    review = Review.objects.due().filter(child=child).first() or plan_review(by=by, child=child, on=now.date(), now=now)
    refuse_unheard(review, message, family_view or without_view)
    for choice in chosen:
        keep_decision(review, choice)
        carry_out(by=by, choice=choice, now=now)
    version = next_version(by=by, child=child, chosen=chosen, look_again=look_again, now=now)
    review.held_at, review.held_by_id, review.version = now, by.staff_id, version
    said = {"message": message.strip(), "outlook": outlook, "outlook_why": outlook_why.strip()}
    said |= {"family_view": family_view, "child_view": child_view, "without_view": without_view}
    for name, words in said.items():
        setattr(review, name, words)
    review.save(update_fields=["held_at", "held_by", "version", *said])
    record(
        by=by,
        action="review.held",
        about=review,
        child=child.pk,
        detail={
            "version": version.number,
            "outlook": outlook,
            "decisions": [f"{c.goal.pk}:{c.choice}" for c in chosen],
        },
    )
    plan_review(by=by, child=child, on=look_again, now=now)
    return review


def keep_decision(review: Review, choice: Chosen) -> Decision:
    """What was decided, beside what the rule had said."""
    return Decision.objects.create(
        organisation_id=review.organisation_id,
        review=review,
        goal=choice.goal,
        choice=choice.choice,
        change=choice.change,
        why=choice.why,
        signal=choice.signal,
        p_goal=choice.p_goal,
        growth=choice.growth,
        reasons=list(choice.reasons),
    )


@transaction.atomic
def reach_goal(*, by: Actor, goal: Goal, why: str, now: datetime | None = None) -> GoalState:
    """Call a goal reached between reviews. Raises PlanRefused unless it was with two people or in two places (S89)."""
    return change_goal_state(by=by, goal=goal, state=GoalState.State.MET, why=why, shown=shown_of(goal), at=now)


def refuse_narrow(chosen: Sequence[Chosen]) -> None:
    """A goal is reached when it was reached with two people or in two places."""
    met = [choice for choice in chosen if choice.choice == Decision.Choice.MET]
    narrow = [choice.goal.title for choice in met if not choice.shown.widely]
    if narrow:
        raise PlanRefused([f"{title}: {NOT_YET_WIDELY}" for title in narrow])


def refuse_unheard(review: Review, message: str, view: str) -> None:
    """No review without a word for the family, and none that passes over their silence."""
    if not message.strip():
        raise PlanRefused([_("Each review has a word of support for the family: choose one or write your own.")])
    if not view.strip() and not review.views.filter(voice=OutcomeView.Voice.PARENT).exists():
        raise PlanRefused([_("Note what the family sees, or say why the review is held without it.")])


def carry_out(*, by: Actor, choice: Chosen, now: datetime) -> None:
    """What a decision does to its goal: a met, paused or ended state, or a new teaching phase named by the change."""
    if state := ENDS.get(Decision.Choice(choice.choice)):
        change_goal_state(by=by, goal=choice.goal, state=state, why=choice.why, shown=choice.shown, at=now)
    if choice.choice == Decision.Choice.CHANGE:
        start_phase(by=by, goal=choice.goal, kind=GoalPhase.Kind.TEACH, label=choice.change[:60], starts_at=now, at=now)


def told(choice: Chosen) -> str:
    """One decision as the family reads it in the plan."""
    words = [str(Decision.Choice(choice.choice).label), choice.change, choice.why]
    return f"{choice.goal.title}: {' '.join(word if word[-1] in '.!?…' else f'{word}.' for word in words if word)}"


def next_version(*, by: Actor, child: Child, chosen: Sequence[Chosen], look_again: date, now: datetime) -> PlanVersion:
    """The signed version after a review; `why` names each decision by the goal's title, with what changes and why."""
    with override(child.family_language()):
        why = "\n".join(told(choice) for choice in chosen)
    version = draft_plan(by=by, child=child, why=why, review_on=look_again, at=now)
    sign_plan(by=by, version=version, at=now)
    return version
