"""Single-case graphs as SVG, by the conventions of the field; no Django, no script, no style attribute.

Conventions: Kubina et al. 2017; Watts & Stenhoff 2021; Dart & Radley 2017 (aspect about 3:5). Zero is raised off the
axis, percentages run from 0 to 100, no path crosses a phase line or a gap, settings differ by shape and by word.
Presentation attributes are defaults only: any CSS rule for the classes `chart axis phase minor path pt aim label`
wins over them, so a file opened alone is readable and a page can theme it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from maypole.cores.progress.chart import ENGLISH, Chart, Labels, Line, Mark, Phase, PhaseKind, chart_of
from maypole.cores.progress.events import event_marks, event_numbers
from maypole.cores.progress.frame import Frame, frame_of, session_ticks, several_settings, ticks
from maypole.cores.progress.paths import LINE_HEIGHT, label_heights, runs
from maypole.cores.progress.series import Series

__all__ = ["Chart", "Labels", "Line", "Mark", "Phase", "PhaseKind", "chart_of", "draw", "draw_stack"]

INK = 'font-family="sans-serif" font-size="14" fill="currentColor" stroke="none"'
WORD = 34.0  # pixels to the middle of a word beside a point
STROKE = 'fill="none" stroke="currentColor" stroke-width="1.6"'


def draw(chart: Chart | Series, labels: Labels = ENGLISH, *, width: int = 760, ident: str = "chart") -> str:
    """The graph as one `<svg>` element, `width` units wide (below 500 the narrow version for phones).

    `ident` makes the ids of title and description unique in a page.

    >>> svg = draw(Series.ab([10, 0, 10], [20, 40, 50], measure="Percentage of tries", scale="percentage"))
    >>> svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--wide"'), svg.count('class="pt"')
    (True, 6)
    """
    return draw_stack([chart], labels, width=width, ident=ident)


def draw_stack(
    charts: Sequence[Chart | Series], labels: Labels = ENGLISH, *, width: int = 760, ident: str = "chart"
) -> str:
    """Several graphs above each other with one x axis, as for a multiple baseline."""
    ready = [chart_of(chart, labels) if isinstance(chart, Series) else chart for chart in charts]
    frames = [frame_of(ready, chart, width, panel_height(width, len(ready))) for chart in ready]
    inside: list[str] = []
    for number, (chart, frame) in enumerate(zip(ready, frames, strict=True)):
        lowest = number == len(ready) - 1
        inside += [
            f'<g transform="translate(0 {number * frame.height})">',
            *panel(chart, frame, labels, lowest),
            "</g>",
        ]
    height = frames[0].height * len(frames) if frames else 0
    title = "; ".join(chart.title for chart in ready if chart.title)
    text = " ".join(chart.description or described(chart, labels) for chart in ready)
    role = "group" if any(mark.href for chart in ready for mark in chart.marks) else "img"
    kind = "narrow" if width < 500 else "wide"
    name = escape(ident, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind}" viewBox="0 0 {width} {height}"'
        f' role="{role}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(text)}</desc>'
        f"{''.join(inside)}</svg>"
    )


def panel_height(width: int, panels: int) -> int:
    """About 3:5 for one graph, flatter in a stack."""
    return round(width * (0.92 if width < 500 else 0.63) * (1.0 if panels == 1 else 0.6))


def panel(chart: Chart, frame: Frame, labels: Labels, lowest: bool) -> list[str]:
    parts = [f"<g {STROKE}>", *axes(chart, frame), *event_marks(chart, frame)]
    parts += [*phase_lines(chart, frame), *aids(chart, frame)]
    parts += [*paths(chart, frame), "</g>", *points(chart, frame, labels)]
    parts += [f"<g {INK}>", *axis_text(chart, frame, labels, lowest), *phase_text(chart, frame)]
    parts += event_numbers(chart, frame)
    parts += [*goal_text(chart, frame, labels), *setting_text(chart, frame, labels), "</g>"]
    return parts


def axes(chart: Chart, frame: Frame) -> list[str]:
    long, short = session_ticks(frame)
    parts = [f'<path class="axis" d="M{frame.left:.1f} {frame.top - 4:.1f}V{frame.bottom:.1f}H{frame.right:.1f}"/>']
    parts += [
        f'<path class="axis" d="M{frame.left - 5:.1f} {frame.y(t):.1f}h5"/>' for t in ticks(frame.low, frame.high, 6)
    ]
    parts += [f'<path class="axis" d="M{frame.x(t):.1f} {frame.bottom:.1f}v7"/>' for t in long]
    parts += [f'<path class="axis" d="M{frame.x(t):.1f} {frame.bottom:.1f}v4"/>' for t in short]
    for start, cut in frame.breaks:
        x = (frame.x(start) + frame.x(start - cut)) / 2 - (frame.x(1) - frame.x(0)) * 0.75
        parts.append(f'<path class="axis" d="M{x:.1f} {frame.bottom + 6:.1f}l5 -12m4 0l-5 12"/>')
    return parts


def phase_lines(chart: Chart, frame: Frame) -> list[str]:
    parts = []
    for x, phase in zip(borders(chart, frame)[1:], ordered(chart)[1:], strict=True):
        css, dash = ("phase", "") if phase.kind is PhaseKind.MAJOR else ("minor", ' stroke-dasharray="6 4"')
        where = f'x1="{x:.1f}" x2="{x:.1f}" y1="{frame.top - 10:.1f}" y2="{frame.bottom:.1f}"'
        parts.append(f'<line class="{css}" {where}{dash}/>')
    return parts


def ordered(chart: Chart) -> list[Phase]:
    return sorted(chart.phases, key=lambda phase: phase.start)


def borders(chart: Chart, frame: Frame) -> list[float]:
    """Pixels where each phase begins: the axis for the first, else halfway after the session before."""
    found = [frame.left]
    for phase in ordered(chart)[1:]:
        before = [mark.at for mark in chart.marks if mark.at < phase.start]
        x = frame.x(phase.start)
        found.append((x + frame.x(max(before))) / 2 if before else x)
    return found[: len(chart.phases)]


def aids(chart: Chart, frame: Frame) -> list[str]:
    """Aim line, goal mark and criterion lines."""
    dashes = {"aim": "7 5", "criterion": "2 4"}
    drawn = [("criterion", line) for line in chart.lines]
    aim = aim_of(chart, frame)
    if aim is not None:
        drawn.append(("aim", aim))
    parts = []
    for css, whole in drawn:
        line = clipped(whole, frame.low, frame.high)
        if line is None:
            continue
        ends = f'x1="{frame.x(line.x1):.1f}" y1="{frame.y(line.y1):.1f}" x2="{frame.x(line.x2):.1f}"'
        dash = f'stroke-dasharray="{dashes[css]}" stroke-width="1.5"'
        parts.append(f'<line class="{css}" {ends} y2="{frame.y(line.y2):.1f}" {dash}/>')
    if chart.goal is not None and chart.goal_at is not None:
        x, y = frame.x(chart.goal_at), frame.y(chart.goal)
        parts += [f'<circle class="goal-mark" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>' for r in (7, 2.5)]
    return parts


def aim_of(chart: Chart, frame: Frame) -> Line | None:
    """The line to the goal; level over the last phase when it is not known where it starts."""
    if chart.goal is None:
        return None
    start, level = chart.aim_from or (ordered(chart)[-1].start if chart.phases else frame.first, chart.goal)
    return Line(start, level, goal_end(chart, frame), chart.goal)


def clipped(line: Line, low: float, high: float) -> Line | None:
    """The part of a line between two heights, so that a steep trend stays on the graph; None when nothing is left."""
    if min(line.y1, line.y2) > high or max(line.y1, line.y2) < low:
        return None
    run, rise = line.x2 - line.x1, line.y2 - line.y1
    y1, y2 = (min(max(y, low), high) for y in (line.y1, line.y2))
    x1 = line.x1 if y1 == line.y1 else line.x1 + (y1 - line.y1) / rise * run
    x2 = line.x2 if y2 == line.y2 else line.x1 + (y2 - line.y1) / rise * run
    return Line(x1, y1, x2, y2, line.name)


def goal_end(chart: Chart, frame: Frame) -> float:
    return frame.last if chart.goal_at is None else chart.goal_at


def paths(chart: Chart, frame: Frame) -> list[str]:
    parts = []
    for setting, run in runs(chart):
        css = f"path path--{setting}" if setting in {"home", "school"} else "path"
        spots = " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in run)
        parts.append(f'<polyline class="{css}" points="{spots}"/>')
    return parts


def points(chart: Chart, frame: Frame, labels: Labels) -> list[str]:
    """Circle clinic, square home, triangle school, diamond elsewhere; a link where there is a session to open.

    A session without a measure is a short stroke on the axis that says so.
    """
    room = (frame.right - frame.left) / (frame.squeezed(frame.last) - frame.first + 1)
    size = min(max(room * 0.42, 2.2), 5.0)
    parts = []
    for mark in chart.marks:
        name = escape(mark.name or spoken(mark, chart, labels), quote=True)
        if mark.value is None:
            shape = f'<path class="gap" d="M{frame.x(mark.at):.1f} {frame.bottom - 1:.1f}v-7" {STROKE}'
        else:
            shape = symbol(mark.setting, frame.x(mark.at), frame.y(mark.value), size)
        if mark.href:
            parts.append(f'<a href="{escape(mark.href, quote=True)}" aria-label="{name}">{shape}/></a>')
        else:
            parts.append(f"{shape}><title>{name}</title></{shape[1:].split(' ', 1)[0]}>")
    return parts


def spoken(mark: Mark, chart: Chart, labels: Labels) -> str:
    """A point as a sentence for those who hear the graph."""
    setting, session = labels.setting(mark.setting), labels.number(mark.at)
    if mark.value is None:
        return labels.gap.format(setting=setting, session=session)
    return labels.point.format(setting=setting, session=session, value=labels.number(mark.value, chart.unit))


def symbol(setting: str, x: float, y: float, size: float) -> str:
    """The opening of a shape's element."""
    if setting == "home":
        place = (
            f'x="{x - size * 1.12:.1f}" y="{y - size * 1.12:.1f}" width="{size * 2.24:.1f}" height="{size * 2.24:.1f}"'
        )
        return f'<rect class="pt-home" {place} fill="none" stroke="currentColor" stroke-width="2.4"'
    if setting == "school":
        corner = f"M{x:.1f} {y - size * 1.4:.1f}l{size * 1.4:.1f} {size * 2.5:.1f}h{-size * 2.8:.1f}z"
        return f'<path class="pt-school" d="{corner}" fill="currentColor"'
    if setting in {"clinic", ""}:
        return f'<circle class="pt" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="currentColor"'
    step = f"{size * 1.4:.1f}"
    corner = f"M{x:.1f} {y - size * 1.4:.1f}l{step} {step}l-{step} {step}l-{step} -{step}z"
    return f'<path class="pt-other" d="{corner}" fill="none" stroke="currentColor" stroke-width="2"'


def axis_text(chart: Chart, frame: Frame, labels: Labels, lowest: bool) -> list[str]:
    parts = [
        f'<text x="{frame.left - 9:.1f}" y="{frame.y(tick) + 5:.1f}" text-anchor="end">{labels.number(tick)}</text>'
        for tick in ticks(frame.low, frame.high, 6)
    ]
    if frame.narrow:
        parts.append(text(0, 14, chart.measure, anchor="start"))
    else:
        middle = (frame.top + frame.bottom) / 2
        place = f'transform="translate(18 {middle:.0f}) rotate(-90)"'
        parts.append(
            f'<text class="label" font-weight="600" {place} text-anchor="middle">{escape(chart.measure)}</text>'
        )
    below = frame.bottom + 22
    parts += [text(frame.x(at), below, labels.number(at), css="") for at in session_ticks(frame)[0]]
    parts += [text(x, below + 17, when, css="") for x, when in days_apart(chart, frame)]
    if lowest:
        parts.append(text((frame.left + frame.right) / 2, frame.height - 6, labels.session))
    if not any(mark.value is not None for mark in chart.marks):
        parts.append(text((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2, labels.empty, css=""))
    return parts


def days_apart(chart: Chart, frame: Frame) -> list[tuple[float, str]]:
    """The middle of each day below the axis; a day that would run into the one before is left out."""
    shown: list[tuple[float, str]] = []
    taken = -1e9
    for at, when in chart.when:
        half = len(when) * 3.8
        x = min(frame.x(at), frame.width - half)
        if x - half > taken:
            shown.append((x, when))
            taken = x + half + 6
    return shown


def text(x: float, y: float, words: str, *, css: str = "label", anchor: str = "middle") -> str:
    named = f' class="{css}" font-weight="600"' if css else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def phase_text(chart: Chart, frame: Frame) -> list[str]:
    """Phase names centred over their phase; one that would run into the name before it goes a line higher."""
    edges = [*borders(chart, frame), frame.right]
    parts, taken, high = [], -1e9, False
    for left, right, phase in zip(edges, edges[1:], ordered(chart), strict=False):
        half = len(phase.name) * 4.0
        middle = min(max((left + right) / 2, half), frame.width - half)
        high = not high and middle - half < taken + 6
        parts.append(text(middle, frame.top - (32 if high else 16), phase.name))
        taken = max(taken, middle + half)
    return parts


def goal_text(chart: Chart, frame: Frame, labels: Labels) -> list[str]:
    if chart.goal is None:
        return []
    words = escape(labels.goal.format(value=labels.number(chart.goal, chart.unit)))
    x, y = frame.x(goal_end(chart, frame)), frame.y(chart.goal)
    above = y - 13 if y - 13 > frame.top else y + 24  # at the top of a narrow graph stand the names of the phases
    place = f'x="{x:.1f}" y="{above:.1f}" text-anchor="end"' if frame.narrow else f'x="{x + 12:.1f}" y="{y + 5:.1f}"'
    return [f'<text class="aim-label" font-weight="600" {place}>{words}</text>']


def setting_text(chart: Chart, frame: Frame, labels: Labels) -> list[str]:
    """Each setting's word beside its last point (on a phone in a row below), when there is more than one setting."""
    if not several_settings(chart):
        return []
    last = {mark.setting: (frame.x(mark.at), frame.y(mark.value)) for mark in chart.marks if mark.value is not None}
    if frame.narrow:
        return key_row(list(last), frame, labels)
    heights = label_heights([y + aside(chart, frame, x, y) for x, y in last.values()])
    ends = zip(last.items(), heights, strict=True)
    return [text(x + 12, y + 5, labels.setting(name), anchor="start") for (name, (x, _)), y in ends]


def aside(chart: Chart, frame: Frame, x: float, y: float) -> float:
    """How far to move a word beside (x, y), so that the aim line does not run through it."""
    aim = aim_of(chart, frame)
    if aim is None or frame.x(aim.x2) <= x:
        return 0.0
    rise = (frame.y(aim.y2) - frame.y(aim.y1)) / max(frame.x(aim.x2) - frame.x(aim.x1), 1.0)
    over = frame.y(aim.y1) + rise * (x + WORD - frame.x(aim.x1)) - y
    return 0.0 if abs(over) > LINE_HEIGHT else over + (LINE_HEIGHT if over < 0 else -LINE_HEIGHT)


def key_row(settings: list[str], frame: Frame, labels: Labels) -> list[str]:
    parts, x = [], 12.0
    for name in settings:
        word = labels.setting(name)
        parts += [f"{symbol(name, x, frame.key_at - 5, 5)}/>", text(x + 12, frame.key_at, word, css="", anchor="start")]
        x += 36 + 8 * len(word)
    return parts


def described(chart: Chart, labels: Labels) -> str:
    """The graph in words: each phase's sessions and range, and the goal."""
    parts = []
    starts = ordered(chart) or [Phase(float("-inf"), chart.measure)]
    for phase, after in zip(starts, [*(p.start for p in starts[1:]), float("inf")], strict=True):
        inside = [(m.at, m.value) for m in chart.marks if m.value is not None and phase.start <= m.at < after]
        if inside:
            values = [value for _, value in inside]
            parts.append(
                labels.phase.format(
                    phase=phase.name,
                    first=labels.number(min(at for at, _ in inside)),
                    last=labels.number(max(at for at, _ in inside)),
                    low=labels.number(min(values), chart.unit),
                    high=labels.number(max(values), chart.unit),
                )
            )
    if not parts:
        parts.append(labels.empty)
    if chart.goal is not None:
        parts.append(labels.goal_sentence.format(value=labels.number(chart.goal, chart.unit)))
    parts += [labels.event.format(number=number, name=event.name) for number, event in enumerate(chart.events, 1)]
    return " ".join(parts)
