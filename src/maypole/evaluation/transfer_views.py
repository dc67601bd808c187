"""A documented transfer: written down, and taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read

from .actions import EvaluationRefused
from .forms import NoLongerForm, TransferForm
from .models import Transfer
from .transfers import document_transfer, withdraw_transfer


@require_http_methods(["GET", "POST"])
@signed_in
def transfer_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """Who evaluated the child elsewhere, when, and what the document says."""
    if request.method == "GET":
        return _form(request, read(request.actor, child, Permission.EVALUATE, "transfer"), TransferForm())
    reached = reach(request.actor, child, Permission.EVALUATE)
    form = TransferForm(request.POST)
    if form.is_valid():
        try:
            document_transfer(by=request.actor, child=reached.child, **form.cleaned_data)
        except EvaluationRefused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Documented. A plan of care can start from it."))
            return redirect("evaluations", child)
    return _form(request, reached, form, status=422)


@require_POST
@signed_in
def transfer_withdrawal(request: ActorRequest, transfer: UUID) -> HttpResponse:
    """It no longer counts, and why."""
    found = Transfer.objects.visible_to(request.actor).select_related("child").filter(pk=transfer).first()
    if found is None:
        raise Http404
    reach(request.actor, found.child_id, Permission.EVALUATE)
    form = NoLongerForm(request.POST)
    if form.is_valid():
        withdraw_transfer(by=request.actor, transfer=found, **form.cleaned_data)
        messages.success(request, _("It no longer counts. What was written is kept."))
    else:
        messages.error(request, _("Write why this transfer no longer counts."))
    return redirect("evaluations", found.child_id)


def _form(request: ActorRequest, reached: Reach, form: TransferForm, status: int = 200) -> HttpResponse:
    return render(request, "evaluation/transfer.html", {"child": reached.child, "form": form}, status=status)
