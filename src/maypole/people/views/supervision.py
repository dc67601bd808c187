"""Who answers for whose work, for whoever manages teams."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.people.models import Licence, StaffMember, Supervision
from maypole.people.supervision import name_supervisor


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def supervision(request: ActorRequest) -> HttpResponse:
    """Everybody who treats children, what their licence is, and who answers for them."""
    today = timezone.localdate()
    people = list(
        StaffMember.objects.working()
        .filter(organisation=request.actor.organisation_id)
        .exclude(discipline="")
        .order_by("name", "id")
    )
    if request.method == "POST":
        return _named(request, {str(one.pk): one for one in people})
    licences: dict[object, list[Licence]] = {}
    for held in Licence.objects.filter(staff__in=people, starts_on__lte=today, expires_on__gte=today):
        licences.setdefault(held.staff_id, []).append(held)
    over = {row.staff_id: row.supervisor_id for row in Supervision.objects.on(today).filter(staff__in=people)}
    rows = [(one, licences.get(one.pk, []), _waits(licences.get(one.pk, [])), over.get(one.pk)) for one in people]
    return render(request, "people/supervision.html", {"rows": rows, "people": people})


def _waits(held: list[Licence]) -> bool:
    return bool(held) and all(licence.level != Licence.Level.FULL for licence in held)


def _named(request: ActorRequest, people: dict[str, StaffMember]) -> HttpResponse:
    staff = people.get(request.POST.get("staff", ""))
    wanted = request.POST.get("supervisor", "")
    if wanted and wanted not in people:
        raise Http404
    if staff is None:
        messages.error(request, _("Choose whose work it is."))
        return redirect("supervision")
    try:
        name_supervisor(by=request.actor, staff=staff, supervisor=people.get(wanted), now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Kept. It holds from today."))
    return redirect("supervision")
