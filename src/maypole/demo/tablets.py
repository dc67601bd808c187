"""Tablets of the demo clinic: one up to date, one quiet for two days with unsent taps, and events that came late."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from maypole.access.ids import new_id
from maypole.capture.models import Device, HeldItem
from maypole.people.models import CarerRelation
from maypole.visits.models import Visit, VisitAssent, VisitAttendance

from .clinic import World
from .sessions import user_of


def fill_tablets(world: World) -> None:
    """Three devices, three late events of Maya's, and who was there in her last visits."""
    ines, slp = user_of(world.staff["therapist"]), user_of(world.staff["slp"])
    _device(world, ines.pk, "Inés’ tablet", timedelta(minutes=20))
    quiet = _device(world, slp.pk, "Speech room", timedelta(days=2), unsent=14, gap=3)
    _late(world, quiet, slp.pk)
    _there(world)


def _device(world: World, user: UUID, name: str, ago: timedelta, *, unsent: int = 0, gap: int = 0) -> Device:
    at = world.now - ago
    return Device.objects.create(
        organisation=world.clinic, user_id=user, name=name, first_seen=world.start, last_seen=at, taken=412 - gap,
        highest=412, upto=412 - gap, unsent=unsent,
        unsent_since=at - timedelta(hours=3) if unsent else None, clock_off=1,
    )  # fmt: skip


def _late(world: World, device: Device, user: UUID) -> None:
    child = world.children[0]
    visit = str(new_id())
    at = (world.now - timedelta(days=2)).isoformat()
    bodies = [("visit.started", {"setting": "school"}), ("remark", {"words": "Played shop with two friends."})]
    for number, (kind, body) in enumerate(bodies, 401):
        key = new_id()
        event: dict[str, object] = {
            "id": str(key), "device": str(device.pk), "seq": number, "kind": kind, "at": at,
            "child": str(child.pk), "visit": visit, "body": body,
        }  # fmt: skip
        HeldItem.objects.create(
            id=key, organisation=world.clinic, child=child, user_id=user, device=device, visit=visit, kind=kind,
            reason="access_ended", event=event, received_at=world.now - timedelta(hours=5),
        )  # fmt: skip


def _there(world: World) -> None:
    """Rosa practises with Maya more and more; Maya is asked each time."""
    child = world.children[0]
    carer = CarerRelation.objects.filter(child=child).order_by("pk").values_list("carer", flat=True).first()
    visits = Visit.objects.finished().filter(child=child).order_by("-starts_at")[:6]
    for number, visit in enumerate(visits):
        owner = {"organisation_id": visit.organisation_id, "visit": visit, "by_id": visit.by_id, "at": visit.ends_at}
        role = "practised" if number < 3 else "watched"
        VisitAttendance.objects.create(**owner, carer_id=carer, role=role)
        VisitAssent.objects.create(**owner, moment="start", answer="yes" if number else "unsure")
