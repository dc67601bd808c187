"""The group studio: proposals, one on the table, and what a person does to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import requires
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups.access import proposal_to_arrange
from maypole.groups.actions import arranging
from maypole.groups.actions.studio import may_arrange, propose, propose_again, to_group
from maypole.groups.board import board_of
from maypole.groups.models import Proposal
from maypole.groups.present_prices import prices_of
from maypole.groups.present_studio import proposals_page, studio_page
from maypole.groups.studio_forms import BeginForm, OpenForm
from maypole.groups.tasks import MANY, start_again, start_forming
from maypole.web.toast import toast

LONGEST_NUMBER = 9


@require_http_methods(["GET", "POST"])
@requires(Permission.ASSIGN_TEAM)
def studio(request: ActorRequest) -> HttpResponse:
    """Every proposal, newest first, and the way to a new one."""
    may_arrange(request.actor)
    form = BeginForm(request.POST, by=request.actor) if request.method == "POST" else None
    if form is not None and form.is_valid() and (begun := _begin(request, form)):
        return begun
    context = proposals_page(request.actor, form, request.GET.get("page"))
    return render(request, "groups/studio.html", context, status=422 if form is not None else 200)


def _begin(request: ActorRequest, form: BeginForm) -> HttpResponse | None:
    told, now = form.cleaned_data, timezone.now()
    about = {"term": told["term"], "site": told["site"], "discipline": told["discipline"]}
    try:
        found = to_group(by=request.actor, **about)
        if len(found.document["children"]) >= MANY:
            return redirect("job", start_forming(by=request.actor, now=now, **about).pk)
        return redirect("proposal", propose(by=request.actor, now=now, **about).pk)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@require_GET
@requires(Permission.ASSIGN_TEAM)
def proposal(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    row = proposal_to_arrange(request.actor, arrangement)
    record(by=request.actor, action="groups.read", about=row)
    return page(request, row)


def page(request: ActorRequest, row: Proposal, status: int = 200, **told: Any) -> HttpResponse:
    """The table; `told` holds what was refused, or a form that is filled in again."""
    return render(request, "groups/proposal.html", studio_page(row) | told, status=status)


def done(
    request: ActorRequest,
    row: Proposal,
    act: Callable[[], object],
    say: str,
    *,
    undo: bool = False,
    at: str = "",
    **kept: Any,
) -> HttpResponse:
    """Do it and come back to the table; 409 when somebody else changed it, 422 with why it was refused.

    `kept`: the form that was sent, so that what was written in it comes back.
    """
    try:
        act()
    except EditConflict:
        return page(request, proposal_to_arrange(request.actor, row.pk), 409, conflict=True, **kept)
    except ValidationError as refused:
        return page(request, proposal_to_arrange(request.actor, row.pk), 422, refused=refused.messages[:1], **kept)
    back = f"{reverse('proposal_undo', args=[row.pk])}?edition={row.edition}" if undo else ""
    toast(request, say, undo=back)
    return redirect(reverse("proposal", args=[row.pk]) + (f"#{at}" if at else ""))


def edition(request: ActorRequest) -> int:
    """Which edition the page was opened with; 0, which no table has, for anything else."""
    told = request.POST.get("edition") or request.GET.get("edition") or ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= LONGEST_NUMBER else 0


@require_GET
@requires(Permission.ASSIGN_TEAM)
def proposal_child(request: ActorRequest, arrangement: UUID, child: UUID) -> HttpResponse:
    """Where one child could be, each place with what it would cost, break or mend."""
    row = proposal_to_arrange(request.actor, arrangement)
    board = board_of(row)
    if str(child) not in board.problem.by_id or row.state != "arranged":
        raise Http404
    record(by=request.actor, action="groups.read", about=row, child=child)
    context = {
        "proposal": row,
        "about": board.about[str(child)],
        "home": next((each.place.id for each in board.table.groups if str(child) in each.place.members), ""),
        "prices": prices_of(board, str(child)),
    }
    template = "groups/proposal_prices.html" if request.htmx else "groups/proposal_child.html"
    return render(request, template, context)


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_moves(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    row = proposal_to_arrange(request.actor, arrangement)
    child, to = request.POST.get("child", ""), request.POST.get("to", "")
    return done(
        request,
        row,
        lambda: arranging.move_child(by=request.actor, proposal=row, child=child, to=to, edition=edition(request)),
        _("Moved."),
        undo=True,
        at=to or "left",
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_undo(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    row = proposal_to_arrange(request.actor, arrangement)
    return done(
        request,
        row,
        lambda: arranging.undo_move(by=request.actor, proposal=row, edition=edition(request)),
        _("Taken back."),
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_locks(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Lock or unlock a group (`place`), or hold or let go a child (`child`)."""
    row, by = proposal_to_arrange(request.actor, arrangement), request.actor
    child, place, on = request.POST.get("child", ""), request.POST.get("place", ""), request.POST.get("on") == "1"
    if child:
        say = _("Held: stays with this adult at this time.") if on else _("Let go.")
        return done(
            request,
            row,
            lambda: arranging.hold_child(by=by, proposal=row, child=child, held=on, edition=edition(request)),
            say,
        )
    say = _("Locked: stays as it is.") if on else _("Unlocked.")
    return done(
        request,
        row,
        lambda: arranging.lock_group(by=by, proposal=row, place=place, locked=on, edition=edition(request)),
        say,
        at=place,
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_groups(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Lay an empty group on the table."""
    row = proposal_to_arrange(request.actor, arrangement)
    board = board_of(row)
    form = OpenForm(request.POST, adults=tuple(board.adults.items()), rooms=tuple(board.rooms.items()))
    if not form.is_valid():
        return page(request, row, 422, open_form=form)
    told = {**form.cleaned_data, "start": f"{form.cleaned_data['start']:%H:%M}"}
    return done(
        request,
        row,
        lambda: arranging.open_group(by=request.actor, proposal=row, edition=edition(request), **told),
        _("An empty group lies on the table. Move children there."),
        open_form=form,
    )


@require_POST
@requires(Permission.ASSIGN_TEAM)
def proposal_solution(request: ActorRequest, arrangement: UUID) -> HttpResponse:
    """Solve the rest again: around what is locked and held, and with `gentle` with as few changes as possible."""
    row, by, now = proposal_to_arrange(request.actor, arrangement), request.actor, timezone.now()
    seen, gentle = edition(request), request.POST.get("gentle") == "1"
    if len(row.problem.get("children", ())) >= MANY:
        if row.edition != seen:
            return page(request, row, 409, conflict=True)
        return redirect("job", start_again(by=by, proposal=row, edition=seen, gentle=gentle, now=now).pk)
    return done(
        request,
        row,
        lambda: propose_again(by=by, proposal=row, edition=seen, gentle=gentle, now=now),
        _("Solved again with today’s records."),
    )
