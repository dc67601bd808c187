"""Reasons in words, and what the clinic reads about its devices and about what came late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.groups.models import GroupTally
from maypole.plan.models import Goal
from maypole.visits.models import PromptLevel, VisitAssent, VisitAttendance, VisitMood
from maypole.visits.present import REASONS as OF_TAPS
from maypole.web.dates import day

from .group_words import KINDS as IN_GROUPS
from .group_words import REASONS as OF_GROUPS
from .models import Device, HeldItem

REASONS: dict[str, Promise] = {
    **OF_TAPS,
    **OF_GROUPS,
    "access_ended": gettext_lazy("You are no longer in this child’s care team. The clinical lead looks at it."),
    "cannot_now": gettext_lazy("It does not fit how things are now. The clinical lead looks at it."),
    "child_unknown": gettext_lazy("This child is not known to you."),
    "device_of_another": gettext_lazy("This device’s number belongs to somebody else."),
    "kind_unknown": gettext_lazy("This kind of event is not known. The app may be newer than the clinic’s server."),
    "no_json": gettext_lazy("That was not understood: no JSON."),
    "no_staff": gettext_lazy("Only people who work here can start a visit."),
    "not_a_choice": gettext_lazy("This is not one of the choices."),
    "not_understood": gettext_lazy("The clinic’s server stumbled over it. It is kept here; ask for help."),
    "note_signed": gettext_lazy("The note is signed already. The clinical lead looks at it."),
    "too_large": gettext_lazy("That is too much at once."),
    "too_long": gettext_lazy("That text is too long."),
    "too_many": gettext_lazy("A batch is a list of at most 500 events."),
    "unknown_field": gettext_lazy("It holds something that is not known here."),
    "visit_called_off": gettext_lazy("The visit was called off meanwhile. The clinical lead looks at it."),
    "visit_of_another": gettext_lazy("This visit belongs to another child."),
    "visit_unknown": gettext_lazy("Its visit is not known here. The clinical lead looks at it."),
}  # fmt: skip
"""What a reason's code means, for the person who recorded it."""

QUIET_AFTER = timedelta(hours=24)
CLOCK_OFF_S = 120


@dataclass(frozen=True)
class DeviceLine:
    """One device on the clinic's page."""

    person: str
    name: str
    last_seen: datetime
    kind: str
    icon: str
    state: str
    details: tuple[str, ...]


def device_line(device: Device, now: datetime) -> DeviceLine:
    """What is still out there on this device: as it said itself, and what its numbers prove."""
    details = []
    if device.missing:
        details.append(
            ngettext(
                "%(n)d number before the last one has not come.",
                "%(n)d numbers before the last one have not come.",
                device.missing,
            )
            % {"n": device.missing}
        )
    if device.attention:
        text = ngettext(
            "%(n)d was not taken and waits there.", "%(n)d were not taken and wait there.", device.attention
        )
        details.append(text % {"n": device.attention})
    if device.unsent_since:
        details.append(_("The oldest is from %(day)s.") % {"day": day(device.unsent_since)})
    if device.clock_off is not None and abs(device.clock_off) > CLOCK_OFF_S:
        minutes = round(abs(device.clock_off) / 60)
        text = ngettext("Its clock is off by %(n)d minute.", "Its clock is off by %(n)d minutes.", minutes)
        details.append(text % {"n": minutes})
    waiting = device.unsent + device.missing
    if waiting:
        kind, icon = ("sun", "alert") if now - device.last_seen > QUIET_AFTER or device.missing else ("info", "clock")
        state = ngettext("%(n)d still out there", "%(n)d still out there", waiting) % {"n": waiting}
    else:
        kind, icon, state = "ok", "check", _("Everything is here")
    return DeviceLine(
        device.user.name, device.name or _("Unnamed device"), device.last_seen, kind, icon, state, tuple(details)
    )


@dataclass(frozen=True)
class HeldLine:
    """One late event as the clinical lead reads it."""

    held: HeldItem
    child: str
    person: str
    what: str
    why: str


def held_lines(rows: Iterable[HeldItem]) -> list[HeldLine]:
    """Late events in words. Costs one query for the goals they name."""
    items = list(rows)
    keys = {key for item in items if (key := _goal_key(item))}
    titles = {str(key): title for key, title in Goal.objects.filter(pk__in=keys).values_list("pk", "title")}
    return [
        HeldLine(item, item.child.name, item.user.name, _what(item, titles), str(REASONS.get(item.reason, item.reason)))
        for item in items
    ]


def _body(item: HeldItem) -> dict[str, object]:
    body = item.event.get("body") if isinstance(item.event, dict) else None
    return body if isinstance(body, dict) else {}


def _goal_key(item: HeldItem) -> UUID | None:
    try:
        return UUID(str(_body(item).get("goal")))
    except ValueError:
        return None


LABELS: dict[str, tuple[str, type[TextChoices]]] = {
    "mood": ("mood", VisitMood.Mood),
    "assent": ("answer", VisitAssent.Answer),
    "attendance": ("role", VisitAttendance.Role),
    "tally": ("kind", GroupTally.Kind),
}
KINDS: dict[str, Promise] = {
    **IN_GROUPS,
    "visit.started": gettext_lazy("The visit was started"),
    "visit.finished": gettext_lazy("The visit was finished"),
    "mood": gettext_lazy("How the child was"),
    "assent": gettext_lazy("Whether the child agreed"),
    "attendance": gettext_lazy("Who was there"),
    "remark": gettext_lazy("A quick note"),
    "used": gettext_lazy("A game or a thing was used"),
    "behaviour": gettext_lazy("A hard moment"),
    "behaviour.undone": gettext_lazy("A hard moment was taken back"),
    "observer.joined": gettext_lazy("A second observer came"),
    "observer.left": gettext_lazy("A second observer left"),
    "observation": gettext_lazy("An observation"),
    "withdrawal": gettext_lazy("An observation was taken back"),
}


def _what(item: HeldItem, titles: dict[str, str]) -> str:
    body = _body(item)
    name = str(KINDS.get(item.kind, item.kind))
    if item.kind == "observation":
        return f"{titles.get(str(body.get('goal')), name)}: {_measured(body)}"
    if item.kind in ("remark", "moment") and body.get("words"):
        return f"{name}: “{str(body.get('words', ''))[:200]}”"
    if item.kind in LABELS:
        key, choices = LABELS[item.kind]
        value = str(body.get(key))
        return f"{name}: {choices(value).label if value in choices.values else '–'}"
    return name


def _measured(body: dict[str, object]) -> str:
    if body.get("correct") is False:
        return _("not this time")
    prompt = body.get("prompt")
    if isinstance(prompt, str) and prompt in PromptLevel.values:
        return str(PromptLevel(prompt).label)
    value = body.get("value")
    return f"{value:g}" if isinstance(value, int | float) else _("yes")
