"""Taking in what devices send, and deciding about what came too late.

`receive` is idempotent: an event is known by its id and the digest of its content. Sent again it changes nothing; with
other content it is refused. Nothing is dropped in silence: every event is answered by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.access import reach
from maypole.people.models import CareTeamMember, Child
from maypole.visits import actions as visits
from maypole.visits.ingest import Item, Status
from maypole.visits.models import Visit

from .kinds import APPLY, TAPS, happened, item_of
from .ledger import Ledger, Told
from .models import Device, HeldDecision, HeldItem, OfflineKey, Receipt
from .place import Held, Place
from .wire import Batch, Event, Refused, Unread, read_event

log = logging.getLogger(__name__)
HELD = frozenset({"not_under_way"})
"""Why an observation that is well formed waits for a person instead of being refused."""


class Received(NamedTuple):
    """What became of each event, how the devices stand, and the mark: `forgot` when the one handed in is not held."""

    told: list[Told]
    devices: list[Device]
    mark: str
    forgot: bool


@transaction.atomic
def receive(*, by: Actor, batch: Batch, now: datetime | None = None, former: bool = False) -> Received:
    """Store what is new of a batch and say of each event what became of it, in the order sent.

    `former`: the person's roles have ended; what they kept on a device waits for a decision. Locks the devices.
    """
    now = now or timezone.now()
    ledger = Ledger(by, batch, now)
    taking = _Taking(by, ledger, now, former)
    told: list[Told] = []
    for run in _runs(batch.events):
        told += taking.run(run)
    ledger.close()
    return Received(told, [*ledger.devices.values()], ledger.mark, ledger.forgot)


def _runs(events: Sequence[Event | Unread]) -> list[list[Event | Unread]]:
    """Neighbouring taps of one visit together, everything else by itself."""
    runs: list[list[Event | Unread]] = []
    for event in events:
        last = runs[-1][-1] if runs else None
        together = (
            isinstance(event, Event)
            and isinstance(last, Event)
            and {event.kind, last.kind} <= TAPS
            and (event.visit, event.child) == (last.visit, last.child)
        )
        if together:
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


class _Taking:
    """One batch while it is taken in."""

    def __init__(self, by: Actor, ledger: Ledger, now: datetime, former: bool) -> None:
        self.by, self.ledger, self.now, self.former = by, ledger, now, former
        self.children: dict[UUID, tuple[Child | None, str]] = {}

    def run(self, events: Sequence[Event | Unread]) -> list[Told]:
        """Answers for neighbouring events: what is known already, then the rest together, or else one by one."""
        answers: dict[int, Told] = {}
        new: list[tuple[int, Event]] = []
        for index, event in enumerate(events):
            if isinstance(event, Unread):
                answers[index] = Told(event.id, Receipt.Status.REFUSED, event.reason, event.path)
            elif known := self.ledger.known(event):
                answers[index] = known
            else:
                new.append((index, event))
        told = self._together([event for _index, event in new]) if new else []
        answers |= {index: each for (index, _event), each in zip(new, told, strict=True)}
        return [answers[index] for index in range(len(events))]

    def _together(self, events: list[Event]) -> list[Told]:
        try:
            with transaction.atomic():
                judged = self._judge(events)
        except OperationalError:
            raise  # the disk is full or the database is away: nothing of this batch is answered for
        except Exception:
            if len(events) > 1:  # the one at fault is found by halves
                half = len(events) // 2
                return [*self._together(events[:half]), *self._together(events[half:])]
            log.exception("capture: an event of kind %s could not be taken", events[0].kind)
            judged = [(Receipt.Status.REFUSED, "not_understood", "")]
        return [self.ledger.write(event, *verdict) for event, verdict in zip(events, judged, strict=True)]

    def _judge(self, events: list[Event]) -> list[tuple[str, str, str]]:
        """Status, reason and path of each; what is held is kept here."""
        child, why_not = self._child(events[0].child)
        if child is None:
            return [(Receipt.Status.REFUSED, why_not, "child") for _event in events]
        if why_not:
            return [self._hold(event, child, why_not) for event in events]
        visit = Visit.objects.filter(organisation=self.by.organisation_id, pk__in=[events[0].visit]).first()
        if visit is not None and visit.child_id != child.pk:
            return [(Receipt.Status.REFUSED, "visit_of_another", "visit") for _event in events]
        if events[0].kind in TAPS:
            return self._taps(events, child, visit)
        return [self._other(event, child, visit) for event in events]

    def _child(self, child: UUID) -> tuple[Child | None, str]:
        """The child with why their record may not be written to today: then it is held. None: not theirs to know."""
        if child not in self.children:
            self.children[child] = self._reached(child)
        return self.children[child]

    def _reached(self, child: UUID) -> tuple[Child | None, str]:
        if not self.former:
            try:
                return reach(self.by, child, Permission.RUN_VISIT).child, ""
            except (Http404, PermissionDenied):
                pass
        once = CareTeamMember.objects.filter(child=child, child__organisation=self.by.organisation_id)
        if once.filter(staff__user=self.by.user_id).exists():
            return Child.objects.get(pk=child), "access_ended"
        return None, "child_unknown"

    def _taps(self, events: list[Event], child: Child, visit: Visit | None) -> list[tuple[str, str, str]]:
        if visit is None:
            return [self._hold(event, child, "visit_unknown") for event in events]
        items: list[Item] = []
        verdicts: dict[UUID, tuple[str, str, str]] = {}
        for event in events:
            try:
                items.append(item_of(event, happened(event, self.now)))
            except Refused as refused:
                verdicts[event.id] = (Receipt.Status.REFUSED, refused.reason, refused.path)
        answers = visits.observe(by=self.by, visit=visit, items=items, now=self.now) if items else []
        for item, answer in zip(items, answers, strict=True):
            verdicts[item.id] = (VERDICTS[answer.status], answer.reason, "")
        held = {event.id for event in events if verdicts[event.id][1] in HELD}
        return [
            self._hold(event, child, verdicts[event.id][1]) if event.id in held else verdicts[event.id]
            for event in events
        ]

    def _other(self, event: Event, child: Child, visit: Visit | None) -> tuple[str, str, str]:
        try:
            _apply(Place(self.by, child, visit, happened(event, self.now)), event)
        except Refused as refused:
            return Receipt.Status.REFUSED, refused.reason, refused.path
        except Held as held:
            return self._hold(event, child, str(held))
        return Receipt.Status.OK, "", ""

    def _hold(self, event: Event, child: Child, reason: str) -> tuple[str, str, str]:
        HeldItem.objects.create(
            id=event.id, organisation_id=child.organisation_id, child=child, user_id=self.by.user_id,
            device_id=event.device, visit=event.visit, kind=event.kind, reason=reason, event=dict(event.raw),
            received_at=self.now,
        )  # fmt: skip
        return Receipt.Status.HELD, reason, ""


VERDICTS = {Status.OK: Receipt.Status.OK, Status.CONFLICT: "different", Status.REFUSED: Receipt.Status.REFUSED}


def _apply(place: Place, event: Event) -> None:
    """Do what the event says; Refused or Held when it can't be. A visit is needed for everything."""
    found: Callable[[Place, Event], None] | None = APPLY.get(event.kind)
    if found is None:
        raise Refused("kind", "kind_unknown")
    if event.visit is None:
        raise Refused("visit")
    try:
        found(place, event)
    except ValidationError as error:
        raise Held("cannot_now") from error


@transaction.atomic
def decide(*, by: Actor, held: HeldItem, accepted: bool, why: str = "", now: datetime | None = None) -> HeldDecision:
    """Accept a held event, which then is stored as its recorder's own, or let it go for a reason.

    Raises ValidationError without a reason, when it was decided before, or when it cannot be stored even so.
    """
    now = now or timezone.now()
    if not accepted and not why.strip():
        raise ValidationError({"why": _("Say why it is let go.")})
    if connection.features.has_select_for_update:
        HeldItem.objects.select_for_update().get(pk=held.pk)
    if HeldDecision.objects.filter(held=held).exists():
        raise ValidationError(_("Somebody decided about this already."))
    if accepted:
        _store(by, held, now)
    decision = HeldDecision.objects.create(
        organisation_id=held.organisation_id, held=held, accepted=accepted, why=why.strip(), at=now, by_id=by.user_id
    )
    action = "held.accepted" if accepted else "held.let_go"
    record(by=by, action=action, about=held, child=held.child_id, detail={"kind": held.kind, "reason": held.reason})
    return decision


def _store(by: Actor, held: HeldItem, now: datetime) -> None:
    """Store a held event as if its recorder's access had not ended."""
    try:
        event = read_event(held.event)
    except Refused as unread:
        raise ValidationError(_("It cannot be read any more: %(why)s."), params={"why": str(unread)}) from unread
    staff = getattr(held.user, "staff", None)
    recorder = replace(by, user_id=held.user_id, name=held.user.name, staff_id=staff.pk if staff else None)
    visit = Visit.objects.filter(organisation=held.organisation_id, pk__in=[event.visit]).first()
    at = happened(event, now)
    try:
        if event.kind in TAPS:
            _store_tap(recorder, visit, item_of(event, at), now)
        else:
            _apply(Place(recorder, held.child, visit, at), event)
    except Refused as refused:
        raise ValidationError(_("It cannot be stored: %(why)s."), params={"why": str(refused)}) from refused
    except Held as again:
        raise ValidationError(CANNOT.get(str(again), CANNOT[""])) from again


CANNOT = {
    "visit_called_off": _("The visit was called off. Plan a new one, or let this go with a reason."),
    "visit_unknown": _("Its visit is not known yet. Accept the start of the visit first."),
    "not_under_way": _("Its visit has not started. Accept the start of the visit first."),
    "note_signed": _("The note is signed. Amend the note, then let this go with a reason."),
    "": _("It cannot be stored as things are. Let it go with a reason."),
}
"""Why accepting does not work, in words."""


def _store_tap(recorder: Actor, visit: Visit | None, item: Item, now: datetime) -> None:
    if visit is None:
        raise Held("visit_unknown")
    [answer] = visits.observe(by=recorder, visit=visit, items=[item], now=now)
    if answer.status != Status.OK:
        raise Held(answer.reason)


def key_of(user: UUID) -> OfflineKey:
    """The person's key for data on their devices; made the first time it is asked for."""
    return OfflineKey.objects.get_or_create(user_id=user)[0]
