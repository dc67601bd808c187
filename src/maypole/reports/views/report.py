"""One report: read, written, signed, given, worded anew, as a page and as a PDF."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, consented, read
from maypole.people.models import Consent
from maypole.reports import actions
from maypole.reports.access import report_to_read, report_to_write
from maypole.reports.figures import offered_goals
from maypole.reports.forms import WhyForm, WordsForm
from maypole.reports.models import Report, ReportGiving, ReportVersion
from maypole.reports.present import report_page


@require_GET
@signed_in
def report(request: ActorRequest, report: UUID) -> HttpResponse:
    """The report as it is read; older versions by `?version=`."""
    found, version, reached = report_to_read(request.actor, report, _number(request, "version"))
    return _page(request, found, version, reached)


def _number(request: ActorRequest, name: str) -> int | None:
    text = (request.POST if request.method == "POST" else request.GET).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _page(
    request: ActorRequest,
    found: Report,
    version: ReportVersion,
    reached: Reach,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    writes = reached.can(Permission.WRITE_REPORT)
    signed = hasattr(version, "signature")
    party = found.party
    context = {
        "report": found,
        "version": version,
        "child": found.child,
        "page": report_page(found, version),
        "signed": signed,
        "may_write": writes,
        "agreed": party is None or consented(found.child_id, party.pk, Consent.Scope.REPORTS, timezone.now()),
        "givings": ReportGiving.objects.filter(version__report=found).select_related("party", "by", "version")
        if request.actor.is_staff
        else [],
        "older": found.versions.filter(number__lt=version.number) if request.actor.is_staff else [],
        "problems": problems,
    }
    return render(request, "reports/report.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def report_draft(request: ActorRequest, report: UUID) -> HttpResponse:
    """Write; what is typed is kept at the clinic after every pause, and on this device until then."""
    found, version, reached = report_to_write(request.actor, report)
    if hasattr(version, "signature"):
        messages.info(request, _("This report is signed, so it stays as it is. Word it anew to change it."))
        return redirect("report", report)
    if request.method == "GET":
        reached = read(request.actor, reached.child.pk, Permission.WRITE_REPORT, "report")
        return _draft(request, version, WordsForm(version=version, goals=offered_goals(found.child)))
    form = WordsForm(request.POST, version=version, goals=offered_goals(found.child))
    if not form.is_valid():
        return _draft(request, version, form, status=422)
    edition = _number(request, "edition") or 0
    try:
        actions.write_report(
            by=request.actor, version=version, texts=form.texts(), chosen=form.goals(), edition=edition
        )
    except EditConflict:
        return _draft(request, version, form, theirs=True, status=409)
    except actions.ReportRefused as refused:
        form.add_error(None, refused)
        return _draft(request, version, form, status=422)
    if request.htmx:
        return render(request, "reports/kept.html", {"edition": version.edition, "kept": True})
    return redirect("report", report)


def _draft(
    request: ActorRequest, version: ReportVersion, form: WordsForm, *, theirs: bool = False, status: int = 200
) -> HttpResponse:
    """The form; after a conflict what they saved stands beside it, and saving again takes it from there."""
    version.refresh_from_db(fields=["edition"])
    context = {
        "report": version.report,
        "version": version,
        "child": version.report.child,
        "form": form,
        "edition": version.edition,
        "written_in": dict(settings.LANGUAGES).get(version.report.language, version.report.language),
        "theirs": list(version.texts.all().order_by("id")) if theirs else [],
        "conflict": theirs,
    }
    template = "reports/kept.html" if request.htmx else "reports/draft.html"
    return render(request, template, context, status=status)


@require_POST
@signed_in
def report_signature(request: ActorRequest, report: UUID) -> HttpResponse:
    found, version, reached = report_to_write(request.actor, report)
    edition = _number(request, "edition") or 0
    try:
        actions.sign_report(by=request.actor, version=version, edition=edition, now=timezone.now())
    except EditConflict:
        messages.error(request, _("Somebody changed it since you opened it. Read it again, then sign."))
    except actions.ReportRefused as refused:
        version.refresh_from_db()
        version.report = found
        return _page(request, found, version, reached, problems=refused.messages, status=422)
    else:
        messages.success(request, _("Signed. Its figures stay as they are now. Give it to whom it is for."))
    return redirect("report", report)


@require_POST
@signed_in
def report_giving(request: ActorRequest, report: UUID) -> HttpResponse:
    """Give it: in Maypole, or on paper. The family's consent is asked for at this moment."""
    found, version, reached = report_to_write(request.actor, report)
    how = ReportGiving.How.PAPER if request.POST.get("how") == "paper" else ReportGiving.How.HERE
    try:
        actions.give_report(by=request.actor, version=version, how=how, now=timezone.now())
    except actions.ReportRefused as refused:
        return _page(request, found, version, reached, problems=refused.messages, status=422)
    name = found.party.name if found.party else _("The family")
    messages.success(request, _("Given. %(name)s can read it now.") % {"name": name})
    return redirect("report", report)


@require_POST
@signed_in
def report_wording(request: ActorRequest, report: UUID) -> HttpResponse:
    """A new version of a signed report; the signed one stays."""
    found, version, reached = report_to_write(request.actor, report)
    form = WhyForm(request.POST)
    if not form.is_valid():
        problems = [_("Say what changes, for who read the version before.")]
        return _page(request, found, version, reached, problems=problems, status=422)
    try:
        actions.reword_report(by=request.actor, report=found, why=form.cleaned_data["why"], now=timezone.now())
    except actions.ReportRefused as refused:
        return _page(request, found, version, reached, problems=refused.messages, status=422)
    return redirect("report_draft", report)


@require_GET
@signed_in
def report_pdf(request: ActorRequest, report: UUID) -> HttpResponse:
    """The same sections as a PDF, in the report's language."""
    from maypole.reports.pdf.document import pdf  # noqa: PLC0415 (half a second that no other page should wait for)

    found, version, _reached = report_to_read(request.actor, report, _number(request, "version"))
    name = slugify(f"{found.audience} {found.ends_on}") or "report"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf(report_page(found, version)), content_type="application/pdf", headers=headers)
