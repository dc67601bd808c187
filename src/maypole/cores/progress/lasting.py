"""After a goal is met: does it last, travel, and matter to the family?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maypole.cores.progress.constants import SIGNAL
from maypole.cores.progress.history import Datum, JudgeInput, PastReview, Probe, SignalName
from maypole.cores.progress.mastery import chance_of_level
from maypole.cores.progress.reasons import Number, Reason, reason


def tries_chance(history: JudgeInput, points: Sequence[Datum | Probe]) -> float:
    """P(true share of tries is at the goal) from all tries of these points together."""
    correct, trials = sum(p.value for p in points), sum(p.trials or 0 for p in points)
    return chance_of_level(correct, trials, history.goal, decrease=history.sign < 0)


def probe_level(probe: Probe) -> dict[str, Number]:
    """The numbers that a sentence about a probe names."""
    if probe.trials is None:
        return {"level": probe.level, "place": probe.setting}
    return {"level": probe.level, "of": probe.trials, "place": probe.setting}


def holds(history: JudgeInput, probe: Probe) -> bool:
    """Did the skill hold? Tries: P(true level at the goal) >= .80; else the value itself at the goal."""
    if probe.trials is not None:
        return tries_chance(history, [probe]) >= SIGNAL.probe_held
    return history.sign * (probe.level - history.goal) >= 0.0


def apart(history: JudgeInput) -> list[Probe]:
    """Held probes at least two weeks apart, from the earliest on."""
    kept: list[Probe] = []
    for probe in sorted(history.probes, key=lambda p: p.day):
        if holds(history, probe) and (not kept or probe.day - kept[-1].day >= SIGNAL.probe_days):
            kept.append(probe)
    return kept


def settings_met(history: JudgeInput) -> set[str]:
    """Named settings where a probe held."""
    return {probe.setting for probe in history.probes if probe.setting and holds(history, probe)}


def missing_for_fading(history: JudgeInput) -> Iterator[Reason]:
    """What still speaks against stepping down; nothing means: talk about fading."""
    kept, settings = apart(history), settings_met(history)
    if len(kept) < SIGNAL.probes:
        yield reason("probe_again", 1.9, 0, days=SIGNAL.probe_days, held=len(kept), needed=SIGNAL.probes)
    if len(settings) < SIGNAL.fade_settings or not settings & set(history.home_settings):
        yield reason("probe_elsewhere", 1.8, 0, settings=len(settings), needed=SIGNAL.fade_settings)
    if history.family_confirms is None:
        yield reason("family_not_asked", 1.7, 0)
    elif not history.family_confirms:
        yield reason("family_disagrees", 1.95, -1)
    if history.gain_left is not None and history.gain_left >= SIGNAL.keep:
        yield reason("gain_left", 1.6, 0, chance=history.gain_left)


def team_review_due(goals: Sequence[Sequence[PastReview]], now: float, days: float = SIGNAL.plateau_days) -> bool:
    """Have all open goals stood still for four months? Then the team looks at the whole plan; no discharge by rule.

    goals: the past reviews of each open goal, on a clock of days. A goal stands still when it has a review from before
    the last `days` days and every review since says watch or adjust.
    """
    if not goals:
        return False
    for reviews in goals:
        recent = [review for review in reviews if review.at > now - days]
        if len(recent) == len(reviews) or not recent:
            return False
        if any(review.name not in (SignalName.WATCH, SignalName.ADJUST) for review in recent):
            return False
    return True
