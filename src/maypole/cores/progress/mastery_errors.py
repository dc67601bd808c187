"""How often a mastery rule errs: false mastery and misses, exactly; and what it would have said of past goals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, median

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import InARow, PosteriorRule, Rule, RunRule, ValueRule, mastered_at

BELOW = (0.20, 0.10, 0.05)
ABOVE = (0.05, 0.10)
_MOST_STATES = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How a clinic takes data: tries a session, and who works where, in a cycle of sessions.

    sessions: how many sessions are looked at. who: (person, place) by session, repeated.
    spread: how much a child's level varies from day to day (intraclass correlation of tries within a session, 0 to .9).
    tries: tries by session, repeated, where they differ: one child's own counts. Empty: always `trials`.
    """

    trials: int
    sessions: int
    who: tuple[tuple[str, str], ...] = (("", ""),)
    spread: float = 0.0
    tries: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.trials < 1 or self.sessions < 1 or not self.who or min(self.tries, default=1) < 1:
            raise ProgressError("A plan needs tries, sessions and somebody to take them.")
        if not 0.0 <= self.spread <= 0.9:
            raise ProgressError(f"Spread lies between 0 and .9; got {self.spread:g}.")

    def slot(self, session: int) -> tuple[str, str]:
        """Person and place of a session, counted from 0."""
        return self.who[session % len(self.who)]

    def trials_at(self, session: int) -> int:
        """Tries of a session, counted from 0."""
        return self.tries[session % len(self.tries)] if self.tries else self.trials


@dataclass(frozen=True, slots=True)
class Scatter:
    """How a child's values lie around their true level. Without `sd` they are counts of events (Poisson, exact);
    with it, normal with this standard deviation from session to session (an approximation)."""

    sd: float | None = None

    def __post_init__(self) -> None:
        if self.sd is not None and not self.sd > 0.0:
            raise ProgressError("A standard deviation is above 0.")


@dataclass(frozen=True, slots=True)
class RuleErrors:
    """What a rule does to children of known level, within the plan's sessions.

    false_mastery: (true level, chance to be called mastered) below the rule's level.
    misses: (true level, chance not to be called mastered) at or above it.
    """

    rule: Rule
    plan: Plan
    false_mastery: tuple[tuple[float, float], ...]
    misses: tuple[tuple[float, float], ...]


def rule_errors(rule: Rule, plan: Plan) -> RuleErrors:
    """False mastery at .20, .10 and .05 below the level, misses at .05 and .10 above it; exact.

    >>> rule_errors(RunRule(0.8, 3), Plan(trials=10, sessions=20)).false_mastery[1][0]
    0.7
    """
    if isinstance(rule, ValueRule):
        raise ProgressError("A rule on values errs by how values scatter: ask `chance_of_values` with it.")
    way = -1.0 if isinstance(rule, RunRule) and rule.decrease else 1.0
    low = [true for step in BELOW if 0.0 < (true := round(rule.level - way * step, 4)) < 1.0]
    high = sorted({min(max(round(rule.level + way * step, 4), 0.01), 0.99) for step in ABOVE})
    return RuleErrors(
        rule,
        plan,
        tuple((true, chance_to_pass(rule, plan, true)) for true in low),
        tuple((true, 1.0 - chance_to_pass(rule, plan, true)) for true in high),
    )


def chance_to_pass(rule: Rule, plan: Plan, true_level: float) -> float:
    """P(the rule is met within the plan's sessions | a constant true level); exact, no simulation.

    A Markov chain: for a run its length, people and places; for the posterior rule the counts of the last sessions.
    A level that rises meanwhile is passed later than this says; tries that depend on each other need `Plan.spread`.

    >>> round(chance_to_pass(RunRule(0.8, 3), Plan(trials=10, sessions=20), 0.7), 2)
    0.52
    """
    if not 0.0 <= true_level <= 1.0:
        raise ProgressError(f"A true level lies between 0 and 1; got {true_level:g}.")
    if isinstance(rule, ValueRule):
        raise ProgressError("A rule on values errs by how values scatter: ask `chance_of_values` with it.")
    if isinstance(rule, PosteriorRule):
        return _chance_of_window(rule, plan, true_level)
    chances = {tries: chance_of_session(rule, plan, true_level, tries) for tries in {plan.trials, *plan.tries}}
    passing = [
        chances[tries] if (tries := plan.trials_at(session)) >= rule.least_trials else None
        for session in range(plan.sessions)
    ]
    return _chance_of_run(rule, plan, passing)


def chance_of_values(rule: ValueRule, plan: Plan, true_level: float, scatter: Scatter) -> float:
    """P(the rule is met within the plan's sessions | a constant true mean) for counts, seconds or ratings.

    >>> round(chance_of_values(ValueRule(5, 3), Plan(trials=1, sessions=20), 4.0, Scatter()), 2)
    0.49
    """
    passing = chance_of_value(rule, true_level, scatter)
    return _chance_of_run(rule, plan, [passing] * plan.sessions)


def chance_of_value(rule: ValueRule, true_level: float, scatter: Scatter) -> float:
    """P(one session reaches the value)."""
    if scatter.sd is not None:
        beyond = (true_level - rule.level) / scatter.sd
        return NormalDist().cdf(-beyond if rule.decrease else beyond)
    if true_level < 0.0:
        raise ProgressError("A count cannot be below 0 on average.")
    if rule.decrease:
        return _poisson_up_to(math.floor(rule.level + 1e-9), true_level)
    return 1.0 - _poisson_up_to(math.ceil(rule.level - 1e-9) - 1, true_level)


def _poisson_up_to(count: int, mean: float) -> float:
    """P(X <= count) for X ~ Poisson(mean), term by term."""
    term, total = math.exp(-mean), 0.0
    for k in range(count + 1):
        total += term
        term *= mean / (k + 1)
    return min(total, 1.0)


def session_counts(trials: int, level: float, spread: float = 0.0) -> list[float]:
    """P(0 correct), ..., P(all correct) in one session: binomial, or beta-binomial when days differ.

    >>> [round(chance, 3) for chance in session_counts(2, 0.5)]
    [0.25, 0.5, 0.25]
    """
    if level <= 0.0 or level >= 1.0:
        return [float(k == round(level) * trials) for k in range(trials + 1)]
    if spread == 0.0:
        return [math.comb(trials, k) * level**k * (1.0 - level) ** (trials - k) for k in range(trials + 1)]
    return _beta_binomial(trials, level * (1.0 - spread) / spread, (1.0 - level) * (1.0 - spread) / spread)


def _beta_binomial(trials: int, a: float, b: float) -> list[float]:
    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return [
        math.comb(trials, k) * math.exp(log_beta(k + a, trials - k + b) - log_beta(a, b)) for k in range(trials + 1)
    ]


def chance_of_session(rule: RunRule, plan: Plan, level: float, trials: int | None = None) -> float:
    """P(one session of `trials` tries (default: the plan's) reaches the rule's level, first try where asked for)."""
    trials = trials or plan.trials
    needed = rule.needed(trials)
    if rule.decrease:
        return sum(session_counts(trials, level, plan.spread)[: needed + 1])
    if not rule.first_trial:
        return sum(session_counts(trials, level, plan.spread)[needed:])
    # Given a right first try, the day's level is a little better than usual: Beta(a + 1, b).
    if plan.spread == 0.0 or level in (0.0, 1.0):
        rest = session_counts(trials - 1, level)
    else:
        a, b = level * (1.0 - plan.spread) / plan.spread, (1.0 - level) * (1.0 - plan.spread) / plan.spread
        rest = _beta_binomial(trials - 1, a + 1.0, b)
    return level * sum(rest[max(needed - 1, 0) :])


def _chance_of_run(rule: InARow, plan: Plan, chances: Sequence[float | None]) -> float:
    """`chances`: by session, that it passes; None for a session that is not looked at."""
    Run = tuple[int, frozenset[str], frozenset[str]]
    empty: Run = (0, frozenset(), frozenset())
    met = 0.0
    states: dict[Run, float] = {empty: 1.0}
    for session, passing in enumerate(chances):
        if passing is None:
            continue
        person, place = plan.slot(session)
        following: dict[Run, float] = defaultdict(float)
        for (length, people, places), weight in states.items():
            run = (min(length + 1, rule.consecutive), people | {person}, places | {place})
            following[empty] += weight * (1.0 - passing)
            if run[0] == rule.consecutive and len(run[1]) >= rule.people and len(run[2]) >= rule.places:
                met += weight * passing
            else:
                following[run] += weight * passing
        states = following
    return met


def _chance_of_window(rule: PosteriorRule, plan: Plan, level: float) -> float:
    if plan.tries:
        raise ProgressError("The posterior rule is worked out for one number of tries a session.")
    if (plan.trials + 1) ** (rule.window - 1) > _MOST_STATES:
        raise ProgressError(
            f"{rule.window} sessions of {plan.trials} tries are too many to enumerate; use a window of 3."
        )
    counts = session_counts(plan.trials, level, plan.spread)
    enough = next((k for k in range(rule.window * plan.trials + 1) if rule.reached(k, rule.window * plan.trials)), None)
    states: dict[tuple[int, ...], float] = {(): 1.0}
    met = 0.0
    for session in range(plan.sessions):
        slots = [plan.slot(s) for s in range(max(session - rule.window + 1, 0), session + 1)]
        wide = len({who for who, _ in slots}) >= rule.people and len({place for _, place in slots}) >= rule.places
        judged = wide and enough is not None and session >= rule.window - 1
        following: dict[tuple[int, ...], float] = defaultdict(float)
        for past, weight in states.items():
            for count, chance in enumerate(counts):
                window = (*past, count)[-rule.window :]
                if judged and sum(window) >= (enough or 0):
                    met += weight * chance
                else:
                    following[window[-(rule.window - 1) :] if rule.window > 1 else ()] += weight * chance
        states = following
    return met


@dataclass(frozen=True, slots=True)
class Replay:
    """What a rule would have said of past goals.

    goals: looked at. mastered: how many would have been called mastered, after `median_sessions` sessions.
    followed: of these, how many have at least three later sessions; kept: how many of those stayed at the level.
    later_level: mean share of tries in these later sessions.
    """

    goals: int
    mastered: int
    median_sessions: float | None
    followed: int
    kept: int
    later_level: float | None


def replay(rule: Rule, goals: Sequence[Sequence[Datum]], *, least_later: int = 3) -> Replay:
    """Run a rule over past goals, each a sequence of sessions with trials, later checks included.

    "Kept": the later tries together are at the rule's level or above. Goals that stopped when some other rule called
    them mastered have no later sessions, so this looks better than it is for rules laxer than that one.
    """
    when: list[int] = []
    later: list[tuple[float, bool]] = []
    for goal in goals:
        ordered = sorted((s for s in goal if s.trials), key=lambda session: session.at)
        at = mastered_at(rule, ordered)
        if at is None:
            continue
        when.append(at + 1)
        rest = ordered[at + 1 :]
        if len(rest) >= least_later:
            share = sum(s.value for s in rest) / sum(s.trials or 0 for s in rest)
            falls = isinstance(rule, RunRule) and rule.decrease
            later.append((share, share <= rule.level if falls else share >= rule.level))
    return Replay(
        goals=len(goals),
        mastered=len(when),
        median_sessions=float(median(when)) if when else None,
        followed=len(later),
        kept=sum(kept for _, kept in later),
        later_level=fmean(share for share, _ in later) if later else None,
    )
