"""How notes are written in a clinic of the world, and one that is signed twice, with its minutes and its paper."""

from __future__ import annotations

from datetime import datetime

from maypole.access.models import User
from maypole.people.models import Licence, LicenceReminder, StaffMember
from maypole.visits.models import (
    KeyedObservation,
    NameConfirmed,
    NoteChoice,
    NoteCosignature,
    NoteMinutes,
    NoteReminder,
    NoteRules,
    NoteSection,
    NoteSignature,
    NoteTemplate,
    NoteTemplateVersion,
    NoteVersion,
    Observation,
    PaperSheet,
    ServiceKind,
)


def signed_of(
    version: NoteVersion, observation: Observation, lead: StaffMember, user: User, when: datetime
) -> dict[str, object]:
    """Signed, in one clinic with a signature beside it; one observation came from a grandmother’s sheet."""
    owner = {"organisation": version.organisation, "by": user, "at": when}
    owned = {"organisation": version.organisation}
    kind = ServiceKind.objects.create(**owner, name="Hands", code="H1", ended_at=when, why="w")
    NoteMinutes.objects.create(**owned, version=version, kind=kind, minutes=30)
    NameConfirmed.objects.create(**owner, version=version, word="May", why="The month.")
    asked = lead if version.organisation.slug == "birch" else None
    signature = NoteSignature.objects.create(**owner, version=version, cosigner=asked)
    NoteCosignature.objects.create(**owner, signature=signature, agreed=True, why="well told")
    visit = version.note.visit
    sheet = PaperSheet.objects.create(**owner, child=visit.child, visit=visit, observer_name="Grandma Ann", why="w")
    KeyedObservation.objects.create(**owned, sheet=sheet, observation=observation)
    return {"note_version": version.pk, "sheet": sheet.pk}


def writing_of(staff: StaffMember, user: User, when: datetime) -> dict[str, str]:
    """The rules, one own template and one service of a clinic; a colleague's licence and what was sent about it."""
    owner = {"organisation": staff.organisation, "by": user, "at": when}
    owned = {"organisation": staff.organisation}
    NoteRules.objects.create(**owner, hours=48, why="w")
    template = NoteTemplate.objects.create(**owner, why="w")
    version = NoteTemplateVersion.objects.create(**owner, template=template, number=1, name="Ours", why="w")
    NoteSection.objects.create(**owned, version=version, number=1, key="objective", title="Seen", feeds=["counted"])
    NoteChoice.objects.create(**owner, discipline="PT", built_in="narrative", why="w")
    kind = ServiceKind.objects.create(**owner, name="Play", why="w")
    licence = Licence.objects.filter(staff=staff).order_by("pk")[0]
    LicenceReminder.objects.create(**owned, licence=licence, days=60, sent_at=when)
    NoteReminder.objects.create(**owned, staff=staff, sent_on=when.date(), sent_at=when, notes=2)
    return {
        "template": str(template.pk), "service_kind": str(kind.pk), "colleague": str(staff.pk),
        "licence": str(licence.pk),
    }  # fmt: skip
