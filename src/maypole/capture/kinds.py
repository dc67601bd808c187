"""What each kind of event does, once its child and visit are found. Observations go in runs: see `actions.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import ValidationError

from maypole.people.models import StaffMember
from maypole.visits import actions as visits
from maypole.visits.beside import other_time
from maypole.visits.ingest import Item
from maypole.visits.models import Moment, Setting, VisitAssent, VisitAttendance, VisitMood, VisitStatus
from maypole.visits.wire import read_item

from .group_kinds import GROUP
from .kinds_beside import BESIDE
from .place import Held, Place, here, only
from .wire import MOST_WORDS, Event, Refused, choice, text, uuid, whole

OBSERVATION, WITHDRAWAL, STARTED = "observation", "withdrawal", "visit.started"
TAPS = frozenset({OBSERVATION, WITHDRAWAL})
CLOCK_DOUBT = 120
"""Seconds by which a device's clock may differ before its times are moved by the measured difference."""
MOMENTS, SETTINGS = list(Moment.values), list(Setting.values)
State = VisitStatus.State


def happened(event: Event, now: datetime) -> datetime:
    """When it happened by the clinic's clock: the device's time, moved when its clock was off; never after `now`."""
    at = event.at
    if event.skew is not None and abs(event.skew) > CLOCK_DOUBT:
        try:
            at = at + timedelta(seconds=event.skew)
        except OverflowError:
            at = now
    return at if at <= now else now.astimezone(event.at.tzinfo)


def item_of(event: Event, at: datetime) -> Item:
    """The observation or withdrawal in an event; raises Refused."""
    body = dict(event.body)
    place = {"device": str(event.device), "sequence": event.sequence, "at": at.isoformat()}
    if event.kind == WITHDRAWAL:
        only(body, "replaces")
        body["withdrawn"] = True
    else:
        only(body, "goal", "measure", "correct", "prompt", "value", "step", "material", "span_s", "out_of", "mode",
             "replaces", "second")  # fmt: skip
    try:
        return read_item({**body, **place, "id": str(event.id)})
    except (ValueError, OverflowError) as error:
        raise Refused("body") from error


def _start(place: Place, event: Event) -> None:
    """A planned visit starts; one that nobody planned is made first, under the id the device gave it."""
    only(event.body, "setting", "minutes")
    setting = choice(event.body, "setting", SETTINGS, default=Setting.CLINIC)
    minutes = whole(event.body, "minutes", 5, 600, default=45)
    if place.visit is None:
        staff = StaffMember.objects.filter(pk=place.by.staff_id).first() if place.by.staff_id else None
        if staff is None:
            raise Refused("visit", "no_staff")
        place.visit = visits.plan_visit(
            by=place.by, child=place.child, staff=staff, starts_at=place.at, minutes=minutes, setting=setting,
            at=place.at, id=event.visit,
        )  # fmt: skip
    state = visits.state_of(place.visit)
    if state in (State.CANCELLED, State.MISSED):
        raise Held("visit_called_off")
    if state == State.PLANNED:
        visits.start_visit(by=place.by, visit=place.visit, at=place.at)
    else:
        other_time(by=place.by, visit=place.visit, moment=Moment.START, at=place.at)


def _finish(place: Place, event: Event) -> None:
    only(event.body)
    visit = here(place)
    state = visits.state_of(visit)
    if state in (State.CANCELLED, State.MISSED):
        raise Held("visit_called_off")
    if state == State.PLANNED:
        raise Held("not_under_way")
    if state == State.FINISHED:
        other_time(by=place.by, visit=visit, moment=Moment.END, at=place.at)
    visits.finish_visit(by=place.by, visit=visit, at=place.at)


def _mood(place: Place, event: Event) -> None:
    only(event.body, "mood", "moment")
    mood = choice(event.body, "mood", list(VisitMood.Mood.values))
    when = choice(event.body, "moment", MOMENTS, default=Moment.DURING)
    visits.record_mood(by=place.by, visit=here(place), mood=mood, moment=when, at=place.at)


def _assent(place: Place, event: Event) -> None:
    only(event.body, "answer", "moment", "words")
    answer = choice(event.body, "answer", list(VisitAssent.Answer.values))
    when = choice(event.body, "moment", MOMENTS, default=Moment.START)
    words = text(event.body, "words", 200)
    visits.record_assent(by=place.by, visit=here(place), answer=answer, moment=when, words=words, at=place.at)


def _attendance(place: Place, event: Event) -> None:
    only(event.body, "carer", "name", "role")
    carer: UUID | None = uuid(event.body, "carer") if event.body.get("carer") else None
    name = text(event.body, "name", 120)
    role = choice(event.body, "role", list(VisitAttendance.Role.values))
    if carer is None and not name.strip():
        raise Refused("body.name", "incomplete")
    visits.record_attendance(by=place.by, visit=here(place), role=role, carer=carer, name=name, at=place.at)


def _remark(place: Place, event: Event) -> None:
    only(event.body, "words")
    words = text(event.body, "words", MOST_WORDS)
    if not words.strip():
        raise Refused("body.words", "incomplete")
    try:
        visits.add_remark(by=place.by, visit=here(place), words=words, at=place.at)
    except ValidationError as error:  # the note is signed: an amendment is a person's decision
        raise Held("note_signed") from error


APPLY: Mapping[str, Callable[[Place, Event], None]] = MappingProxyType(
    {
        STARTED: _start,
        "visit.finished": _finish,
        "mood": _mood,
        "assent": _assent,
        "attendance": _attendance,
        "remark": _remark,
        **BESIDE,
        **GROUP,
    }
)
"""Kinds that are applied one by one. They raise Refused for a body that makes no sense, Held for a person to look."""
