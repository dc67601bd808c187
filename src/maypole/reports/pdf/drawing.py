"""A goal's graph on paper: vectors from the frame that the page's graph is drawn from."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from maypole.cores.progress.chart import Chart, Labels, Line, PhaseKind
from maypole.cores.progress.frame import Frame, frame_of, session_ticks, several_settings, ticks
from maypole.cores.progress.graph import aim_of, borders, clipped, days_apart, goal_end, ordered, panel_height
from maypole.cores.progress.paths import label_heights, runs

from .fonts import Typesetter

WIDE = 760  # the page's graph on a desk
SIZE = 13.0
INK = HexColor("#1d2433")
PLACES = {"home": HexColor("#2156b8"), "school": HexColor("#8a3b12")}
"""Places differ by shape and word; the colour only helps."""


class Graph(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """One goal's graph, `width` points wide; everything in it is a line, a shape or a letter."""

    def __init__(self, chart: Chart, labels: Labels, width: float, letters: Typesetter) -> None:
        super().__init__()
        self.chart, self.labels, self.letters = chart, labels, letters
        self.frame = frame_of([chart], chart, WIDE, panel_height(WIDE, 1))
        self.scale = width / WIDE
        self.width, self.height = width, self.frame.height * self.scale

    def wrap(self, *_room: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.translate(0, self.height)
        canvas.scale(self.scale, -self.scale)  # pixels from the top, as the frame counts
        Pen(canvas, self.chart, self.frame, self.labels, self.letters).all()
        canvas.restoreState()


class Pen:
    """Draws in the frame's pixels, y downwards."""

    def __init__(self, canvas: Canvas, chart: Chart, frame: Frame, labels: Labels, letters: Typesetter) -> None:
        self.canvas, self.chart, self.frame, self.labels, self.letters = canvas, chart, frame, labels, letters

    def all(self) -> None:
        self.ink(INK)
        self.canvas.setLineWidth(1.6)
        self.axes()
        self.phases()
        self.aids()
        self.paths()
        self.marks()
        self.words()

    def ink(self, colour: Color) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setFillColor(colour)

    def axes(self) -> None:
        frame, line = self.frame, self.canvas.line
        line(frame.left, frame.top - 4, frame.left, frame.bottom)
        line(frame.left, frame.bottom, frame.right, frame.bottom)
        for tick in ticks(frame.low, frame.high, 6):
            line(frame.left - 5, frame.y(tick), frame.left, frame.y(tick))
        long, short = session_ticks(frame)
        for length, places in ((7, long), (4, short)):
            for at in places:
                line(frame.x(at), frame.bottom, frame.x(at), frame.bottom + length)

    def phases(self) -> None:
        for x, phase in zip(borders(self.chart, self.frame)[1:], ordered(self.chart)[1:], strict=True):
            self._line(x, self.frame.top - 10, x, self.frame.bottom, None if phase.kind is PhaseKind.MAJOR else (6, 4))

    def aids(self) -> None:
        for whole in self.chart.lines:
            self._aid(whole, (2, 4))
        aim = aim_of(self.chart, self.frame)
        if aim is not None:
            self._aid(aim, (7, 5))
        if self.chart.goal is not None and self.chart.goal_at is not None:
            for radius in (7, 2.5):
                self.canvas.circle(self.frame.x(self.chart.goal_at), self.frame.y(self.chart.goal), radius)

    def _aid(self, whole: Line, dash: tuple[int, int]) -> None:
        shown = clipped(whole, self.frame.low, self.frame.high)
        if shown is not None:
            frame = self.frame
            self._line(frame.x(shown.x1), frame.y(shown.y1), frame.x(shown.x2), frame.y(shown.y2), dash)

    def _line(self, x1: float, y1: float, x2: float, y2: float, dash: tuple[int, int] | None) -> None:
        self.canvas.setDash(*dash) if dash else self.canvas.setDash()
        self.canvas.line(x1, y1, x2, y2)
        self.canvas.setDash()

    def paths(self) -> None:
        for setting, run in runs(self.chart):
            self.ink(PLACES.get(setting, INK))
            path = self.canvas.beginPath()
            for number, (at, value) in enumerate(run):
                (path.lineTo if number else path.moveTo)(self.frame.x(at), self.frame.y(value))
            self.canvas.drawPath(path, stroke=1, fill=0)
        self.ink(INK)

    def marks(self) -> None:
        """Circle clinic, square home, triangle school, diamond elsewhere; a stroke where nothing was measured."""
        frame = self.frame
        room = (frame.right - frame.left) / (frame.squeezed(frame.last) - frame.first + 1)
        size = min(max(room * 0.42, 2.2), 5.0)
        for mark in self.chart.marks:
            x = frame.x(mark.at)
            self.ink(PLACES.get(mark.setting, INK))
            if mark.value is None:
                self.canvas.line(x, frame.bottom - 1, x, frame.bottom - 8)
            else:
                self._mark(mark.setting, x, frame.y(mark.value), size)
        self.ink(INK)

    def _mark(self, setting: str, x: float, y: float, size: float) -> None:
        canvas = self.canvas
        if setting in {"clinic", ""}:
            canvas.circle(x, y, size, stroke=0, fill=1)
        elif setting == "home":
            canvas.rect(x - size * 1.12, y - size * 1.12, size * 2.24, size * 2.24, stroke=1, fill=0)
        else:
            up, side, school = size * 1.4, size * 1.4, setting == "school"
            corners = [(x, y - up), (x + side, y + size * 1.1), (x - side, y + size * 1.1)]
            corners = corners if school else [(x, y - up), (x + side, y), (x, y + up), (x - side, y)]
            path = canvas.beginPath()
            path.moveTo(*corners[0])
            for corner in corners[1:]:
                path.lineTo(*corner)
            path.close()
            canvas.drawPath(path, stroke=0 if school else 1, fill=1 if school else 0)

    def words(self) -> None:
        frame, chart, labels = self.frame, self.chart, self.labels
        for tick in ticks(frame.low, frame.high, 6):
            self.text(frame.left - 9, frame.y(tick) + 5, labels.number(tick), anchor="end")
        for at in session_ticks(frame)[0]:
            self.text(frame.x(at), frame.bottom + 22, labels.number(at))
        for x, when in days_apart(chart, frame):
            self.text(x, frame.bottom + 39, when)
        middle = (frame.left + frame.right) / 2
        self.text(middle, frame.height - 6, labels.session, bold=True)
        self.text(frame.left, frame.top - 34, chart.measure, anchor="start", bold=True)
        if not any(mark.value is not None for mark in chart.marks):
            self.text(middle, (frame.top + frame.bottom) / 2, labels.empty)
        edges = [*borders(chart, frame), frame.right]
        for left, right, phase in zip(edges, edges[1:], ordered(chart), strict=False):
            self.text((left + right) / 2, frame.top - 16, phase.name, bold=True)
        self.ends()

    def ends(self) -> None:
        """The goal's words, and each setting's beside its last point when there are several."""
        frame, chart, labels = self.frame, self.chart, self.labels
        if chart.goal is not None:
            words = labels.goal.format(value=labels.number(chart.goal, chart.unit))
            self.text(frame.x(goal_end(chart, frame)) + 12, frame.y(chart.goal) + 5, words, anchor="start", bold=True)
        if several_settings(chart):
            last = {mark.setting: (frame.x(mark.at), frame.y(mark.value)) for mark in chart.marks
                    if mark.value is not None}  # fmt: skip
            heights = label_heights([y for _x, y in last.values()])
            for (setting, (x, _y)), height in zip(last.items(), heights, strict=True):
                self.text(x + 12, height + 5, labels.setting(setting), anchor="start", bold=True)

    def text(self, x: float, y: float, words: str, *, anchor: str = "middle", bold: bool = False) -> None:
        parts = list(self.letters.runs(words, bold))
        width = sum(self.canvas.stringWidth(text, font, SIZE) for font, text in parts)
        start = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        self.canvas.saveState()
        self.canvas.translate(start, y)
        self.canvas.scale(1, -1)
        for font, text in parts:
            self.canvas.setFont(font, SIZE)
            self.canvas.drawString(0, 0, text)
            self.canvas.translate(self.canvas.stringWidth(text, font, SIZE), 0)
        self.canvas.restoreState()
