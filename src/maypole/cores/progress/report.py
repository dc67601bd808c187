"""A series in full: effects, dual criteria, level, signal, and the reasons for what is missing. Plain data for JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypedDict

from maypole.cores.progress.constants import SIGNAL
from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.effects import effects
from maypole.cores.progress.estimate import Estimate
from maypole.cores.progress.history import Datum, JudgeInput, PastReview, SignalName
from maypole.cores.progress.sentences import say, summary
from maypole.cores.progress.series import Improvement, Scale, Series
from maypole.cores.progress.signal import Judgement, judge
from maypole.cores.progress.visual import level_now

REVIEW_AFTER = 6  # sessions between planned reviews; looking more often doubles the false alarms
LEAST = 5  # sessions below which no figure is more than the raw points
NO_PEOPLE = "signal: the level looks reached, but goal met needs two people: add the column person"
WITH_ERROR = ("NAP", "Tau", "LRRi", "LRRd", "LOR", "LRM", "SMD", "SMD_pooled", "PoGO")

Figure = dict[str, float | list[float] | None]


class Cdc(TypedDict):
    exceeding_both: int | None
    n_b: int
    needed: int | None
    met: bool | None


class LevelFigures(TypedDict):
    baseline: float | None
    now: float | None
    ci: list[float] | None


class SignalFigures(TypedDict):
    name: str
    p_goal: float | None
    reasons: list[str]
    sentence: str


class Report(TypedDict):
    """One series as the contract of `maypole progress --json` has it."""

    dataset: str
    case: str
    measure: str
    pair: str
    n_a: int
    n_b: int
    scale: str
    improvement: str
    effects: dict[str, Figure]
    cdc: Cdc
    level: LevelFigures
    signal: SignalFigures
    notes: list[str]


def report(series: Series, review_after: int = REVIEW_AFTER) -> Report:
    """Everything about one series. Reviews are `review_after` treatment sessions apart; the goal is due at the next."""
    found = effects(series)
    lines, level = dual_criteria(series), level_now(series)
    missing = {name: estimate.why for name, estimate in found.items() if estimate.why}
    missing |= {name: why for name, why in (("cdc", lines.why), ("level", level.why)) if why}
    signal, remarks = signal_of(series, review_after)
    return Report(
        dataset=series.dataset,
        case=series.case,
        measure=series.measure,
        pair=series.pair,
        n_a=series.n_a,
        n_b=series.n_b,
        scale=str(series.scale),
        improvement=str(series.improvement),
        effects={name: figure(estimate, name in WITH_ERROR) for name, estimate in found.items()},
        cdc=Cdc(exceeding_both=lines.exceeding_both, n_b=lines.n_b, needed=lines.needed, met=lines.met),
        level=LevelFigures(baseline=level.baseline, now=level.now, ci=list(level.ci) if level.ci else None),
        signal=signal,
        notes=[*remarks_on(series), *remarks, *grouped(missing)],
    )


def figure(estimate: Estimate, with_error: bool) -> Figure:
    if not with_error:
        return {"value": estimate.value}
    return {"value": estimate.value, "se": estimate.se, "ci": list(estimate.ci) if estimate.ci else None}


def grouped(missing: Mapping[str, str]) -> list[str]:
    """One note a reason: "LOR, LRM: needs …"."""
    reasons: dict[str, list[str]] = {}
    for name, why in missing.items():
        reasons.setdefault(str(why), []).append(name)
    return [f"{', '.join(names)}: {why}" for why, names in reasons.items()]


def remarks_on(series: Series) -> list[str]:
    """What a reader must know before trusting a figure of this series."""
    remarks = []
    if min(series.n_a, series.n_b) < LEAST:
        remarks.append("fewer than five sessions in a phase: look at the points, not at the figures")
    if len(series.runs) > 2:
        remarks.append("phases return: all baseline and all treatment sessions are put together")
    if len(set(series.setting)) > 1:
        remarks.append("sessions of several settings are counted together in the effects; the signal keeps them apart")
    remarks.append("intervals take sessions as independent; with the usual autocorrelation of .2 they are too narrow")
    return remarks


def signal_of(series: Series, review_after: int) -> tuple[SignalFigures, list[str]]:
    """The signal now, after replaying the reviews before it: two low reviews in a row ask for a change, not one."""
    if series.goal is None or not series.n_b:
        why = "no goal is given" if series.goal is None else "there is no treatment session yet"
        name, sentence = str(SignalName.TOO_EARLY), f"Too early. There is no signal: {why}."
        return SignalFigures(name=name, p_goal=None, reasons=[why], sentence=sentence), [f"signal: {why}"]
    past: list[PastReview] = []
    sessions = sorted(set(series.b_session.tolist()))
    due = sessions[-1] + review_after
    for end in sessions[(len(sessions) - 1) % review_after : -1 : review_after]:
        earlier = judge(history_of(series, due, end, tuple(past)))
        past.append(PastReview(end, earlier.name, earlier.p_goal))
    verdict = judge(history_of(series, due, sessions[-1], tuple(past)))
    reached = verdict.p_met is not None and verdict.p_met >= SIGNAL.met
    return spoken(verdict), [NO_PEOPLE] if reached and not series.person else []


def spoken(verdict: Judgement) -> SignalFigures:
    return SignalFigures(
        name=str(verdict.name),
        p_goal=verdict.p_goal,
        reasons=[say(reason) for reason in verdict.reasons],
        sentence=summary(verdict),
    )


def history_of(series: Series, due: float, end: float, past: tuple[PastReview, ...]) -> JudgeInput:
    """What the rule sees of a series up to session `end`; tries are used when every session has them."""
    tries = series.trials is not None and series.correct is not None and not any(map(math.isnan, series.trials))
    goal = series.goal if series.goal is not None else math.nan
    points: dict[str, list[Datum]] = {"A": [], "B": []}
    for i, (at, phase, outcome) in enumerate(zip(series.session, series.phase, series.outcome, strict=True)):
        if math.isnan(outcome) or at > end:
            continue
        value, trials = float(outcome), None
        if tries and series.correct is not None and series.trials is not None:
            value, trials = float(series.correct[i]), int(series.trials[i])
        setting = series.setting[i] if series.setting else ""
        person = series.person[i] if series.person else ""
        points[str(phase)].append(Datum(float(at), value, trials, setting, person))
    return JudgeInput(
        baseline=tuple(points["A"]),
        treatment=tuple(points["B"]),
        goal=goal / 100 if tries and series.scale is Scale.PERCENTAGE else goal,
        due=due,
        improvement=Improvement(series.improvement),
        scale=series.scale,
        now=end,
        previous=past,
    )
