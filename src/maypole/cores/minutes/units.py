"""From minutes of timed services to units of fifteen minutes, by the two rules in use.

Nothing here knows a code or a fee: the caller names services as it likes.

Sources: Centers for Medicare & Medicaid Services, Medicare Claims Processing Manual (Pub. 100-04), chapter 5, section
20.2.C "Counting minutes for timed codes in 15 minute units" (the total of the day decides how many units there are).
The other rule, common among private payers ("rule of eights", substantial portion), looks at each service by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

UNIT = 15
HALF = 8
"""Minutes from which a further unit counts: more than half of one."""


def units_of(minutes: int) -> int:
    """Units that so many minutes of one service come to: none below 8, one from 8 to 22, two from 23 to 37.

    >>> [units_of(minutes) for minutes in (7, 8, 22, 23, 37, 38)]
    [0, 1, 1, 2, 2, 3]
    """
    return max(0, minutes + UNIT - HALF) // UNIT


def units_each(minutes: Sequence[int]) -> list[int]:
    """Units of each service, every one looked at by itself."""
    return [units_of(one) for one in minutes]


def units_of_the_day(minutes: Sequence[int]) -> list[int]:
    """Units of each service where the total of all of them decides how many there are.

    Whole quarters of an hour count first; what is left goes to the services with the most minutes left, the earlier
    one where two have the same.

    >>> units_of_the_day([24, 23]), units_of_the_day([33, 7]), units_of_the_day([18, 13, 10, 8])
    ([2, 1], [2, 1], [1, 1, 1, 0])
    """
    found = [one // UNIT for one in minutes]
    left = sorted(range(len(minutes)), key=lambda number: (-(minutes[number] % UNIT), number))
    missing = units_of(sum(minutes)) - sum(found)
    for number in left[:missing]:
        found[number] += 1
    return found


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of `total` in the proportion of the weights, adding up to it exactly (largest remainder).

    All weights zero: equal parts.

    >>> shared_out(45, [2.0, 1.0]), shared_out(10, [1.0, 1.0, 1.0]), shared_out(7, [0.0, 0.0])
    ([30, 15], [4, 3, 3], [4, 3])
    """
    if not weights:
        return []
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights] if whole > 0 else [total / len(weights)] * len(weights)
    found = [int(one) for one in exact]
    left = sorted(range(len(weights)), key=lambda number: (-(exact[number] - found[number]), number))
    for number in left[: total - sum(found)]:
        found[number] += 1
    return found
