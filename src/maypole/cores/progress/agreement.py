"""Do two observers see the same, and was the plan carried out? Interobserver agreement and fidelity, as shares 0-1.

Formulas as in Cooper, Heron & Heward 2020 and Reed & Azulay 2011. Usual demand: .80 (kappa .60) on a fifth of sessions
or more. For counts: exact or mean count-per-interval. For rare behaviour scored intervals, for frequent unscored ones.
Empty records raise ProgressError: no agreement is not perfect agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.progress.errors import ProgressError


def total_count(first: float, second: float) -> float:
    """Smaller over larger total count; two zeros agree. High even when the observers saw different events.

    >>> total_count(18, 20)
    0.9
    """
    return ratio(first, second)


def mean_count_per_interval(first: Sequence[float], second: Sequence[float]) -> float:
    """Mean over intervals of smaller over larger count, 0 of 0 being 1.

    >>> round(mean_count_per_interval([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1]), 4)
    0.8214
    """
    pairs = paired(first, second)
    return sum(ratio(x, y) for x, y in pairs) / len(pairs)


def exact_count_per_interval(first: Sequence[float], second: Sequence[float]) -> float:
    """Share of intervals with the same count: the strictest index for counts.

    >>> round(exact_count_per_interval([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1]), 4)
    0.7143
    """
    pairs = paired(first, second)
    return sum(x == y for x, y in pairs) / len(pairs)


def interval_by_interval(first: Sequence[float], second: Sequence[float]) -> float:
    """Share of intervals in which both saw it or both did not. Inflated where it happens nearly never or always.

    >>> round(interval_by_interval([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1]), 4)
    0.8571
    """
    pairs = paired(first, second)
    return sum((x > 0) == (y > 0) for x, y in pairs) / len(pairs)


def scored_interval(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Of the intervals in which either saw it, the share in which both did; None when neither ever did.

    >>> round(scored_interval([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1]), 4)
    0.8333
    """
    seen = [(x > 0, y > 0) for x, y in paired(first, second) if x > 0 or y > 0]
    return sum(x and y for x, y in seen) / len(seen) if seen else None


def unscored_interval(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Of the intervals in which either did not see it, the share in which neither did; None when both always did.

    >>> unscored_interval([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1])
    0.5
    """
    unseen = [(x > 0, y > 0) for x, y in paired(first, second) if not (x > 0 and y > 0)]
    return sum(not x and not y for x, y in unseen) / len(unseen) if unseen else None


def trial_by_trial(first: Sequence[object], second: Sequence[object]) -> float:
    """Share of trials recorded alike, whatever the codes are.

    >>> trial_by_trial(["+", "+", "-", "p"], ["+", "-", "-", "p"])
    0.75
    """
    if not first or len(first) != len(second):
        raise ProgressError(f"agreement needs the same trials twice, not {len(first)} and {len(second)}")
    return sum(x == y for x, y in zip(first, second, strict=True)) / len(first)


def total_duration(first: float, second: float) -> float:
    """Shorter over longer total duration.

    >>> total_duration(45, 50)
    0.9
    """
    return ratio(first, second)


def mean_duration_per_occurrence(first: Sequence[float], second: Sequence[float]) -> float:
    """Mean over occurrences of shorter over longer duration.

    >>> mean_duration_per_occurrence([10, 20], [10, 40])
    0.75
    """
    return mean_count_per_interval(first, second)


def kappa(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Cohen's kappa of occurrence: agreement beyond chance; None when chance alone gives full agreement.

    (p_o - p_e) / (1 - p_e), Cohen 1960. Low when the behaviour is very rare or very frequent, even if observers agree.

    >>> round(kappa([0, 1, 4, 2, 0, 3, 1], [0, 1, 3, 2, 1, 3, 1]), 4)
    0.5882
    """
    pairs = [(x > 0, y > 0) for x, y in paired(first, second)]
    n = len(pairs)
    yes_first, yes_second = sum(x for x, _ in pairs), sum(y for _, y in pairs)
    same = sum(x == y for x, y in pairs)
    # In whole numbers, n² times the shares: expected agreement of one is met exactly, not to rounding.
    expected = yes_first * yes_second + (n - yes_first) * (n - yes_second)
    return None if expected == n * n else (n * same - expected) / (n * n - expected)


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Steps of a plan that were due and that were done; a step that was not due does not count against anyone."""

    done: int
    due: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.due:
            raise ProgressError(f"{self.done} of {self.due} steps cannot have been done")

    @property
    def share(self) -> float | None:
        """Done over due; None when nothing was due.

        >>> Fidelity(9, 12).share
        0.75
        """
        return self.done / self.due if self.due else None


def fidelity(steps: Sequence[bool | None]) -> Fidelity:
    """Fidelity of a checklist: True done, False due but not done, None not due.

    >>> fidelity([True, True, False, None]).share
    0.6666666666666666
    """
    due = [step for step in steps if step is not None]
    return Fidelity(sum(due), len(due))


def fidelity_of(sessions: Sequence[Fidelity]) -> Fidelity:
    """Several sessions together, each weighing by its steps due.

    >>> fidelity_of([Fidelity(1, 2), Fidelity(8, 8)]).share
    0.9
    """
    return Fidelity(sum(each.done for each in sessions), sum(each.due for each in sessions))


def ratio(first: float, second: float) -> float:
    if not (first >= 0 and second >= 0):
        raise ProgressError("counts and durations cannot be below 0")
    return 1.0 if first == second else min(first, second) / max(first, second)


def paired(first: Sequence[float], second: Sequence[float]) -> list[tuple[float, float]]:
    if not first or len(first) != len(second):
        raise ProgressError(f"agreement needs the same intervals twice, not {len(first)} and {len(second)}")
    if not all(x >= 0 and y >= 0 for x, y in zip(first, second, strict=True)):
        raise ProgressError("counts and durations cannot be below 0")
    return list(zip(first, second, strict=True))
