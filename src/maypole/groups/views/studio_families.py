"""From the table to the families and back, until groups are real; and “why not X with Y?”."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups.access import proposal_to_arrange
from maypole.groups.actions.roster import ask_families, publish, take_back
from maypole.groups.actions.studio import drop
from maypole.groups.board import asked_of, board_of
from maypole.groups.present_studio import child_choices, names_form
from maypole.groups.present_wish import wish_told
from maypole.groups.studio_forms import WhyForm, WishForm
from maypole.groups.tasks import start_planning
from maypole.groups.wishing import wish_of
from maypole.web.toast import toast

from .studio import done, page


@require_GET
@requires(Permission.ASSIGN_TEAM)
def proposal_wish(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Why two children are not together, or what it would cost."""
    row = proposal_to_arrange(request.actor, arrangement)
    board = board_of(row)
    form = WishForm(request.GET or None, names=child_choices(board))
    told = None
    if form.is_bound and form.is_valid():
        one, other = form.cleaned_data["child"], form.cleaned_data["other"]
        told = wish_told(board, one, other, wish_of(row, one, other))
        for child in (one, other):
            record(by=request.actor, action="groups.read", about=row, child=UUID(child))
    context = {"proposal": row, "form": form, "wish": told}
    return render(request, "groups/proposal_wish.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_questions(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Ask every family about their own child’s place."""
    row = proposal_to_arrange(request.actor, arrangement)
    return done(
        request,
        row,
        lambda: ask_families(by=request.actor, proposal=row, now=timezone.now()),
        _("The families are asked. Each sees only its own child’s place."),
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_return(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Back on the table; the questions close."""
    return with_reason(
        request, arrangement, take_back, "return_form", _("Back on the table. The families’ questions are closed.")
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_removal(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Put the proposal aside."""
    return with_reason(request, arrangement, drop, "drop_form", _("Put aside. It can still be read."))


def with_reason(
    request: ActorRequest, arrangement: UUID, verb: Callable[..., None], name: str, told: str
) -> HttpResponse:
    """Do to the proposal what needs a reason; `name` is the page's form that asked for it."""
    row = proposal_to_arrange(request.actor, arrangement)
    form = WhyForm(request.POST)
    kept: dict[str, Any] = {name: form}
    if not form.is_valid():
        return page(request, row, 422, **kept)
    now = timezone.now()
    return done(
        request, row, lambda: verb(by=request.actor, proposal=row, why=form.cleaned_data["why"], now=now), told, **kept
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_publication(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Make the groups real, each with its name, for those whose family said yes."""
    row = proposal_to_arrange(request.actor, arrangement)
    form = names_form(board_of(row), asked_of(row), request.POST)
    if not form.is_valid():
        return page(request, row, 422, names_form=form)
    try:
        with transaction.atomic():
            made = publish(by=request.actor, proposal=row, names=form.names(), now=timezone.now())
            start_planning(by=request.actor, proposal=row, now=timezone.now())
    except ValidationError as refused:
        return page(request, row, 422, names_form=form, refused=refused.messages[:1])
    told = ngettext(
        "%(n)d group is real now. The visits of its term are being planned.",
        "%(n)d groups are real now. The visits of their term are being planned.",
        len(made),
    )
    toast(request, told % {"n": len(made)})
    return redirect("proposal", row.pk)
