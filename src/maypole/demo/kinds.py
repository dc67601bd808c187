"""Goals of the less usual kinds of measure for a few children, from the goal bank, and what visits show of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from maypole.plan.actions import GoalParts, set_goal
from maypole.plan.bank import Suggestion, shipped
from maypole.plan.goal_parts import Target
from maypole.plan.models import Goal, Measure

from .clinic import World
from .content import phrase
from .family import Family
from .latent import skill
from .sessions import Course

LOW, HIGH = 0.15, 0.85
"""Where baseline and criterion lie on the latent scale."""
INTERVALS, ASKED, TRIES = 20, 4, 12
Row = dict[str, object]


@dataclass(frozen=True)
class Wanted:
    """A suggestion of the bank, where this child starts, and what else its goal is written with."""

    code: str
    baseline: float
    parts: GoalParts = field(default_factory=GoalParts)


SOUNDS = GoalParts(targets=[Target("s", place) for place in ("initial", "medial", "final")], disciplines=["ABA"])
FOR = {
    2: (Wanted("sc-coat", 1), Wanted("gm-playground", -2), Wanted("so-friend", -2)),
    3: (Wanted("co-task", 35), Wanted("co-start", 180), Wanted("fm-beads", 1.5)),
    4: (Wanted("sp-sound", 2, SOUNDS), Wanted("sp-request", 0.2), Wanted("fm-letters", 5)),
    5: (Wanted("se-paint", 15), Wanted("fe-food-ladder", -2), Wanted("gm-chair", 30)),
}
"""By the child's number in the clinic."""


def kind_goals(world: World, family: Family, first: int, at: datetime) -> list[Course]:
    """Goals for this child beside the usual ones, in the family's language; none for most children."""
    bank = {one.code: one for one in shipped(family.language)}
    courses: list[Course] = []
    for wanted in FOR.get(len(world.children) - 1, ()):
        found = bank[wanted.code]
        goal = kind_goal(world, family, wanted, found, at)
        Goal.objects.filter(pk=goal.pk).update(order=first + len(courses))
        courses.append(Course(goal, skill(LOW, HIGH, world.rng), way=way_of(found)))
    return courses


def kind_goal(world: World, family: Family, wanted: Wanted, found: Suggestion, at: datetime) -> Goal:
    actor = world.actor(family.team[0])
    words = phrase("kind_words", family.language)
    due = max(world.today, at.date()) + timedelta(weeks=10)
    common = {"by": actor, "child": family.child, "area": found.area, "family_words": words, "at": at}
    upper = set_goal(title=found.title, due_on=due + timedelta(weeks=26), **common)  # type: ignore[arg-type]
    scaled = {"importance": 3, "difficulty": 2} if found.levels else {}
    parts = wanted.parts
    written = GoalParts(
        occupations=[found.occupation], life=["home", "school"], modes=found.modes, disciplines=parts.disciplines,
        targets=parts.targets, levels=found.by_level or None,
    )  # fmt: skip
    return set_goal(
        parent=upper, title=found.title, who_does=found.who_does, conditions=found.conditions, measure=found.measure,
        unit=found.unit, baseline=wanted.baseline, criterion=found.criterion, scale_max=found.scale_max,
        span_s=found.span_s, improvement=found.improvement, chaining=found.chaining, steps=found.steps, parts=written,
        due_on=due, **scaled, **common,  # type: ignore[arg-type]
    )  # fmt: skip


def way_of(found: Suggestion) -> Callable[[Goal, float, Random], list[Row]] | None:
    """How a visit shows this kind of goal; None for steps, which the visits make themselves."""
    ways: dict[str, Callable[[Goal, float, Random], list[Row]]] = {
        Measure.RATE: rate,
        Measure.LATENCY: latency,
        Measure.PRODUCT: piece,
        Measure.ATTAINMENT: level_now,
        Measure.TRIALS: tries,
    }
    ways |= dict.fromkeys((Measure.WHOLE, Measure.PARTIAL, Measure.MOMENTARY), intervals)
    return ways.get(found.measure)


def told(goal: Goal, level: float) -> float:
    """The latent level in the goal's own unit, so that LOW is its baseline and HIGH its criterion."""
    start, aim = goal.baseline or 0.0, goal.criterion or 0.0
    return start + (aim - start) * (level - LOW) / (HIGH - LOW)


def rate(goal: Goal, level: float, rng: Random) -> list[Row]:
    span = goal.span_s or 60.0
    wanted = max(told(goal, level), 0.0) * span / 60
    return [{"value": float(max(round(rng.gauss(wanted, 0.15 * wanted + 0.3)), 0)), "span_s": span}]


def latency(goal: Goal, level: float, rng: Random) -> list[Row]:
    """Some times nothing comes before one stops waiting; fewer as the skill grows."""
    longest, rows = goal.span_s or 60.0, list[Row]()
    for _time in range(ASKED):
        seconds = max(told(goal, level) * rng.uniform(0.6, 1.4), 1.0)
        silent = seconds >= longest or rng.random() < 0.25 * (1 - level)
        rows.append({"value": longest, "correct": False} if silent else {"value": float(round(seconds))})
    return rows


def intervals(goal: Goal, level: float, rng: Random) -> list[Row]:
    share = min(max(told(goal, level) / 100, 0.02), 0.98)
    return [{"correct": rng.random() < share, "step": n, "span_s": goal.span_s} for n in range(1, INTERVALS + 1)]


def piece(goal: Goal, level: float, rng: Random) -> list[Row]:
    items = goal.out_of + rng.choice([-2, 0, 0, 3])
    share = min(max(goal.level(told(goal, level)), 0.02), 0.98)
    return [{"value": float(sum(rng.random() < share for _item in range(items))), "out_of": items}]


def level_now(goal: Goal, level: float, rng: Random) -> list[Row]:
    return [{"value": float(min(max(round(told(goal, level) + rng.gauss(0, 0.3)), -2), 2))}]


def tries(goal: Goal, level: float, rng: Random) -> list[Row]:
    """Tries of each sound in turn; the end of a word comes last."""
    targets = [one.number for one in goal.speech_targets.all()]
    rows: list[Row] = []
    for number in range(TRIES):
        target = targets[number % len(targets)] if targets else None
        right = rng.random() < level - 0.08 * (target or 0)
        helped = rng.random() < 0.7
        prompt = "I" if right or not helped else rng.choice(["M", "VB", "V"])
        rows.append({"correct": right or helped, "prompt": prompt, "step": target, "mode": "speech"})
    return rows
