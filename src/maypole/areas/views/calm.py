"""The calm-down plan: read by everyone who should act on it, written by the team with the family."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import by_consent_only, calm_plan_to_read
from maypole.areas.actions.calm import write_calm_plan
from maypole.areas.forms.clinic import CalmPlanForm
from maypole.areas.models import CalmPlan
from maypole.areas.present.calm import as_read, changes
from maypole.people.access import Reach, reach, read
from maypole.people.models import Consent
from maypole.web.toast import toast


@require_GET
@signed_in
def calm_plan(request: ActorRequest, child: UUID) -> HttpResponse:
    """The newest version; an outside party by consent sees this page and nothing of the versions before."""
    reached = calm_plan_to_read(request.actor, child)
    by_consent = by_consent_only(request.actor, reached)
    versions = list(CalmPlan.objects.filter(child=child).select_related("by").newest_first()[: 1 if by_consent else 10])
    told = Consent.objects.in_force().filter(child=child, scope=Consent.Scope.CALM_PLAN).select_related("party")
    context = {
        "child": reached.child,
        "plan": as_read(versions[0]) if versions else None,
        "history": changes(versions),
        "by_consent": by_consent,
        "told": [] if by_consent or request.actor.child_id else told,
        "may_write": reached.can(Permission.WRITE_PLAN),
    }
    return render(request, "areas/calm_plan.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def calm_plan_edit(request: ActorRequest, child: UUID) -> HttpResponse:
    """The next version, from the newest; who was overtaken reads the other words beside their own."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_PLAN, "calm_plan")
        newest = CalmPlan.objects.filter(child=child).first()
        initial = {"edition": newest.number if newest else 0} | (
            model_to_dict(newest, CalmPlan.TEXTS) if newest else {}
        )
        return _edit(request, reached, CalmPlanForm(initial=initial, first=newest is None))
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    form = CalmPlanForm(request.POST, first=not CalmPlan.objects.filter(child=child).exists())
    if not form.is_valid():
        return _edit(request, reached, form, status=422)
    sent = form.cleaned_data
    try:
        write_calm_plan(
            by=request.actor, child=reached.child, texts=form.texts(), read=sent["edition"], why=sent.get("why", "")
        )
    except EditConflict:
        return _overtaken(request, reached)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _edit(request, reached, form, status=422)
    toast(request, _("Everyone who may read it has the new version now."))
    return redirect("calm_plan", child)


def _overtaken(request: ActorRequest, reached: Reach) -> HttpResponse:
    """The typed words stay in the form, now as the next version; the other person's stand beside them."""
    theirs = CalmPlan.objects.filter(child=reached.child).select_related("by").newest_first()[0]
    typed = request.POST.copy()
    typed["edition"] = str(theirs.number)
    form = CalmPlanForm(typed, first=False)
    form.full_clean()
    form.add_error(
        None,
        _(
            "%(name)s wrote version %(number)d while you were writing. Read it, take over what belongs in, "
            "then keep yours as the next version."
        )
        % {"name": theirs.by.name, "number": theirs.number},
    )
    return _edit(request, reached, form, theirs, 409)


def _edit(
    request: ActorRequest, reached: Reach, form: CalmPlanForm, theirs: CalmPlan | None = None, status: int = 200
) -> HttpResponse:
    context = {"child": reached.child, "form": form, "theirs": as_read(theirs) if theirs else None}
    return render(request, "areas/calm_plan_edit.html", context, status=status)
