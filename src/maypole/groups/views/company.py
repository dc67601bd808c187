"""One child in company: what was seen, what fits, what is practised, when, beside whom, and the steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import Actor, ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.groups.actions import company as actions
from maypole.groups.company_forms import HowForm, SeenForm, SkillsForm, StepForm, WishForm
from maypole.groups.company_page import (
    alone_words,
    family_page,
    others_for,
    skill_or_first,
    team_page,
    times_of,
    wish_to_end,
)
from maypole.groups.company_standing import Standing
from maypole.groups.models import InCompany
from maypole.groups.time_forms import BaseTimes, times_form
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast


@require_GET
@signed_in
def company(request: ActorRequest, child: UUID) -> HttpResponse:
    """Everything known of the child in company; for the family the criteria and the way so far."""
    reached = read(request.actor, child, Permission.SEE_CLINICAL, "company")
    if request.actor.is_family:
        return render(request, "groups/our_company.html", family_page(reached, timezone.now()))
    return _page(request, reached)


@require_POST
@signed_in
def company_seen(request: ActorRequest, child: UUID) -> HttpResponse:
    """One line of the five: how often, where, and the words."""
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = SeenForm(request.POST, skill=skill_or_first(request.POST.get("skill", "")))
    if not form.is_valid():
        return _page(request, reached, seen_form=form)
    actions.say_seen(by=request.actor, child=reached.child, now=timezone.now(), **form.cleaned_data)
    toast(request, _("Kept, with your name and today’s date."))
    return redirect("company", child)


@require_http_methods(["GET", "POST"])
@signed_in
def company_how(request: ActorRequest, child: UUID) -> HttpResponse:
    """How the child is best in company, from today on; what was said before is kept."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.DECIDE, "company")
        newest = InCompany.objects.filter(child=child).order_by("-at", "-id").first()
        return _how(request, reached, HowForm(instance=newest))
    reached = reach(request.actor, child, Permission.DECIDE)
    form = HowForm(request.POST)
    if form.is_valid():
        try:
            actions.tell_company(by=request.actor, child=reached.child, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Kept. The next proposal of groups minds it."))
            return redirect("company", child)
    return _how(request, reached, form, 422)


@require_http_methods(["GET", "POST"])
@signed_in
def company_skills(request: ActorRequest, child: UUID) -> HttpResponse:
    """Under which skill each open goal is practised in company."""
    posted = request.method == "POST"
    reached = (reach if posted else _reading)(request.actor, child, Permission.DECIDE)
    goals = Standing(reached.child, timezone.now()).goals
    form = SkillsForm(request.POST if posted else None, goals=goals)
    if posted and form.is_valid():
        now = timezone.now()
        for one in goals:
            skill = form.skill(one)
            if skill != one.skill:
                actions.choose_skill(by=request.actor, goal=one.goal, skill=skill, now=now)
        toast(request, _("Kept. Groups are matched on these goals."))
        return redirect("company", child)
    context = {"child": reached.child, "form": form, "goals": goals}
    return render(request, "groups/company_skills.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def company_times(request: ActorRequest, child: UUID) -> HttpResponse:
    """When the child can come to a group, every week; a new list ends the old one."""
    if request.method == "GET":
        reached = _reading(request.actor, child, Permission.RUN_VISIT)
        return _times(request, reached, times_form(times_of(reached.child)))
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    times = times_form(times_of(reached.child), request.POST)
    if not times.is_valid():
        return _times(request, reached, times, 422)
    actions.set_free_times(by=request.actor, child=reached.child, windows=times.windows(), now=timezone.now())
    toast(request, _("Kept. These times hold from now on."))
    return redirect("company", child)


@require_POST
@signed_in
def company_wishes(request: ActorRequest, child: UUID) -> HttpResponse:
    """Two children together, or apart: read by staff alone."""
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = WishForm(request.POST, others=others_for(request.actor, reached.child))
    if form.is_valid():
        try:
            actions.wish_pair(by=request.actor, child=reached.child, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Kept. The next proposal of groups minds it."))
            return redirect("company", child)
    return _page(request, reached, wish_form=form)


@require_POST
@signed_in
def company_wish_end(request: ActorRequest, child: UUID, wish: UUID) -> HttpResponse:
    """The wish holds no longer; it is kept."""
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    other = wish_to_end(request.actor, reached.child, wish)
    if other is None:
        raise Http404
    actions.end_wish(by=request.actor, child=reached.child, other=other, now=timezone.now())
    toast(request, _("Ended. It is kept that it was so."))
    return redirect("company", child)


@require_http_methods(["GET", "POST"])
@signed_in
def company_step(request: ActorRequest, child: UUID) -> HttpResponse:
    """Towards company or back, with the reason and the family's view; each step can be taken back."""
    posted = request.method == "POST"
    reached = (reach if posted else _reading)(request.actor, child, Permission.DECIDE)
    standing = Standing(reached.child, timezone.now())
    early = standing.alone < actions.ALONE_FIRST
    form = StepForm(request.POST if posted else None, early=early)
    if posted and form.is_valid():
        try:
            actions.decide_step(by=request.actor, child=reached.child, now=standing.now, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("Decided, with your reason. The next step can take it back."))
            return redirect("company", child)
    context = {"child": reached.child, "form": form, "onward": standing.onward, "alone": alone_words(standing.alone)}
    return render(request, "groups/company_step.html", context, status=422 if posted else 200)


def _reading(actor: Actor, child: UUID, permission: Permission) -> Reach:
    return read(actor, child, permission, "company")


def _page(request: ActorRequest, reached: Reach, **bound: Any) -> HttpResponse:
    context = team_page(request.actor, reached, timezone.now(), **bound)
    return render(request, "groups/company.html", context, status=422 if bound else 200)


def _how(request: ActorRequest, reached: Reach, form: HowForm, status: int = 200) -> HttpResponse:
    return render(request, "groups/company_how.html", {"child": reached.child, "form": form}, status=status)


def _times(request: ActorRequest, reached: Reach, times: BaseTimes, status: int = 200) -> HttpResponse:
    return render(request, "groups/company_times.html", {"child": reached.child, "times": times}, status=status)
