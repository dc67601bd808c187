"""How far two observers agree, in words: the index that suits, what it is made of, when it is too little to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.cores.progress.kappa import Kappa
from maypole.cores.progress.observers import LEAST, LINE, Agreement, Figure, Index
from maypole.plan.amounts import percent
from maypole.web.dates import day

from .models import SecondObserver, Visit
from .second import Compared, compared

INDEXES: dict[Index, Promise] = {
    Index.TRIAL_BY_TRIAL: gettext_lazy("trial by trial"),
    Index.INTERVAL_BY_INTERVAL: gettext_lazy("interval by interval"),
    Index.SCORED: gettext_lazy("scored intervals"),
    Index.UNSCORED: gettext_lazy("unscored intervals"),
    Index.EXACT_COUNT: gettext_lazy("exact count per minute"),
    Index.MEAN_COUNT: gettext_lazy("mean count per minute"),
    Index.TOTAL_COUNT: gettext_lazy("total count"),
    Index.MEAN_DURATION: gettext_lazy("mean duration per occurrence"),
    Index.TOTAL_DURATION: gettext_lazy("total duration"),
    Index.MEAN_LATENCY: gettext_lazy("mean latency per response"),
}
MEANS: dict[Index, Promise] = {
    Index.TRIAL_BY_TRIAL: gettext_lazy(
        "Of all tries, those that both scored alike. One that only one of them saw counts against."
    ),
    Index.INTERVAL_BY_INTERVAL: gettext_lazy("Of all intervals, those that both scored alike."),
    Index.SCORED: gettext_lazy("Of the intervals in which either saw it, those in which both did: for what is rare."),
    Index.UNSCORED: gettext_lazy(
        "Of the intervals in which either did not see it, those in which neither did: for what is frequent."
    ),
    Index.EXACT_COUNT: gettext_lazy("Of all minutes, those in which both counted the same number: the strictest."),
    Index.MEAN_COUNT: gettext_lazy("In each minute the smaller count over the larger, then the mean."),
    Index.TOTAL_COUNT: gettext_lazy("The smaller total over the larger. High even when each saw other events."),
    Index.MEAN_DURATION: gettext_lazy("Each time the shorter over the longer, then the mean."),
    Index.TOTAL_DURATION: gettext_lazy("The shorter total over the longer."),
    Index.MEAN_LATENCY: gettext_lazy("Each time the shorter wait over the longer, then the mean."),
}  # fmt: skip


@dataclass(frozen=True)
class AgreedLine:
    """One goal in one visit as two people recorded it."""

    row: Compared
    goal: str
    day: str
    name: str
    said: str
    kind: str
    icon: str
    word: str
    beside: tuple[tuple[str, str, str], ...] = ()
    kappa: str = ""

    @property
    def visit(self) -> Visit:
        return self.row.watch.visit


def lines_of(rows: Sequence[Compared]) -> list[AgreedLine]:
    return [line(row) for row in rows]


def of_visit(visit: Visit) -> list[AgreedLine]:
    """Every goal of a visit that had a second observer. Four queries at most."""
    return lines_of(compared(SecondObserver.objects.filter(visit=visit)))


def line(row: Compared) -> AgreedLine:
    """“82 % alike, trial by trial, 11 tries” with the chip's kind, icon and word."""
    found, watch = row.found, row.watch
    kind, icon, word = chip(found)
    return AgreedLine(
        row, watch.goal.title, day(row.when), watch.by.name, said(found), kind, icon, word,
        tuple(_figure(each) for each in found.beside if each.share is not None) if found else (),
        kappa_words(found.kappa) if found and found.kappa else "",
    )  # fmt: skip


def chip(found: Agreement | None) -> tuple[str, str, str]:
    if found is None:
        return "", "minus", _("Nothing to compare")
    if not found.main.enough:
        return "", "clock", _("Too few to say")
    if found.low:
        return "alert", "alert", _("Below the usual line")
    return "ok", "check", _("At or above the usual line")


def said(found: Agreement | None) -> str:
    """The main figure in one sentence, or why there is none."""
    if found is None:
        return _("There is nothing that both of them could have seen.")
    if found.never and not found.main.n:
        return _("Neither of them saw it.")
    if found.main.share is None:
        return _("Neither index is defined for what they recorded.")
    words = {"share": percent(100 * found.main.share), "index": INDEXES[found.main.index], "n": found.main.n}
    text = ngettext("%(share)s, %(index)s, from %(n)d.", "%(share)s, %(index)s, from %(n)d.", found.main.n) % words
    if not found.main.enough:
        few = _("Below %(least)d, one disagreement alone decides: too few to say.") % {"least": LEAST}
        return f"{text} {few}"
    if found.never:
        return f"{text} {_('Neither of them saw it once: that is easily agreed.')}"
    return text


def _figure(figure: Figure) -> tuple[str, str, str]:
    share = percent(100 * (figure.share or 0.0))
    return str(INDEXES[figure.index]), f"{share} ({figure.n})", str(MEANS[figure.index])


def kappa_words(found: Kappa) -> str:
    """“Kappa 0.62 (0.31 to 0.81): agreement beyond chance.”"""
    if found.value is None:
        return _("Kappa is not defined: both said the same of everything, so chance alone explains it.")
    if found.low is None or found.high is None:
        return _("Kappa %(value).2f, without limits: that takes %(needed)d pairs, and there are %(n)d.") % {
            "value": found.value, "needed": found.needed, "n": found.pairs,
        }  # fmt: skip
    return _("Kappa %(value).2f (%(low).2f to %(high).2f): agreement beyond chance.") % {
        "value": found.value, "low": found.low, "high": found.high,
    }  # fmt: skip


def usual_line() -> str:
    return percent(100 * LINE)
