"""Proposing groups, proposing again around what stays, and putting a proposal aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.editions import EditConflict
from maypole.access.ids import new_id
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.cores.groups.answer import Answer
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.errors import GroupsError
from maypole.cores.groups.present import result
from maypole.cores.groups.problem import Problem
from maypole.cores.groups.repair import repair
from maypole.cores.groups.solve import solve
from maypole.groups.gathering import Gathered, gathered
from maypole.groups.models import Proposal, ProposalState, Term
from maypole.groups.table import places_of, problem_of, row_of
from maypole.people.models import Site

SECONDS = 8.0
"""A person waits for it; 200 children in one pool are proven in less than one."""
ARRANGERS = frozenset({Permission.ASSIGN_TEAM, Permission.SEE_CLINICAL})
Json = dict[str, Any]


@dataclass(frozen=True)
class Solved:
    """What was asked, the proven result, and the rows to lay on the table."""

    problem: Json
    best: Json
    places: list[Json]


def propose(*, by: Actor, term: Term, site: Site, discipline: str, now: datetime, key: UUID | None = None) -> Proposal:
    """Gather, solve, and lay the best plan on the table. Raises ValidationError when there is nobody to group.

    Not one transaction: solving takes seconds, in which nobody else could write. `key` makes a repeated job harmless.
    """
    found = to_group(by=by, term=term, site=site, discipline=discipline)
    told = solved(found)
    proposal = Proposal(
        id=key or new_id(),
        organisation_id=by.organisation_id,
        by_id=by.user_id,
        at=now,
        term=term,
        site=site,
        discipline=discipline,
        problem=told.problem,
        best=told.best,
        places=told.places,
    )
    with transaction.atomic():
        proposal.save(force_insert=True)
        _state(by, proposal, ProposalState.State.ARRANGED, now)
        record(by=by, action="groups.propose", about=proposal, detail={"children": len(found.document["children"])})
    return proposal


def to_group(*, by: Actor, term: Term, site: Site, discipline: str) -> Gathered:
    """Whom a proposal would be about. Raises ValidationError when there is nobody to group, or records contradict."""
    may_arrange(by)
    found = gathered(term, site, discipline)
    if len(found.document["children"]) < 2:
        raise ValidationError(_("Fewer than two children are meant for a group here. First decide the step for each."))
    _problem(found.document)
    return found


def propose_again(
    *, by: Actor, proposal: Proposal, edition: int, now: datetime, gentle: bool = False, key: UUID | None = None
) -> Proposal:
    """Solve once more with today's records around what is locked and who is held.

    `gentle`: as few children as possible change adult, day or time. Raises EditConflict, ValidationError. Not one
    transaction, as `propose`. With the `key` of a job, a repeated job finds its own work done and leaves it.
    """
    if key and proposal.best.get("job") == str(key):
        return proposal
    _open(by, proposal)
    if proposal.edition != edition:
        raise EditConflict
    found = gathered(proposal.term, proposal.site, proposal.discipline)
    told = solved(found, proposal.places, gentle=gentle)
    with transaction.atomic():
        _open(by, proposal)
        proposal.claim(edition)
        proposal.problem, proposal.places, proposal.moves = told.problem, told.places, []
        proposal.best = told.best | ({"job": str(key)} if key else {})
        proposal.save(update_fields=["problem", "best", "places", "moves"])
        locked = sum(row["locked"] for row in told.places)
        record(by=by, action="groups.propose", about=proposal, detail={"locked": locked, "gentle": gentle})
    return proposal


@transaction.atomic
def drop(*, by: Actor, proposal: Proposal, why: str, now: datetime) -> None:
    """Put the proposal aside; it stays readable."""
    _open(by, proposal)
    if not why.strip():
        raise ValidationError({"why": _("Write why, so that the next person understands.")})
    _state(by, proposal, ProposalState.State.DROPPED, now, why.strip())
    record(by=by, action="groups.drop", about=proposal)


def may_arrange(by: Actor) -> None:
    """Who arranges groups reads every child's record: the clinical lead."""
    if not by.everywhere >= ARRANGERS:
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


def solved(found: Gathered, rows: Sequence[Json] = (), *, gentle: bool = False) -> Solved:
    """The best plan around what stays of the rows on the table; ValidationError says what in the records is wrong."""
    locked = [row for row in rows if row.get("locked")]
    known = {child["id"] for child in found.document["children"]}
    if any(set(row["members"]) - known for row in locked):
        raise ValidationError(_("A child in a locked group is no longer meant for a group. Unlock it first."))
    document = found.document | {"locked": [_lock(row) for row in locked]}
    problem = _problem(document)
    held = {member for row in rows if not row.get("locked") for member in row.get("held", ())} & known
    answer = _answer(problem, rows, held, gentle)
    if answer.status == "infeasible":
        raise ValidationError([_("What is locked breaks a rule."), *answer.notes])
    if held & set(answer.moved or ()):
        raise ValidationError(_("Not everybody who is held can stay where they are. Let one of them go."))
    best: Json = result(problem, answer, 0) | {"kept": "all" if gentle else "held" if held else "", **found.warnings}
    whole = {frozenset(row["members"]) for row in locked}
    places = [
        row_of(place, locked=frozenset(place.members) in whole)
        | {"held": [member for member in place.members if member in held]}
        for place in places_of(best["groups"])
    ]
    return Solved(document, best, places)


def _answer(problem: Problem, rows: Sequence[Json], held: set[str], gentle: bool) -> Answer:
    """Solved anew, or with as many as possible of those who should stay left where they are."""
    if not gentle and not held:
        return solve(problem, SECONDS)
    stay = [row | {"members": [one for one in row["members"] if gentle or one in held]} for row in rows]
    return repair(problem, [place for place in places_of(stay) if place.members], SECONDS)


def _problem(document: Json) -> Problem:
    try:
        return problem_from(json.dumps(document))
    except GroupsError as error:
        raise ValidationError([str(flaw) for flaw in error.flaws[:5]]) from error


def _lock(row: Json) -> Json:
    return {key: row[key] for key in ("members", "staff", "room", "day", "start")}


__all__ = ["drop", "may_arrange", "problem_of", "propose", "propose_again", "solved", "state_of", "to_group"]
