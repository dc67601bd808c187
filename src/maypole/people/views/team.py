"""Who is around a child: care team, carers, outside parties."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people import actions
from maypole.people.access import Reach, reach, read
from maypole.people.forms import StatusForm, TeamForm
from maypole.people.invitations import invite
from maypole.people.models import Consent
from maypole.people.present import rights_in_words


@require_http_methods(["GET", "POST"])
@signed_in
def team(request: ActorRequest, child: UUID) -> HttpResponse:
    """The care team to change, the carers with their rights, the outside parties with their consents."""
    if request.method == "POST":
        reached = reach(request.actor, child, Permission.ASSIGN_TEAM)
        form = TeamForm(request.POST, by=request.actor)
        if form.is_valid():
            staff, leads = form.cleaned_data["staff"], form.cleaned_data["leads"]
            actions.assign(by=request.actor, child=reached.child, staff=staff, leads=leads, now=timezone.now())
            said = {"who": staff.name, "name": reached.child.name}
            messages.success(request, _("%(who)s is on %(name)s’s team now.") % said)
            return redirect("team", child)
        return _team(request, reached, form, 422)
    reached = read(request.actor, child, Permission.ASSIGN_TEAM, "team")
    return _team(request, reached, TeamForm(by=request.actor))


def _team(request: ActorRequest, reached: Reach, form: TeamForm, status: int = 200) -> HttpResponse:
    child = reached.child
    members = child.team.select_related("staff").order_by("ended_at", "-leads", "staff__name")
    relations = child.carer_relations.filter(ended_at__isnull=True).select_related("carer__user").order_by("started_at")
    newest = child.statuses.order_by("-at", "-id").first()
    context = {
        "child": child,
        "form": form,
        "members": [member for member in members if member.ended_at is None],
        "former": [member for member in members if member.ended_at is not None],
        "carers": [(relation, rights_in_words(relation)) for relation in relations],
        "consents": Consent.objects.in_force().filter(child=child).select_related("party", "given_by"),
        "state": newest,
        "status_form": StatusForm(initial={"state": newest.state if newest else None}),
    }
    return render(request, "people/team.html", context, status=status)


@require_POST
@signed_in
def team_end(request: ActorRequest, child: UUID, member: UUID) -> HttpResponse:
    reached = reach(request.actor, child, Permission.ASSIGN_TEAM)
    row = get_object_or_404(reached.child.team.select_related("staff"), pk=member)
    actions.end_assignment(by=request.actor, member=row, now=timezone.now())
    said = {"who": row.staff.name, "name": reached.child.name}
    messages.success(request, _("%(who)s is not on %(name)s’s team any more.") % said)
    return redirect("team", child)


@require_POST
@signed_in
def carer_invitation(request: ActorRequest, child: UUID, relation: UUID) -> HttpResponse:
    """Send the mail that opens a carer's account, also for the second time."""
    reached = reach(request.actor, child, Permission.MANAGE_ENQUIRIES)
    open_relations = reached.child.carer_relations.filter(ended_at__isnull=True).select_related("carer__user")
    row = get_object_or_404(open_relations, pk=relation)
    job = invite(by=request.actor, relation=row, origin=request.build_absolute_uri("/"), now=timezone.now())
    if job:
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": row.carer.name})
    else:
        messages.error(
            request, _("%(name)s has no e-mail address here, so nothing was sent.") % {"name": row.carer.name}
        )
    return redirect("team", child)
