"""Terms, the rules by which groups are formed, and the weekly free times of staff and rooms."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.groups.access import term_to_keep
from maypole.groups.actions import settings as actions
from maypole.groups.actions.company import set_free_times
from maypole.groups.actions.studio import may_arrange
from maypole.groups.gathering import rules_of
from maypole.groups.models import FreeTime, GroupRules, Term
from maypole.groups.roster_forms import RulesForm, TermForm, refuse
from maypole.groups.roster_pages import tabs
from maypole.groups.roster_present import free_weeks_of
from maypole.groups.time_forms import times_form
from maypole.people.models import Room, StaffMember
from maypole.web.toast import toast


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def group_terms(request: ActorRequest) -> HttpResponse:
    """The terms of the clinic, and a new one."""
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            term = actions.make_term(by=request.actor, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("“%(term)s” is made. Groups can be formed for it.") % {"term": term.name})
            return redirect("group_terms")
    terms = Term.objects.filter(organisation=request.actor.organisation_id).annotate(made=Count("groups"))
    context = {"form": form, "terms": terms, "today": timezone.localdate()} | tabs(request.actor)
    return render(request, "groups/terms.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def group_term(request: ActorRequest, term: UUID) -> HttpResponse:
    """Another name or other days for a term."""
    found = term_to_keep(request.actor, term)
    initial = {"name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on}
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_term(by=request.actor, term=found, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("The term is changed. The trail keeps how it was."))
            return redirect("group_terms")
    context = {"form": form, "name": initial["name"]}
    return render(request, "groups/term.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def group_rules(request: ActorRequest) -> HttpResponse:
    """How groups are formed here: sizes, age windows, ratios, and what weighs how much."""
    may_arrange(request.actor)
    form = RulesForm(
        request.POST if request.method == "POST" else None, instance=rules_of(request.actor.organisation_id)
    )
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            actions.set_rules(by=request.actor, weights=form.weights(), why=why, now=timezone.now(), **form.rules())
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("Kept. The next proposal follows these rules."))
            return redirect("group_rules")
    kept = GroupRules.objects.filter(organisation=request.actor.organisation_id).select_related("by")[:6]
    context = {"form": form, "kept": kept, "parts": form.parts(), "weighed": form.weighed()} | tabs(request.actor)
    return render(request, "groups/rules.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires(Permission.ASSIGN_TEAM)
def group_times(request: ActorRequest) -> HttpResponse:
    """When adults and rooms can be in a group, every week."""
    return render(request, "groups/times.html", free_weeks_of(request.actor) | tabs(request.actor))


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def staff_times(request: ActorRequest, person: UUID) -> HttpResponse:
    staff = StaffMember.objects.working().filter(organisation=request.actor.organisation_id, pk=person).first()
    return _times(request, staff)


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def room_times(request: ActorRequest, room: UUID) -> HttpResponse:
    return _times(request, Room.objects.filter(organisation=request.actor.organisation_id, pk=room).first())


def _times(request: ActorRequest, owner: StaffMember | Room | None) -> HttpResponse:
    """The weekly times of one adult or room; a new list ends the old one, which is kept."""
    if owner is None:
        raise Http404
    whose = {"staff": owner} if isinstance(owner, StaffMember) else {"room": owner}
    rows = FreeTime.objects.standing().filter(**whose)
    times = times_form(rows, request.POST if request.method == "POST" else None)
    if request.method == "POST" and times.is_valid():
        set_free_times(by=request.actor, windows=times.windows(), now=timezone.now(), **whose)
        toast(request, _("Kept. These times hold from now on."))
        return redirect("group_times")
    context = {"times": times, "name": owner.name, "is_room": isinstance(owner, Room)}
    return render(request, "groups/owner_times.html", context, status=422 if times.is_bound else 200)
