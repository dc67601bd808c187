"""What the screens of a visit say: help in words, reasons of a refusal, states and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.people.models import Child

from .models import PromptLevel, Visit, VisitStatus

NO = "no"
"""The tap that says “not this time”: tried without help, and it did not work out."""

REASONS: dict[str, Promise] = {
    "other_content": gettext_lazy("This was saved before with other content. What was saved first counts."),
    "sequence_taken": gettext_lazy("Two taps came with the same number. Load the page again and tap once more."),
    "observation_unknown": gettext_lazy("What should be taken back is not known here."),
    "already_replaced": gettext_lazy("That was taken back already."),
    "goal_unknown": gettext_lazy("This goal does not belong to this child."),
    "measure_changed": gettext_lazy("This goal is measured in another way now. Load the page again."),
    "incomplete": gettext_lazy("Something is missing: how did it go, and with how much help?"),
    "unexpected": gettext_lazy("Something was sent that this kind of goal does not measure. Load the page again."),
    "step_unknown": gettext_lazy("This step is no longer part of the task. Load the page again."),
    "out_of_range": gettext_lazy("That value cannot be: look at it again."),
    "own_record": gettext_lazy("You recorded this goal yourself: a second observer is somebody else."),
    "not_under_way": gettext_lazy("The visit has not started, or was called off."),
    "malformed": gettext_lazy("That was not understood. Load the page again."),
}

ALONE: dict[str, Promise] = {
    Child.Pronouns.SHE: gettext_lazy("By herself"),
    Child.Pronouns.HE: gettext_lazy("By himself"),
    Child.Pronouns.THEY: gettext_lazy("By themselves"),
}

HINTS: dict[str, Promise] = {
    PromptLevel.INDEPENDENT: gettext_lazy("no help at all"),
    PromptLevel.VISUAL: gettext_lazy("a card, a place"),
    PromptLevel.VERBAL: gettext_lazy("you say it"),
    PromptLevel.GESTURE: gettext_lazy("you point"),
    PromptLevel.MODEL: gettext_lazy("then a try"),
    PromptLevel.PARTIAL: gettext_lazy("partly guided"),
    PromptLevel.FULL: gettext_lazy("hand over hand"),
}

STATES: dict[str | None, tuple[str, str]] = {
    VisitStatus.State.PLANNED: ("info", "clock"),
    VisitStatus.State.STARTED: ("info", "play"),
    VisitStatus.State.FINISHED: ("ok", "check"),
    VisitStatus.State.CANCELLED: ("", "close"),
    VisitStatus.State.MISSED: ("sun", "minus"),
}
"""Chip kind and icon."""


@dataclass(frozen=True)
class Level:
    """One button: the help a child needed."""

    code: str
    name: str
    hint: str
    mark: str
    style: str


def levels(child: Child) -> list[Level]:
    """The seven kinds of help, least first, and “not this time”."""
    found = [
        Level(code, level_name(code, child), str(HINTS[code]), code, "tap--top" if code == "I" else "")
        for code in PromptLevel.values
    ]
    return [*found, Level(NO, _("Not this time"), _("tried, did not work out"), "–", "tap--no")]


def level_name(code: str, child: Child) -> str:
    if code == PromptLevel.INDEPENDENT:
        return str(ALONE[child.pronouns])
    if code == PromptLevel.VISUAL:
        return _("Picture cue")
    return str(PromptLevel(code).label)


def minutes_since(at: datetime | None, now: datetime) -> str:
    """How long a visit has been under way: “12 min”."""
    minutes = max(0, int((now - at).total_seconds() // 60)) if at else 0
    return _("%(n)d min") % {"n": minutes}


def state_chip(visit: Visit) -> tuple[str, str, str]:
    """Kind, icon and words of a visit's state."""
    kind, icon = STATES.get(visit.state, ("", "clock"))
    return kind, icon, str(VisitStatus.State(visit.state or "planned").label)


def hours(visit: Visit) -> str:
    """“14:30 to 15:15”, in the clinic's time."""
    return hours_of(visit.starts_at, visit.ends_at)


def hours_of(began: datetime, ended: datetime) -> str:
    start, end = timezone.localtime(began), timezone.localtime(ended)
    return _("%(from)s to %(to)s") % {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


def age_of(since: datetime, now: datetime) -> str:
    """How long something has waited: “5 hours”, “3 days”."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def waiting_notes(count: int) -> str:
    return ngettext("%(n)d note to sign", "%(n)d notes to sign", count) % {"n": count}
