"""How long until a child begins, when now and then nothing came while one waited."""

from __future__ import annotations

import math
from collections.abc import Sequence


def restricted_mean(times: Sequence[float], answered: Sequence[bool]) -> float:
    """Mean time to the response, in the unit of `times`, up to the longest time in them.

    A time that was `answered` ends with the response; the others only say that nothing came for so long. They are
    neither left out (which flatters) nor taken for responses: the survivor curve counts each until it ended (Kaplan &
    Meier 1958), and the area under it up to the longest time is the mean restricted to that time (Irwin 1949). With
    every response there it is the plain mean, with none the longest wait. Raises ValueError without times.

    >>> restricted_mean([2.0, 4.0], [True, True])
    3.0
    >>> restricted_mean([10.0, 10.0, 3.0], [True, True, False])
    10.0
    """
    if not times or len(times) != len(answered):
        raise ValueError("a mean of no times")
    if all(answered):
        return math.fsum(times) / len(times)
    area, surviving, before, waiting = 0.0, 1.0, 0.0, len(times)
    # At equal times responses come first: whoever was waited for that long could still have answered then.
    for time, came in sorted(zip(times, answered, strict=True), key=lambda row: (row[0], not row[1])):
        area += surviving * (time - before)
        surviving *= 1.0 - 1.0 / waiting if came else 1.0
        before, waiting = time, waiting - 1
    return area
