"""Licences of the people who work here: one's own to read, everybody's for whoever manages teams."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.licence_forms import LicenceForm
from maypole.people.licences import AHEAD, keep_licence
from maypole.people.models import Licence, StaffMember

Chip = tuple[str, str, str]


@require_GET
@requires(Permission.ASSIGN_TEAM)
def licences(request: ActorRequest) -> HttpResponse:
    """Everybody who treats children, with their licences and how long each still holds. Two queries."""
    today = timezone.localdate()
    people = StaffMember.objects.working().filter(organisation=request.actor.organisation_id).exclude(discipline="")
    held: dict[UUID, list[tuple[Licence, Chip]]] = {}
    for one in Licence.objects.filter(staff__in=people).order_by("-expires_on", "id"):
        held.setdefault(one.staff_id, []).append((one, chip_of(one, today)))
    rows = [(one, held.get(one.pk, [])) for one in people.order_by("name", "id")]
    return render(request, "people/licences.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def colleague_licences(request: ActorRequest, colleague: UUID) -> HttpResponse:
    """One person's licences; whoever manages teams adds one."""
    staff = _colleague(request, colleague)
    may = request.actor.can(Permission.ASSIGN_TEAM)
    if not may and (request.method == "POST" or staff.pk != request.actor.staff_id):
        raise PermissionDenied(Permission.ASSIGN_TEAM)
    form = LicenceForm(request.POST if request.method == "POST" else None, initial={"discipline": staff.discipline})
    if request.method == "POST" and form.is_valid():
        keep_licence(by=request.actor, staff=staff, values=form.cleaned_data)
        messages.success(request, _("Kept. Signing looks at it from now on."))
        return redirect("colleague_licences", staff.pk)
    today = timezone.localdate()
    rows = [(one, chip_of(one, today)) for one in staff.licences.order_by("-expires_on", "id")]
    context = {"colleague": staff, "rows": rows, "form": form if may else None, "open": form.is_bound or not rows}
    return render(request, "people/colleague_licences.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def licence_edit(request: ActorRequest, colleague: UUID, licence: UUID) -> HttpResponse:
    """Put right what was typed wrong. A renewal is a new licence."""
    staff = _colleague(request, colleague)
    found = staff.licences.filter(pk=licence).first()
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in LicenceForm.Meta.fields}
    form = LicenceForm(request.POST) if request.method == "POST" else LicenceForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        keep_licence(by=request.actor, staff=staff, licence=found, values=form.cleaned_data)
        messages.success(request, _("Put right."))
        return redirect("colleague_licences", staff.pk)
    context = {"colleague": staff, "licence": found, "form": form}
    return render(request, "people/licence.html", context, status=422 if form.is_bound else 200)


def _colleague(request: ActorRequest, key: UUID) -> StaffMember:
    found = StaffMember.objects.filter(organisation=request.actor.organisation_id, pk=key).first()
    if found is None:
        raise Http404
    return found


def chip_of(licence: Licence, today: date) -> Chip:
    """Kind, icon and words of how a licence stands."""
    days = (licence.expires_on - today).days
    if days < 0:
        return "alert", "alert", _("Expired")
    if licence.starts_on > today:
        return "info", "clock", _("Not valid yet")
    if licence.expires_on <= today + timedelta(days=AHEAD[0]):
        return "sun", "clock", ngettext("Ends in %(n)d day", "Ends in %(n)d days", days) % {"n": days}
    return "ok", "check", _("Valid")
