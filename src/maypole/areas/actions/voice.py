"""Writing how a child speaks with help, and lending devices."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.areas.models import AacProfile, Device, DeviceLoan
from maypole.audit.actions import record
from maypole.people.actions import add_precaution, end_precaution
from maypole.people.models import Child, Precaution


@transaction.atomic
def write_profile(*, by: Actor, child: Child, profile: AacProfile, now: datetime | None = None) -> AacProfile:
    """Keep an unsaved `profile` as the newest; from now on every screen where the child is met says “within reach”.

    The line is a precaution of its own kind: the pages that show precautions need to ask nothing more (S42).
    """
    now = now or timezone.now()
    before = AacProfile.objects.filter(child=child).select_related("precaution").order_by("-at", "-id").first()
    profile.child, profile.organisation_id, profile.by_id, profile.at = child, by.organisation_id, by.user_id, now
    profile.full_clean(exclude=["organisation", "child", "by", "precaution"])
    title, advice = always_there(child, profile)
    told = before.precaution if before else None
    if told is None or (told.title, told.advice) != (title, advice) or hasattr(told, "end"):
        if told is not None:
            end_precaution(by=by, precaution=told, why=profile.system, now=now)
        line = Precaution(kind=Precaution.Kind.VOICE, title=title, advice=advice)
        profile.precaution = add_precaution(by=by, child=child, precaution=line, now=now)
    else:
        profile.precaution = told
    profile.save(force_insert=True)
    record(by=by, action="aac.write", about=profile, child=child.pk)
    return profile


def always_there(child: Child, profile: AacProfile) -> tuple[str, str]:
    """The line on every screen, in the language of the clinic's record."""
    with translation.override(child.organisation.language):
        title = _("%(name)s speaks with: %(system)s") % {"name": child.name, "system": profile.system}
        advice = _("Keep it within reach, always. Never take it away.")
        if profile.kept_at:
            advice = f"{advice} {profile.kept_at}"
    return title[:120], advice[:240]


@transaction.atomic
def add_device(*, by: Actor, name: str, number: str, now: datetime | None = None) -> Device:
    """A device the clinic may lend. ValidationError when its number is there already."""
    row = Device(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now or timezone.now(), name=name.strip(),
        number=number.strip(),
    )  # fmt: skip
    if Device.objects.filter(organisation_id=by.organisation_id, number=row.number).exists():
        raise ValidationError({"number": _("A device with this number is in the list already.")})
    row.full_clean(exclude=["organisation", "by"], validate_constraints=False)
    row.save(force_insert=True)
    record(by=by, action="device.add", about=row)
    return row


@transaction.atomic
def lend_device(
    *, by: Actor, device: Device, child: Child, due_on: date | None = None, now: datetime | None = None
) -> DeviceLoan:
    """The device is with this child from now on. ValidationError while it is with another."""
    held = Device.objects.select_for_update().get(pk=device.pk)
    if held.retired_at is not None or DeviceLoan.objects.filter(device=held, returned_at__isnull=True).exists():
        raise ValidationError(_("This device is not here. Say first that it came back."))
    loan = DeviceLoan.objects.create(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now or timezone.now(), device=held, child=child,
        due_on=due_on,
    )  # fmt: skip
    record(by=by, action="device.lend", about=loan, child=child.pk, detail={"device": str(held.pk)})
    return loan


@transaction.atomic
def take_back_device(*, by: Actor, loan: DeviceLoan, condition: str = "", now: datetime | None = None) -> None:
    """The device is back. Twice is the same as once."""
    rows = DeviceLoan.objects.filter(pk=loan.pk, returned_at__isnull=True)
    if rows.update(returned_at=now or timezone.now(), returned_by_id=by.user_id, condition=condition.strip()[:200]):
        detail = {"device": str(loan.device_id)}
        record(by=by, action="device.return", about=loan, child=loan.child_id, detail=detail)
