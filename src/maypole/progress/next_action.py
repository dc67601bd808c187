"""What to do next, in one sentence for a reader who knows nothing of statistics. It suggests; people decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.history import SignalName
from maypole.plan.models import Goal

from .delivery import Delivery
from .story import Story


@dataclass(frozen=True)
class Seen:
    """One goal as the sentence needs it."""

    goal: Goal
    story: Story
    delivery: Delivery | None


@dataclass(frozen=True)
class NextAction:
    """The sentence, and how the page sets it: the colour and the icon of the signal it comes from."""

    text: str
    kind: str
    icon: str


def next_action(seen: Sequence[Seen], today: date) -> NextAction:
    """The most urgent of what the goals ask for: change, confirm, deliver, a new day, watch, measure, or go on."""
    by: dict[SignalName, list[Seen]] = {}
    for each in seen:
        by.setdefault(each.story.judgement.name, []).append(each)
    if low := by.get(SignalName.ADJUST):
        return NextAction(change(low, len(seen)), "alert", "alert")
    if met := by.get(SignalName.GOAL_MET):
        return NextAction(reached(met[0]), "ok", "knot")
    if missed := by.get(SignalName.CHECK_DELIVERY):
        return NextAction(deliver(missed[0]), "sun", "clock")
    if late := [each for each in seen if each.goal.due_on < today]:
        text = _("Choose a new day for “%(goal)s”: its day has passed.")
        return NextAction(text % {"goal": late[0].goal.title}, "sun", "clock")
    if open_ := by.get(SignalName.WATCH):
        text = _("Go on, and look closely at “%(goal)s” next time: it could go either way.")
        return NextAction(text % {"goal": open_[0].goal.title}, "sun", "clock")
    if len(by.get(SignalName.TOO_EARLY, ())) == len(seen):
        return NextAction(_("Keep measuring: it is too early to say whether it works."), "info", "clock")
    return NextAction(_("Keep going: it is on track."), "ok", "check")


def change(low: Sequence[Seen], count: int) -> str:
    if len(low) > 1:
        return ngettext(
            "Change something for “%(goal)s” and %(n)d other goal: on this path they are unlikely to get there.",
            "Change something for “%(goal)s” and %(n)d other goals: on this path they are unlikely to get there.",
            len(low) - 1,
        ) % {"goal": low[0].goal.title, "n": len(low) - 1}
    if count == 1:
        return _("Change something for “%(goal)s”: on this path it is unlikely to get there.") % {
            "goal": low[0].goal.title
        }
    return _("Change something for “%(goal)s”: on this path it is unlikely to get there. The others can go on.") % {
        "goal": low[0].goal.title
    }


def reached(met: Seen) -> str:
    """Reached here is not reached everywhere: the next place first, then the word."""
    if not met.story.shown.widely:
        place = met.story.travel.next_check
        text = _("“%(goal)s” looks reached here: try it in another place or with another person before you say so.")
        return f"{text % {'goal': met.goal.title}} {place}".strip()
    return _("“%(goal)s” looks reached: say so together, and see if it lasts.") % {"goal": met.goal.title}


def deliver(missed: Seen) -> str:
    found = missed.delivery
    if found is not None and found.held < found.planned * 0.8:
        return _(
            "First get the visits going: %(held)d of %(n)d took place. Until then nobody can say if the plan works."
        ) % {"held": found.held, "n": found.planned}
    return _("First carry out the steps of “%(goal)s” as planned: until then nobody can say if the plan works.") % {
        "goal": missed.goal.title
    }
