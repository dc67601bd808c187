"""The note: drafted from the data, edited, signed in one press, amended with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.visits import actions, present
from maypole.visits.access import visit_to_change, visit_to_read
from maypole.visits.forms import AmendForm, NoteForm, words_of
from maypole.visits.models import NoteVersion, Visit
from maypole.visits.shown import composed, goals_of, newest_version

DRAFTED = ("objective", "assessment", "plan", "family_summary")


@require_http_methods(["GET", "POST"])
@signed_in
def note(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Who writes notes gets the draft until it is signed; everyone else reads what is signed."""
    if request.method == "POST":
        return _keep(request, visit)
    found, reached = visit_to_read(request.actor, visit, Permission.SEE_NOTES, "note")
    newest = newest_version(found)
    if hasattr(newest, "signature") or not reached.can(Permission.WRITE_NOTE):
        return _signed(request, found, reached, newest)
    spoken = found.child.family_language()
    form = NoteForm(initial=_initial(found, newest, spoken))
    if newest is None or not newest.objective:
        form.drafted_in(spoken)
    return _draft(request, found, form, newest.edition if newest else 1)


def _initial(visit: Visit, newest: NoteVersion | None, spoken: str) -> dict[str, str]:
    """What was written so far; what nobody has written yet comes from the data."""
    written = words_of(newest) if newest else {}
    text = composed(visit, spoken, written.get("subjective", ""))
    if newest is not None and newest.objective:
        return written
    return {"subjective": text.subjective, **{name: getattr(text, name) for name in DRAFTED}}


def _keep(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit, Permission.WRITE_NOTE)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            kept = actions.draft_note(by=request.actor, visit=found, text=form.text(), edition=_edition(request))
        except (EditConflict, ValidationError) as refused:
            return _refused(request, found, form, refused)
        if request.htmx:
            return render(request, "visits/note_kept.html", {"edition": kept.edition, "kept": True})
        messages.success(request, _("Kept as a draft. Sign it when it is ready."))
        return redirect("note", visit)
    return _draft(request, found, form, _edition(request) or 1, 422)


@require_POST
@signed_in
def note_signature(request: ActorRequest, visit: UUID) -> HttpResponse:
    found = visit_to_change(request.actor, visit, Permission.SIGN_NOTE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _draft(request, found, form, _edition(request) or 1, 422)
    try:
        actions.sign_note(by=request.actor, visit=found, text=form.text(), edition=_edition(request))
    except (EditConflict, ValidationError) as refused:
        return _refused(request, found, form, refused)
    messages.success(request, _("Signed. The family can read its summary now."))
    return redirect("note", visit)


@require_http_methods(["GET", "POST"])
@signed_in
def note_amendment(request: ActorRequest, visit: UUID) -> HttpResponse:
    if request.method == "GET":
        found, _reached = visit_to_read(request.actor, visit, Permission.SIGN_NOTE, "note")
        newest = newest_version(found)
        if newest is None or not hasattr(newest, "signature"):
            return redirect("note", visit)
        return _amendment(request, found, AmendForm(initial=words_of(newest)))
    found = visit_to_change(request.actor, visit, Permission.SIGN_NOTE)
    form = AmendForm(request.POST)
    if form.is_valid():
        try:
            actions.amend_note(by=request.actor, visit=found, text=form.text(), why=form.cleaned_data["why"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Amended and signed. The version before stays readable."))
            return redirect("note", visit)
    return _amendment(request, found, form, 422)


def _signed(request: ActorRequest, visit: Visit, reached: Reach, newest: NoteVersion | None) -> HttpResponse:
    versions = list(
        NoteVersion.objects.filter(note__visit=visit, signature__isnull=False).select_related("signature__by")
    )
    if request.actor.is_family and not versions:
        raise Http404
    context = {
        "visit": visit,
        "child": visit.child,
        "shell": "maypole/family.html" if request.actor.is_family else "maypole/staff.html",
        "hours": present.hours(visit),
        "precautions": visit.child.precautions.told_to(request.actor).in_force(),
        "version": versions[0] if versions else None,
        "older": versions[1:],
        "may_amend": bool(versions) and reached.can(Permission.SIGN_NOTE),
        "unsigned": newest is not None and not versions,
    }
    return render(request, "visits/note_signed.html", context)


def _draft(request: ActorRequest, visit: Visit, form: NoteForm, edition: int, status: int = 200) -> HttpResponse:
    context = {
        "visit": visit,
        "child": visit.child,
        "form": form,
        "edition": edition,
        "may_sign": request.actor.can(Permission.SIGN_NOTE),
        "finished": visit.state == "finished",
        "hours": present.hours(visit),
        "chip": present.state_chip(visit),
        "precautions": visit.child.precautions.in_force(),
        "areas": tuple(dict.fromkeys(goal.area for goal in goals_of(visit))),
    }
    template = "visits/note_kept.html" if request.htmx else "visits/note.html"
    return render(request, template, context, status=status)


def _refused(
    request: ActorRequest, visit: Visit, form: NoteForm, refused: EditConflict | ValidationError
) -> HttpResponse:
    """Somebody else saved or signed meanwhile: what was typed stays in the form."""
    if isinstance(refused, EditConflict):
        form.add_error(
            None, _("Somebody saved this note since you opened it. Look at theirs in a second window first.")
        )
        newest = newest_version(visit)
        edition = newest.edition if newest else 1
        return _draft(request, visit, form, edition, 409)
    form.add_error(None, refused)
    return _draft(request, visit, form, _edition(request) or 1, 422)


def _amendment(request: ActorRequest, visit: Visit, form: AmendForm, status: int = 200) -> HttpResponse:
    context = {
        "visit": visit, "child": visit.child, "form": form, "precautions": visit.child.precautions.in_force(),
    }  # fmt: skip
    return render(request, "visits/amendment.html", context, status=status)


def _edition(request: ActorRequest) -> int | None:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
