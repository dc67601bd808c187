"""Was the strategy carried out as planned? A dated check of its steps, by oneself or by somebody who watched (S87)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.plan.models import Goal

from .models import FidelityCheck, HomeActivity

DAYS_BACK = 60
TEACHING: tuple[Promise, ...] = (
    gettext_lazy("Everything needed lay ready"),
    gettext_lazy("The child was with us before we began"),
    gettext_lazy("Said it once, in the words of the plan"),
    gettext_lazy("Waited before helping"),
    gettext_lazy("Helped in the order of the plan, no more than needed"),
    gettext_lazy("Answered each try at once, as planned"),
    gettext_lazy("Wrote down each try when it happened"),
    gettext_lazy("Stopped when the child said stop"),
)
"""The steps of teaching a goal in a visit, whatever the method; our own words."""
STOPPED = gettext_lazy("Stopped as the card says")


@dataclass(frozen=True)
class Strategy:
    """What is checked: the goal, the game when it is one, and its steps in the reader's language."""

    goal: Goal
    activity: HomeActivity | None
    steps: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.activity.title if self.activity else self.goal.title


def strategy(goal: Goal, activity: HomeActivity | None = None) -> Strategy:
    """A game has the steps on its card; teaching in a visit has those of every goal."""
    steps = [*activity.steps, str(STOPPED)] if activity else [str(step) for step in TEACHING]
    return Strategy(goal, activity, tuple(dict.fromkeys(steps)))


@transaction.atomic
def check_fidelity(
    *,
    by: Actor,
    checked: Strategy,
    done: Sequence[str],
    seen: str = FidelityCheck.Seen.SELF,
    who: str = "",
    done_by: str = "",
    on: date | None = None,
    words: str = "",
    now: datetime | None = None,
) -> FidelityCheck:
    """Which steps were done. `done_by` is who carried them out: the observer themselves in a self-check.

    A family can only check itself. Raises ValidationError for a step the strategy does not have, a day that is ahead
    or long ago, and an observation that does not say whose.
    """
    now = now or timezone.now()
    on, today = on or timezone.localdate(now), timezone.localdate(now)
    if not today - timedelta(days=DAYS_BACK) <= on <= today:
        raise ValidationError({"on": _("Choose one of the last 60 days.")})
    if set(done) - set(checked.steps):
        raise ValidationError({"done": _("The steps have changed since you opened the page. Look at them once more.")})
    observed = seen == FidelityCheck.Seen.OBSERVED and not by.is_family
    if observed and not done_by.strip():
        raise ValidationError({"done_by": _("Say who carried it out.")})
    family = by.is_family or (observed and who == FidelityCheck.Who.FAMILY)
    check = FidelityCheck.objects.create(
        organisation_id=checked.goal.organisation_id,
        child_id=checked.goal.child_id,
        goal=checked.goal,
        activity=checked.activity,
        who=FidelityCheck.Who.FAMILY if family else FidelityCheck.Who.STAFF,
        seen=FidelityCheck.Seen.OBSERVED if observed else FidelityCheck.Seen.SELF,
        done_by=(done_by if observed else by.name).strip()[:80],
        checked_on=on,
        steps=len(checked.steps),
        done=len(set(done)),
        left_out="\n".join(step for step in checked.steps if step not in set(done)),
        words=words.strip()[:300],
        at=now,
        by_id=by.user_id,
    )
    record(by=by, action="fidelity.checked", about=check, child=check.child_id, detail={"goal": str(check.goal_id)})
    return check


@transaction.atomic
def withdraw_check(*, by: Actor, check: FidelityCheck, now: datetime | None = None) -> None:
    """Take a check back. Twice is the same as once."""
    row = FidelityCheck.objects.select_for_update().get(pk=check.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = now or timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record(by=by, action="fidelity.withdrawn", about=row, child=row.child_id)


def told(check: FidelityCheck) -> str:
    """“5 of 6 steps”, which is never a grade."""
    return ngettext("%(done)d of %(n)d step", "%(done)d of %(n)d steps", check.steps) % {
        "done": check.done,
        "n": check.steps,
    }


def encouraged(check: FidelityCheck) -> str:
    """What a family reads after its check: what went well, and one thing to try."""
    first = next(iter(check.left_out.splitlines()), "")
    if not first:
        return _("Every step. That is just how it works best.")
    if check.done * 2 >= check.steps:
        return _("%(told)s: well done. One to try next time: %(step)s.") % {"told": told(check), "step": first}
    return _("Thank you for telling us. A game with this many steps may be too much now: ask us for a smaller one.")
