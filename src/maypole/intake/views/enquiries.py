"""The inbox of those who answer families."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.intake import actions
from maypole.intake.forms import AnswerForm, ClosureForm, RegistrationForm
from maypole.intake.models import Enquiry
from maypole.intake.present import enquiry_line
from maypole.people.invitations import AddressTaken

A_PAGE = 20


@require_GET
@requires(Permission.MANAGE_ENQUIRIES)
def enquiries(request: ActorRequest) -> HttpResponse:
    """Who asked and waits, longest first; or all, newest first."""
    rows = Enquiry.objects.visible_to(request.actor)
    every = request.GET.get("show") == "all"
    waiting = rows.open()
    shown = rows.with_state() if every else waiting.order_by("received_at", "id")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    number = waiting.count()
    request.nav_counts = {"enquiries": number}
    context = {
        "page": page,
        "lines": [enquiry_line(row, row.state, today) for row in page],
        "every": every,
        "waiting": number,
        "query": "show=all&" if every else "",
    }
    return render(request, "intake/enquiries.html", context)


def _enquiry(request: ActorRequest, pk: UUID) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.actor).with_state().select_related("child", "organisation")
    return get_object_or_404(rows, pk=pk)


@require_GET
@requires(Permission.MANAGE_ENQUIRIES)
def enquiry(request: ActorRequest, enquiry: UUID) -> HttpResponse:
    row = _enquiry(request, enquiry)
    record(by=request.actor, action="enquiry.read", about=row, child=row.child_id)
    return _page(request, row, AnswerForm(), ClosureForm())


def _page(
    request: ActorRequest, row: Enquiry, answer: AnswerForm, closure: ClosureForm, status: int = 200
) -> HttpResponse:
    context = {
        "enquiry": row,
        "line": enquiry_line(row, row.state, timezone.localdate()),
        "history": row.statuses.select_related("by").order_by("at", "id"),
        "answer": answer,
        "closure": closure,
        "open": row.state in ("received", "contacted"),
    }
    return render(request, "intake/enquiry.html", context, status=status)


@require_POST
@requires(Permission.MANAGE_ENQUIRIES)
def enquiry_answer(request: ActorRequest, enquiry: UUID) -> HttpResponse:
    row = _enquiry(request, enquiry)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, ClosureForm(), 422)
    actions.answer_enquiry(by=request.actor, enquiry=row, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Written down. The family’s page says “Answered” now."))
    return redirect("enquiry", row.pk)


@require_POST
@requires(Permission.MANAGE_ENQUIRIES)
def enquiry_closure(request: ActorRequest, enquiry: UUID) -> HttpResponse:
    row = _enquiry(request, enquiry)
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return _page(request, row, AnswerForm(), form, 422)
    actions.close_enquiry(by=request.actor, enquiry=row, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Closed. It is still here under “All”."))
    return redirect("enquiries")


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_ENQUIRIES)
def enquiry_child(request: ActorRequest, enquiry: UUID) -> HttpResponse:
    """Register the child: everything a family needs to begin, on one page."""
    row = _enquiry(request, enquiry)
    if row.child_id:
        messages.info(request, _("This child is registered already."))
        return redirect("child", row.child_id)
    form = RegistrationForm(request.POST, by=request.actor) if request.method == "POST" else None
    if form and form.is_valid() and (made := _register(request, row, form)):
        return made
    form = form or RegistrationForm(initial=_initial(request, row), by=request.actor)
    context = {"enquiry": row, "form": form, "line": enquiry_line(row, row.state, timezone.localdate())}
    return render(request, "intake/registration.html", context, status=422 if form.errors else 200)


def _register(request: ActorRequest, row: Enquiry, form: RegistrationForm) -> HttpResponse | None:
    told = form.cleaned_data
    registration = actions.Registration(
        child=form.save(commit=False),
        carer=form.carer(),
        relation=told["relation"] or _("parent"),
        evaluator=told["evaluator"],
        step=form.step(),
        origin=request.build_absolute_uri("/"),
    )
    try:
        child = actions.accept_enquiry(by=request.actor, enquiry=row, registration=registration, now=timezone.now())
    except AddressTaken:
        form.add_error("email", _("This address cannot be invited here. Use another one, or leave it empty."))
        return None
    messages.success(request, _("%(name)s is registered, and someone has the next step.") % {"name": child.name})
    return redirect("child", child.pk)


def _initial(request: ActorRequest, row: Enquiry) -> dict[str, Any]:
    names = row.child_name.split(maxsplit=1)
    return {
        "given_name": names[0] if names else "",
        "family_name": names[1] if len(names) > 1 else "",
        "birth_date": row.child_born,
        "languages": get_language_info(row.language)["name_translated"],
        "carer_name": row.contact_name,
        "email": row.email,
        "phone": row.phone,
        "language": row.language,
        "what": _("First visit: get to know each other"),
        "owner": request.actor.staff_id,
        "due_on": timezone.localdate() + timedelta(days=7),
    }
