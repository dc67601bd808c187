"""How steady is a group? The same peers, the same adult, the same day and time, week after week.

Three shares between 0 and 1, each of pairs of neighbouring meetings, so that one change counts once and not for ever
after. Peers: the overlap of the two sets of members, what both have over what either has (Jaccard 1912, New Phytologist
11:37-50). Adult and time: the share of pairs in which it stayed. And how often who is in the group changed lately:
more than ``MOST_CHANGES`` within ``WINDOW`` is called too often. Window and limit are our own judgement; no study gives
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WINDOW = timedelta(weeks=6)
MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time the group met: the day, who led it, the minute it began at, and who was in the group then."""

    on: date
    staff: str
    start: int
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spell:
    """One child in the group from the first day to the last; ``last`` is None while nobody has set an end."""

    child: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody new on this day, or somebody no longer there from this day on."""

    on: date
    child: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Shares of neighbouring meetings; None with fewer than two meetings, because there is nothing to compare."""

    meetings: int
    peers: float | None
    adult: float | None
    time: float | None


def steadiness(meetings: Iterable[Meeting]) -> Steadiness:
    """
    >>> first = Meeting(date(2026, 9, 7), "ines", 900, frozenset("abc"))
    >>> second = Meeting(date(2026, 9, 14), "ines", 900, frozenset("abd"))
    >>> steadiness([first, second])
    Steadiness(meetings=2, peers=0.5, adult=1.0, time=1.0)
    """
    held = sorted(meetings, key=lambda meeting: (meeting.on, meeting.start))
    pairs = list(pairwise(held))
    if not pairs:
        return Steadiness(len(held), None, None, None)
    return Steadiness(
        len(held),
        sum(overlap(one.members, other.members) for one, other in pairs) / len(pairs),
        sum(one.staff == other.staff for one, other in pairs) / len(pairs),
        sum((one.on.weekday(), one.start) == (other.on.weekday(), other.start) for one, other in pairs) / len(pairs),
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """What both have over what either has; 1 for two empty sets, because nothing changed."""
    either = one | other
    return len(one & other) / len(either) if either else 1.0


def changes(spells: Iterable[Spell], begins: date, ends: date) -> tuple[Change, ...]:
    """Who came and went after the beginning and before the end, by day; beginning and ending together is no change."""
    found = []
    for spell in spells:
        if begins < spell.first <= ends:
            found.append(Change(spell.first, spell.child, joined=True))
        if spell.last is not None and begins <= spell.last < ends:
            found.append(Change(spell.last + timedelta(days=1), spell.child, joined=False))
    return tuple(sorted(found, key=lambda change: (change.on, change.child, change.joined)))


def too_often(found: Sequence[Change], since: date) -> tuple[Change, ...]:
    """The changes of the first stretch of ``WINDOW`` that ends at a change on or after ``since`` and holds more than
    ``MOST_CHANGES``; empty when peers change no more often than that.

    >>> days = [date(2026, 10, day) for day in (1, 8, 15)]
    >>> [change.on.day for change in too_often([Change(day, "a", True) for day in days], days[0])]
    [1, 8, 15]
    """
    for last in found:
        if last.on < since:
            continue
        window = tuple(change for change in found if last.on - WINDOW < change.on <= last.on)
        if len(window) > MOST_CHANGES:
            return window
    return ()
