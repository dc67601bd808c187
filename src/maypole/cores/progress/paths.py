"""Which points of a graph are joined, and where labels go."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from maypole.cores.progress.chart import Chart, Mark

LINE_HEIGHT = 17.0


def runs(chart: Chart) -> list[tuple[str, list[tuple[float, float]]]]:
    """(setting, points) of each unbroken path: never across a phase line, a gap or a session without a measure."""
    starts = sorted(phase.start for phase in chart.phases)
    found: list[tuple[str, list[tuple[float, float]]]] = []
    for setting in dict.fromkeys(mark.setting for mark in chart.marks):
        marks = sorted((mark for mark in chart.marks if mark.setting == setting), key=lambda mark: mark.at)
        reach = chart.gap if chart.gap is not None else usual_distance(marks) * 1.5
        run: list[tuple[float, float]] = []
        for mark in marks:
            crossed = bool(run) and any(run[-1][0] < start <= mark.at for start in starts)
            if run and (mark.value is None or crossed or mark.at - run[-1][0] > reach):
                found.append((setting, run))
                run = []
            if mark.value is not None:
                run.append((mark.at, mark.value))
        found.append((setting, run))
    return [(setting, run) for setting, run in found if len(run) > 1]


def usual_distance(marks: Sequence[Mark]) -> float:
    """The median distance between neighbours, at least one session."""
    return max(median([b.at - a.at for a, b in pairwise(marks)] or [1.0]), 1.0)


def label_heights(wanted: Sequence[float]) -> list[float]:
    """Heights near the wanted ones, at least a line apart, in the same order."""
    placed: dict[int, float] = {}
    lowest = float("-inf")
    for index in sorted(range(len(wanted)), key=lambda i: wanted[i]):
        lowest = placed[index] = max(wanted[index], lowest + LINE_HEIGHT)
    return [placed[index] for index in range(len(wanted))]
