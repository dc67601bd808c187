"""Seeded simulated children: they grow linearly, with noise that carries over from one session to the next.

Made for evidence and for showing a clinic what a rule would do; a simulated child is simpler than any real one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from maypole.cores.progress.history import Datum, JudgeInput, PastReview
from maypole.cores.progress.signal import Judgement, judge

REVIEWS = (6.0, 10.0, 14.0, 18.0)


@dataclass(frozen=True, slots=True)
class Course:
    """What is true of a simulated child.

    The level goes from `start` towards `goal` in `sessions` sessions at `speed` (1: exactly on target, .5: half as
    fast, 0: no change). noise: standard deviation of a session. carry: autocorrelation of neighbouring sessions.
    trials: when given, the level is in percent and each session is a binomial count of so many tries.
    """

    speed: float = 1.0
    start: float = 20.0
    goal: float = 80.0
    sessions: int = 20
    baseline: int = 5
    noise: float = 10.0
    carry: float = 0.2
    trials: int | None = None


@dataclass(frozen=True, slots=True)
class SimulatedChild:
    """The data one simulated child left."""

    course: Course
    baseline: tuple[Datum, ...]
    treatment: tuple[Datum, ...]


def children(course: Course, count: int, seed: int) -> Iterator[SimulatedChild]:
    """`count` children of one course; the same seed gives the same children."""
    for number in range(count):
        yield _child(course, random.Random(f"{seed}-{number}"))  # noqa: S311 - a simulation, not a secret


def _child(course: Course, dice: random.Random) -> SimulatedChild:
    shock = math.sqrt(1.0 - course.carry**2)
    wobble = dice.gauss(0.0, 1.0)
    data = []
    for at in range(1 - course.baseline, course.sessions + 1):
        rise = course.speed * max(at, 0) / course.sessions
        level = course.start + (course.goal - course.start) * rise + course.noise * wobble
        data.append(_datum(course, at, level, dice))
        wobble = course.carry * wobble + shock * dice.gauss(0.0, 1.0)
    return SimulatedChild(course, tuple(data[: course.baseline]), tuple(data[course.baseline :]))


def _datum(course: Course, at: int, level: float, dice: random.Random) -> Datum:
    person = ("first", "second")[at % 2]
    if course.trials is None:
        return Datum(at, level, person=person)
    share = min(max(level / 100.0, 0.0), 1.0)
    return Datum(at, sum(dice.random() < share for _ in range(course.trials)), course.trials, person=person)


def reviewed(child: SimulatedChild, reviews: tuple[float, ...] = REVIEWS) -> list[tuple[float, Judgement]]:
    """Judge a simulated child at each planned review, up to and with the first "adjust?"."""
    past: list[PastReview] = []
    verdicts = []
    goal = child.course.goal if child.course.trials is None else child.course.goal / 100.0
    for review in reviews:
        judgement = judge(
            JudgeInput(
                baseline=child.baseline,
                treatment=tuple(point for point in child.treatment if point.at <= review),
                goal=goal,
                due=child.course.sessions,
                reviews=reviews,
                previous=tuple(past),
            )
        )
        past.append(PastReview(review, judgement.name, judgement.p_goal))
        verdicts.append((review, judgement))
        if judgement.name == "adjust":
            break
    return verdicts
