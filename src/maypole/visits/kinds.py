"""What an observation of each kind of measure must and may hold: the table that the wire is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from maypole.plan.models import Measure

CHECKED = ("correct", "prompt", "value", "step", "span_s", "out_of")
DAY = 86_400.0


@dataclass(frozen=True)
class Kind:
    """Fields that must be there, fields that may be, the range of `value`, and whether it is a whole number."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    whole: bool = False

    def first_unfit(self, sent: Mapping[str, object]) -> tuple[str, str]:
        """The first field that makes these no observation of this kind, with a reason's code; two empty texts else."""
        for name in self.needs:
            if sent[name] is None or sent[name] == "":
                return "incomplete", name
        for name in CHECKED:
            if name not in self.needs and name not in self.may and sent[name] not in (None, ""):
                return "unexpected", name
        value, span = sent["value"], sent["span_s"]
        if isinstance(value, float) and not (self.low <= value <= self.high):
            return "out_of_range", "value"
        if isinstance(value, float) and self.whole and not value.is_integer():
            return "out_of_range", "value"
        if isinstance(span, float) and not 0.0 < span <= DAY:
            return "out_of_range", "span_s"
        return "", ""


_INTERVAL = Kind(needs=("correct", "step", "span_s"))
KINDS: Mapping[str, Kind] = MappingProxyType({
    Measure.TRIALS: Kind(needs=("correct", "prompt"), may=("step",)),
    Measure.STEPS: Kind(needs=("correct", "prompt", "step")),
    Measure.COUNT: Kind(needs=("value",), may=("step",), high=100_000),
    Measure.RATE: Kind(needs=("value", "span_s"), high=100_000),
    Measure.DURATION: Kind(needs=("value",), may=("step",), high=DAY),
    Measure.LATENCY: Kind(needs=("value",), may=("correct",), high=DAY),
    Measure.WHOLE: _INTERVAL,
    Measure.PARTIAL: _INTERVAL,
    Measure.MOMENTARY: _INTERVAL,
    Measure.PRODUCT: Kind(needs=("value",), may=("out_of",), high=32_767, whole=True),
    Measure.RATING: Kind(needs=("value",), may=("step",), low=1, high=5),
    Measure.ATTAINMENT: Kind(needs=("value",), low=-2, high=2, whole=True),
})  # fmt: skip
