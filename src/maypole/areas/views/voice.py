"""How a child speaks with help, and who has which device."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import record_to_read
from maypole.areas.actions import voice as actions
from maypole.areas.forms.clinic import AacForm, DeviceForm, LoanForm, ReturnForm
from maypole.areas.models import AacProfile, Device, DeviceLoan
from maypole.areas.present.voice import register
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast


@require_GET
@signed_in
def voice(request: ActorRequest, child: UUID) -> HttpResponse:
    """The profile, as everyone who talks with the child needs it."""
    reached = record_to_read(request.actor, child, "aac")
    rows = list(AacProfile.objects.filter(child=child).select_related("by")[:10])
    context = {
        "child": reached.child,
        "profile": rows[0] if rows else None,
        "before": rows[1:],
        "loans": DeviceLoan.objects.filter(child=child, returned_at__isnull=True).select_related("device"),
        "may_write": reached.can(Permission.RUN_VISIT),
    }
    return render(request, "areas/voice.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def voice_edit(request: ActorRequest, child: UUID) -> HttpResponse:
    """The newest profile to change; from then on every screen says “within reach”."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.RUN_VISIT)
        form = AacForm(request.POST)
        if form.is_valid():
            actions.write_profile(by=request.actor, child=reached.child, profile=form.save(commit=False))
            toast(request, _("Everyone who meets %(name)s sees it now.") % {"name": reached.child.name})
            return redirect("voice", child)
        return _edit(request, reached, form, 422)
    reached = read(request.actor, child, Permission.RUN_VISIT, "aac")
    newest = AacProfile.objects.filter(child=child).first()
    initial = {**model_to_dict(newest), "why": ""} if newest else {}
    return _edit(request, reached, AacForm(initial=initial))


def _edit(request: ActorRequest, reached: Reach, form: AacForm, status: int = 200) -> HttpResponse:
    return render(request, "areas/voice_edit.html", {"child": reached.child, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.LEND_DEVICES)
def aac_devices(request: ActorRequest) -> HttpResponse:
    """The register: which device is here, which is with whom since when."""
    form = DeviceForm(request.POST or None)
    if form.is_valid():
        try:
            device = actions.add_device(by=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("“%(device)s” is in the list.") % {"device": device.name})
            return redirect("aac_devices")
    context = {"form": form, "rows": register(request.actor)}
    return render(request, "areas/devices.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.LEND_DEVICES)
def aac_loan(request: ActorRequest, aac_device: UUID) -> HttpResponse:
    device = get_object_or_404(Device.objects.kept(), organisation_id=request.actor.organisation_id, pk=aac_device)
    form = LoanForm(request.POST, by=request.actor, device=device)
    if not form.is_valid():
        messages.error(request, _("Choose who takes it. Nothing was changed."))
        return redirect("aac_devices")
    child = reach(request.actor, form.cleaned_data["child"].pk, Permission.LEND_DEVICES).child
    try:
        actions.lend_device(by=request.actor, device=device, child=child, due_on=form.cleaned_data["due_on"])
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = {"device": device.name, "name": child.name}
        toast(request, _("“%(device)s” is with %(name)s from today.") % said)
    return redirect("aac_devices")


@require_POST
@requires(Permission.LEND_DEVICES)
def aac_return(request: ActorRequest, aac_loan: UUID) -> HttpResponse:
    row = DeviceLoan.objects.visible_to(request.actor).select_related("device").filter(pk=aac_loan).first()
    if row is None:
        raise Http404
    reach(request.actor, row.child_id, Permission.LEND_DEVICES)
    form = ReturnForm(request.POST)
    actions.take_back_device(
        by=request.actor, loan=row, condition=form.cleaned_data["condition"] if form.is_valid() else ""
    )
    toast(request, _("“%(device)s” is back.") % {"device": row.device.name})
    return redirect("aac_devices")
