"""The answer to “Why not X with Y?” in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maypole.cores.groups.rules import Broken
from maypole.cores.groups.why import There
from maypole.people.present import list_in_words

from .board import Board
from .present_rules import sentence, when
from .wishing import Wish

ONE_PLACE = 1000
"""From this price on a wish takes about one child's place: the weight of a place."""


@dataclass(frozen=True)
class Way:
    """One child joining the other's group: forbidden and why, or at what price."""

    title: str
    broken: tuple[str, ...]
    price: str
    meaning: str
    instead: str


@dataclass(frozen=True)
class WishTold:
    headline: str
    never: tuple[str, ...]
    ways: tuple[Way, ...]


def wish_told(board: Board, one: str, other: str, wish: Wish) -> WishTold:
    words = {"one": board.names[one], "other": board.names[other]}
    if wish.never:
        never = tuple(_pair(board, broken) for broken in wish.never)
        return WishTold(_("%(one)s and %(other)s cannot be in one group.") % words, never, ())
    if wish.together:
        return WishTold(_("In the best plan %(one)s and %(other)s are together.") % words, (), ())
    ways = tuple(_way(board, child, host, there) for child, host, there in wish.ways)
    if not ways:
        told = _("Nothing forbids it, but neither has a group in the best plan. The table says what would help each.")
        return WishTold(told, (), ())
    return WishTold(_("%(one)s and %(other)s could be together.") % words, (), ways)


def _pair(board: Board, broken: Broken) -> str:
    if broken.rule == "available":
        names = list_in_words([board.names[one] for one in broken.who])
        return _("%(names)s are never free at the same time.") % {"names": names}
    return sentence(broken, board.names)


def _way(board: Board, child: str, host: str, there: There) -> Way:
    words = {"child": board.names[child], "host": board.names[host], "when": when(board.problem, there.group.place)}
    names = [board.names[one] for one in there.instead_of]
    return Way(
        title=_("%(child)s joins %(host)s, %(when)s") % words,
        broken=tuple(sentence(broken, board.names) for broken in there.broken),
        price=_price(there),
        meaning=_meaning(there),
        instead=_("It would be possible in place of %(names)s.") % {"names": list_in_words(names)} if names else "",
    )


def _price(there: There) -> str:
    if there.price is None:
        return ""
    least, most = (number_format(points) for points in there.price)
    if there.price[0] == there.price[1]:
        return _("The whole plan loses %(points)s points.") % {"points": most}
    return _("The whole plan loses between %(least)s and %(most)s points.") % {"least": least, "most": most}


def _meaning(there: There) -> str:
    if there.price is None:
        return ""
    if there.price[1] == 0:
        return _("It costs nothing: there is a plan as good with them together.")
    if there.price[0] >= ONE_PLACE:
        return _("That is the worth of a place: another child would lose theirs.")
    return _("A place for one child is worth 1000 points; so nobody needs to lose theirs.")
