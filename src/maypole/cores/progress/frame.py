"""Where things stand on a single-case graph: margins, scales, ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.progress.chart import Chart, PhaseKind

BREAK = 3.0  # sessions' width left for an axis break
NARROW = 500  # below this width: label above the axis, fewer ticks
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The plotting area in pixels and the numbers at its edges. The zero of y is raised off the x axis."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float
    raised: float
    width: int
    height: int
    breaks: tuple[tuple[float, float], ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether this is the phone's version."""
        return self.width < NARROW

    @property
    def key_at(self) -> float:
        """Where the row with shapes and words stands in the narrow version."""
        return self.height - 28.0

    def x(self, at: float) -> float:
        """Pixels from the left of session `at`."""
        share = (self.squeezed(at) - self.first) / (self.squeezed(self.last) - self.first)
        inset = 0.5 / (self.squeezed(self.last) - self.first + 1)
        return self.left + (self.right - self.left) * (inset + share * (1 - 2 * inset))

    def y(self, value: float) -> float:
        """Pixels from the top of `value`."""
        floor = self.bottom - self.raised
        return floor - (value - self.low) / (self.high - self.low) * (floor - self.top)

    def squeezed(self, at: float) -> float:
        """Session time without the weeks left out at axis breaks."""
        return at - sum(min(max(at - (start - cut), 0.0), cut) for start, cut in self.breaks)


def frame_of(charts: Sequence[Chart], chart: Chart, width: int, height: int) -> Frame:
    """The frame of `chart` among `charts` that share their x axis, and so their margins."""
    first, last = x_range(charts)
    low, high = y_range(chart)
    narrow = width < NARROW
    digits = max(len(f"{tick:g}") for each in charts for tick in ticks(*y_range(each), 6))
    return Frame(
        left=(24 if narrow else 42) + 8.0 * digits,
        right=width - (12.0 if narrow else right_margin(charts)),
        top=62.0 if narrow else 46.0,
        bottom=height - (84.0 if narrow and several_settings(chart) else 64.0 if chart is charts[-1] else 40.0),
        first=first,
        last=last,
        low=low,
        high=high,
        raised=12.0 if low == 0 else 0.0,
        width=width,
        height=height,
        breaks=breaks_of(charts),
    )


def right_margin(charts: Sequence[Chart]) -> float:
    """Room for the words at the end of the aim line and of the paths, if there are any."""
    return 90.0 if any(chart.goal is not None or several_settings(chart) for chart in charts) else 24.0


def several_settings(chart: Chart) -> bool:
    return len({mark.setting for mark in chart.marks if mark.value is not None}) > 1


def x_range(charts: Sequence[Chart]) -> tuple[float, float]:
    every = [mark.at for chart in charts for mark in chart.marks]
    every += [chart.goal_at for chart in charts if chart.goal_at is not None]
    every = every or [1.0]
    return min(every), max(*every, min(every) + 4)


def y_range(chart: Chart) -> tuple[float, float]:
    """The full possible range where it is known, else from zero to a round number above everything drawn."""
    drawn = [mark.value for mark in chart.marks if mark.value is not None]
    drawn += [] if chart.goal is None else [chart.goal]
    least = min([0.0, *drawn]) if chart.low is None else chart.low
    most = max([least, *drawn]) if chart.high is None else chart.high
    most = most if most - least > 1e-9 * max(1e-90, abs(most)) else least + 1
    step = nice_step(most - least, 5)
    low = math.floor(least / step) * step if chart.low is None else least
    high = math.ceil(most / step) * step if chart.high is None else most
    return low, high


def breaks_of(charts: Sequence[Chart]) -> tuple[tuple[float, float], ...]:
    """For each follow-up phase: where it starts, and how much empty time before it is left out."""
    marks = sorted(mark.at for chart in charts for mark in chart.marks)
    found: dict[float, float] = {}
    for phase in (phase for chart in charts for phase in chart.phases if phase.kind is PhaseKind.FOLLOW_UP):
        before = [at for at in marks if at < phase.start]
        if before and phase.start - before[-1] > BREAK:
            found[phase.start] = phase.start - before[-1] - BREAK
    return tuple(sorted(found.items()))


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10^k that needs at most `most` steps for `span`."""
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * step for step in STEPS if span / (power * step) <= most * (1 + 1e-9))


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`."""
    step = nice_step(high - low, most - 1)
    start = math.ceil(low / step - 1e-9)
    return [round(start * step + i * step, 10) for i in range(int((high - start * step) / step + 1e-9) + 1)]


def session_ticks(frame: Frame) -> tuple[list[float], list[float]]:
    """Sessions that get a long tick and a number, and those that get a short one."""
    shown = max(frame.squeezed(frame.last) - frame.first, 1)
    step = max(nice_step(shown, 5 if frame.narrow else 11), 1.0)
    step = 3.0 if step == 2.5 else step
    long, start = multiples(frame, step), float(math.ceil(frame.first))
    if not long or long[0] - start >= step / 2:
        long = [start, *long]
    short = [at for at in multiples(frame, 1.0) if at not in long] if shown <= 60 else []
    return long, short


def multiples(frame: Frame, step: float) -> list[float]:
    """Multiples of `step` on the axis, without those in weeks that are left out."""
    begins = [frame.first, *(start for start, _ in frame.breaks)]
    ends = [*(start - cut for start, cut in frame.breaks), frame.last]
    found = []
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        at = math.ceil(begin / step - 1e-9) * step
        while at < end or (at == end and number == len(ends) - 1):
            found.append(float(at))
            at += step
    return found
