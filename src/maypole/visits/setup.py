"""How a clinic writes its notes: shapes, rules and services. Every change is a new row, and traced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record

from .models import NoteChoice, NoteRules, NoteSection, NoteTemplate, NoteTemplateVersion, ServiceKind
from .shapes import BUILT_IN, PARTS, keys_for

Sections = Sequence[tuple[str, Sequence[str]]]
"""Title and the parts of the draft in it, section by section."""


@transaction.atomic
def set_rules(*, by: Actor, hours: int, licence_needed: bool, counting: str, at: datetime | None = None) -> NoteRules:
    """From now on the clinic's notes are held to these."""
    row = NoteRules.objects.create(
        organisation_id=by.organisation_id, hours=hours, licence_needed=licence_needed, counting=counting,
        at=at or timezone.now(), by_id=by.user_id,
    )  # fmt: skip
    record(by=by, action="note.rules", about=row, detail={"hours": hours, "licence": licence_needed})
    return row


@transaction.atomic
def choose_shape(
    *, by: Actor, discipline: str, built_in: str = "", template: NoteTemplate | None = None, at: datetime | None = None
) -> NoteChoice:
    """From now on notes of this field (empty: of every other) begin in this shape; drafts keep theirs.

    A field without a shape of its own writes as all others do.
    """
    if template is not None and template.organisation_id != by.organisation_id:
        raise ValidationError(_("This template belongs to another clinic."))
    both = bool(built_in) and template is not None
    if both or not (built_in or template or discipline) or (built_in and built_in not in BUILT_IN):
        raise ValidationError(_("Choose one shape."))
    row = NoteChoice.objects.create(
        organisation_id=by.organisation_id, discipline=discipline, built_in=built_in, template=template,
        at=at or timezone.now(), by_id=by.user_id,
    )  # fmt: skip
    shape = built_in or str(template.pk if template else "")
    record(by=by, action="note.shape", about=row, detail={"discipline": discipline, "shape": shape})
    return row


@transaction.atomic
def keep_template(
    *, by: Actor, name: str, sections: Sections, template: NoteTemplate | None = None, at: datetime | None = None
) -> NoteTemplateVersion:
    """A template of the clinic's own, or the next version of one. Notes that are signed keep the version they have.

    Raises ValidationError when a section has no title, a part feeds two of them, or nothing takes what was counted.
    """
    at = at or timezone.now()
    _check(name, sections)
    owner = {"organisation_id": by.organisation_id, "at": at, "by_id": by.user_id}
    template = template or NoteTemplate.objects.create(**owner)
    last = NoteTemplateVersion.objects.filter(template=template).aggregate(n=Max("number"))["n"] or 0
    made = NoteTemplateVersion.objects.create(**owner, template=template, number=last + 1, name=name.strip())
    keys = keys_for([feeds for _title, feeds in sections])
    NoteSection.objects.bulk_create(
        NoteSection(
            organisation_id=by.organisation_id, version=made, number=number, key=key, title=title.strip(),
            feeds=list(feeds),
        )
        for number, (key, (title, feeds)) in enumerate(zip(keys, sections, strict=True), 1)
    )  # fmt: skip
    record(by=by, action="note.template", about=made, detail={"number": made.number, "sections": len(sections)})
    return made


def _check(name: str, sections: Sections) -> None:
    if not name.strip():
        raise ValidationError({"name": _("Give it a name.")})
    if not sections or any(not title.strip() for title, _feeds in sections):
        raise ValidationError(_("Every section needs a title."))
    fed = [part for _title, feeds in sections for part in feeds]
    if len(fed) != len(set(fed)) or not set(fed) <= set(PARTS):
        raise ValidationError(_("Each part of the draft feeds one section."))
    if "counted" not in fed:
        raise ValidationError(_("Say which section takes what was counted: a note cannot be signed without it."))


@transaction.atomic
def keep_service(
    *,
    by: Actor,
    name: str,
    code: str = "",
    rule: str = ServiceKind.Rule.TIMED,
    company: str = ServiceKind.Company.BOTH,
    discipline: str = "",
    areas: Sequence[str] = (),
    instead_of: ServiceKind | None = None,
    at: datetime | None = None,
) -> ServiceKind:
    """A service of the clinic, in its own words. One that takes another's place ends it; old notes keep the old one."""
    at = at or timezone.now()
    last = ServiceKind.objects.filter(organisation=by.organisation_id).aggregate(n=Max("order"))["n"] or 0
    if instead_of is not None:
        end_service(by=by, service=instead_of, at=at)
    row = ServiceKind.objects.create(
        organisation_id=by.organisation_id, name=name.strip(), code=code.strip(), rule=rule, company=company,
        discipline=discipline, areas=list(areas), at=at, by_id=by.user_id,
        order=instead_of.order if instead_of else min(last + 1, 32_000),
    )  # fmt: skip
    record(by=by, action="service.kept", about=row, detail={"instead": str(instead_of.pk) if instead_of else ""})
    return row


@transaction.atomic
def end_service(*, by: Actor, service: ServiceKind, at: datetime | None = None) -> None:
    """New notes no longer name it; notes that do keep it. Ending twice is the same as once."""
    if ServiceKind.objects.filter(pk=service.pk, ended_at__isnull=True).update(ended_at=at or timezone.now()):
        record(by=by, action="service.ended", about=service)
