"""What a family is asked about a group, and what it sees of the group its child is in: its own child, nobody else's."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups.access import question_to_answer
from maypole.groups.actions.roster import answer_question
from maypole.groups.family_present import groups_of_child, question_page
from maypole.groups.roster_forms import GroupAnswerForm, refuse
from maypole.people.access import reach, read
from maypole.people.models import Carer
from maypole.web.toast import toast


@require_GET
@signed_in
def child_groups(request: ActorRequest, child: UUID) -> HttpResponse:
    """The groups of one child: for the family when, where and what is done there; for the team the whole way."""
    if request.actor.outside_id is not None:
        reach(request.actor, child, Permission.SEE_GOALS)  # a child they may not know of is not found
        raise PermissionDenied(Permission.SEE_GOALS)
    reached = read(request.actor, child, Permission.SEE_GOALS, "groups")
    context = groups_of_child(request.actor, reached, timezone.now())
    template = "groups/our_groups.html" if request.actor.is_family else "groups/child_groups.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@signed_in
def group_question(request: ActorRequest, asked: UUID) -> HttpResponse:
    """A group for the child: read it, and say yes, or what would fit better."""
    found, reached = question_to_answer(request.actor, asked)
    form = GroupAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        carer = Carer.objects.get(user=request.actor.user_id)
        try:
            answer_question(by=request.actor, question=found, carer=carer, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            yes, no = (
                _("Thank you. We tell you when the group begins."),
                _("Thank you. We read your words and look again."),
            )
            toast(request, yes if form.cleaned_data["agreed"] else no)
            return redirect("group_question", asked)
    if request.method == "GET":
        what = {"what": "group_question"}
        record(by=request.actor, action="child.read", about=reached.child, child=reached.child.pk, detail=what)
    context = question_page(request.actor, reached, found, form)
    return render(request, "groups/question.html", context, status=422 if form.is_bound else 200)
