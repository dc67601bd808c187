"""The signal at a planned review: too early, check delivery, keep, watch, adjust, goal met.

A prompt with reasons, never an automatic change. Error rates: `docs/progress/decisions.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from maypole.cores.progress.constants import FORECAST, SIGNAL
from maypole.cores.progress.forecast import Forecast, forecast
from maypole.cores.progress.history import Datum, JudgeInput, NextStep, SignalName
from maypole.cores.progress.lasting import apart, holds, missing_for_fading, probe_level, settings_met, tries_chance
from maypole.cores.progress.reasons import Reason, common, outlook, reason, shown, three

_NO_VERDICT = (SignalName.TOO_EARLY, SignalName.CHECK_DELIVERY)
CHOICES = ("dose", "help", "smaller_step", "setting", "goal_size")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A signal with its three strongest reasons and the numbers behind them.

    judged: False between reviews, when the last review's signal still stands.
    p_goal: chance of reaching the goal when due; None where there is no verdict.
    p_met: chance that the level now is at the goal.
    level: mean of the last three sessions; baseline: mean of the baseline (tries: as shares).
    low_reviews: how many reviews in a row, this one included, gave a chance below .10.
    choices: what an adjustment can change.
    """

    name: SignalName
    next: NextStep
    reasons: tuple[Reason, Reason, Reason]
    judged: bool
    p_goal: float | None
    p_met: float | None
    p_worse: float | None
    level: float | None
    baseline: float | None
    sessions: int
    baseline_sessions: int
    low_reviews: int
    next_review: float | None
    forecast: Forecast | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facts:
    history: JudgeInput
    level: float | None
    base: float | None
    view: Forecast | None
    p_met: float | None
    low_reviews: int

    def say(self, name: SignalName, step: NextStep, own: list[Reason], leaning: int = 0) -> Judgement:
        history, view = self.history, self.view
        candidates = [*own, *common(history, self.level, self.base)]
        if view is not None and self.level is not None and name not in _NO_VERDICT:
            candidates += outlook(history, view, self.level)
        return Judgement(
            name=name,
            next=step,
            reasons=three(candidates, leaning),
            judged=True,
            p_goal=view.p_goal if view and name not in _NO_VERDICT else None,
            p_met=self.p_met,
            p_worse=view.p_worse if view else None,
            level=self.level,
            baseline=self.base,
            sessions=len(history.current),
            baseline_sessions=len(history.before),
            low_reviews=0 if name in _NO_VERDICT else self.low_reviews,
            next_review=history.next_review,
            forecast=view,
            choices=CHOICES if name is SignalName.ADJUST else (),
        )


def judge(history: JudgeInput) -> Judgement:
    """The signal for one goal of one child. The first rule that speaks decides.

    Safety comes before everything; then whether enough is known; then whether the plan was carried out; then whether
    the goal is met; and only then the forecast. Fewer than five sessions never get a verdict.
    """
    facts = _facts(history)
    for rule in _RULES:
        verdict = rule(facts)
        if verdict is not None:
            return verdict
    return _by_chance(facts)


def _facts(history: JudgeInput) -> _Facts:
    current, before = history.current, history.before
    base = sum(p.level for p in before) / len(before) if before else None
    recent = current[-SIGNAL.recent :]
    level = sum(p.level for p in recent) / len(recent) if recent else None
    view: Forecast | None = None
    if base is not None and len(current) >= SIGNAL.least_treatment and len(before) >= SIGNAL.least_baseline:
        start = min(point.at for point in history.treatment)
        view = forecast(
            current,
            history.goal,
            history.due,
            baseline=before,
            start=start,
            now=history.time,
            improvement=history.improvement,
            measure=history.scale,
            constants=replace(FORECAST, growth_prior=history.growth_prior),
        )
    low = 1 + _low_before(history) if view is not None and view.p_goal < SIGNAL.adjust else 0
    return _Facts(history, level, base, view, _chance_met(history, recent, view), low)


def _low_before(history: JudgeInput) -> int:
    """Reviews directly before this one, since the last change, whose chance was low."""
    count = 0
    for review in reversed(history.previous):
        if review.at <= history.since or review.p_goal is None or review.p_goal >= SIGNAL.adjust:
            break
        count += 1
    return count


def _chance_met(history: JudgeInput, recent: tuple[Datum, ...], view: Forecast | None) -> float | None:
    if view is None:
        return None
    if not history.counts_tries:
        return view.p_now
    return tries_chance(history, recent)


def _safety(facts: _Facts) -> Judgement | None:
    if not facts.history.unsafe:
        return None
    return facts.say(SignalName.ADJUST, NextStep.MAKE_SAFE, [reason("unsafe", 9.0, -1)], -1)


def _between(facts: _Facts) -> Judgement | None:
    """Between planned reviews the last signal stands: looking every session doubles the false alarms."""
    history = facts.history
    if history.at_review:
        return None
    last = history.previous[-1].name if history.previous else SignalName.TOO_EARLY
    step = _STEP[last] if history.previous else NextStep.COLLECT
    held = reason("between_reviews", 9.0, 0, at=history.next_review if history.next_review is not None else "")
    return replace(facts.say(last, step, [held]), judged=False)


def _after_met(facts: _Facts) -> Judgement | None:
    """Once met, the goal is probed without teaching, and faded when it lasts."""
    history = facts.history
    if not history.previous or history.previous[-1].name is not SignalName.GOAL_MET or not history.probes:
        return None
    lost = [probe for probe in history.probes[-1:] if not holds(history, probe)]
    if lost:
        own = [reason("probe_lost", 9.0, -1, **probe_level(lost[0]))]
        return facts.say(SignalName.WATCH, NextStep.CONTINUE, own, -1)
    missing = list(missing_for_fading(history))
    held = reason("probes_held", 2.0, 1, held=len(apart(history)), needed=SIGNAL.probes)
    if missing:
        return facts.say(SignalName.GOAL_MET, NextStep.PROBE, [held, *missing])
    settings = len(settings_met(history))
    own = [held, reason("settings_held", 1.9, 1, settings=settings), reason("family_confirms", 1.8, 1)]
    return facts.say(SignalName.GOAL_MET, NextStep.FADE, own, 1)


def _too_early(facts: _Facts) -> Judgement | None:
    missing = list(_not_known(facts.history))
    return facts.say(SignalName.TOO_EARLY, NextStep.COLLECT, missing) if missing else None


def _not_known(history: JudgeInput) -> Iterator[Reason]:
    k, have, before = SIGNAL, len(history.current), len(history.before)
    if have < k.least_treatment:
        key = "few_sessions" if history.last_change is None else "few_since_change"
        yield reason(key, 2.0, 0, have=have, need=k.least_treatment)
    if before < k.least_baseline:
        yield reason("few_baseline", 1.9, 0, have=before, need=k.least_baseline)
    if history.days_since_last is not None and history.days_since_last > k.stale_days:
        yield reason("stale", 1.8, 0, days=history.days_since_last, limit=k.stale_days)
    if history.agreement is not None and history.agreement < k.agreement:
        yield reason("agreement_low", 1.7, -1, share=history.agreement, least=k.agreement)
    if history.agreement is None and history.agreement_required:
        yield reason("agreement_missing", 1.6, 0, least=k.agreement)


def _delivery(facts: _Facts) -> Judgement | None:
    """A plan that was not carried out cannot be judged."""
    history, own = facts.history, []
    if history.visits_share < SIGNAL.delivery:
        held, planned = history.visits_held or 0, history.visits_planned or 0
        own.append(reason("visits_low", 2.0, -1, held=held, planned=planned))
    if history.fidelity is not None and history.fidelity < SIGNAL.fidelity:
        own.append(reason("fidelity_low", 1.9, -1, share=history.fidelity, least=SIGNAL.fidelity))
    return facts.say(SignalName.CHECK_DELIVERY, NextStep.RESTORE_DELIVERY, own) if own else None


def _met(facts: _Facts) -> Judgement | None:
    """Goal met: the level is there with chance .90, in two sessions and with two people."""
    history, chance = facts.history, facts.p_met
    if chance is None or chance < SIGNAL.met:
        return None
    reached = [p for p in history.treatment if p.at >= history.since and history.sign * (p.level - history.goal) >= 0.0]
    people, sessions = {p.person for p in reached}, len({p.at for p in reached})
    if sessions < SIGNAL.met_sessions or len(people) < SIGNAL.met_people:
        return None
    own = [
        reason("level_met", 2.0, 1, chance=chance, **shown(history, history.goal)),
        reason("people_met", 1.5, 1, people=len(people), sessions=sessions),
    ]
    return facts.say(SignalName.GOAL_MET, NextStep.PROBE, own, 1)


def _by_chance(facts: _Facts) -> Judgement:
    view = facts.view
    assert view is not None  # fewer points were "too early"
    own: list[Reason] = []
    if facts.p_met is not None and facts.p_met >= SIGNAL.met:
        own.append(reason("one_person", 0.97, 0, people=SIGNAL.met_people, sessions=SIGNAL.met_sessions))
    if view.p_worse >= SIGNAL.worse:
        own.append(reason("worse_than_baseline", 2.0, -1, chance=view.p_worse))
        return facts.say(SignalName.ADJUST, NextStep.CHANGE_PLAN, own, -1)
    if facts.low_reviews >= SIGNAL.adjust_reviews:
        own.append(reason("low_again", 2.0, -1, reviews=facts.low_reviews, limit=SIGNAL.adjust))
        return facts.say(SignalName.ADJUST, NextStep.CHANGE_PLAN, own, -1)
    if view.p_goal >= SIGNAL.keep:
        return facts.say(SignalName.KEEP, NextStep.CONTINUE, own, 1)
    if facts.low_reviews:
        own.append(reason("low_once", 1.5, -1, limit=SIGNAL.adjust, reviews=SIGNAL.adjust_reviews))
    return facts.say(SignalName.WATCH, NextStep.LOOK_AGAIN, own)


_Rule = Callable[[_Facts], Judgement | None]
_RULES: tuple[_Rule, ...] = (_safety, _between, _after_met, _too_early, _delivery, _met)
_STEP = {
    SignalName.TOO_EARLY: NextStep.COLLECT,
    SignalName.CHECK_DELIVERY: NextStep.RESTORE_DELIVERY,
    SignalName.KEEP: NextStep.CONTINUE,
    SignalName.WATCH: NextStep.LOOK_AGAIN,
    SignalName.ADJUST: NextStep.CHANGE_PLAN,
    SignalName.GOAL_MET: NextStep.PROBE,
}
