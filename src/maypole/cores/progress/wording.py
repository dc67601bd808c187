"""The shape of one language's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Counted(NamedTuple):
    """Two forms of a sentence: `one` when the number called `field` is 1, else `other`."""

    field: str
    one: str
    other: str


Template = str | Counted


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that `sentences` needs to speak one language.

    signals: name of a signal -> a few words. nexts: next step -> a sentence. headlines: reason key -> a short claim.
    sentences: key -> template with named fields. odds: (highest chance, words), rising. places: setting -> words that
    follow "at". clocks: a time on the clock "session" or "day". part: "6 of 10".
    """

    signals: dict[str, str]
    nexts: dict[str, str]
    headlines: dict[str, str]
    sentences: dict[str, Template]
    odds: tuple[tuple[float, str], ...]
    places: dict[str, str]
    clocks: dict[str, str]
    part: str
    percent: str
