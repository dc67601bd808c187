"""The books of a batch: which events came before, whose numbers are taken, and what each device is told.

Lives inside the transaction of `actions.receive`. Reads and writes a constant number of times a batch.

With each answer goes a mark: number and hash of the newest audit row, written in the same transaction as what is
answered for. The device hands it back with its next batch. A clinic whose audit chain does not hold that row has
forgotten something since (it was restored from a backup), and the device sends again all it keeps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from maypole.access.actor import Actor
from maypole.access.prepared import insert_all
from maypole.audit.actions import head, holds, record

from .kinds import happened
from .models import Device, Receipt
from .wire import Batch, Event

DIFFERENT = "different"


@dataclass(frozen=True)
class Told:
    """What became of one event: `ok`, `held`, `different` (this id was stored with other content) or `refused`."""

    id: str
    status: str
    reason: str = ""
    path: str = ""


class Known(NamedTuple):
    id: UUID
    device_id: UUID
    sequence: int
    status: str
    reason: str
    digest: str


class Ledger:
    def __init__(self, by: Actor, batch: Batch, now: datetime) -> None:
        self.by, self.batch, self.now = by, batch, now
        self.events = [event for event in batch.events if isinstance(event, Event)]
        self.devices = self._devices()
        self.receipts = self._receipts()
        self.before = {event.id for event in self.events if event.id in self.receipts}
        self.slots = {(row.device_id, row.sequence): row.id for row in self.receipts.values()}
        self.new: dict[UUID, dict[str, Any]] = {}
        self.again: list[dict[str, Any]] = []
        self.mark, self.forgot = "", False

    def _devices(self) -> dict[UUID, Device]:
        """The devices of this person that the batch names, made where new, and locked against another batch."""
        wanted = sorted({self.batch.device} | {event.device for event in self.events})
        rows = Device.objects.filter(pk__in=wanted).order_by("pk")
        lock = connection.features.has_select_for_update
        found = {device.pk: device for device in (rows.select_for_update() if lock else rows.all())}
        missing = [key for key in wanted if key not in found]
        if missing:
            fresh = [
                Device(
                    id=key, organisation_id=self.by.organisation_id, user_id=self.by.user_id, first_seen=self.now,
                    last_seen=self.now,
                )
                for key in missing
            ]  # fmt: skip
            Device.objects.bulk_create(fresh, ignore_conflicts=lock)
            found |= {device.pk: device for device in (rows.select_for_update() if lock else rows.all())}
        mine = (self.by.user_id, self.by.organisation_id)
        return {key: device for key, device in found.items() if (device.user_id, device.organisation_id) == mine}

    def _receipts(self) -> dict[UUID, Known]:
        if not self.events:
            return {}
        wanted = Q(pk__in=[event.id for event in self.events])
        for device in {event.device for event in self.events}:
            wanted |= Q(device=device, sequence__in=[e.sequence for e in self.events if e.device == device])
        rows = Receipt.objects.filter(wanted).order_by().values_list(*Known._fields)
        return {known.id: known for known in map(Known._make, rows)}

    def known(self, event: Event) -> Told | None:
        """The answer to an event that needs no judgement: a replay, other content, a number that is taken."""
        before = self.receipts.get(event.id)
        if before is not None:
            if before.digest != event.digest:
                return Told(str(event.id), DIFFERENT, "other_content")
            again = before.status == Receipt.Status.REFUSED  # what was refused may be fine by now
            return None if again else Told(str(event.id), before.status, before.reason)
        if event.device not in self.devices:
            return Told(str(event.id), Receipt.Status.REFUSED, "device_of_another", "device")
        if self.slots.get((event.device, event.sequence), event.id) != event.id:
            return Told(str(event.id), Receipt.Status.REFUSED, "sequence_taken", "seq")
        # The next of this batch must see this one's number as taken, whatever becomes of it.
        self.slots[event.device, event.sequence] = event.id
        known = Known(event.id, event.device, event.sequence, Receipt.Status.REFUSED, "", event.digest)
        self.receipts[event.id] = known
        return None

    def write(self, event: Event, status: str, reason: str, path: str) -> Told:
        """Book what became of an event, and say it."""
        told = Told(str(event.id), status, reason, path)
        if status == DIFFERENT:
            status = Receipt.Status.REFUSED
        known = self.receipts[event.id]
        self.receipts[event.id] = known._replace(status=status, reason=reason)
        row = {
            "id": event.id, "organisation_id": self.by.organisation_id, "device_id": known.device_id,
            "sequence": known.sequence, "kind": event.kind, "child": event.child, "visit": event.visit,
            "status": str(status), "reason": reason, "digest": known.digest,
            "happened_at": happened(event, self.now), "received_at": self.now, "skew": event.skew,
        }  # fmt: skip
        if event.id in self.before:
            self.again.append(row)
        else:
            self.new[event.id] = row
        return told

    def close(self) -> None:
        """Write receipts and what the devices said, move each device's counts, and set the mark."""
        insert_all(Receipt, list(self.new.values()))
        for row in self.again:
            rows = Receipt.objects.filter(pk=row["id"])
            rows.update(status=row["status"], reason=row["reason"], received_at=self.now)
        for device in self.devices.values():
            self._count(device)
        if here := self.devices.get(self.batch.device):
            self._heard(here)
        for device in self.devices.values():
            device.save()
        self._mark()

    def _mark(self) -> None:
        """Whatever this batch changed lies before the mark: a clinic that holds the mark holds all of it."""
        self.forgot = bool(self.batch.mark) and not holds(self.batch.mark)
        if self.new or self.again:
            here = self.devices.get(self.batch.device)
            counts = Counter(str(row["status"]) for row in [*self.new.values(), *self.again])
            record(by=self.by, action="events.received", about=here, detail=dict(counts))
        self.mark = head()

    def _count(self, device: Device) -> None:
        came = {row["sequence"] for row in self.new.values() if row["device_id"] == device.pk}
        had_gap = device.highest > device.upto
        device.taken += len(came)
        device.highest = max(device.highest, *came, 0)
        if device.upto + 1 in came:
            rows = Receipt.objects.filter(device=device, sequence__gt=device.upto)
            present = set(rows.values_list("sequence", flat=True)) if had_gap else came
            while device.upto + 1 in present:
                device.upto += 1

    def _heard(self, device: Device) -> None:
        batch = self.batch
        settled = sum(1 for row in self.new.values() if row["status"] != Receipt.Status.REFUSED)
        device.last_seen = self.now
        device.name, device.app, device.clock_off = batch.name or device.name, batch.app, batch.skew
        device.unsent = max(0, batch.unsent - settled)
        device.unsent_since = batch.unsent_since if device.unsent else None
        device.attention = batch.attention
