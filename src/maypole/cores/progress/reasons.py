"""Reasons behind a signal: keys with numbers, which `sentences.say` puts into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maypole.cores.progress.constants import SIGNAL
from maypole.cores.progress.forecast import Forecast
from maypole.cores.progress.history import JudgeInput

Number = float | int | str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the signal is what it is: a key of `sentences`, and the numbers its sentence names.

    `strength` orders reasons (0-1; above 1: decides the signal). `leans` is 1 for good news, -1 for bad, 0 for neither.
    """

    key: str
    numbers: dict[str, Number]
    strength: float = 0.0
    leans: int = 0


def reason(key: str, strength: float = 0.0, leans: int = 0, /, **numbers: Number) -> Reason:
    """A reason, its numbers by name."""
    return Reason(key, numbers, strength, leans)


def three(candidates: list[Reason], leaning: int = 0) -> tuple[Reason, Reason, Reason]:
    """The three strongest, those that speak against the signal counting half."""
    ranked = sorted(candidates, key=lambda r: -r.strength * (0.5 if r.leans * leaning < 0 else 1.0))
    first, second, third = ranked[:3]
    return first, second, third


def shown(history: JudgeInput, level: float) -> dict[str, Number]:
    """A level for a sentence: with tries also `of`, the usual number of tries of a session."""
    if not history.counts_tries:
        return {"level": level}
    sizes = sorted(point.trials or 1 for point in history.current or history.treatment or history.baseline)
    return {"level": level, "of": sizes[len(sizes) // 2]}


def common(history: JudgeInput, now: float | None, base: float | None) -> Iterator[Reason]:
    """Reasons that hold for every signal: how much is known, and how it was measured."""
    yield reason("data_count", 0.1, treatment=len(history.current), baseline=len(history.before))
    if history.next_review is None:
        yield reason("no_review_planned", 0.04)
    else:
        yield reason("next_look", 0.04, at=history.next_review)
    yield reason("goal_is", 0.02, **shown(history, history.goal))
    if now is not None and base is not None:
        yield _change(history, now, base)
    if history.agreement is not None and history.agreement >= SIGNAL.agreement:
        yield reason("agreement_good", 0.15, 1, share=history.agreement)
    if history.visits_held is not None and history.visits_planned and history.visits_share >= SIGNAL.delivery:
        yield reason("visits_good", 0.12, 1, held=history.visits_held, planned=history.visits_planned)


def _change(history: JudgeInput, now: float, base: float) -> Reason:
    distance = history.goal - base
    way = (now - base) / distance if distance else 1.0
    numbers = {**shown(history, now), "baseline": base, "way": way}
    if way >= 0.1:
        return reason("level_up", min(0.3 + 0.4 * way, 0.75), 1, **numbers)
    if way <= -0.1:
        return reason("level_down", min(0.4 - 0.4 * way, 0.75), -1, **numbers)
    return reason("level_same", 0.6, -1, **numbers)


def outlook(history: JudgeInput, view: Forecast, now: float) -> Iterator[Reason]:
    """Reasons from the forecast: the chance, whether it still grows, odd sessions, the path, the other settings."""
    spoken = {"chance": view.p_goal, "due": history.due, **shown(history, history.goal)}
    if view.p_goal >= SIGNAL.keep:
        yield reason("chance_good", 0.5 + 0.5 * view.p_goal, 1, **spoken)
    elif view.p_goal >= SIGNAL.adjust:
        yield reason("chance_open", 0.95, 0, **spoken)
    else:
        yield reason("chance_low", 1.0 - view.p_goal, -1, **spoken)
    if view.growth >= 0.5:
        yield reason("growing", 0.7 * view.growth, 1, chance=view.growth, sessions=view.n)
    else:
        yield reason("levelled_off", 0.7 * (1.0 - view.growth), -1, chance=1.0 - view.growth, sessions=view.n)
    if view.outliers:
        yield reason("odd_sessions", 0.2, 0, count=view.outliers, sessions=view.n)
    yield from _path(history)
    yield from _elsewhere(history, now)


def _path(history: JudgeInput) -> Iterator[Reason]:
    """How many of the last seven points reach the straight path from baseline to goal. A picture, never a trigger."""
    points = history.current[-7:]
    start = min(point.at for point in history.treatment)
    base = sum(point.level for point in history.before) / len(history.before)
    if history.due <= start:
        return
    climb = (history.goal - base) / (history.due - start)
    on = sum(history.sign * (p.level - base - climb * min(p.at - start, history.due - start)) >= 0.0 for p in points)
    share = on / len(points)
    if share >= 0.5:
        yield reason("on_path", 0.6 * share, 1, on=on, of_points=len(points))
    else:
        yield reason("below_path", 0.6 * (1.0 - share), -1, on=on, of_points=len(points))


def _elsewhere(history: JudgeInput, now: float) -> Iterator[Reason]:
    """What other settings show beside the judged one."""
    half_way = 0.5 * abs(now - history.goal) or 0.1 * abs(history.goal)
    for place in sorted({p.setting for p in history.treatment} - {history.place}):
        points = sorted((p for p in history.treatment if p.setting == place), key=lambda p: p.at)
        if len(points) < SIGNAL.least_setting:
            yield reason("setting_early", 0.25, 0, place=place, sessions=len(points))
            continue
        level = sum(p.level for p in points[-SIGNAL.recent :]) / SIGNAL.recent
        behind = history.sign * (now - level)
        numbers = {**shown(history, level), "place": place}
        if behind > half_way:
            yield reason("setting_behind", 0.85, -1, **numbers)
        else:
            yield reason("setting_follows", 0.72, 1, **numbers)
