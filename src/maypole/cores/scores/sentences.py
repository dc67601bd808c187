"""Plain-word sentences for scores, in English and Spanish. Templates, no model.

They explain a figure to a family; they never name a child, and never say what a score is good for.
"""

from __future__ import annotations

from maypole.cores.scores.change import Change
from maypole.cores.scores.errors import ScoresError
from maypole.cores.scores.intervals import Interval
from maypole.cores.scores.metrics import Direction

SENTENCES = {
    "en": {
        "rank": "Of 100 children of the same age, about {below} score lower and {above} score higher.",
        "rank_low": "Of 100 children of the same age, fewer than 1 scores lower.",
        "rank_high": "Of 100 children of the same age, fewer than 1 scores higher.",
        "higher_is_more_concern": "Here a higher score means more concern.",
        "neither": "Here neither a high nor a low score is better; both ends mean something different.",
        "range": "No score is exact: on another day it could be between {low} and {high} ({confidence} %).",
        "range_true": "The true score is likely between {low} and {high} ({confidence} %).",
        "changed": "The change of {difference} points is bigger than the test's own wobble ({needed} points).",
        "not_told": "The change of {difference} points is within the test's own wobble ({needed} points): "
        "this test cannot tell.",
        "gas_more": "Over all goals, more was reached than expected.",
        "gas_expected": "Over all goals, what was expected was reached.",
        "gas_less": "Over all goals, less was reached than expected so far.",
    },
    "es": {
        "rank": "De 100 niños de la misma edad, unos {below} puntúan más bajo y {above} más alto.",
        "rank_low": "De 100 niños de la misma edad, menos de 1 puntúa más bajo.",
        "rank_high": "De 100 niños de la misma edad, menos de 1 puntúa más alto.",
        "higher_is_more_concern": "Aquí una puntuación más alta significa más preocupación.",
        "neither": "Aquí ni alto ni bajo es mejor; los dos extremos significan algo distinto.",
        "range": "Ninguna puntuación es exacta: otro día podría estar entre {low} y {high} ({confidence} %).",
        "range_true": "La puntuación verdadera está probablemente entre {low} y {high} ({confidence} %).",
        "changed": "El cambio de {difference} puntos es mayor que la oscilación propia de la prueba ({needed} puntos).",
        "not_told": "El cambio de {difference} puntos está dentro de la oscilación propia de la prueba "
        "({needed} puntos): esta prueba no permite saberlo.",
        "gas_more": "En el conjunto de las metas se logró más de lo esperado.",
        "gas_expected": "En el conjunto de las metas se logró lo esperado.",
        "gas_less": "En el conjunto de las metas se ha logrado, por ahora, menos de lo esperado.",
    },
}
EXPECTED = 50.0
_ABOUT = 2.5


def say_percentile(percentile: float, language: str = "en", direction: Direction | None = None) -> str:
    """What a percentile means; with a direction that is not "higher is more skill", a second sentence says so.

    >>> say_percentile(7.1)
    'Of 100 children of the same age, about 7 score lower and 93 score higher.'
    """
    if not 0.0 <= percentile <= 100.0:
        raise ScoresError(f"A percentile lies between 0 and 100; got {percentile:g}.")
    below = round(percentile)
    key = "rank_low" if below == 0 else "rank_high" if below == 100 else "rank"
    first = _say(key, language, below=below, above=100 - below)
    if direction in (None, Direction.HIGHER_IS_MORE_SKILL):
        return first
    return f"{first} {_say(str(direction), language)}"


def say_interval(interval: Interval, language: str = "en") -> str:
    """The range around a score, in the words of its method."""
    key = "range_true" if interval.method == "true_score" else "range"
    low, high, confidence = _plain(interval.low), _plain(interval.high), round(100 * interval.confidence)
    return _say(key, language, low=low, high=high, confidence=confidence)


def say_change(change: Change, language: str = "en") -> str:
    """Whether a change is bigger than the test's own wobble.

    >>> from maypole.cores.scores.change import reliable_change
    >>> say_change(reliable_change(85, 90, 15, 0.9))
    "The change of 5 points is within the test's own wobble (13.1 points): this test cannot tell."
    """
    key = "changed" if change.reliable else "not_told"
    return _say(key, language, difference=_plain(change.difference), needed=_plain(change.needed))


def say_attainment(t_score: float, language: str = "en") -> str:
    """Goal attainment over all goals, in words: T of 50 is "as expected", give or take a quarter of a level."""
    if abs(t_score - EXPECTED) <= _ABOUT:
        return _say("gas_expected", language)
    return _say("gas_more" if t_score > EXPECTED else "gas_less", language)


def _say(key: str, language: str, **numbers: object) -> str:
    if language not in SENTENCES:
        raise ScoresError(f"There are no sentences in {language!r}; there are {', '.join(SENTENCES)}.")
    return SENTENCES[language][key].format(**numbers)


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
