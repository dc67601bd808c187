"""Plain-word sentences for signals, reasons and figures, in English and Spanish. Templates, no model.

Numbers become words by their name: `chance` -> "about 4 in 5"; `share`, `percent`, `way` -> "86 %"; a level of tries
-> "6 of 10"; a time -> "session 22". The caller may put its own words in: `say(reason, "en", due="27 March")`.
"""

from __future__ import annotations

from collections.abc import Mapping

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.reasons import Number, Reason
from maypole.cores.progress.sentences_en import ENGLISH
from maypole.cores.progress.sentences_es import SPANISH
from maypole.cores.progress.signal import Judgement
from maypole.cores.progress.wording import Counted, Words

LANGUAGES = {"en": ENGLISH, "es": SPANISH}

_ODDS = {"chance"}
_SHARES = {"share", "least", "limit", "way", "percent", "true"}
_LEVELS = {"level", "baseline", "goal", "other"}
_TIMES = {"due", "at"}


def say(reason: Reason, language: str = "en", *, clock: str = "session", **words: str) -> str:
    """The sentence for a reason.

    clock: what times count, "session" or "day". words: ready text for a field, in place of the number.
    Raises ProgressError for an unknown language or key.

    >>> from maypole.cores.progress.reasons import reason
    >>> say(reason("chance_good", chance=0.81, level=0.8, of=10, due=22))
    'The chance of reaching 8 of 10 by session 22 is about 4 in 5.'
    >>> say(reason("chance_good", chance=0.81, level=0.8, of=10, due=22), "es", due="el 27 de marzo")
    'Hay unas 4 posibilidades de 5 de llegar a 8 de 10 para el 27 de marzo.'
    """
    return say_figure(reason.key, reason.numbers, language, clock=clock, **words)


def say_figure(
    key: str, numbers: Mapping[str, Number], language: str = "en", *, clock: str = "session", **words: str
) -> str:
    """The sentence for a figure by its key, for example "nap" with percent, low and high (as shares).

    >>> say_figure("nap", {"percent": 0.92, "low": 0.76, "high": 0.98})
    'Pick any session before and any after: the later one is better 92 % of the time (likely 76 % to 98 %).'
    """
    spoken = _words(language)
    template = spoken.sentences.get(key)
    if template is None:
        raise ProgressError(f"There is no sentence {key!r}.")
    if isinstance(template, Counted):
        template = template.one if numbers.get(template.field) == 1 else template.other
    parts = {name: _part(spoken, name, value, numbers, clock) for name, value in numbers.items()}
    try:
        return template.format_map({**parts, **words})
    except KeyError as missing:
        raise ProgressError(f"The sentence {key!r} needs the number {missing}.") from None


def headline(reason: Reason, language: str = "en") -> str:
    """A short claim above the sentence: "The chance is good."."""
    return _words(language).headlines[reason.key]


def signal_words(judgement: Judgement, language: str = "en") -> str:
    """The signal in a few words: "Keep going"."""
    return _words(language).signals[judgement.name]


def next_words(judgement: Judgement, language: str = "en") -> str:
    """What to do next, as a sentence."""
    return _words(language).nexts[judgement.next]


def summary(judgement: Judgement, language: str = "en", *, clock: str = "session", **words: str) -> str:
    """One line: the signal and its strongest reason."""
    first = say(judgement.reasons[0], language, clock=clock, **words)
    name = signal_words(judgement, language)
    return f"{name}{'' if name.endswith('?') else '.'} {first}"


def odds(chance: float, language: str = "en") -> str:
    """A chance as a natural frequency.

    >>> odds(0.81), odds(0.33, "es")
    ('about 4 in 5', 'más o menos 1 posibilidad de 3')
    """
    return next(words for highest, words in _words(language).odds if chance <= highest + 1e-9)


def _words(language: str) -> Words:
    try:
        return LANGUAGES[language]
    except KeyError:
        raise ProgressError(f"There are no sentences in {language!r}; there are {', '.join(LANGUAGES)}.") from None


def _part(words: Words, name: str, value: Number, numbers: Mapping[str, Number], clock: str) -> str:
    if isinstance(value, str):
        return words.places.get(value, value) if name == "place" else value
    if name in _ODDS:
        return next(text for highest, text in words.odds if value <= highest + 1e-9)
    if name in _SHARES or (name in ("low", "high") and "percent" in numbers):
        return words.percent.format(number=round(100.0 * value))
    if name in _LEVELS or name in ("low", "high"):
        of = numbers.get("of")
        return words.part.format(part=_plain(round(value * of)), of=of) if isinstance(of, int) else _plain(value)
    if name in _TIMES:
        return words.clocks[clock].format(time=_plain(value))
    return _plain(value)


def _plain(value: float) -> str:
    """At most one decimal, none from 100 on."""
    return f"{value:.0f}" if abs(value) >= 100.0 else f"{value:.1f}".removesuffix(".0")
