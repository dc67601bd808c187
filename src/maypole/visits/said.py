"""One goal's result in one visit, in whole sentences, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.plan.amounts import clock, percent, plain_amount, result_text, short, signed
from maypole.plan.models import Measure, Mode
from maypole.plan.models.measure import INTERVALS
from maypole.web.dates import day

from .models import PromptLevel
from .tally import Before, Tally


def result(tally: Tally) -> str:
    """One goal's result in this visit as a sentence without its comparison."""
    words = {"goal": tally.title, "n": tally.n, "alone": tally.alone, "k": tally.k or 0, "of": tally.of or 0}
    if tally.is_helped:
        return _with_help(tally) % words
    if tally.measure == Measure.COUNT:
        return _("%(goal)s: %(value)s counted.") % {**words, "value": _with_unit(tally)}
    if tally.measure == Measure.DURATION:
        text = ngettext(
            "%(goal)s: %(time)s, measured %(n)d time.", "%(goal)s: %(time)s on average, measured %(n)d times.", tally.n
        )
        return text % {**words, "time": clock(tally.value)}
    if tally.measure == Measure.LATENCY:
        return _waited(tally) % {**words, "time": clock(tally.value), "silent": tally.n - (tally.k or 0)}
    if tally.measure == Measure.RATE:
        said = {"rate": plain_amount(tally.measure, tally.unit, tally.value), "time": clock(tally.span_s)}
        return _("%(goal)s: %(rate)s, watched for %(time)s.") % {**words, **said}
    if tally.measure in INTERVALS:
        return str(INTERVAL_WORDS[tally.measure]) % {**words, "percent": percent(100.0 * tally.value)}
    if tally.measure == Measure.PRODUCT:
        return _("%(goal)s: %(k)d of %(of)d right.") % words
    if tally.measure == Measure.ATTAINMENT:
        return _("%(goal)s: goal attainment level %(level)s.") % {**words, "level": signed(tally.value)}
    return _("%(goal)s: %(value)s out of 5.") % {**words, "value": short(tally.value)}


INTERVAL_WORDS: dict[str, Promise] = {
    Measure.WHOLE: gettext_lazy("%(goal)s: all the way through %(k)d of %(of)d intervals (%(percent)s)."),
    Measure.PARTIAL: gettext_lazy("%(goal)s: at some time in %(k)d of %(of)d intervals (%(percent)s)."),
    Measure.MOMENTARY: gettext_lazy("%(goal)s: at the end of %(k)d of %(of)d intervals (%(percent)s)."),
}


def _with_help(tally: Tally) -> str:
    if tally.measure == Measure.STEPS:
        return ngettext(
            "%(goal)s: %(alone)d of %(n)d step without help.",
            "%(goal)s: %(alone)d of %(n)d steps without help.",
            tally.n,
        )
    return ngettext(
        "%(goal)s: %(alone)d of %(n)d try without help.", "%(goal)s: %(alone)d of %(n)d tries without help.", tally.n
    )


def _waited(tally: Tally) -> str:
    """A response that did not come is said, never hidden in an average."""
    if not tally.k:
        return ngettext(
            "%(goal)s: no response in %(n)d time asked, waited up to %(time)s.",
            "%(goal)s: no response in %(n)d times asked, waited up to %(time)s.",
            tally.n,
        )
    if tally.k == tally.n:
        return ngettext(
            "%(goal)s: began after %(time)s, asked %(n)d time.",
            "%(goal)s: began after %(time)s on average, asked %(n)d times.",
            tally.n,
        )
    return _("%(goal)s: began after %(time)s on average, asked %(n)d times; no response in %(silent)d of them.")


def spoke(tally: Tally) -> str:
    """How the child said it: “Said by talking device (5), sign (2).”"""
    if not tally.modes:
        return ""
    parts = [_("%(mode)s (%(n)d)") % {"mode": str(Mode(mode).label).lower(), "n": n} for mode, n in tally.modes]
    return _("Said by: %(list)s.") % {"list": ", ".join(parts)}


def compared(tally: Tally) -> str:
    """How it was the last time, or nothing when there is no last time."""
    before = tally.before
    if before is None:
        return ""
    return _("Last visit, %(day)s: %(value)s.") % {
        "day": day(before.at),
        "value": before_words(tally, before),
    }


def last_time(tally: Tally) -> str:
    """The last visit's result of one goal: “Ties her shoes: 7 of 10, on 3 March.”"""
    if tally.before is None:
        return ""
    words = {"goal": tally.title, "value": before_words(tally, tally.before), "day": day(tally.before.at)}
    return _("%(goal)s: %(value)s, on %(day)s.") % words


def before_words(tally: Tally, before: Before) -> str:
    return result_text(tally.measure, tally.unit, before.value, before.correct, before.trials)


def helped(tally: Tally) -> str:
    """The help that was needed, most frequent wording kept short: “Help needed: a word (3), a gesture (1).”"""
    if not tally.helps:
        return ""
    parts = [
        _("%(level)s (%(n)d)") % {"level": str(PromptLevel(level).label).lower(), "n": n} for level, n in tally.helps
    ]
    return _("Help needed: %(list)s.") % {"list": ", ".join(parts)}


def missed(tally: Tally) -> str:
    if not tally.missed:
        return ""
    return _("Not this time: %(n)d.") % {"n": tally.missed}


def _with_unit(tally: Tally) -> str:
    return f"{short(tally.value)} {tally.unit}".strip()
