"""Two people recorded the same session apart from each other: what is paired with what, and which index suits.

The index follows the kind of record (Cooper, Heron & Heward 2020, ch. 5; Reed & Azulay 2011; the field asks for at
least .80): tries by trial-by-trial agreement; counts by the mean count per interval, and by the total count where fewer
than five minutes were watched together; intervals one by one, by the scored ones where it is seen in less than
three tenths and by the unscored ones in more than seven tenths; times by the mean of shorter over longer.

Fewer than five pairs are too few: with four, one disagreement alone is below the line of .80.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from . import agreement
from .errors import ProgressError
from .kappa import Kappa, cohen

LEAST = 5
"""Pairs, intervals or counted events below which a share says nothing."""
LINE = 0.80
"""The usual demand on agreement: a convention of the field, not a law of nature."""
MINUTE = 60.0
NEAR = 20.0
"""Seconds: two marks further apart than twice this are never the same event."""
RARE, FREQUENT = 0.3, 0.7


class Kind(StrEnum):
    """What was recorded: coded tries, yes or no in intervals, events, events of a time, seconds, amounts, levels."""

    TRIES = "tries"
    INTERVALS = "intervals"
    COUNT = "count"
    RATE = "rate"
    DURATION = "duration"
    LATENCY = "latency"
    AMOUNT = "amount"
    LEVELS = "levels"


class Index(StrEnum):
    TRIAL_BY_TRIAL = "trial_by_trial"
    INTERVAL_BY_INTERVAL = "interval_by_interval"
    SCORED = "scored_interval"
    UNSCORED = "unscored_interval"
    EXACT_COUNT = "exact_count_per_interval"
    MEAN_COUNT = "mean_count_per_interval"
    TOTAL_COUNT = "total_count"
    MEAN_DURATION = "mean_duration_per_occurrence"
    TOTAL_DURATION = "total_duration"
    MEAN_LATENCY = "mean_latency_per_response"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing one observer recorded: `at` in seconds, `code` as it was scored, `yes` whether it was (without help).

    `value` is a count, seconds, or an amount; `span` the seconds watched; `key` the number of the step of a task.
    """

    at: float
    code: Hashable = ""
    yes: bool = True
    value: float = 1.0
    span: float = 0.0
    key: int | None = None


Pair = tuple[Mark | None, Mark | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One index, 0 to 1, and the pairs, intervals or events it is made of; None where it is not defined."""

    index: Index
    share: float | None
    n: int

    @property
    def enough(self) -> bool:
        return self.share is not None and self.n >= LEAST


@dataclass(frozen=True, slots=True)
class Agreement:
    """The index that suits first, the others beside it; kappa where something was scored yes or no."""

    main: Figure
    beside: tuple[Figure, ...]
    kappa: Kappa | None
    first: int
    second: int

    @property
    def low(self) -> bool:
        """Below the usual line, and enough to say so."""
        return self.main.enough and self.main.share is not None and self.main.share < LINE

    @property
    def never(self) -> bool:
        """Neither recorded anything: they agree, but on nothing."""
        return not self.first and not self.second


def compare(kind: Kind, first: Sequence[Mark], second: Sequence[Mark], seconds: float = 0.0) -> Agreement | None:
    """Agreement of two records of the time both watched, which lasted `seconds` from 0. None when nothing can be said.

    >>> ana = [Mark(t, code) for t, code in ((5, "I"), (30, "M"), (60, "I"), (90, "I"), (120, "V"))]
    >>> ben = [Mark(t, code) for t, code in ((6, "I"), (31, "M"), (61, "I"), (92, "V"), (121, "V"))]
    >>> compare(Kind.TRIES, ana, ben).main.share
    0.8
    """
    main = _FIGURES[kind](first, second, seconds)
    if not main:
        return None
    return Agreement(main[0], tuple(main[1:]), _kappa(kind, first, second), len(first), len(second))


def paired(first: Sequence[Mark], second: Sequence[Mark]) -> list[Pair]:
    """What belongs together, key by key: in order where there are equally many, else by time. None: only one saw it.

    >>> [(a and a.at, b and b.at) for a, b in paired([Mark(1), Mark(50), Mark(99)], [Mark(3), Mark(98)])]
    [(1, 3), (50, None), (99, 98)]
    """
    groups: dict[int | None, tuple[list[Mark], list[Mark]]] = defaultdict(lambda: ([], []))
    for side, marks in enumerate((first, second)):
        for mark in sorted(marks, key=lambda mark: mark.at):
            groups[mark.key][side].append(mark)
    found: list[Pair] = []
    for mine, theirs in groups.values():
        found += zip(mine, theirs, strict=True) if len(mine) == len(theirs) else _by_time(mine, theirs)
    return sorted(found, key=lambda pair: min(mark.at for mark in pair if mark is not None))


def _by_time(first: Sequence[Mark], second: Sequence[Mark]) -> list[Pair]:
    """The pairing in order of time that leaves the least time between partners; one without a partner costs `NEAR`,
    and of pairings that cost the same the one with the fewest of those is taken.
    """
    rows, columns = len(first), len(second)
    cost = [[(NEAR * (i + j), i + j) for j in range(columns + 1)] for i in range(rows + 1)]

    def together(i: int, j: int) -> tuple[float, int]:
        time, alone = cost[i - 1][j - 1]
        return time + abs(first[i - 1].at - second[j - 1].at), alone

    def apart(i: int, j: int) -> tuple[float, int]:
        time, alone = cost[i][j]
        return time + NEAR, alone + 1

    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            cost[i][j] = min(together(i, j), apart(i - 1, j), apart(i, j - 1))
    found: list[Pair] = []
    i, j = rows, columns
    while i and j:
        if cost[i][j] == together(i, j):
            i, j = i - 1, j - 1
            found.append((first[i], second[j]))
        elif cost[i][j] == apart(i - 1, j):
            i -= 1
            found.append((first[i], None))
        else:
            j -= 1
            found.append((None, second[j]))
    rest: list[Pair] = [*((mark, None) for mark in first[:i]), *((None, mark) for mark in second[:j])]
    return found + rest


def _both(first: Sequence[Mark], second: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    return [(a, b) for a, b in paired(first, second) if a is not None and b is not None]


def _tries(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    """A try that only one of them recorded is a disagreement; without any try of one there is nothing to compare."""
    if not first or not second:
        return []
    pairs = paired(first, second)
    codes = [(a and a.code, b and b.code) for a, b in pairs]
    share = agreement.trial_by_trial([a for a, _ in codes], [b for _, b in codes])
    return [Figure(Index.TRIAL_BY_TRIAL, share, len(pairs))]


def _intervals(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    """Intervals that both recorded, whichever index suits how often it was seen first."""
    pairs = _both(first, second)
    if not pairs:
        return []
    mine, theirs = [float(a.yes) for a, _ in pairs], [float(b.yes) for _, b in pairs]
    either = sum(x or y for x, y in zip(mine, theirs, strict=True))
    neither = sum(not (x and y) for x, y in zip(mine, theirs, strict=True))
    every = Figure(Index.INTERVAL_BY_INTERVAL, agreement.interval_by_interval(mine, theirs), len(pairs))
    scored = Figure(Index.SCORED, agreement.scored_interval(mine, theirs), round(either))
    unscored = Figure(Index.UNSCORED, agreement.unscored_interval(mine, theirs), neither)
    seen = (sum(mine) + sum(theirs)) / (2 * len(pairs))
    if seen < RARE and scored.enough:
        return [scored, every, unscored]
    if seen > FREQUENT and unscored.enough:
        return [unscored, every, scored]
    return [every, scored, unscored]


def _count(first: Sequence[Mark], second: Sequence[Mark], seconds: float) -> list[Figure]:
    """By whole minutes watched together; the rest of a minute counts in the total only."""
    total = _total(first, second)
    minutes = int(seconds // MINUTE)
    if not minutes:
        return [total] if total.n else []
    mine, theirs = _by_minute(first, minutes), _by_minute(second, minutes)
    exact = Figure(Index.EXACT_COUNT, agreement.exact_count_per_interval(mine, theirs), minutes)
    mean = Figure(Index.MEAN_COUNT, agreement.mean_count_per_interval(mine, theirs), minutes)
    return [mean, exact, total] if mean.enough else [total, mean, exact]


def _by_minute(marks: Sequence[Mark], minutes: int) -> list[float]:
    counts = [0.0] * minutes
    for mark in marks:
        minute = int(mark.at // MINUTE)
        if 0 <= minute < minutes:
            counts[minute] += mark.value
    return counts


def _total(first: Sequence[Mark], second: Sequence[Mark]) -> Figure:
    mine, theirs = sum(mark.value for mark in first), sum(mark.value for mark in second)
    return Figure(Index.TOTAL_COUNT, agreement.total_count(mine, theirs), round(max(mine, theirs)))


def _amount(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    return [_total(first, second)] if first or second else []


def _rate(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    """Each has a watch of their own: events a minute are compared, not events."""
    if not all(sum(mark.span for mark in marks) > 0 for marks in (first, second)):
        return []
    rates = [sum(mark.value for mark in marks) / sum(mark.span for mark in marks) for marks in (first, second)]
    events = max(sum(mark.value for mark in marks) for marks in (first, second))
    return [Figure(Index.TOTAL_COUNT, agreement.total_count(*rates), round(events))]


def _duration(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    """An occurrence that only one of them timed agrees by nothing."""
    pairs = paired(first, second)
    if not pairs:
        return []
    mine, theirs = [a.value if a else 0.0 for a, _ in pairs], [b.value if b else 0.0 for _, b in pairs]
    return [
        Figure(Index.MEAN_DURATION, agreement.mean_duration_per_occurrence(mine, theirs), len(pairs)),
        Figure(Index.TOTAL_DURATION, agreement.total_duration(sum(mine), sum(theirs)), len(pairs)),
    ]


def _latency(first: Sequence[Mark], second: Sequence[Mark], _seconds: float) -> list[Figure]:
    """How long it took where both timed it, and whether it came at all."""
    if not first or not second:
        return []
    pairs = paired(first, second)
    came = agreement.trial_by_trial([a and a.yes for a, _ in pairs], [b and b.yes for _, b in pairs])
    answered = Figure(Index.TRIAL_BY_TRIAL, came, len(pairs))
    timed = [(a.value, b.value) for a, b in pairs if a and b and a.yes and b.yes]
    if not timed:
        return [answered]
    share = agreement.mean_duration_per_occurrence([x for x, _ in timed], [y for _, y in timed])
    return [Figure(Index.MEAN_LATENCY, share, len(timed)), answered]


_FIGURES = {
    Kind.TRIES: _tries,
    Kind.INTERVALS: _intervals,
    Kind.COUNT: _count,
    Kind.RATE: _rate,
    Kind.DURATION: _duration,
    Kind.LATENCY: _latency,
    Kind.AMOUNT: _amount,
    Kind.LEVELS: _tries,
}


def _kappa(kind: Kind, first: Sequence[Mark], second: Sequence[Mark]) -> Kappa | None:
    """Beyond chance, of what both scored yes or no."""
    pairs = _both(first, second) if kind in (Kind.TRIES, Kind.INTERVALS) else []
    return cohen([a.yes for a, _ in pairs], [b.yes for _, b in pairs]) if pairs else None


@dataclass(frozen=True, slots=True)
class Overall:
    """Several sessions together: each pair weighs the same. `lowest` is of sessions with enough; `n` pairs in all."""

    share: float
    lowest: float | None
    sessions: int
    n: int

    @property
    def enough(self) -> bool:
        return self.n >= LEAST

    @property
    def low(self) -> bool:
        return self.enough and self.share < LINE


def overall(sessions: Sequence[Agreement]) -> Overall | None:
    """None when no session has a figure.

    >>> one = compare(Kind.AMOUNT, [Mark(0, value=8)], [Mark(0, value=10)])
    >>> overall([one, one]).share
    0.8
    """
    told = [each.main for each in sessions if each.main.share is not None and each.main.n]
    n = sum(figure.n for figure in told)
    if not n:
        return None
    share = sum((figure.share or 0.0) * figure.n for figure in told) / n
    lowest = min((figure.share for figure in told if figure.enough and figure.share is not None), default=None)
    return Overall(share, lowest, len(told), n)


def share_observed(with_second: int, sessions: int) -> float | None:
    """Share of sessions with a second observer: a fifth to a third is what the field asks for. None without sessions.

    >>> share_observed(3, 12)
    0.25
    """
    if not 0 <= with_second <= sessions:
        raise ProgressError(f"{with_second} of {sessions} sessions cannot have had a second observer")
    return with_second / sessions if sessions else None
