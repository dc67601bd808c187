"""The way into a record that is not one's own when a child cannot wait; and changing between organisations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.middleware import ORGANISATION_KEY
from maypole.access.permissions import Permission
from maypole.people import actions
from maypole.people.forms import EmergencyForm
from maypole.people.models import Child


@require_http_methods(["GET", "POST"])
@requires(Permission.BREAK_GLASS)
def emergency(request: ActorRequest) -> HttpResponse:
    """Name, reason, and the record opens for an hour. Compliance is told."""
    form = EmergencyForm(request.POST if request.method == "POST" else None, by=request.actor)
    if request.method == "POST" and form.is_valid() and form.child:
        if Child.objects.visible_to(request.actor).filter(pk=form.child.pk).exists():
            messages.info(request, _("You need no emergency access here: this record is open to you."))
            return redirect("child", form.child.pk)
        why = form.cleaned_data["why"]
        opened = actions.open_in_emergency(by=request.actor, child=form.child, why=why, now=timezone.now())
        until = timezone.localtime(opened.until)
        messages.warning(request, _("Open until %(time)s. Compliance sees this.") % {"time": f"{until:%H:%M}"})
        return redirect("child", form.child.pk)
    return render(request, "people/emergency.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def organisation(request: ActorRequest) -> HttpResponse:
    """Go on under another organisation this person works for."""
    chosen = actions.choose_organisation(by=request.actor, organisation=request.POST.get("organisation", ""))
    request.session[ORGANISATION_KEY] = str(chosen.organisation_id)
    messages.success(request, _("You are at %(place)s now.") % {"place": chosen.organisation.name})
    return redirect("start")
