"""Scores of standardised tests and of goals: metrics, intervals, change, goal attainment scaling, ages.

>>> from maypole.cores.scores import Metric, convert
>>> round(convert(7, Metric.SCALED, Metric.PERCENTILE), 1)
15.9
"""

from maypole.cores.scores.ages import Age, Ages, Gestation, Policy, Rule, age, ages, due_date
from maypole.cores.scores.change import Change, CutOffs, cut_offs, reliable_change
from maypole.cores.scores.errors import ScoresError
from maypole.cores.scores.gas import Attainment, ScaledGoal, attainment, t_score, weight
from maypole.cores.scores.intervals import (
    Interval,
    Method,
    observed_interval,
    published_interval,
    sem,
    true_score_interval,
)
from maypole.cores.scores.metrics import NORMS, Direction, Identity, Metric, comparable, convert, score_of, z_of
from maypole.cores.scores.sentences import say_attainment, say_change, say_interval, say_percentile

__all__ = [
    "NORMS",
    "Age",
    "Ages",
    "Attainment",
    "Change",
    "CutOffs",
    "Direction",
    "Gestation",
    "Identity",
    "Interval",
    "Method",
    "Metric",
    "Policy",
    "Rule",
    "ScaledGoal",
    "ScoresError",
    "age",
    "ages",
    "attainment",
    "comparable",
    "convert",
    "cut_offs",
    "due_date",
    "observed_interval",
    "published_interval",
    "reliable_change",
    "say_attainment",
    "say_change",
    "say_interval",
    "say_percentile",
    "score_of",
    "sem",
    "t_score",
    "true_score_interval",
    "weight",
    "z_of",
]
