"""What a move would do, in words and points, for each place a child could go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from maypole.cores.groups.rules import Broken

from .board import Board
from .present_rules import TERMS, sentence, signed, when
from .table import OUT, Move, moves


@dataclass(frozen=True)
class Price:
    """`tone`: "ok" improves or costs nothing, "sun" costs or breaks for now, "alert" nobody may do it."""

    to: str
    where: str
    with_whom: str
    headline: str
    tone: str
    rows: tuple[tuple[str, str], ...]
    total: str
    breaks: tuple[str, ...]
    mends: tuple[str, ...]
    may: bool


def prices_of(board: Board, child: str) -> list[Price]:
    """Every group the child is not in, and out of all groups; what says most for a move first."""
    home = next((each.place.id for each in board.table.groups if child in each.place.members), OUT)
    frozen = {each.place.id for each in board.table.groups if each.locked}
    held = any(child in each.held for each in board.table.groups)
    targets = [each.place.id for each in board.table.groups if each.place.id != home]
    targets += [OUT] if home else []
    found = moves(board.problem, board.proposal.places, child, targets, board.table.bound)
    stuck = held or home in frozen
    told = [(move, price_of(board, move, stuck=stuck or move.to in frozen)) for move in found]
    told.sort(key=lambda pair: (not pair[1].may, len(pair[0].breaks), -pair[0].change))
    return [price for _move, price in told]


def price_of(board: Board, move: Move, *, stuck: bool = False) -> Price:
    place = next((each.place for each in board.table.groups if each.place.id == move.to), None)
    terms = sorted(move.terms.items(), key=lambda item: item[1])
    headline, tone = _headline(move, stuck, board.problem.weights.placed)
    others = [board.names[member] for member in place.members if member != move.child] if place else []
    return Price(
        to=move.to,
        where=capfirst(when(board.problem, place)) if place else _("Out of all groups"),
        with_whom=", ".join(others),
        headline=headline,
        tone=tone,
        rows=tuple((str(TERMS[name]), signed(points)) for name, points in terms),
        total=signed(move.change),
        breaks=_sentences(board, move.breaks_in),
        mends=_sentences(board, move.mends_in),
        may=not stuck and not move.blocked,
    )


def _headline(move: Move, stuck: bool, a_place: int) -> tuple[str, str]:
    if stuck:
        return _("Locked. Unlock it first."), "alert"
    if move.blocked:
        return _("Not possible: it would not be safe."), "alert"
    if move.breaks:
        return _("Possible for now, but a rule would be broken. Families cannot be asked until it is mended."), "sun"
    if move.mends:
        return _("Allowed, and it mends what was broken."), "ok"
    if move.change > 0:
        return _("Allowed. The plan gets better."), "ok"
    if move.change == 0:
        return _("Allowed. The plan is worth the same."), "ok"
    if move.change <= -a_place:
        return _("Allowed, but it costs as much as a child’s place."), "sun"
    return _("Allowed. The plan gets a little worse."), "sun"


def _sentences(board: Board, found: Sequence[tuple[str, Broken]]) -> tuple[str, ...]:
    """Each rule with the group it is about."""
    places = {each.place.id: each.place for each in board.table.groups}
    told = []
    for where, broken in found:
        text = sentence(broken, board.names)
        told.append(f"{capfirst(when(board.problem, places[where]))}: {text}" if where in places else text)
    return tuple(dict.fromkeys(told))
