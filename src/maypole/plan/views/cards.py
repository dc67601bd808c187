"""“How we all do it”: the cards of a child, one page each, the same for everybody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.plan.actions import PlanRefused
from maypole.plan.card_forms import CardForm, initial_of
from maypole.plan.cards import keep_card, newest_card, put_card_away
from maypole.plan.care_forms import WhyForm
from maypole.plan.care_pages import cards_of, spoken
from maypole.plan.library import library
from maypole.plan.models import HowCard, Place

from .write import edition


@require_GET
@signed_in
def cards(request: ActorRequest, child: UUID) -> HttpResponse:
    """Every current card, and which place follows which."""
    reached = read(request.actor, child, Permission.SEE_CLINICAL, "cards")
    rows = cards_of(reached.child)
    table = [(card, [_used(card, place) for place in Place.values]) for card in rows]
    context = {
        "child": reached.child,
        "rows": rows,
        "table": table,
        "places": [str(label) for label in Place.labels],
        "may_write": request.actor.is_staff and reached.can(Permission.WRITE_PLAN),
        "library": library(spoken()).strategies,
    }
    return render(request, "plan/cards.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def card_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """A new card, empty or started from a way of working in the library."""
    known = library(spoken()).get(request.GET.get("from", ""))
    if request.method == "GET":
        reached = read(request.actor, child, Permission.WRITE_PLAN, "cards")
        form = CardForm(new=True, initial={"title": known.name, "steps": "\n".join(known.steps)} if known else {})
        return _form(request, reached, form)
    reached = reach(request.actor, child, Permission.WRITE_PLAN)
    form = CardForm(request.POST, new=True)
    kept = _keep(request, reached, form, code=known.code if known else "") if form.is_valid() else None
    return redirect("card", kept.pk) if kept else _form(request, reached, form, status=422)


@require_GET
@signed_in
def card(request: ActorRequest, card: UUID) -> HttpResponse:
    """One page for the fridge, the classroom and the phone."""
    found, reached = _found(request, card, Permission.SEE_CLINICAL, reading=True)
    newest = newest_card(found.child_id, found.topic)
    versions = list(HowCard.objects.filter(child=found.child_id, topic=found.topic).select_related("by"))
    context = {
        "child": reached.child,
        "card": found,
        "steps": [line for line in found.steps.splitlines() if line.strip()],
        "uses": list(found.uses.all()),
        "newest": newest if newest != found else None,
        "versions": versions,
        "may_write": request.actor.is_staff and reached.can(Permission.WRITE_PLAN) and newest == found,
        "why_form": WhyForm(),
    }
    return render(request, "plan/card.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def card_edit(request: ActorRequest, card: UUID) -> HttpResponse:
    """The next version of a card; the second of two writers keeps their words and sees the first one's."""
    found, reached = _found(request, card, Permission.WRITE_PLAN, reading=request.method == "GET")
    newest = newest_card(found.child_id, found.topic) or found
    if request.method == "GET":
        return _form(request, reached, CardForm(new=False, initial=initial_of(newest)), newest)
    form = CardForm(request.POST, new=False)
    if not form.is_valid():
        return _form(request, reached, form, newest, status=422)
    try:
        kept = _keep(request, reached, form, topic=found.topic, seen=edition(request))
    except EditConflict:
        return _form(request, reached, form, newest, conflict=True, status=409)
    return redirect("card", kept.pk) if kept else _form(request, reached, form, newest, status=422)


@require_POST
@signed_in
def card_away(request: ActorRequest, card: UUID) -> HttpResponse:
    """Nobody needs the card any longer."""
    found, _reached = _found(request, card, Permission.WRITE_PLAN, reading=False)
    try:
        put_card_away(by=request.actor, card=found, why=request.POST.get("why", ""))
    except PlanRefused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("card", card)
    messages.success(request, _("Put away. It can still be read."))
    return redirect("cards", found.child_id)


def _keep(
    request: ActorRequest, reached: Reach, form: CardForm, *, topic: str = "", seen: int = 0, code: str = ""
) -> HowCard | None:
    try:
        kept = keep_card(
            by=request.actor,
            child=reached.child,
            words=form.words,
            uses=form.uses,
            topic=topic,
            seen=seen,
            code=code,
            why=form.cleaned_data.get("why", ""),
        )
    except PlanRefused as refused:
        form.add_error(None, refused)
        return None
    messages.success(request, _("Kept. This is the card everybody follows now."))
    return kept


def _found(request: ActorRequest, card: UUID, permission: Permission, *, reading: bool) -> tuple[HowCard, Reach]:
    found = HowCard.objects.visible_to(request.actor).select_related("by").prefetch_related("uses").filter(pk=card)
    row = found.first()
    if row is None:
        raise Http404
    if reading:
        return row, read(request.actor, row.child_id, permission, "card")
    return row, reach(request.actor, row.child_id, permission)


def _used(card: HowCard, place: str) -> str:
    return next((use.who for use in card.uses.all() if use.place == place), "")


def _form(
    request: ActorRequest,
    reached: Reach,
    form: CardForm,
    newest: HowCard | None = None,
    *,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    seen = request.POST.get("edition") if request.method == "POST" and not conflict else newest.number if newest else 0
    context = {"child": reached.child, "form": form, "card": newest, "seen": seen, "conflict": conflict}
    return render(request, "plan/card_form.html", context, status=status)
