"""What can be done with a note: drafted, signed, signed beside, sent back, amended. Every change is traced."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.standing import Standing, standing

from .draft import NoteText
from .models import (
    BuiltIn,
    Note,
    NoteCosignature,
    NoteMinutes,
    NoteSignature,
    NoteVersion,
    ServiceKind,
    Visit,
    VisitStatus,
)
from .naming import Confirmed, settle_names
from .shapes import BUILT_IN, COLUMNS, SOAP, Shape, chosen, shape_of, words_in
from .shown import proposed_times
from .states import state_of
from .times import Times, rules_of, times_in


@transaction.atomic
def add_remark(*, by: Actor, visit: Visit, words: str, at: datetime | None = None) -> NoteVersion:
    """A quick note of the visit: one more line in the section of the note's draft that quick notes feed."""
    draft = _draft(by, visit, at or timezone.now())
    key = shape_of(draft).fed_by("said") if draft.objective else "subjective"
    told = "\n".join(part for part in (words_in(draft, key).rstrip(), words.strip()) if part)
    draft.claim(None)
    if key in COLUMNS:
        setattr(draft, key, told)
    else:
        draft.more = {**draft.more, key: told}
    draft.save(update_fields=[key if key in COLUMNS else "more"])
    record(by=by, action="note.remarked", about=draft, child=visit.child_id)
    return draft


@transaction.atomic
def draft_note(
    *,
    by: Actor,
    visit: Visit,
    text: NoteText,
    edition: int | None = None,
    at: datetime | None = None,
    shape: Shape | None = None,
    times: Times | None = None,
) -> NoteVersion:
    """Keep the words of the unsigned note, and its times. A signed note is amended instead (ValidationError).

    `shape` is that of the form they were written in; without it the draft's own, or the clinic's for a new one.
    Raises EditConflict when somebody saved after `edition`, the one these words were written on.
    """
    at = at or timezone.now()
    draft = _draft(by, visit, at)
    draft.claim(edition)
    _write(draft, by=by, text=text, at=at, shape=shape or _shape_for(visit, draft, text), times=times)
    record(by=by, action="note.drafted", about=draft, child=visit.child_id)
    return draft


@transaction.atomic
def sign_note(
    *,
    by: Actor,
    visit: Visit,
    text: NoteText | None = None,
    edition: int | None = None,
    at: datetime | None = None,
    confirmed: Confirmed | None = None,
    shape: Shape | None = None,
    times: Times | None = None,
) -> NoteSignature:
    """Sign the draft (with these last words, when given). From here on this version never changes.

    Where the signer's licence or role asks for it, the note waits for their supervisor. Raises ValidationError with
    every reason why this person may not sign it (S3), NamesFound when it names somebody else who was there;
    `confirmed` says which words are none.
    """
    at = at or timezone.now()
    if state_of(visit) != VisitStatus.State.FINISHED:
        raise ValidationError(_("Finish the visit before you sign its note."))
    held = _may_sign(by, visit, at)
    draft = _draft(by, visit, at)
    draft.claim(edition)
    if text is not None:
        _write(draft, by=by, text=text, at=at, shape=shape or _shape_for(visit, draft, text), times=times)
    _check(draft.objective)
    if draft.began_at is None:
        times = proposed_times(visit)
        draft.began_at, draft.ended_at = times.began, times.ended
        draft.save(update_fields=["began_at", "ended_at"])
        _write_minutes(draft, times)
    settle_names(by=by, visit=visit, version=draft, confirmed=confirmed, at=at)
    return _sign(draft, by=by, at=at, action="note.signed", held=held)


@transaction.atomic
def amend_note(
    *,
    by: Actor,
    visit: Visit,
    text: NoteText,
    why: str,
    at: datetime | None = None,
    confirmed: Confirmed | None = None,
    times: Times | None = None,
) -> NoteSignature:
    """The next version of a signed note, signed, with what was wrong. The version before stays as it was.

    Without `times` those of the version before are taken over.
    """
    at = at or timezone.now()
    if not why.strip():
        raise ValidationError({"why": _("Say what you amend and why.")})
    _check(text.objective)
    newest = NoteVersion.objects.select_for_update().filter(note__visit=visit).order_by("-number").first()
    if newest is None or not NoteSignature.objects.filter(version=newest).exists():
        raise ValidationError(_("There is no signed note to amend yet."))
    if NoteSignature.objects.waiting().filter(version=newest).exists():
        raise ValidationError(_("This note waits for a supervisor’s signature. It can be amended after that."))
    held = _may_sign(by, visit, at)
    version = NoteVersion(
        organisation_id=visit.organisation_id, note_id=newest.note_id, number=newest.number + 1, why=why.strip()
    )
    _write(version, by=by, text=text, at=at, shape=shape_of(newest), times=times or times_in(newest))
    settle_names(by=by, visit=visit, version=version, confirmed=confirmed, at=at)
    return _sign(version, by=by, at=at, action="note.amended", held=held)


@transaction.atomic
def cosign_note(
    *, by: Actor, signature: NoteSignature, agreed: bool, words: str = "", at: datetime | None = None
) -> NoteCosignature:
    """The supervisor signs beside, or sends back with words: then the next version is open to its writer.

    Only the one who was asked may, and only while their own licence and field allow it.
    """
    at = at or timezone.now()
    rows = NoteSignature.objects.select_for_update().select_related("version__note__visit__staff")
    signature = rows.get(pk=signature.pk)
    if signature.cosigner_id is None or signature.cosigner_id != by.staff_id or not by.can(Permission.SIGN_NOTE):
        raise PermissionDenied("cosign")
    if NoteCosignature.objects.filter(signature=signature).exists():
        raise ValidationError(_("You have answered this one already."))
    if not agreed and not words.strip():
        raise ValidationError({"words": _("Write what should be different, so that it can be changed.")})
    visit = signature.version.note.visit
    if agreed and (problems := standing_for(by, visit, timezone.localdate(at)).problems):
        raise ValidationError(list(problems))
    owner = {"organisation_id": signature.organisation_id, "at": at, "by_id": by.user_id}
    row = NoteCosignature.objects.create(**owner, signature=signature, agreed=agreed, why=words.strip())
    record(by=by, action="note.cosigned", about=signature.version, child=visit.child_id, detail={"agreed": agreed})
    if not agreed:
        _open_again(signature, at)
    return row


def standing_for(by: Actor, visit: Visit, on: date) -> Standing:
    """How the actor stands towards signing the note of this visit on that day: its field is that of who held it."""
    needed = rules_of(visit.organisation_id).licence_needed
    return standing(by, visit.staff.discipline, on, licence_needed=needed)


def shape_to_write(visit: Visit, draft: NoteVersion | None) -> Shape:
    """The shape of what is written already; what nobody has written yet takes the clinic's shape of today."""
    if draft is not None and (draft.objective or draft.number > 1):
        return shape_of(draft)
    return chosen(visit.organisation_id, visit.staff.discipline)


def _shape_for(visit: Visit, draft: NoteVersion, text: NoteText) -> Shape:
    """The shape of words that came without one: never one in which some of them would not be shown."""
    shape = shape_to_write(visit, draft)
    told = {key for key in COLUMNS if text.words(key).strip()}
    return shape if told <= {one.key for one in shape.sections} else SOAP


def _may_sign(by: Actor, visit: Visit, at: datetime) -> Standing:
    held = standing_for(by, visit, timezone.localdate(at))
    if held.problems:
        raise ValidationError(list(held.problems), code="may_not_sign")
    return held


def _check(seen: str) -> None:
    if not seen.strip():
        raise ValidationError({"objective": _("Say what you saw before you sign.")})


def _draft(by: Actor, visit: Visit, at: datetime) -> NoteVersion:
    """The open version of the visit's note, made when there is none."""
    owner = {"organisation_id": visit.organisation_id, "at": at, "by_id": by.user_id}
    note, _made = Note.objects.get_or_create(visit=visit, defaults={**owner, "child_id": visit.child_id})
    newest = NoteVersion.objects.select_for_update().filter(note=note).order_by("-number").first()
    if newest is None:
        return NoteVersion.objects.create(note=note, number=1, objective="", **owner)
    if NoteSignature.objects.filter(version=newest).exists():
        raise ValidationError(_("This note is signed. Amend it instead."))
    return newest


def _write(version: NoteVersion, *, by: Actor, text: NoteText, at: datetime, shape: Shape, times: Times | None) -> None:
    for name in COLUMNS:
        setattr(version, name, getattr(text, name))
    version.more, version.family_summary = dict(text.more), text.family_summary
    version.built_in = shape.code if shape.code in BUILT_IN else ""
    version.template_id = None if shape.code in BUILT_IN else UUID(shape.code)
    version.at, version.by_id = at, by.user_id
    if times is not None:
        times.check()
        version.began_at, version.ended_at = times.began, times.ended
    version.save()
    if times is not None:
        _write_minutes(version, times)


def _write_minutes(version: NoteVersion, times: Times) -> None:
    """The services of the version are these now; services of another clinic are left out."""
    known = ServiceKind.objects.filter(organisation=version.organisation_id, pk__in=times.minutes).values_list("pk")
    told = {key: times.minutes[key] for (key,) in known if times.minutes[key] > 0}
    NoteMinutes.objects.filter(version=version).exclude(kind__in=told).delete()
    NoteMinutes.objects.bulk_create(
        (
            NoteMinutes(organisation_id=version.organisation_id, version=version, kind_id=kind, minutes=minutes)
            for kind, minutes in told.items()
        ),
        update_conflicts=True,
        update_fields=["minutes"],
        unique_fields=["version", "kind"],
    )


def _sign(version: NoteVersion, *, by: Actor, at: datetime, action: str, held: Standing) -> NoteSignature:
    signature = NoteSignature.objects.create(
        organisation_id=version.organisation_id, version=version, cosigner=held.cosigner, at=at, by_id=by.user_id
    )
    detail: dict[str, str | int | bool] = {"number": version.number, "waits": held.waits}
    record(by=by, action=action, about=version, child=version.note.child_id, detail=detail)
    return signature


def _open_again(signature: NoteSignature, at: datetime) -> None:
    """The next version with the words that were sent back, for the one who signed them."""
    sent = signature.version
    times = times_in(sent)
    made = NoteVersion.objects.create(
        organisation_id=sent.organisation_id, note_id=sent.note_id, number=sent.number + 1, why=sent.why, at=at,
        by_id=signature.by_id, built_in=sent.built_in or (BuiltIn.SOAP if sent.template_id is None else ""),
        template_id=sent.template_id, more=sent.more, family_summary=sent.family_summary, began_at=sent.began_at,
        ended_at=sent.ended_at, **{name: getattr(sent, name) for name in COLUMNS},
    )  # fmt: skip
    if times is not None:
        _write_minutes(made, times)
