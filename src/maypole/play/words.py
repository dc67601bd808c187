"""Which words of a child's record name a thing that is in a game: dough, dryer, drum; and never “before” or “hand”."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .library import TRANSLATED, Activity, folded, library

WORD = re.compile(r"[^\W\d_]{3,}")
MOST = 5
"""A word that more games of the library use than this names nothing in particular."""
COMMON = frozenset(
    {
        "allergic", "allergy", "alergia", "alergico", "anything", "being", "cosa", "cosas", "doing", "estar",
        "everything", "frighten", "having", "hacer", "like", "love", "miedo", "other", "reaction", "scared", "sudden",
        "thing", "very", "warning",
    }
)  # fmt: skip
"""Words that say how, not what, and are too rare in the library to be left out by their number."""


def stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def stems(text: str) -> frozenset[str]:
    """Words of three letters and more, small, without accents and plural s."""
    return frozenset(stem(word) for word in WORD.findall(folded(text)))


@cache
def _widespread() -> frozenset[str]:
    """Stems that stand in many games, in any language the library is told in."""
    seen: Counter[str] = Counter()
    for language in sorted(TRANSLATED):  # a translated game keeps its English words beside its own
        for activity in library(language).activities:
            seen.update(stems(activity.words))
    return frozenset(word for word, games in seen.items() if games > MOST)


def telling(text: str) -> frozenset[str]:
    """The words of a text that name something in particular."""
    return stems(text) - _widespread() - COMMON


def named_in(phrases: tuple[str, ...], entry: Activity) -> tuple[str, ...]:
    """Those phrases of which a telling word is in the game."""
    words = stems(entry.words)
    return tuple(phrase for phrase in phrases if telling(phrase) & words)
