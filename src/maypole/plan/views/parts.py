"""Methods, other doses and people of the draft, and how long therapy may take."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.access import part_for
from maypole.plan.actions import PlanRefused, begin_episode, extend_episode
from maypole.plan.care_forms import DoseForm, EpisodeForm, HereForm, MethodForm, PersonForm
from maypole.plan.care_pages import draft_parts, known_people, spoken
from maypole.plan.care_present import band
from maypole.plan.episodes import current_episode
from maypole.plan.library import library, snapshot
from maypole.plan.models import DoseMode, PlanMethod, PlanPerson, Strategy
from maypole.plan.pages import split, versions_of
from maypole.plan.parts import adapt_method, add_dose, add_method, add_person, take_out
from maypole.web.areas import AREAS

from .write import edition


@require_http_methods(["GET", "POST"])
@signed_in
def plan_parts(request: ActorRequest, child: UUID) -> HttpResponse:
    """Ways of working, other times and people of the draft; POST adds what `add` names."""
    if request.method == "GET":
        return _parts(request, read(request.actor, child, Permission.WRITE_PLAN, "plan"))
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    adds = {"dose": _add_dose, "person": _add_person, "method": _add_own, "known": _add_known}
    add = adds.get(request.POST.get("add", ""))
    if add is None:
        return _parts(request, reached, status=422)
    form = add(request, reached)
    if form is not None:
        return _parts(request, reached, status=422, **form)
    messages.success(request, _("It is in the draft."))
    return redirect("plan_parts", child)


@require_POST
@signed_in
def plan_part_removal(request: ActorRequest, child: UUID, part: UUID) -> HttpResponse:
    """A method, dose or person out of the draft."""
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    take_out(by=request.actor, part=part_for(reached, part))
    messages.success(request, _("It is out of the draft. Signed versions keep it."))
    return redirect("plan_parts", child)


@require_POST
@signed_in
def plan_method(request: ActorRequest, child: UUID, part: UUID) -> HttpResponse:
    """How a method is done with this child; the second of two writers keeps their words and sees the first one's."""
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    method = part_for(reached, part)
    form = HereForm(request.POST)
    if not isinstance(method, PlanMethod) or not form.is_valid():
        raise Http404
    try:
        adapt_method(by=request.actor, method=method, here=form.cleaned_data["here"], edition=edition(request))
    except EditConflict:
        return _parts(request, reached, status=409, mine=(method.pk, form.cleaned_data["here"]))
    messages.success(request, _("Kept in the draft."))
    return redirect("plan_parts", child)


@require_http_methods(["GET", "POST"])
@signed_in
def episode(request: ActorRequest, child: UUID) -> HttpResponse:
    """About how long therapy may take; every change keeps its reason."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_PLAN, "episode")
        return _episode(request, reached, EpisodeForm(begun=current_episode(reached.child) is not None))
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    begun = current_episode(reached.child) is not None
    form = EpisodeForm(request.POST, begun=begun)
    if not form.is_valid():
        return _episode(request, reached, form, status=422)
    act = extend_episode if begun else begin_episode
    try:
        act(by=request.actor, child=reached.child, **form.cleaned_data)
    except PlanRefused as refused:
        form.add_error(None, refused)
        return _episode(request, reached, form, status=422)
    messages.success(request, _("The family reads about how long it may take."))
    return redirect("episode", child)


def _add_dose(request: ActorRequest, reached: Reach) -> dict[str, Any] | None:
    form = DoseForm(request.POST)
    return _tried(form, lambda: add_dose(by=request.actor, child=reached.child, **form.cleaned_data), "dose_form")


def _add_person(request: ActorRequest, reached: Reach) -> dict[str, Any] | None:
    form = PersonForm(request.POST, known=known_people(reached.child))

    def act() -> None:
        kind, _colon, key = form.cleaned_data["known"].partition(":")
        person = PlanPerson(name=form.cleaned_data["name"], part=form.cleaned_data["part"])
        if kind:
            setattr(person, f"{kind}_id", key)
        add_person(by=request.actor, child=reached.child, person=person)

    return _tried(form, act, "person_form")


def _add_own(request: ActorRequest, reached: Reach) -> dict[str, Any] | None:
    form = MethodForm(request.POST)
    return _tried(form, lambda: add_method(by=request.actor, child=reached.child, **form.cleaned_data), "method_form")


def _add_known(request: ActorRequest, reached: Reach) -> dict[str, Any] | None:
    """From the shipped library by `code`, or the clinic's own by `strategy`."""
    form = forms.Form(request.POST)
    known = library().get(request.POST.get("code", ""))
    if known is not None:
        fields = snapshot(known, reached.child.organisation.language)
    else:
        own = _own(request)
        fields = {name: getattr(own, name) for name in ("name", "why", "source", "confidence", "limits", "reviewed_on")}
        fields["strategy"] = own
    return _tried(form, lambda: add_method(by=request.actor, child=reached.child, **fields), "known_form")


def _own(request: ActorRequest) -> Strategy:
    try:
        found = Strategy.objects.filter(organisation=request.actor.organisation_id, pk=request.POST.get("strategy", ""))
        return found.get()
    except (Strategy.DoesNotExist, forms.ValidationError):
        raise Http404 from None


def _tried(form: forms.BaseForm, act: Any, name: str) -> dict[str, Any] | None:
    """None when it was done, else the form that says why not, by its name on the page."""
    if form.is_valid():
        try:
            act()
        except PlanRefused as refused:
            known = not hasattr(refused, "error_dict") or refused.message_dict.keys() <= form.fields.keys()
            form.add_error(None, refused if known else refused.messages)
        else:
            return None
    return {name: form}


def _parts(
    request: ActorRequest, reached: Reach, status: int = 200, mine: tuple[UUID, str] | None = None, **bound: Any
) -> HttpResponse:
    versions = versions_of(reached.child)
    draft, held = split(versions)
    area = request.GET.get("area", "")
    main = draft or (held[0] if held else None)
    context = draft_parts(reached, draft or next(iter(versions), None), reached.child.organisation.language) | {
        "child": reached.child,
        "draft": draft,
        "band": band(current_episode(reached.child)),
        "areas": AREAS,
        "area": area,
        "library": library(spoken()).for_area(area),
        "own": Strategy.objects.filter(organisation=request.actor.organisation_id),
        "dose_form": DoseForm(main=main.mode if main else DoseMode.ONE),
        "person_form": PersonForm(known=known_people(reached.child)),
        "method_form": MethodForm(),
        "mine": mine,
    }
    return render(request, "plan/parts.html", context | bound, status=status)


def _episode(request: ActorRequest, reached: Reach, form: EpisodeForm, status: int = 200) -> HttpResponse:
    now = current_episode(reached.child)
    context = {
        "child": reached.child,
        "form": form,
        "episode": now,
        "band": band(now),
        "outlooks": list(now.outlooks.select_related("by").order_by("-at", "-id")) if now else [],
    }
    return render(request, "plan/episode.html", context, status=status)
