"""Giving a game to a family, ending it, and logging that they played. A try at home is an observation too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.audit.actions import Detail, record
from maypole.plan.models import Goal, Measure
from maypole.play import safety
from maypole.play.shelf import find
from maypole.visits import ingest, points
from maypole.visits.models import PromptLevel, Setting

from .models import HomeActivity, PracticeLog

HELP_AT_HOME = (PromptLevel.INDEPENDENT, PromptLevel.VERBAL, PromptLevel.PARTIAL)
"""By themselves, a little help, a lot of help: what a family can tell apart while it plays."""
DAYS_BACK = 14


@dataclass(frozen=True)
class Game:
    """What a family gets: why, how and when to stop are never empty. `library` is the entry it was made from."""

    title: str
    reason: str
    how: str
    stop_rule: str
    minutes: int
    times_a_week: int
    materials: str = ""
    safety: str = ""
    small_parts: bool = False
    library: str = ""


@transaction.atomic
def give_activity(
    *, by: Actor, goal: Goal, game: Game, cleared: bool = False, now: datetime | None = None
) -> HomeActivity:
    """Give a game for a goal. ValidationError when it may not go home with this child, or a part is missing (S81, S83).

    `cleared`: a clinician checked allergies and eating, or the movement precautions, where the game needs it.
    """
    now = now or timezone.now()
    entry = find(goal.organisation_id, game.library) if game.library else None
    if game.library and entry is None:
        raise ValidationError(_("This game is not in the library any more. Choose another, or write your own."))
    small = game.small_parts or bool(entry and entry.small_parts)
    reasons = safety.refusals(
        goal.child, safety.kinds(goal.child), timezone.localdate(now), entry=entry, small_parts=small, cleared=cleared
    )
    if reasons:
        raise ValidationError(reasons)
    activity = HomeActivity(
        organisation_id=goal.organisation_id, child_id=goal.child_id, goal=goal, at=now, by_id=by.user_id,
        **{**asdict(game), "small_parts": small},
    )  # fmt: skip
    activity.full_clean(validate_constraints=False, exclude=["organisation", "child", "goal", "by"])
    activity.save()
    detail: Detail = {"goal": str(goal.pk), "library": game.library, "cleared": cleared}
    record(by=by, action="home.given", about=activity, child=goal.child_id, detail=detail)
    return activity


@transaction.atomic
def end_activity(*, by: Actor, activity: HomeActivity, now: datetime | None = None) -> None:
    """The family no longer plays this; what was logged stays. Ending twice is the same as once."""
    row = HomeActivity.objects.select_for_update().get(pk=activity.pk)
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by_id = now or timezone.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="home.ended", about=row, child=row.child_id)


@transaction.atomic
def log_practice(
    *,
    by: Actor,
    activity: HomeActivity,
    id: UUID | None = None,
    went: str = "",
    prompt: str = "",
    played_on: date | None = None,
    minutes: int | None = None,
    words: str = "",
    now: datetime | None = None,
) -> PracticeLog:
    """“We played.” `prompt` when the goal counts tries (one try at home), else `went`. The same `id` is the same log.

    Raises ValidationError when the answer does not fit the goal, the game has ended, or the day is too long ago.
    """
    now = now or timezone.now()
    id, played_on = id or new_id(), played_on or timezone.localdate(now)
    before = PracticeLog.objects.filter(pk=id).first()
    if before is not None:
        if before.activity_id != activity.pk or before.by_id != by.user_id:
            raise ValidationError(_("That was logged already, in another place. Nothing was changed."))
        return before
    _check_log(activity, went, prompt, played_on, timezone.localdate(now))
    log = PracticeLog(
        id=id, organisation_id=activity.organisation_id, child_id=activity.child_id, activity=activity, at=now,
        by_id=by.user_id, played_on=played_on, went=went, minutes=minutes or activity.minutes,
        words=words.strip()[:300],
    )  # fmt: skip
    if prompt:
        log.observation_id = _try_at_home(by, activity, log, prompt, now)
    log.save(force_insert=True)
    record(by=by, action="practice.logged", about=log, child=log.child_id, detail={"activity": str(activity.pk)})
    return log


@transaction.atomic
def withdraw_practice(*, by: Actor, log: PracticeLog, now: datetime | None = None) -> None:
    """Take a log back, and the try that came with it. Twice is the same as once."""
    now = now or timezone.now()
    row = PracticeLog.objects.select_for_update().select_related("activity").get(pk=log.pk)
    if row.withdrawn_at is not None:
        return
    if row.observation_id:
        item = ingest.Item(new_id(), replaces=row.observation_id, withdrawn=True)
        context = _context(by, row.activity, row.played_on)
        ingest.store(context, [item], now)
        points.rebuild([row.activity.goal_id], [context.occasion])
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    record(by=by, action="practice.withdrawn", about=row, child=row.child_id)


def _check_log(activity: HomeActivity, went: str, prompt: str, played_on: date, today: date) -> None:
    counts_tries = activity.goal.measure == Measure.TRIALS
    if counts_tries and (prompt not in HELP_AT_HOME or went):
        raise ValidationError({"prompt": _("Say how much help it took.")})
    if not counts_tries and (went not in PracticeLog.Went.values or prompt):
        raise ValidationError({"went": _("Say how it went.")})
    if activity.ended_at is not None:
        raise ValidationError(_("This game has ended. Your clinic has a new one for you."))
    if not today - timedelta(days=DAYS_BACK) <= played_on <= today:
        raise ValidationError({"played_on": _("Choose one of the last 14 days.")})


def _try_at_home(by: Actor, activity: HomeActivity, log: PracticeLog, prompt: str, now: datetime) -> UUID:
    """One try of the activity's goal at home, under the log's own id."""
    earlier = log.played_on < timezone.localdate(now)
    at = timezone.make_aware(datetime.combine(log.played_on, time(12))) if earlier else now
    item = ingest.Item(log.pk, activity.goal_id, Measure.TRIALS, correct=True, prompt=prompt, at=at)
    context = _context(by, activity, log.played_on)
    [answer] = ingest.store(context, [item], now)
    if answer.status != ingest.Status.OK:
        raise ValidationError(_("That was logged already, in another place. Nothing was changed."))
    points.rebuild([activity.goal_id], [context.occasion])
    return log.pk


def _context(by: Actor, activity: HomeActivity, played_on: date) -> ingest.Context:
    """At home one day is one occasion: its tries make one point."""
    return ingest.Context(
        activity.organisation_id, activity.child_id, by.user_id, None, Setting.HOME, played_on.isoformat(), by.name[:80]
    )
