"""The register of devices: names of children only where they may be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from maypole.access.actor import Actor
from maypole.areas.forms.clinic import LoanForm
from maypole.areas.models import Device, DeviceLoan


@dataclass(frozen=True)
class DeviceRow:
    """`with_whom` is empty for a child this person may not know of: then the device is just away."""

    device: Device
    loan: DeviceLoan | None
    with_whom: str
    since: datetime | None
    form: LoanForm | None


def register(actor: Actor) -> list[DeviceRow]:
    """Every device of the clinic, in three queries and one for the choice of children."""
    devices = list(Device.objects.kept().filter(organisation_id=actor.organisation_id))
    out = DeviceLoan.objects.filter(device__in=devices, returned_at__isnull=True)
    loans = {loan.device_id: loan for loan in out}
    known = {loan.pk: loan.child.name for loan in out.visible_to(actor).select_related("child")}
    choices: list[tuple[object, str]] | None = None
    rows = []
    for device in devices:
        loan, form = loans.get(device.pk), None
        if loan is None:
            form = LoanForm(by=actor, device=device)
            choices = choices or list(form.fields["child"].choices)  # type: ignore[attr-defined]
            form.fields["child"].widget.choices = choices
        rows.append(
            DeviceRow(
                device, loan if loan and loan.pk in known else None, known.get(loan.pk, "") if loan else "",
                loan.at if loan else None, form,
            )
        )  # fmt: skip
    return rows
