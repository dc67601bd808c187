"""A clinic's own record of the rule's chances, as rows and one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.cores.progress.calibration import Bin, Calibration
from maypole.cores.progress.sentences import LANGUAGES

from .calibrating import LEAST_GOALS, Record
from .present import language

NEAR = 0.12
"""A bin off by less than this is as good as it gets with the numbers of one clinic."""
MANY = 10
"""Chances in a bin below which the share that came true is mostly luck."""


@dataclass(frozen=True)
class BinRow:
    given: str
    came_true: str
    count: int
    word: str
    kind: str
    icon: str


@dataclass(frozen=True)
class SignalRow:
    name: str
    count: int
    reached: int
    followed: str


def record_context(record: Record) -> dict[str, object]:
    """What the page shows; no rows while too few goals are finished."""
    table, spoken = record.table, LANGUAGES[language()].signals
    missing = max(LEAST_GOALS - record.goals, 0)
    return {
        "goals": record.goals,
        "missing": missing,
        "bins": [bin_row(each) for each in table.bins] if table else [],
        "brier": f"{table.brier:.2f}" if table else "",
        "count": table.count if table else 0,
        "verdict": verdict(table) if table else "",
        "signals": [
            SignalRow(
                spoken.get(each.signal, each.signal),
                each.count,
                each.reached,
                "–" if each.followed is None else str(each.followed),
            )
            for each in record.signals
        ],
    }


def bin_row(each: Bin) -> BinRow:
    """Chances of about the same size: what was given, what came true, and whether the two are near each other."""
    given, true = _percent(each.given), _percent(each.came_true)
    if each.count < MANY:
        return BinRow(given, true, each.count, _("too few to say"), "", "minus")
    if abs(each.gap) <= NEAR:
        return BinRow(given, true, each.count, _("as it should be"), "ok", "check")
    word = _("came true more often") if each.gap > 0 else _("came true less often")
    return BinRow(given, true, each.count, word, "sun", "alert")


def verdict(table: Calibration) -> str:
    """The Brier score beside that of always saying one half, and beside always giving the clinic's usual share."""
    share = sum(each.count * each.came_true for each in table.bins) / table.count
    usual = share * (1 - share)
    if table.brier < min(usual, 0.25):
        return _("The chances told more than a guess: goals with a high chance were reached more often.")
    return _(
        "The chances told no more than a guess so far. Rely on what you see, and look at the goals that surprised."
    )


def _percent(share: float) -> str:
    return _("{value} %").format(value=round(100 * share))
