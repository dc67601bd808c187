"""How sure: the seal of a proposal, honest about what was proven and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.groups.problem import Place, clock

from .board import Board
from .present_rules import MINUS, sentence, weekday_name
from .table import places_of


@dataclass(frozen=True)
class Proof:
    """`tone`: "ok" for a proof that holds as the table lies, "sun" for anything less."""

    title: str
    text: str
    tone: str
    here: int
    most: int | None
    below: str
    between: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One child against last term, or against what was proposed."""

    name: str
    was: str
    now: str
    keeps: str


def proof_of(board: Board) -> Proof:
    title, text, tone = _seal(board)
    between = tuple(sentence(broken, board.names) for broken in board.table.between)
    known = board.bound_holds and not board.proposal.best.get("kept")
    below = board.table.below
    return Proof(
        title=title,
        text=text,
        tone=tone,
        here=board.table.worth,
        most=board.table.bound if known else None,
        below=f"{MINUS}{number_format(below, use_l10n=True)}" if below else "0",
        between=between,
    )


def _seal(board: Board) -> tuple[str, str, str]:
    best, table = board.proposal.best, board.table
    wrong = len(table.between) + sum(len(each.broken) for each in table.groups)
    if wrong:
        told = ngettext("%(n)d rule is broken", "%(n)d rules are broken", wrong) % {"n": wrong}
        return told, _("Mend it before families are asked. The cards say where."), "sun"
    if not board.bound_holds:
        text = _("You unlocked a group since this was solved. Solve it again to know how good it is.")
        return _("Not known any more"), text, "sun"
    if best.get("kept"):
        return _kept(board)
    if table.below == 0 and best.get("status") == "optimal":
        text = _("No other plan within your rules is worth more. Every alternative has been ruled out.")
        if board.proposal.problem.get("locked"):
            text = _("Around what you locked, no other plan within your rules is worth more.")
        return _("Best possible, proven"), text, "ok"
    percent = number_format(ceil(10_000 * table.below / max(1, table.worth)) / 100, 2)  # upwards: it is a bound
    if best.get("status") == "optimal":
        told = _("%(n)s points below the best possible") % {"n": number_format(table.below)}
        return told, _("You moved children since. That can be right: the points know only what is recorded."), "sun"
    text = _("Time ran out before all was ruled out. No plan can be worth more than %(percent)s %% above this one.")
    return _("Good, and not proven best"), text % {"percent": percent}, "sun"


def _kept(board: Board) -> tuple[str, str, str]:
    """Solved with staying put first: then the points are second, and the bound says nothing of other plans."""
    best, table = board.proposal.best, board.table
    if table.worth != best.get("objective"):
        text = _("You moved children since it was solved around those who stay.")
        return _("Changed by hand"), text, "sun"
    if best.get("status") != "optimal":
        text = _("Time ran out before it was proven that nobody else needs to move.")
        return _("Good, and not proven best"), text, "sun"
    if best["kept"] == "held":
        text = _("Those you hold stay with their adult at their time. Around them, no other plan is worth more.")
        return _("Best possible around whom you hold, proven"), text, "ok"
    count = len(best.get("moved", ()))
    told = ngettext(
        "%(n)d child changes adult, day or time, and no plan changes fewer.",
        "%(n)d children change adult, day or time, and no plan changes fewer.",
        count,
    ) % {"n": count}
    return _("As few changes as possible, proven"), told, "ok"


def against_last_term(board: Board) -> list[Change]:
    """Everybody who was in a group last term: where they were, where they are, and what they keep."""
    now = {member: each.place for each in board.table.groups for member in each.place.members}
    homes: dict[str, list[str]] = {}
    for child in board.problem.children:
        if child.previous.group:
            homes.setdefault(child.previous.group, []).append(child.id)
    found = []
    for home, members in homes.items():
        for key in members:
            previous, place = board.problem.by_id[key].previous, now.get(key)
            friends = [
                board.names[one] for one in members if one != key and place is not None and now.get(one) is place
            ]
            kept = [_("with %(name)s") % {"name": name} for name in friends]
            kept += [_("the adult")] if place and place.staff == previous.staff else []
            kept += [_("the time")] if place and (place.day, place.start) == (previous.day, previous.start) else []
            was = board.before.get(home, _("a group"))
            found.append(Change(board.names[key], was, _where(board, place), ", ".join(kept)))
    return sorted(found, key=lambda change: (change.was, change.name))


def by_hand(board: Board) -> list[Change]:
    """Who is somewhere else than the proposal had them."""
    first = {member: place for place in places_of(board.proposal.best.get("groups", ())) for member in place.members}
    now = {member: each.place for each in board.table.groups for member in each.place.members}
    changed = []
    for child in board.problem.children:
        was, here = first.get(child.id), now.get(child.id)
        if _spot(was) != _spot(here):
            changed.append(Change(board.names[child.id], _where(board, was), _where(board, here), ""))
    return changed


def _spot(place: Place | None) -> tuple[str, str, int, str] | None:
    return (place.staff, place.day, place.start, place.room) if place else None


def _where(board: Board, place: Place | None) -> str:
    if place is None:
        return _("in no group")
    return f"{weekday_name(place.day)} {clock(place.start)}, {board.adults.get(place.staff, '')}"
