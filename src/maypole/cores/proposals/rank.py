"""Order games by what speaks for and against each, in words that a person can check.

The whole rule: games that nothing speaks against come first. Then those that more reasons speak for. Among equals the
reasons decide in the order of `For`, the one named first weighing most; then the game that was not played for longest;
then the order of the shelf. Nothing is weighed, learned or drawn by lot, so the same facts give the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class For(StrEnum):
    """What speaks for a game, the strongest first."""

    WENT_FURTHER = "went_further"
    """Played before, and the goal went further in that visit than in the one before."""
    LOVED = "loved"
    """It has something the child loves."""
    ENJOYED = "enjoyed"
    """Played before, and the child was keen or okay afterwards."""
    CALMS = "calms"
    """It has something that helps the child when it gets too much."""
    MADE_FOR = "made_for"
    """It was made for the goal's skill area, rather than touching it beside another."""
    AT_HAND = "at_hand"
    """It needs equipment, and a piece of it stands there, inspected and free."""


class Against(StrEnum):
    """What speaks against a game. It is still proposed, last, and told."""

    DISLIKED = "disliked"
    TIRED = "tired"
    """Played before, and the child was tired or said stop."""
    OLDER = "older"
    """It was made for older children."""


@dataclass(frozen=True)
class Candidate:
    """One game for one goal. `days_since` is None when it was never played; `place` is its place on the shelf."""

    code: str
    speaks_for: frozenset[For] = frozenset()
    speaks_against: frozenset[Against] = frozenset()
    days_since: int | None = None
    place: int = 0


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """All of them, the best first, by the rule above. O(n log n)."""
    return sorted(candidates, key=_key)


def _key(each: Candidate) -> tuple[int, int, tuple[bool, ...], float, int]:
    missing = tuple(reason not in each.speaks_for for reason in For)
    rested = float("inf") if each.days_since is None else each.days_since
    return len(each.speaks_against), -len(each.speaks_for), missing, -rested, each.place


def shared_out(by_goal: Sequence[Sequence[Candidate]], a_goal: int, taken: frozenset[str]) -> list[list[Candidate]]:
    """At most `a_goal` games for each goal in turn, no game twice and none that is `taken` already."""
    used, made = set(taken), []
    for candidates in by_goal:
        chosen = [each for each in ranked(candidates) if each.code not in used][:a_goal]
        used |= {each.code for each in chosen}
        made.append(chosen)
    return made
