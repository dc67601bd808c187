"""The note: drafted from the data, edited, signed in one press, amended with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.visits import actions, note_pages
from maypole.visits.access import visit_to_change, visit_to_read
from maypole.visits.models import NoteVersion, Visit
from maypole.visits.note_forms import AmendForm, NoteForm
from maypole.visits.note_pages import Sheet
from maypole.visits.noting import shape_to_write
from maypole.visits.shapes import named
from maypole.visits.shown import newest_version


@require_http_methods(["GET", "POST"])
@signed_in
def note(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Who writes notes gets the draft until it is signed; everyone else reads what is signed."""
    if request.method == "POST":
        return _keep(request, visit)
    found, reached = visit_to_read(request.actor, visit, Permission.SEE_NOTES, "note")
    newest = newest_version(found)
    if (newest is not None and newest.is_signed) or not reached.can(Permission.WRITE_NOTE):
        return _signed(request, found, reached, newest)
    return _draft(request, note_pages.fresh(found, newest))


def _keep(request: ActorRequest, visit: UUID) -> HttpResponse:
    sheet = _sent(request, visit_to_change(request.actor, visit, Permission.WRITE_NOTE))
    if not sheet.is_valid():
        return _draft(request, sheet, 422, _edition(request))
    try:
        kept = actions.draft_note(
            by=request.actor, visit=sheet.visit, text=sheet.form.text(), edition=_edition(request), shape=sheet.shape,
            times=sheet.times.times(),
        )  # fmt: skip
    except (EditConflict, ValidationError) as refused:
        return _refused(request, sheet, refused)
    if request.htmx:
        context = {
            "edition": kept.edition,
            "kept": True,
            "oob": bool(sheet.times.kinds),
            "lines": note_pages.lines(sheet),
        }
        return render(request, "visits/note_kept.html", context)
    messages.success(request, _("Kept as a draft. Sign it when it is ready."))
    return redirect("note", visit)


@require_POST
@signed_in
def note_signature(request: ActorRequest, visit: UUID) -> HttpResponse:
    sheet = _sent(request, visit_to_change(request.actor, visit, Permission.SIGN_NOTE))
    if not sheet.is_valid():
        return _draft(request, sheet, 422, _edition(request))
    try:
        signed = actions.sign_note(
            by=request.actor, visit=sheet.visit, text=sheet.form.text(), edition=_edition(request), shape=sheet.shape,
            times=sheet.times.times(), confirmed=sheet.answered,
        )  # fmt: skip
    except (EditConflict, ValidationError) as refused:
        return _refused(request, sheet, refused)
    messages.success(request, note_pages.signed_words(signed))
    return redirect("note", visit)


@require_http_methods(["GET", "POST"])
@signed_in
def note_amendment(request: ActorRequest, visit: UUID) -> HttpResponse:
    if request.method == "GET":
        found, _reached = visit_to_read(request.actor, visit, Permission.SIGN_NOTE, "note")
        newest = newest_version(found)
        if newest is None or not newest.is_signed or newest.signature.waits:
            return redirect("note", visit)
        return _amendment(request, note_pages.again(found, newest))
    found = visit_to_change(request.actor, visit, Permission.SIGN_NOTE)
    newest = newest_version(found)
    sheet = note_pages.sent(found, shape_to_write(found, newest), request.POST, AmendForm)
    if sheet.is_valid():
        try:
            signed = actions.amend_note(
                by=request.actor, visit=found, text=sheet.form.text(), why=sheet.form.cleaned_data["why"],
                times=sheet.times.times(), confirmed=sheet.answered,
            )  # fmt: skip
        except ValidationError as refused:
            sheet.refuse(refused)
        else:
            messages.success(request, note_pages.signed_words(signed, amended=True))
            return redirect("note", visit)
    return _amendment(request, sheet, 422)


def _sent(request: ActorRequest, visit: Visit) -> Sheet:
    """The form that was sent, in the shape it was written in; the clinic may have chosen another meanwhile."""
    shape = named(visit.organisation_id, request.POST.get("shape", ""))
    return note_pages.sent(visit, shape or shape_to_write(visit, newest_version(visit)), request.POST, NoteForm)


def _signed(request: ActorRequest, visit: Visit, reached: Reach, newest: NoteVersion | None) -> HttpResponse:
    context = note_pages.signed(request.actor, visit, reached, newest)
    if request.actor.is_family and not context["newest"]:
        raise Http404
    return render(request, "visits/note_signed.html", context)


def _draft(request: ActorRequest, sheet: Sheet, status: int = 200, edition: int | None = None) -> HttpResponse:
    context = note_pages.draft(request.actor, sheet, timezone.localdate())
    if edition:
        context["edition"] = edition
    template = "visits/note_kept.html" if request.htmx else "visits/note.html"
    return render(request, template, context, status=status)


def _refused(request: ActorRequest, sheet: Sheet, refused: EditConflict | ValidationError) -> HttpResponse:
    """Somebody else saved or signed meanwhile, or this person may not: what was typed stays in the form."""
    if isinstance(refused, EditConflict):
        words = _("Somebody saved this note since you opened it. Look at theirs in a second window first.")
        sheet.refuse(ValidationError(words))
        newest = newest_version(sheet.visit)
        return _draft(request, sheet, 409, newest.edition if newest else 1)
    sheet.refuse(refused)
    return _draft(request, sheet, 422, _edition(request))


def _amendment(request: ActorRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    return render(request, "visits/amendment.html", note_pages.page(sheet), status=status)


def _edition(request: ActorRequest) -> int | None:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
