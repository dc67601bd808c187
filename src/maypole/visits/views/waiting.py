"""Notes that wait: the list of each therapist and of whoever leads, and the supervisor's answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.visits import actions, note_pages, present, waiting
from maypole.visits.access import signature_to_cosign
from maypole.visits.note_forms import CosignForm
from maypole.visits.times import rules_of


@require_GET
@signed_in
def notes(request: ActorRequest) -> HttpResponse:
    """What I have to sign, what waits for a colleague, and, for who leads, what everybody owes."""
    actor = request.actor
    leads = actor.can(Permission.SEE_CLINIC)
    if not leads and not actor.can(Permission.WRITE_NOTE):
        raise PermissionDenied(Permission.WRITE_NOTE)
    context = {
        "desks": waiting.unsigned(actor, timezone.now(), everybody=leads),
        "mine": actor.staff_id,
        "to_cosign": waiting.to_cosign(actor),
        "with_others": waiting.with_supervisors(actor),
        "hours": rules_of(actor.organisation_id).hours,
        "leads": leads,
    }
    return render(request, "visits/notes.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def note_cosignature(request: ActorRequest, note_version: UUID) -> HttpResponse:
    """A supervisor reads a note a colleague signed, and signs beside it or sends it back with words."""
    signature = signature_to_cosign(request.actor, note_version)
    form = CosignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cosign_note(by=request.actor, signature=signature, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None if not hasattr(refused, "error_dict") else "words", refused.messages)
        else:
            agreed = form.cleaned_data["agreed"]
            messages.success(
                request, _("Signed beside it. The note is locked now.") if agreed else _("Sent back with your words.")
            )
            return redirect("notes")
    visit = signature.version.note.visit
    context = {
        "visit": visit,
        "child": visit.child,
        "hours": present.hours(visit),
        "signature": signature,
        "shown": note_pages.shown_of([signature.version], rules_of(visit.organisation_id).counting)[0],
        "precautions": visit.child.precautions.in_force(),
        "answered": not signature.waits,
        "form": form,
    }
    return render(request, "visits/cosign.html", context, status=422 if form.is_bound else 200)
