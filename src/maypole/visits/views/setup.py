"""How notes are written here: for whoever manages teams."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.visits import setup
from maypole.visits.models import NoteChoice, NoteTemplate, NoteTemplateVersion, ServiceKind
from maypole.visits.setup_forms import ChoiceForm, RulesForm, ServiceForm, TemplateForm
from maypole.visits.shapes import BUILT_IN, SOAP, newest_of
from maypole.visits.times import rules_of


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def note_settings(request: ActorRequest) -> HttpResponse:
    form = RulesForm(
        request.POST if request.method == "POST" else None, instance=rules_of(request.actor.organisation_id)
    )
    if request.method == "POST" and form.is_valid():
        setup.set_rules(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("note_settings")
    return _page(request, rules=form)


@require_POST
@requires(Permission.ASSIGN_TEAM)
def note_choice(request: ActorRequest) -> HttpResponse:
    form = _choice_form(request, request.POST)
    if not form.is_valid():
        return _page(request, choice=form)
    for discipline, shape in form.changed():
        built_in = shape if shape in BUILT_IN else ""
        setup.choose_shape(
            by=request.actor, discipline=discipline, built_in=built_in, template=form.templates.get(shape)
        )
    messages.success(request, _("Kept. New notes begin like this."))
    return redirect("note_settings")


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def note_template_new(request: ActorRequest) -> HttpResponse:
    return _template(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def note_template(request: ActorRequest, template: UUID) -> HttpResponse:
    found = NoteTemplate.objects.filter(organisation=request.actor.organisation_id, pk=template).first()
    if found is None:
        raise Http404
    return _template(request, found)


def _template(request: ActorRequest, template: NoteTemplate | None) -> HttpResponse:
    shape = newest_of(template) if template else None
    form = TemplateForm(request.POST if request.method == "POST" else None, shape=shape or replace(SOAP, name=""))
    if request.method == "POST" and form.is_valid():
        try:
            setup.keep_template(
                by=request.actor, name=form.cleaned_data["name"], sections=form.sections(), template=template
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("Kept. Signed notes stay in the shape they were signed in."))
            return redirect("note_settings")
    context = {"form": form, "template": template, "shape": shape}
    return render(request, "visits/note_template.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.ASSIGN_TEAM)
def service_kind_new(request: ActorRequest) -> HttpResponse:
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _page(request, service=form)
    setup.keep_service(by=request.actor, **form.cleaned_data)
    messages.success(request, _("Kept. Notes can name it now."))
    return redirect("note_settings")


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def service_kind(request: ActorRequest, service_kind: UUID) -> HttpResponse:
    """Another wording takes the old one's place; notes that name the old one keep it."""
    found = _service(request, service_kind)
    initial = {name: getattr(found, name) for name in ServiceForm.Meta.fields}
    form = ServiceForm(request.POST) if request.method == "POST" else ServiceForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        setup.keep_service(by=request.actor, instead_of=found, **form.cleaned_data)
        messages.success(request, _("Kept. Old notes keep the old wording."))
        return redirect("note_settings")
    return render(
        request, "visits/service.html", {"form": form, "service": found}, status=422 if form.is_bound else 200
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def service_kind_end(request: ActorRequest, service_kind: UUID) -> HttpResponse:
    setup.end_service(by=request.actor, service=_service(request, service_kind))
    messages.success(request, _("New notes no longer name it."))
    return redirect("note_settings")


def _service(request: ActorRequest, key: UUID) -> ServiceKind:
    found = ServiceKind.objects.offered().filter(organisation=request.actor.organisation_id, pk=key).first()
    if found is None:
        raise Http404
    return found


def _choice_form(request: ActorRequest, data: Any = None) -> ChoiceForm:
    newest: dict[str, NoteChoice] = {}
    for row in NoteChoice.objects.filter(organisation=request.actor.organisation_id).order_by("at", "id"):
        newest[row.discipline] = row
    return ChoiceForm(data, templates=_templates(request), newest=newest)


def _templates(request: ActorRequest) -> list[NoteTemplateVersion]:
    """The newest version of each template."""
    rows = NoteTemplateVersion.objects.filter(organisation=request.actor.organisation_id).order_by("number")
    newest = {row.template_id: row for row in rows.select_related("template", "by").prefetch_related("sections")}
    return sorted(newest.values(), key=lambda row: row.name)


def _page(request: ActorRequest, **forms: Any) -> HttpResponse:
    organisation = request.actor.organisation_id
    refused = any(form.is_bound for form in forms.values())
    context = {
        "rules": forms.get("rules") or RulesForm(instance=rules_of(organisation)),
        "choice": forms.get("choice") or _choice_form(request),
        "service": forms.get("service") or ServiceForm(),
        "service_open": "service" in forms,
        "templates": _templates(request),
        "services": ServiceKind.objects.offered().filter(organisation=organisation),
    }
    return render(request, "visits/note_settings.html", context, status=422 if refused else 200)
