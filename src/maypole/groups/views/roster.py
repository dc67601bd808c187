"""Groups that are real: the list, one group over its term, who joins and leaves, and which families still think."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.groups.access import (
    carers_who_answer,
    group_to_change,
    group_to_read,
    membership_to_change,
    question_on_paper,
)
from maypole.groups.actions import membership as changes
from maypole.groups.actions.membership import Consider
from maypole.groups.actions.roster import answer_on_paper, is_open
from maypole.groups.actions.visits import plan_group_visits
from maypole.groups.models import TherapyGroup
from maypole.groups.roster_forms import JoinForm, LeaveForm, PaperForm, SecondAdultForm, refuse
from maypole.groups.roster_pages import Bound, colleagues, first_free, group_page, groups_page, may_join, tabs
from maypole.groups.waiting import asked_page, place_words
from maypole.web.toast import toast


@require_GET
@signed_in
def groups(request: ActorRequest) -> HttpResponse:
    """The groups of a term: all of them for who answers for the clinic, else one's own."""
    actor = request.actor
    if actor.is_family or not (actor.can(Permission.RUN_VISIT) or actor.can(Permission.SEE_CLINIC)):
        raise PermissionDenied(Permission.RUN_VISIT)
    return render(request, "groups/groups.html", groups_page(actor, request.GET.get("term", ""), timezone.now()))


@require_GET
@signed_in
def group(request: ActorRequest, group: UUID) -> HttpResponse:
    """One group: who is in it from when to when, how steady it is, and the next dates."""
    found = group_to_read(request.actor, group)
    return _page(request, found)


def _page(request: ActorRequest, group: TherapyGroup, **bound: Unpack[Bound]) -> HttpResponse:
    context = group_page(request.actor, group, timezone.now(), **bound)
    return render(request, "groups/group.html", context, status=422 if bound else 200)


@require_POST
@signed_in
def group_joining(request: ActorRequest, group: UUID) -> HttpResponse:
    """A child joins from a day on; every later date is looked at first."""
    found, now = group_to_change(request.actor, group), timezone.now()
    form = JoinForm(request.POST, children=may_join(request.actor, found), first=first_free(found, now))
    if form.is_valid():
        try:
            row = changes.join(by=request.actor, group=found, now=now, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
            return _page(request, found, join=form, consider=isinstance(refused, Consider))
        toast(request, _("%(name)s is in the group from then on.") % {"name": row.child.name})
        return redirect("group", group)
    return _page(request, found, join=form)


@require_POST
@signed_in
def group_leaving(request: ActorRequest, group: UUID, membership: UUID) -> HttpResponse:
    """A child's last day in the group; visits after it are called off."""
    row, now = membership_to_change(request.actor, group, membership), timezone.now()
    form = LeaveForm(request.POST, key=row.pk, last=first_free(row.group, now))
    if form.is_valid():
        try:
            changes.leave(by=request.actor, membership=row, now=now, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
            return _page(request, row.group, leave=(row.pk, form), consider=isinstance(refused, Consider))
        toast(request, _("%(name)s leaves the group after that day.") % {"name": row.child.name})
        return redirect("group", group)
    return _page(request, row.group, leave=(row.pk, form))


@require_POST
@signed_in
def group_adult(request: ActorRequest, group: UUID) -> HttpResponse:
    """Who helps in the group from now on."""
    found = group_to_change(request.actor, group)
    form = SecondAdultForm(request.POST, staff=colleagues(found))
    if form.is_valid():
        try:
            changes.set_second_adult(by=request.actor, group=found, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
            return _page(request, group_to_change(request.actor, group), adult=form)
        toast(request, _("Kept. The planned visits follow."))
        return redirect("group", group)
    return _page(request, found, adult=form)


@require_POST
@signed_in
def group_dates(request: ActorRequest, group: UUID) -> HttpResponse:
    """Plan the visits of the rest of the term, for each child one of their own."""
    found = group_to_change(request.actor, group)
    made = plan_group_visits(by=request.actor, group=found, until=found.term.ends_on, now=timezone.now())
    told = ngettext("%(n)d visit of the group is planned.", "%(n)d visits of the group are planned.", len(made))
    toast(request, told % {"n": len(made)} if made else _("Every visit of this term is planned already."))
    return redirect("group", group)


@require_GET
@requires(Permission.MANAGE_ENQUIRIES)
def group_questions(request: ActorRequest) -> HttpResponse:
    """Which families were asked about a group, and who still waits for them."""
    return render(request, "groups/questions.html", asked_page(request.actor, timezone.now()) | tabs(request.actor))


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_ENQUIRIES)
def group_paper(request: ActorRequest, asked: UUID) -> HttpResponse:
    """Write down what a family said on paper or by phone."""
    found = question_on_paper(request.actor, asked)
    form = PaperForm(request.POST if request.method == "POST" else None, carers=carers_who_answer(found.child))
    if request.method == "POST" and form.is_valid():
        try:
            answer_on_paper(by=request.actor, question=found, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            toast(request, _("Written down, with who said it and that you wrote it."))
            return redirect("group_questions")
    context = {"form": form, "child": found.child, "open": is_open(found), "place": place_words(found)}
    return render(request, "groups/paper.html", context, status=422 if form.is_bound else 200)
