"""What devices leave behind: a tablet, an event that waits, one that was decided, who was in the visit."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from maypole.access.models import User
from maypole.capture.models import Device, HeldDecision, HeldItem, OfflineKey, Receipt
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.visits.models import OtherTime, SecondObserver, Visit, VisitAssent, VisitAttendance


def late_of(child: Child, user: User, when: datetime) -> dict[str, object]:
    """Needs the child's visit."""
    owner = {"organisation": child.organisation, "by": user, "at": when}
    visit = Visit.objects.filter(child=child).order_by("pk")[0]
    VisitAssent.objects.create(**owner, visit=visit, answer="unsure", words="hid")
    VisitAttendance.objects.create(**owner, visit=visit, name="Grandma", role="watched")
    OtherTime.objects.create(**owner, visit=visit, moment="start")
    SecondObserver.objects.create(**owner, visit=visit, goal=Goal.objects.filter(child=child, horizon="short")[0])
    OfflineKey.objects.get_or_create(user=user)
    device = Device.objects.create(
        organisation=child.organisation, user=user, name="Tablet 7", taken=2, highest=3, upto=2, unsent=4
    )
    Receipt.objects.create(
        organisation=child.organisation, device=device, sequence=1, kind="remark", child=child.pk, status="ok",
        digest="d" * 64, happened_at=when, received_at=when,
    )  # fmt: skip
    held, decided = (
        HeldItem.objects.create(
            organisation=child.organisation, child=child, user=user, device=device, kind="remark",
            reason="access_ended", event={"body": {"words": "late"}}, visit=uuid4(),
        )
        for _ in range(2)
    )  # fmt: skip
    HeldDecision.objects.create(**owner, held=decided, accepted=False, why="double")
    return {"held": held.pk}
