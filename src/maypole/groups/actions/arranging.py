"""What a person does at the table: move a child, take the move back, lock a group, hold a child, open a new group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.groups.models import Proposal
from maypole.groups.table import OUT, move, moved, problem_of

from .studio import _open

Json = dict[str, Any]
KEPT_MOVES = 50


@transaction.atomic
def move_child(*, by: Actor, proposal: Proposal, child: str, to: str, edition: int) -> Proposal:
    """Put the child into a group of the table, or out of all.

    Raises EditConflict; ValidationError where something is locked or held, and where nobody may be put together so.
    """
    _open(by, proposal)
    proposal.claim(edition)
    origin = place_of(proposal, child)
    _move(proposal, child, to)
    step = {"child": child, "from": origin, "to": to}
    proposal.moves = [*proposal.moves, step][-KEPT_MOVES:]
    proposal.save(update_fields=["places", "moves"])
    record(by=by, action="groups.move", about=proposal, child=UUID(child), detail={"to": to})
    return proposal


@transaction.atomic
def undo_move(*, by: Actor, proposal: Proposal, edition: int) -> Json:
    """Take the last move back, and return it. Raises EditConflict; ValidationError when there is none."""
    _open(by, proposal)
    proposal.claim(edition)
    if not proposal.moves:
        raise ValidationError(_("There is no move to take back."))
    last: Json = proposal.moves[-1]
    _move(proposal, last["child"], last["from"])
    proposal.moves = proposal.moves[:-1]
    proposal.save(update_fields=["places", "moves"])
    record(by=by, action="groups.move_back", about=proposal, child=UUID(last["child"]), detail={"to": last["from"]})
    return last


@transaction.atomic
def lock_group(*, by: Actor, proposal: Proposal, place: str, locked: bool, edition: int) -> Proposal:
    """What is agreed stays when the rest is proposed again. Raises EditConflict."""
    _open(by, proposal)
    proposal.claim(edition)
    row = next((row for row in proposal.places if row["id"] == place), None)
    if row is None:
        raise ValidationError(_("That group is no longer on the table."))
    if locked and not row["members"]:
        raise ValidationError(_("An empty group cannot be locked."))
    proposal.places = [each | {"locked": locked} if each["id"] == place else each for each in proposal.places]
    proposal.save(update_fields=["places"])
    record(by=by, action="groups.lock", about=proposal, detail={"place": place, "locked": locked})
    return proposal


@transaction.atomic
def hold_child(*, by: Actor, proposal: Proposal, child: str, held: bool, edition: int) -> Proposal:
    """The child keeps this adult, day and time, whoever else comes or goes. Raises EditConflict."""
    _open(by, proposal)
    proposal.claim(edition)
    home = place_of(proposal, child)
    if not home:
        raise ValidationError(_("Only a child in a group can be held there."))
    proposal.places = [
        row | {"held": sorted({*row.get("held", ())} - {child} | ({child} if held else set()))}
        if row["id"] == home
        else row
        for row in proposal.places
    ]
    proposal.save(update_fields=["places"])
    record(by=by, action="groups.hold", about=proposal, child=UUID(child), detail={"held": held})
    return proposal


@transaction.atomic
def open_group(*, by: Actor, proposal: Proposal, staff: str, room: str, day: str, start: str, edition: int) -> str:
    """Lay an empty group on the table, to be filled by hand; returns its id. Raises EditConflict, ValidationError."""
    _open(by, proposal)
    problem = problem_of(proposal.problem)
    if staff not in problem.staff_by_id or room not in problem.room_by_id:
        raise ValidationError(_("That adult or room is not part of this proposal. Propose again with today’s records."))
    proposal.claim(edition)
    taken = {row["id"] for row in proposal.places}
    name = next(name for number in range(1, len(taken) + 2) if (name := f"g{number}") not in taken)
    row = {"id": name, "members": [], "staff": staff, "room": room, "day": day, "start": start}
    proposal.places = [*proposal.places, row | {"locked": False, "held": []}]
    proposal.save(update_fields=["places"])
    record(by=by, action="groups.open", about=proposal, detail={"place": name})
    return name


def place_of(proposal: Proposal, child: str) -> str:
    """The id of the group the child is in on the table; empty for none."""
    return next((row["id"] for row in proposal.places if child in row["members"]), OUT)


def _move(proposal: Proposal, child: str, to: str) -> None:
    ids = {row["id"] for row in proposal.places}
    if child not in {one["id"] for one in proposal.problem["children"]} or (to and to not in ids):
        raise ValidationError(_("That child or group is no longer on the table."))
    touched = [row for row in proposal.places if row["id"] == to or child in row["members"]]
    if any(row.get("locked") for row in touched):
        raise ValidationError(_("This group is locked. Unlock it first."))
    if any(child in row.get("held", ()) for row in touched):
        raise ValidationError(_("This child is held where they are. Let them go first."))
    if move(problem_of(proposal.problem), proposal.places, child, to, proposal.best.get("bound", 0)).blocked:
        raise ValidationError(_("Nobody may be put together so: it would not be safe, or too many for one adult."))
    proposal.places = moved(proposal.places, child, to)
