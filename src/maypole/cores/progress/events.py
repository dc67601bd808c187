"""Events on a single-case graph: a numbered dotted line, and a light band where something lasted.

An event explains and never judges: the path runs on through it, unlike through a phase line.
"""

from __future__ import annotations

from maypole.cores.progress.chart import Chart
from maypole.cores.progress.frame import Frame

ROOM = 16.0
"""Pixels that a number needs; numbers that would touch stand below each other."""
DEPTH = 3


def event_marks(chart: Chart, frame: Frame) -> list[str]:
    """The bands and lines, to be drawn below paths and points."""
    parts = []
    for event in chart.events:
        x, top = place(event.at, frame), frame.top - 4
        if event.until is not None and (width := place(event.until, frame) - x) > 1:
            where = f'x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{frame.bottom - top:.1f}"'
            parts.append(f'<rect class="event-days" {where} fill="currentColor" fill-opacity="0.07" stroke="none"/>')
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{frame.bottom:.1f}"'
        parts.append(f'<line class="event" {ends} stroke-width="1.2" stroke-dasharray="1 4"/>')
    return parts


def event_numbers(chart: Chart, frame: Frame) -> list[str]:
    """The number of each event at the foot of its line; what it stands for is told below the graph."""
    parts, taken, row = [], -1e9, 0
    for number, event in enumerate(chart.events, 1):
        x = place(event.at, frame)
        row = (row + 1) % DEPTH if x - taken < ROOM else 0
        taken = x
        y = frame.bottom - 16 - row * ROOM
        parts.append(f'<text class="event-no" font-weight="600" x="{x + 4:.1f}" y="{y:.1f}">{number}</text>')
    return parts


def place(at: float, frame: Frame) -> float:
    """Pixels from the left, kept inside the plotting area."""
    return min(max(frame.x(at), frame.left), frame.right)
