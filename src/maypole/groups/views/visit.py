"""After a visit of a group: the notes side by side, with one place for what is shared."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups import notes_page
from maypole.groups.access import group_visit_to_run
from maypole.groups.actions.running import write_shared
from maypole.groups.models import GroupVisit
from maypole.visits import actions, note_pages
from maypole.visits.access import visit_to_change
from maypole.visits.models import Visit
from maypole.visits.note_forms import NoteForm
from maypole.visits.note_pages import Sheet
from maypole.visits.noting import shape_to_write
from maypole.visits.shapes import named
from maypole.visits.shown import newest_version

MOST_SHARED = 4000


@require_GET
@signed_in
def group_notes(request: ActorRequest, group_visit: UUID) -> HttpResponse:
    """Every child's note of this visit that this person may write; each read is audited."""
    meeting = group_visit_to_run(request.actor, group_visit)
    context = notes_page.page(request.actor, meeting)
    for part in context["parts"]:
        child = part["child"]
        record(by=request.actor, action="child.read", about=child, child=child.pk, detail={"what": "note"})
    return render(request, "groups/notes.html", context)


@require_POST
@signed_in
def group_shared(request: ActorRequest, group_visit: UUID) -> HttpResponse:
    """What all of us did, once for every note that nobody has begun to write."""
    meeting = group_visit_to_run(request.actor, group_visit)
    text, edition = request.POST.get("shared_text", ""), _edition(request)
    if len(text) > MOST_SHARED or "\x00" in text:
        return _again(request, meeting, _("Make it shorter: 4,000 letters at most."), 422)
    try:
        write_shared(by=request.actor, group_visit=meeting, text=text, edition=edition, now=timezone.now())
    except EditConflict:
        words = _("Somebody saved what we did since you opened this page. Look at theirs in a second window first.")
        return _again(request, meeting, words, 409)
    messages.success(request, _("Kept. It stands in every note that nobody has begun yet."))
    return redirect("group_notes", group_visit)


@require_POST
@signed_in
def group_note(request: ActorRequest, group_visit: UUID, visit: UUID) -> HttpResponse:
    """Keep or sign one child's note; a note that names somebody else comes back with the names marked."""
    signs = "sign" in request.POST
    meeting = group_visit_to_run(request.actor, group_visit)
    place = notes_page.place_in(meeting, visit)
    found = visit_to_change(request.actor, place.visit_id, Permission.SIGN_NOTE if signs else Permission.WRITE_NOTE)
    sheet = _sent(request, found)
    if not sheet.form.is_valid():
        return _refused(request, meeting, sheet, 422)
    try:
        _write(request, sheet, signs)
    except EditConflict:
        words = _("Somebody saved this note since you opened it. Look at theirs in a second window first.")
        sheet.refuse(ValidationError(words))
        return _refused(request, meeting, sheet, 409)
    except ValidationError as refused:
        sheet.refuse(refused)
        return _refused(request, meeting, sheet, 422)
    if request.htmx:
        return _kept(request, meeting, found)
    messages.success(request, _("Signed.") if signs else _("Kept as a draft. Sign it when it is ready."))
    return redirect("group_notes", group_visit)


def _write(request: ActorRequest, sheet: Sheet, signs: bool) -> None:
    text, edition = sheet.form.text(), _edition(request)
    by, visit, shape = request.actor, sheet.visit, sheet.shape
    if signs:
        actions.sign_note(by=by, visit=visit, text=text, edition=edition, shape=shape, confirmed=sheet.answered)
    else:
        actions.draft_note(by=by, visit=visit, text=text, edition=edition, shape=shape)


def _sent(request: ActorRequest, visit: Visit) -> Sheet:
    shape = named(visit.organisation_id, request.POST.get("shape", ""))
    return note_pages.sent(visit, shape or shape_to_write(visit, newest_version(visit)), request.POST, NoteForm)


def _refused(request: ActorRequest, meeting: GroupVisit, sheet: Sheet, status: int) -> HttpResponse:
    """The page as it was sent; to a script only the line that says why it was not kept."""
    if request.htmx:
        newest = newest_version(sheet.visit)
        context = {"visit": sheet.visit, "form": sheet.form, "edition": newest.edition if newest else 1}
        return render(request, "groups/note_kept.html", context, status=status)
    return render(request, "groups/notes.html", notes_page.page(request.actor, meeting, sheet), status=status)


def _kept(request: ActorRequest, meeting: GroupVisit, visit: Visit) -> HttpResponse:
    newest = newest_version(visit)
    context = {"visit": visit, "kept": True, "edition": newest.edition if newest else 1}
    return render(request, "groups/note_kept.html", context)


def _again(request: ActorRequest, meeting: GroupVisit, why: str, status: int) -> HttpResponse:
    context = notes_page.page(request.actor, meeting) | {
        "shared_text": request.POST.get("shared_text", "")[:20_000], "shared_error": why,
    }  # fmt: skip
    return render(request, "groups/notes.html", context, status=status)


def _edition(request: ActorRequest) -> int | None:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
