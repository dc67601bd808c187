"""Evaluations of a child: list, read, write, sign."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read

from .access import evaluation_for_reading, evaluation_for_writing, readable
from .actions import EvaluationRefused, open_evaluation, sign_evaluation, write_evaluation
from .forms import Sheet
from .models import Evaluation, Transfer
from .present import columns, ribbons, standing


@require_GET
@signed_in
def evaluations(request: ActorRequest, child: UUID) -> HttpResponse:
    """Every evaluation this person may read, newest first."""
    reached = read(request.actor, child, Permission.SEE_CLINICAL, "evaluations")
    rows = readable(request.actor, reached).order_by("-held_on", "-id")
    context = {
        "child": reached.child,
        "rows": [(row, standing(row)) for row in rows],
        "transfers": Transfer.objects.standing().filter(child=reached.child).select_related("by"),
        "may_write": reached.can(Permission.EVALUATE),
    }
    return render(request, "evaluation/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def evaluation_new(request: ActorRequest, child: UUID) -> HttpResponse:
    if request.method == "GET":
        reached = read(request.actor, child, Permission.EVALUATE, "evaluation")
        return _form(request, reached, Sheet(Evaluation(held_on=timezone.localdate())))
    reached = reach(request.actor, child, Permission.EVALUATE)
    sheet = Sheet(Evaluation(), request.POST)
    if not sheet.is_valid():
        return _form(request, reached, sheet, status=422)
    made = open_evaluation(by=request.actor, child=reached.child, **sheet.written())
    messages.success(request, _("Kept as a draft. Sign it when it is ready."))
    return redirect("evaluation", made.pk)


@require_GET
@signed_in
def evaluation(request: ActorRequest, evaluation: UUID) -> HttpResponse:
    """The report: three columns, strengths first; printed as it stands."""
    found, reached = evaluation_for_reading(request.actor, evaluation)
    return _page(request, found, reached)


@require_http_methods(["GET", "POST"])
@signed_in
def evaluation_edit(request: ActorRequest, evaluation: UUID) -> HttpResponse:
    found, reached = evaluation_for_writing(request.actor, evaluation)
    if request.method == "GET":
        reached = read(request.actor, reached.child.pk, Permission.EVALUATE, "evaluation")
        if hasattr(found, "signature"):
            messages.info(request, _("This evaluation is signed, so it stays as it is. Open a new one to add to it."))
            return redirect("evaluation", evaluation)
        return _form(request, reached, Sheet(found))
    sheet = Sheet(found, request.POST)
    if not sheet.is_valid():
        return _form(request, reached, sheet, status=422)
    opened = _edition(request)
    try:
        write_evaluation(by=request.actor, evaluation=found, edition=opened, **sheet.written())
    except EditConflict:
        return _form(request, reached, sheet, theirs=evaluation, status=409)
    except EvaluationRefused as refused:
        sheet.words.add_error(None, refused)
        return _form(request, reached, sheet, status=422)
    messages.success(request, _("Kept as a draft. Sign it when it is ready."))
    return redirect("evaluation", evaluation)


@require_POST
@signed_in
def evaluation_signature(request: ActorRequest, evaluation: UUID) -> HttpResponse:
    found, reached = evaluation_for_writing(request.actor, evaluation)
    try:
        sign_evaluation(by=request.actor, evaluation=found, edition=_edition(request))
    except EditConflict:
        messages.error(request, _("Somebody changed it since you opened it. Read it again, then sign."))
    except EvaluationRefused as refused:
        return _page(request, found, reached, problems=refused.messages, status=422)
    else:
        messages.success(request, _("Signed. The family can read it now."))
    return redirect("evaluation", evaluation)


def _edition(request: ActorRequest) -> int:
    """The edition a form was opened with; without one nobody can say what was read, so it counts as old."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page(
    request: ActorRequest, found: Evaluation, reached: Reach, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    found.refresh_from_db(fields=["edition"])
    findings = list(found.findings.all())
    context = {
        "child": reached.child,
        "evaluation": found,
        "columns": columns(findings, reached.child.name),
        "ribbons": ribbons(findings),
        "standing": standing(found),
        "signed": hasattr(found, "signature"),
        "may_write": reached.can(Permission.EVALUATE) and not hasattr(found, "signature"),
        "precautions": reached.child.precautions.told_to(request.actor).in_force(),
        "problems": problems,
    }
    return render(request, "evaluation/report.html", context, status=status)


def _form(
    request: ActorRequest, reached: Reach, sheet: Sheet, theirs: UUID | None = None, status: int = 200
) -> HttpResponse:
    stored = Evaluation.objects.prefetch_related("findings").get(pk=theirs) if theirs else None
    context = {
        "child": reached.child,
        "sheet": sheet,
        "evaluation": sheet.words.instance,
        "edition": stored.edition if stored else request.POST.get("edition", sheet.edition),
        "theirs": stored,
        "their_columns": columns(list(stored.findings.all()), reached.child.name) if stored else [],
        "precautions": reached.child.precautions.told_to(request.actor).in_force(),
    }
    return render(request, "evaluation/form.html", context, status=status)
