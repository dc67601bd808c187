"""Preparing a goodbye, saying it, asking again later, and opening the door when a child comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.mastery.checks import call_off
from maypole.mastery.models import PlannedProbe
from maypole.people.actions import set_status
from maypole.people.models import Carer, Child, ChildStatus, StaffMember
from maypole.plan.actions import begin_episode, end_episode
from maypole.plan.episodes import current_episode
from maypole.plan.errors import PlanRefused
from maypole.plan.models import Episode, Goal
from maypole.progress.actions import plan_review
from maypole.progress.models import Review
from maypole.visits.actions import cancel_visit
from maypole.visits.models import Visit

from .models import (
    Comeback,
    Discharge,
    DischargeCompletion,
    FadeStep,
    FollowUp,
    FollowUpOutcome,
    GoalWord,
    WatchSign,
)

USUAL = timedelta(weeks=12)
"""The first outlook of an episode that nobody wrote down, and of one after a comeback."""


class Fields(TypedDict, total=False):
    """Fields of a goodbye: see `Discharge`."""

    reason: str
    why: str
    last_on: date
    keep_going: str
    watch_intro: str
    way_back: str
    child_words: str


@dataclass(frozen=True)
class Parts:
    """The lists of a goodbye: doses from days on, signs with what to do, days with who asks."""

    fading: Sequence[tuple[date, float, int, str]] = ()
    signs: Sequence[tuple[str, str]] = ()
    follow_ups: Sequence[tuple[date, StaffMember]] = ()


@transaction.atomic
def prepare(
    *, by: Actor, child: Child, parts: Parts, now: datetime, edition: int | None = None, **fields: Unpack[Fields]
) -> Discharge:
    """Write down or change the goodbye of the child's open episode (begun here when nobody wrote one down).

    Raises PlanRefused by field, and EditConflict when somebody saved after `edition`.
    """
    _check(fields, parts, timezone.localdate(now))
    episode = current_episode(child) or _episode_of(by, child, now)
    found = Discharge.objects.filter(episode=episode).first()
    if found is None:
        found = Discharge(organisation_id=child.organisation_id, child=child, episode=episode, by_id=by.user_id, at=now)
        _fill(found, fields)
        found.save(force_insert=True)
    else:
        found.claim(edition)
        _fill(found, fields)
        found.save()
    _write_parts(found, parts)
    record(by=by, action="discharge.prepare", about=found, child=child.pk, detail={"reason": found.reason})
    return found


@transaction.atomic
def complete(*, by: Actor, discharge: Discharge, now: datetime) -> DischargeCompletion:
    """Say goodbye: the episode ends, the child's state says so, reviews, checks and visits ahead come to an end. When
    the last day is still ahead, today becomes it.

    Raises PlanRefused without a reason, a follow-up day with somebody who asks, or a written way back (S102). Nothing
    of the record goes away.
    """
    if by.staff_id is None:
        raise PlanRefused(_("Only somebody who works here can say goodbye."))
    if DischargeCompletion.objects.filter(discharge=discharge).exists():
        raise PlanRefused(_("Goodbye was said already."))
    first = discharge.follow_ups.order_by("due_on").first()
    if first is None:
        raise PlanRefused({"follow_ups": _("Choose at least one day on which somebody asks how it goes.")})
    if not discharge.way_back.strip():
        raise PlanRefused({"way_back": _("Write how the family can come back: the door stays open.")})
    child, why = discharge.child, f"{discharge.get_reason_display()}. {discharge.why}"
    if discharge.last_on > timezone.localdate(now):
        discharge.last_on = timezone.localdate(now)
        discharge.save(update_fields=["last_on"])
    done = DischargeCompletion.objects.create(
        organisation_id=discharge.organisation_id, discharge=discharge, follow_up_on=first.due_on, at=now,
        by_id=by.user_id,
    )  # fmt: skip
    end_episode(by=by, child=child, why=why, at=now)
    set_status(by=by, child=child, state=ChildStatus.State.DISCHARGED, why=why, now=now)
    _end_what_is_ahead(by, discharge, now)
    record(by=by, action="discharge.complete", about=discharge, child=child.pk, detail={"reason": discharge.reason})
    return done


@transaction.atomic
def come_back(*, by: Actor, discharge: Discharge, why: str, now: datetime) -> Comeback:
    """The child is back in therapy: a new episode, a review in six weeks, and the whole record as it was."""
    if not why.strip():
        raise PlanRefused({"why": _("Write what brings the family back.")})
    if not DischargeCompletion.objects.filter(discharge=discharge).exists():
        raise PlanRefused(_("Goodbye has not been said yet."))
    if Comeback.objects.filter(discharge=discharge).exists():
        raise PlanRefused(_("The child is back already."))
    child, today = discharge.child, timezone.localdate(now)
    episode = begin_episode(by=by, child=child, expected_end_on=today + USUAL, why=why, at=now)
    back = Comeback.objects.create(
        organisation_id=discharge.organisation_id, discharge=discharge, episode=episode, why=why.strip(), at=now,
        by_id=by.user_id,
    )  # fmt: skip
    set_status(by=by, child=child, state=ChildStatus.State.ACTIVE, why=why.strip(), now=now)
    plan_review(by=by, child=child, on=today + timedelta(weeks=6), now=now)
    record(by=by, action="discharge.comeback", about=discharge, child=child.pk)
    return back


@transaction.atomic
def record_follow_up(*, by: Actor, follow_up: FollowUp, outcome: str, words: str, now: datetime) -> FollowUpOutcome:
    """How it goes by then. Once; “nobody could be reached” is an outcome too, and says what was tried."""
    if outcome not in FollowUpOutcome.Outcome.values:
        raise PlanRefused({"outcome": _("Choose how it goes.")})
    if outcome == FollowUpOutcome.Outcome.UNREACHED and not words.strip():
        raise PlanRefused({"words": _("Write how you tried to reach them.")})
    if not FollowUp.objects.select_for_update().open().filter(pk=follow_up.pk).exists():
        raise PlanRefused(_("This follow-up is done already, or the child has come back."))
    row = FollowUpOutcome.objects.create(
        organisation_id=follow_up.organisation_id, follow_up=follow_up, outcome=outcome, words=words.strip(), at=now,
        by_id=by.user_id,
    )  # fmt: skip
    child = follow_up.discharge.child_id
    record(by=by, action="discharge.follow_up", about=follow_up, child=child, detail={"outcome": outcome})
    return row


@transaction.atomic
def say_of_goal(
    *, by: Actor, goal: Goal, matters: bool, achieved: bool, carer: Carer | None, now: datetime
) -> GoalWord:
    """What the family says of a goal at the end; `by` wrote it down: a carer, or somebody of the team for them."""
    row = GoalWord.objects.create(
        organisation_id=goal.organisation_id, child_id=goal.child_id, goal=goal, matters=matters, achieved=achieved,
        carer=carer, at=now, by_id=by.user_id,
    )  # fmt: skip
    record(by=by, action="goal.family_says", about=goal, child=goal.child_id)
    return row


def _check(fields: Fields, parts: Parts, today: date) -> None:
    problems: dict[str, str] = {}
    if fields.get("reason") not in Discharge.Reason.values:
        problems["reason"] = _("Choose why we say goodbye.")
    if not fields.get("why", "").strip():
        problems["why"] = _("Write why, so that the family and the next person understand.")
    last_on = fields.get("last_on")
    if last_on is None or last_on < today:
        problems["last_on"] = _("Choose today or a day ahead.")
    days = [day for day, *_rest in parts.fading]
    if last_on and any(day > last_on for day in days):
        problems["fading"] = _("A step of fading begins before the last day.")
    if len(set(days)) < len(days):
        problems["fading"] = _("Two steps of fading begin on the same day.")
    asked = [day for day, _owner in parts.follow_ups]
    if last_on and any(day <= last_on for day in asked):
        problems["follow_ups"] = _("Somebody asks again after the last day.")
    if len(set(asked)) < len(asked):
        problems["follow_ups"] = _("Two follow-ups are on the same day.")
    if problems:
        raise PlanRefused(problems)


def _fill(discharge: Discharge, fields: Fields) -> None:
    for name, value in fields.items():
        setattr(discharge, name, value.strip() if isinstance(value, str) else value)


def _write_parts(discharge: Discharge, parts: Parts) -> None:
    owner = {"organisation_id": discharge.organisation_id, "discharge": discharge}
    for rows in (discharge.fading, discharge.signs, discharge.follow_ups):
        rows.all().delete()
    FadeStep.objects.bulk_create(
        FadeStep(**owner, from_on=day, sessions_a_week=times, minutes=minutes, note=note.strip())
        for day, times, minutes, note in parts.fading
    )
    WatchSign.objects.bulk_create(
        WatchSign(**owner, number=number, look_for=look.strip(), what_to_do=what.strip())
        for number, (look, what) in enumerate(parts.signs, 1)
    )
    FollowUp.objects.bulk_create(FollowUp(**owner, due_on=day, owner=who) for day, who in parts.follow_ups)


def _episode_of(by: Actor, child: Child, now: datetime) -> Episode:
    """The stretch of therapy that nobody wrote down: from the child's first plan, or from when it was registered."""
    today = timezone.localdate(now)
    began = child.planversion_rows.order_by("at").values_list("at", flat=True).first() or child.registered_at
    started = min(timezone.localdate(began), today)
    return begin_episode(by=by, child=child, expected_end_on=today + USUAL, started_on=started, at=now)


def _end_what_is_ahead(by: Actor, discharge: Discharge, now: datetime) -> None:
    """The planned review is held as this goodbye; open checks and later visits are called off."""
    child, why = discharge.child, _("Said goodbye")
    review = Review.objects.due().filter(child=child).first()
    if review is not None:
        review.held_at, review.held_by_id = now, by.staff_id
        review.outlook, review.outlook_why = Review.Outlook.ENDING, discharge.why[:600]
        review.save(update_fields=["held_at", "held_by", "outlook", "outlook_why"])
        record(by=by, action="review.ended", about=review, child=child.pk)
    for probe in PlannedProbe.objects.open().filter(child=child):
        call_off(by=by, probe=probe, why=why, now=now)
    for visit in Visit.objects.planned().filter(child=child, starts_at__gt=now):
        cancel_visit(by=by, visit=visit, why=why, at=now)
