"""A text as it is compared: without case, accents and invisible letters, each word knowing where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Word:
    """One run of letters: `text` folded, `written` as it stands in the original from `start` to `end`."""

    text: str
    written: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.written[:1].isupper()


def folded(text: str) -> str:
    """“José” and “JOSE” are both “jose”."""
    return "".join(letter for letter, _at in _letters(text))


def words(text: str) -> list[Word]:
    """The words of a text in order. An apostrophe or a hyphen ends a word, so “Ben’s” begins with the word “Ben”."""
    letters = list(_letters(text))
    plain = "".join(letter for letter, _at in letters)
    found = []
    for match in WORD.finditer(plain):
        start, last = letters[match.start()][1], letters[match.end() - 1][1]
        end = last + 1
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc", "Cf"):
            end += 1
        found.append(Word(match.group(), unicodedata.normalize("NFC", text[start:end]), start, end))
    return found


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Each comparable letter with its place in the text. A soft hyphen or a zero-width joiner hides no name."""
    for at, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter):
            if unicodedata.category(part) not in ("Mn", "Cf"):
                for each in part.casefold():
                    yield each, at
