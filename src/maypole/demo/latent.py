"""How a simulated child learns: a latent skill that grows, wobbles, and travels slowly to other places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

PROMPTS = ("V", "VB", "G", "M", "PP", "FP")
"""Help when a try was not independent, least first."""
BEHIND = {"clinic": 0.0, "home": 0.9, "school": 1.5}
"""How far (in logits) a skill of the clinic lags in another place at first; the lag halves every ten weeks."""


@dataclass
class Skill:
    """A skill in logits, from `start` towards `top` at `rate` a week; `wobble` is the noise from day to day."""

    start: float
    top: float
    rate: float
    wobble: float
    drift: float = 0.0

    def logit(self, weeks: float, place: str, rng: Random) -> float:
        """The level `weeks` after teaching began (negative in the baseline), today, in this place."""
        grown = self.start + (self.top - self.start) * (1 - math.exp(-self.rate * max(weeks, 0.0)))
        lag = BEHIND.get(place, 0.0) * 0.5 ** (max(weeks, 0.0) / 10)
        self.drift = 0.3 * self.drift + rng.gauss(0, self.wobble)  # sessions close in time resemble each other
        return float(grown - lag + self.drift)

    def chance(self, weeks: float, place: str, rng: Random) -> float:
        return 1 / (1 + math.exp(-self.logit(weeks, place, rng)))


def logit(share: float) -> float:
    share = min(max(share, 0.03), 0.97)
    return math.log(share / (1 - share))


def skill(baseline: float, criterion: float, rng: Random) -> Skill:
    """A child's skill for a goal from `baseline` to `criterion` (shares): most learn, a fifth hardly do."""
    start, aim = logit(baseline), logit(criterion)
    if rng.random() < 0.2:
        return Skill(start, start + 0.25 * (aim - start), rng.uniform(0.02, 0.06), 0.45)
    return Skill(start, aim + rng.uniform(0.1, 1.2), rng.uniform(0.07, 0.2), rng.uniform(0.3, 0.5))


def prompt(level: float, rng: Random) -> str:
    """The help a try needed when it was not independent: less of it as the skill grows."""
    place = (1 - level) * len(PROMPTS) + rng.gauss(0, 1.1)
    return PROMPTS[min(max(int(place), 0), len(PROMPTS) - 1)]
