"""The ways a goal can be measured, and what they have in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """How a goal is measured; decides what a tap records."""

    TRIALS = "trials", _("Tries, with the help needed")
    COUNT = "count", _("Count")
    RATE = "rate", _("How often a minute")
    DURATION = "duration", _("Minutes and seconds")
    LATENCY = "latency", _("Time until it starts")
    WHOLE = "whole", _("Intervals, all the way through")
    PARTIAL = "partial", _("Intervals, at any time in them")
    MOMENTARY = "momentary", _("Intervals, at the moment they end")
    STEPS = "steps", _("Steps of a task")
    PRODUCT = "product", _("A finished piece")
    RATING = "rating", _("Rating 1 to 5")
    ATTAINMENT = "attainment", _("Goal attainment, five levels")


TRIES = frozenset({Measure.TRIALS, Measure.STEPS, Measure.PRODUCT})
"""k of n, each of the n on its own: tries, steps, or the items of a finished piece."""
INTERVALS = frozenset({Measure.WHOLE, Measure.PARTIAL, Measure.MOMENTARY})
"""A share of intervals. Neighbouring intervals go together, so they never count as n separate tries."""
SHARES = TRIES | INTERVALS
"""Points are a share, 0 to 1."""
HELPED = frozenset({Measure.TRIALS, Measure.STEPS})
"""Recorded with the help that was needed."""
TIMES = frozenset({Measure.DURATION, Measure.LATENCY})
"""Told in seconds."""
ATTAINED = range(-2, 3)
"""The levels of goal attainment scaling: 0 is what is expected by the date."""
