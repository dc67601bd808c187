"""What a single-case graph shows: points, phases, goal and the words on it. `graph.draw` draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import Scale, Series


class PhaseKind(StrEnum):
    """How the line before a phase is drawn."""

    MAJOR = "major"  # another condition: solid
    MINOR = "minor"  # the same plan, one thing changed: dashed
    FOLLOW_UP = "follow_up"  # weeks later: dashed, and the axis is broken


@dataclass(frozen=True, slots=True)
class Mark:
    """One session's point. `value` None is a session without a measure: the path stops there.

    `href` opens the raw session; `name` is the accessible name (made from the labels when empty).
    """

    at: float
    value: float | None
    setting: str = "clinic"
    href: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase from session `start` on; its line stands halfway between that session and the one before."""

    start: float
    name: str
    kind: PhaseKind = PhaseKind.MAJOR


@dataclass(frozen=True, slots=True)
class Line:
    """A straight aid from (x1, y1) to (x2, y2): a criterion, a mean, a trend. Never a verdict."""

    x1: float
    y1: float
    x2: float
    y2: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between sessions, from `at` until `until` (None: no days of its own)."""

    at: float
    name: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything on one graph, in words already translated.

    `measure` is the label of the y axis and names behaviour and unit; `low` and `high` bound that axis and `unit`
    is "%" for percentages. The aim line runs from `aim_from` (session, level) to (`goal_at`, `goal`); without
    `aim_from` the goal is a level line. `when` puts dates under sessions. Sessions further apart than `gap` are not
    joined (by default one and a half times the usual distance in that setting).
    """

    marks: tuple[Mark, ...]
    phases: tuple[Phase, ...] = ()
    measure: str = ""
    title: str = ""
    description: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    goal: float | None = None
    goal_at: float | None = None
    aim_from: tuple[float, float] | None = None
    lines: tuple[Line, ...] = ()
    when: tuple[tuple[float, str], ...] = ()
    gap: float | None = None
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        values = [mark.value for mark in self.marks if mark.value is not None]
        numbers = [mark.at for mark in self.marks] + values + [phase.start for phase in self.phases]
        numbers += [at for event in self.events for at in (event.at, event.until) if at is not None]
        if not all(math.isfinite(number) for number in numbers):
            raise ProgressError("a graph needs finite numbers; a session without a measure has the value None")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ProgressError(f"the y axis cannot run from {self.low:g} to {self.high:g}")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words on a graph, translated by the caller; whole sentences with named places."""

    session: str = "Session"
    baseline: str = "Baseline"
    treatment: str = "Treatment"
    clinic: str = "Clinic"
    home: str = "Home"
    school: str = "School"
    community: str = "Community"
    telehealth: str = "Telehealth"
    goal: str = "Goal {value}"
    percent: str = "{value} %"
    point: str = "{setting}, session {session}: {value}"
    gap: str = "{setting}, session {session}: not measured"
    phase: str = "{phase}: from session {first} to {last}, lowest {low}, highest {high}."
    goal_sentence: str = "The goal is {value}."
    empty: str = "Nothing measured yet."
    event: str = "Event {number}: {name}."
    mean_line: str = "Mean line"
    trend_line: str = "Trend line"
    decimal: str = "."

    def setting(self, name: str) -> str:
        """The word for a setting; one this core does not know is shown as it was written."""
        known = {"clinic", "home", "school", "community", "telehealth"}
        return str(getattr(self, name)) if name in known else name

    def number(self, value: float, unit: str = "") -> str:
        """A number as it is read: at most two decimals, the language's decimal mark, the unit."""
        text = f"{value:.2f}".rstrip("0").rstrip(".").replace(".", self.decimal)
        text = "0" if text == "-0" else text
        return self.percent.format(value=text) if unit == "%" else text


ENGLISH = Labels()
AXES: dict[Scale, tuple[float, float]] = {Scale.PERCENTAGE: (0.0, 100.0), Scale.PROPORTION: (0.0, 1.0)}


def chart_of(series: Series, labels: Labels = ENGLISH, *, goal_at: float | None = None) -> Chart:
    """The graph of a series: baseline and treatment, and the aim line when goal and review session are known.

    The aim line starts at the last baseline session at the baseline median (a drawing aid).
    """
    settings = series.setting or ("clinic",) * len(series.session)
    marks = tuple(
        Mark(float(at), float(value) if math.isfinite(value) else None, setting or "clinic")
        for at, value, setting in zip(series.session, series.outcome, settings, strict=True)
    )
    low, high = AXES.get(series.scale, (None, None))
    return Chart(
        marks=marks,
        phases=phases_of(series, labels),
        measure=axis_label(series),
        title=" – ".join(part for part in (series.case, series.measure) if part),
        low=low,
        high=high,
        unit="%" if series.scale is Scale.PERCENTAGE else "",
        goal=series.goal,
        goal_at=goal_at,
        aim_from=aim_start(series) if goal_at is not None else None,
    )


def axis_label(series: Series) -> str:
    """The measure, with its unit where the words do not say it."""
    said = "%" in series.measure or "percent" in series.measure.lower()
    return f"{series.measure} (%)".strip() if series.scale is Scale.PERCENTAGE and not said else series.measure


def phases_of(series: Series, labels: Labels) -> tuple[Phase, ...]:
    names = {"A": labels.baseline, "B": labels.treatment}
    return tuple(Phase(start, names[phase]) for start, phase in series.runs)


def aim_start(series: Series) -> tuple[float, float] | None:
    return (float(series.a_session[-1]), float(np.median(series.a))) if series.n_a else None
