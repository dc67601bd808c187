"""How good were the forecasts? For a clinic's own log of chances given and goals reached, and for published series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maypole.cores.progress.errors import ProgressError

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same chance: how many, the mean chance given, and the share that came true."""

    count: int
    given: float
    came_true: float

    @property
    def gap(self) -> float:
        """Share that came true minus the chance given."""
        return self.came_true - self.given


@dataclass(frozen=True, slots=True)
class Calibration:
    """Brier score (0 perfect, .25 always saying one half), and the reliability table."""

    count: int
    brier: float
    bins: tuple[Bin, ...]

    def worst_gap(self, least: int = 50) -> float:
        """The largest gap among bins of at least `least` forecasts; 0 where there is none."""
        return max((abs(b.gap) for b in self.bins if b.count >= least), default=0.0)


def calibration(chances: Sequence[float], reached: Sequence[bool], bins: int = BINS) -> Calibration:
    """Brier score (Brier 1950) and reliability table in equal bins of the chance given.

    Not to be read with fewer than some 50 finished goals.

    >>> round(calibration([0.9, 0.8, 0.2, 0.1], [True, True, False, True]).brier, 3)
    0.225
    """
    if not chances or len(chances) != len(reached):
        raise ProgressError(f"{len(chances)} chances and {len(reached)} results: give one result for each chance.")
    if not all(0.0 <= chance <= 1.0 for chance in chances):
        raise ProgressError("A chance lies between 0 and 1.")
    pairs = list(zip(chances, reached, strict=True))
    table = []
    for number in range(bins):
        inside = [(p, hit) for p, hit in pairs if min(int(p * bins), bins - 1) == number]
        if inside:
            given, true = sum(p for p, _ in inside), sum(hit for _, hit in inside)
            table.append(Bin(len(inside), given / len(inside), true / len(inside)))
    return Calibration(len(pairs), sum((p - hit) ** 2 for p, hit in pairs) / len(pairs), tuple(table))


def learned_growth_prior(growth: Sequence[float], prior: float = 0.5, worth: float = 20.0) -> float:
    """The share of goals that grow, learned from a clinic's finished goals of one kind.

    growth: posterior weight of growth in each last forecast, as made with `prior`. The prior counts like `worth`
    goals, so a handful of goals moves nothing. Expectation-maximisation for one mixture weight
    (Dempster, Laird & Rubin 1977); use one forecast a goal, of goals that were followed to their end.

    >>> round(learned_growth_prior([0.9] * 40), 2)
    0.82
    """
    if not 0.0 < prior < 1.0:
        raise ProgressError("A prior lies between 0 and 1.")
    start = math.log(prior / (1.0 - prior))
    ratios = [math.log(max(w, 1e-9) / max(1.0 - w, 1e-9)) - start for w in growth]
    share = prior
    for _ in range(200):
        odds = math.log(share / (1.0 - share))
        total = sum(1.0 / (1.0 + math.exp(-(ratio + odds))) for ratio in ratios)
        share = (prior * worth + total) / (worth + len(ratios))
    return share
