"""Which step of a task is taught now, from how each step went before and the way the chain is built.

Forward chaining teaches the first step that is not learnt, backward chaining the last one, total-task presentation
every step that is not (Cooper, Heron & Heward 2020, ch. 23). A step is learnt while its last tries in a row were alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Chaining(StrEnum):
    FORWARD = "forward"
    BACKWARD = "backward"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class StepTry:
    """One try of one step: its number, and whether it went without help."""

    step: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps that are learnt, and those taught now (none when all are learnt), in their order."""

    learnt: tuple[int, ...]
    taught: tuple[int, ...]


def learnt(tries: Iterable[StepTry], in_a_row: int) -> frozenset[int]:
    """Steps whose last `in_a_row` tries were alone; `tries` in the order they happened. ValueError below one.

    >>> sorted(learnt([StepTry(1, True), StepTry(1, True), StepTry(2, True), StepTry(2, False)], 2))
    [1]
    """
    if in_a_row < 1:
        raise ValueError("a step is learnt after one try in a row or more")
    streaks: dict[int, int] = {}
    for one in tries:
        streaks[one.step] = streaks.get(one.step, 0) + 1 if one.alone else 0
    return frozenset(step for step, streak in streaks.items() if streak >= in_a_row)


def chain(kind: Chaining, steps: Iterable[int], tries: Iterable[StepTry], in_a_row: int = 3) -> Chain:
    """Where the teaching stands. `steps` are the numbers of the task's steps; tries of others are not looked at.

    >>> chain(Chaining.BACKWARD, [1, 2, 3], [StepTry(3, True)] * 3).taught
    (2,)
    """
    order = sorted(steps)
    known = learnt(tries, in_a_row)
    done = tuple(step for step in order if step in known)
    ahead = tuple(step for step in order if step not in known)
    if kind is Chaining.FORWARD:
        return Chain(done, ahead[:1])
    return Chain(done, ahead[-1:] if kind is Chaining.BACKWARD else ahead)
