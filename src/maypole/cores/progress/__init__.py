"""Is it working? Single-case effects, visual aids, agreement, mastery, forecast and signal; numpy only, no Django.

>>> from maypole.cores import progress
>>> ana = progress.Series.ab([1, 2, 1], [4, 5, 6], case="Ana", measure="words")
>>> progress.effects(ana, ["NAP"])["NAP"].value
1.0
"""

from maypole.cores.progress.chart import Chart, Labels, Line, Mark, Phase, PhaseKind, chart_of
from maypole.cores.progress.criteria import DualCriteria, criterion_lines, dual_criteria
from maypole.cores.progress.effects import EFFECTS, effects
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Estimate, Why
from maypole.cores.progress.graph import draw, draw_stack
from maypole.cores.progress.history import Datum, JudgeInput, PastReview, Probe, SignalName
from maypole.cores.progress.read import Reading, read
from maypole.cores.progress.series import Improvement, Scale, Series
from maypole.cores.progress.signal import Judgement, judge

__all__ = [
    "EFFECTS",
    "Chart",
    "Datum",
    "DualCriteria",
    "Estimate",
    "Improvement",
    "JudgeInput",
    "Judgement",
    "Labels",
    "Line",
    "Mark",
    "PastReview",
    "Phase",
    "PhaseKind",
    "Probe",
    "ProgressError",
    "Reading",
    "Scale",
    "Series",
    "SignalName",
    "Why",
    "chart_of",
    "criterion_lines",
    "draw",
    "draw_stack",
    "dual_criteria",
    "effects",
    "judge",
    "read",
]
