"""Proposing groups, arranging them, asking the families, and making them real."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.errors import GroupsError
from maypole.cores.groups.present import result
from maypole.cores.groups.solve import solve
from maypole.groups.gathering import gathered
from maypole.groups.models import Proposal, ProposalState, Term
from maypole.groups.table import moved, places_of, problem_of, row_of
from maypole.people.models import Site

SECONDS = 8.0
"""A person waits for it; 200 children in one pool are proven in less than one."""
Json = dict[str, Any]


@transaction.atomic
def propose(*, by: Actor, term: Term, site: Site, discipline: str, now: datetime) -> Proposal:
    """Gather, solve, and lay the best plan on the table. Raises ValidationError when there is nobody to group."""
    may_arrange(by)
    found = gathered(term, site, discipline)
    if len(found.document["children"]) < 2:
        raise ValidationError(_("Fewer than two children are meant for a group here. First decide the step for each."))
    proposal = Proposal(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now, term=term, site=site, discipline=discipline
    )
    _solve(proposal, found.document)
    proposal.save(force_insert=True)
    _state(by, proposal, ProposalState.State.ARRANGED, now)
    record(by=by, action="groups.propose", about=proposal, detail={"children": len(found.document["children"])})
    return proposal


@transaction.atomic
def propose_again(*, by: Actor, proposal: Proposal, edition: int, now: datetime) -> Proposal:
    """Solve once more with today's records; what is locked on the table stays. Raises EditConflict, ValidationError."""
    _open(by, proposal)
    proposal.claim(edition)
    found = gathered(proposal.term, proposal.site, proposal.discipline)
    known = {child["id"] for child in found.document["children"]}
    locked = [row for row in proposal.places if row.get("locked")]
    if any(set(row["members"]) - known for row in locked):
        raise ValidationError(_("A child in a locked group is no longer meant for a group. Unlock it first."))
    document = found.document | {"locked": [_lock(row) for row in locked]}
    _solve(proposal, document, kept=locked)
    proposal.save()
    record(by=by, action="groups.propose", about=proposal, detail={"locked": len(locked)})
    return proposal


@transaction.atomic
def move_child(*, by: Actor, proposal: Proposal, child: str, to: str, edition: int) -> Proposal:
    """Put the child into a group of the table, or out of all. Raises EditConflict; a locked group is not touched."""
    _open(by, proposal)
    proposal.claim(edition)
    ids = {row["id"] for row in proposal.places}
    if child not in {one["id"] for one in proposal.problem["children"]} or (to and to not in ids):
        raise ValidationError(_("That child or group is no longer on the table."))
    touched = [row for row in proposal.places if row["id"] == to or child in row["members"]]
    if any(row.get("locked") for row in touched):
        raise ValidationError(_("This group is locked. Unlock it first."))
    proposal.places = moved(proposal.places, child, to)
    proposal.save(update_fields=["places"])
    record(by=by, action="groups.move", about=proposal, detail={"child": child, "to": to})
    return proposal


@transaction.atomic
def lock_group(*, by: Actor, proposal: Proposal, place: str, locked: bool, edition: int) -> Proposal:
    """What is agreed stays when the rest is proposed again. Raises EditConflict."""
    _open(by, proposal)
    proposal.claim(edition)
    if place not in {row["id"] for row in proposal.places}:
        raise ValidationError(_("That group is no longer on the table."))
    proposal.places = [row | {"locked": locked} if row["id"] == place else row for row in proposal.places]
    proposal.save(update_fields=["places"])
    record(by=by, action="groups.lock", about=proposal, detail={"place": place, "locked": locked})
    return proposal


@transaction.atomic
def drop(*, by: Actor, proposal: Proposal, why: str, now: datetime) -> None:
    """Put the proposal aside; it stays readable."""
    _open(by, proposal)
    _state(by, proposal, ProposalState.State.DROPPED, now, why)
    record(by=by, action="groups.drop", about=proposal)


def may_arrange(by: Actor) -> None:
    """Who arranges groups reads every child's record: the clinical lead."""
    if not (by.can(Permission.ASSIGN_TEAM) and by.can(Permission.SEE_CLINICAL)):
        raise PermissionDenied(Permission.ASSIGN_TEAM)


def state_of(proposal: Proposal) -> str:
    newest = ProposalState.objects.filter(proposal=proposal).order_by("-at", "-id").values_list("state", flat=True)
    return newest.first() or ProposalState.State.ARRANGED


def _open(by: Actor, proposal: Proposal) -> None:
    may_arrange(by)
    if state_of(proposal) != ProposalState.State.ARRANGED:
        raise ValidationError(_("This proposal is with the families or real already: it stays as it is."))


def _state(by: Actor, proposal: Proposal, state: str, now: datetime, why: str = "") -> None:
    ProposalState.objects.create(
        organisation_id=by.organisation_id, proposal=proposal, state=state, at=now, by_id=by.user_id, why=why
    )


def _lock(row: Json) -> Json:
    return {key: row[key] for key in ("members", "staff", "room", "day", "start")}


def _solve(proposal: Proposal, document: Json, kept: list[Json] | None = None) -> None:
    """Solve the document and lay the result on the table; raises ValidationError with what is wrong in the records."""
    try:
        problem = problem_from(json.dumps(document))
    except GroupsError as error:
        raise ValidationError([str(flaw) for flaw in error.flaws[:5]]) from error
    answer = solve(problem, SECONDS)
    if answer.status == "infeasible":
        raise ValidationError([_("What is locked breaks a rule."), *answer.notes])
    best = result(problem, answer, 0)
    locked = {frozenset(row["members"]) for row in kept or ()}
    proposal.problem, proposal.best = document, best
    proposal.places = [
        row_of(place, locked=frozenset(place.members) in locked)
        for place in places_of(best["groups"])  # type: ignore[arg-type]
    ]


__all__ = ["drop", "lock_group", "may_arrange", "move_child", "problem_of", "propose", "propose_again", "state_of"]
