"""Small hand-made problems: everyone is free on Monday from 15:00 to 16:00 unless a test says otherwise."""

from dataclasses import replace

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.check import check
from maypole.cores.groups.problem import Child, Goal, Problem, Room, Rules, Staff, Week

HOUR: Week = (((900, 960),), (), (), (), (), (), ())
DAY: Week = (((480, 1080),), (), (), (), (), (), ())


def child(name: str, skill: str = "turns", level: int = 2, **changes: object) -> Child:
    made = Child(name, "north", "SLP", 70, (Goal(skill, level),), HOUR)
    return replace(made, **changes)  # type: ignore[arg-type]


def adult(name: str = "t1", **changes: object) -> Staff:
    return replace(Staff(name, ("SLP",), ("north",), DAY), **changes)  # type: ignore[arg-type]


def room(name: str = "r1", capacity: int = 6, **changes: object) -> Room:
    return replace(Room(name, "north", capacity, DAY), **changes)  # type: ignore[arg-type]


def problem(*children: Child, **changes: object) -> Problem:
    made = Problem(children, (adult(),), (room(),), Rules())
    return replace(made, **changes)  # type: ignore[arg-type]


def members(answer: Answer) -> list[tuple[str, ...]]:
    return [group.place.members for group in answer.groups]


def verified(asked: Problem, answer: Answer) -> Answer:
    """The answer, after the checker has agreed with it."""
    verdict = check(asked, [group.place for group in answer.groups])
    assert verdict.violations == ()
    assert verdict.objective == answer.objective <= answer.bound
    assert {name: points for name, _, points in verdict.scores} == {group.id: group.terms for group in answer.groups}
    return answer
