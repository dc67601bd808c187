"""Letters on paper: standard fonts where they reach, a font of this machine beyond, spelled out where none has them.

The 14 standard fonts know Windows-1252, which covers English and Spanish. A name in another script must not vanish: it
is set in a font of the machine that has its letters, else each letter is spelled in Latin ones, in brackets, and the
report says so at its end. Scripts that need shaping or run from right to left are spelled out too, because we do not
shape them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

STANDARD = {False: "Helvetica", True: "Helvetica-Bold"}
PLACES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans{bold}.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans{bold}.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans{noto}.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSans{free}.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
)
"""Where common systems keep a font with many scripts; the first that is there is used."""
SHAPED = (
    "ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI",
    "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI",
    "LAO", "TIBETAN", "MYANMAR", "KHMER",
)  # fmt: skip
"""Scripts whose letters join, stack or run from right to left."""


@dataclass(frozen=True)
class Machine:
    """A font of this machine in both weights, and the letters it has."""

    names: dict[bool, str]
    letters: frozenset[int]


@cache
def machine() -> Machine | None:
    """The first of PLACES that is there; None on a machine without any."""
    for place in PLACES:
        plain, bold = (Path(place.format(**weight)) for weight in (
            {"bold": "", "noto": "-Regular", "free": ""}, {"bold": "-Bold", "noto": "-Bold", "free": "Bold"},
        ))  # fmt: skip
        if not plain.exists():
            continue
        try:
            face = TTFont("Machine", str(plain))
            pdfmetrics.registerFont(face)
            pdfmetrics.registerFont(TTFont("Machine-Bold", str(bold if bold.exists() else plain)))
        except (TTFError, OSError):
            continue
        return Machine({False: "Machine", True: "Machine-Bold"}, frozenset(face.face.charToGlyph))
    return None


@dataclass
class Typesetter:
    """Puts words into runs of one font each; remembers whether any letter had to be spelled out."""

    font: Machine | None = field(default_factory=machine)
    spelled: bool = False

    def runs(self, text: str, bold: bool = False) -> Iterator[tuple[str, str]]:
        """(font, words) in order; together they say all of `text`."""
        clean = unicodedata.normalize("NFC", "".join(letter if letter.isprintable() else " " for letter in text))
        for kind, letters in groupby(clean, self._kind):
            words = "".join(letters)
            if kind == "spell":
                self.spelled = True
                yield STANDARD[bold], f"[{spelled(words)}]"
            elif kind == "machine" and self.font is not None:
                yield self.font.names[bold], words
            else:
                yield STANDARD[bold], words

    def _kind(self, letter: str) -> str:
        if is_standard(letter):
            return "standard"
        if unicodedata.name(letter, "").startswith(SHAPED):
            return "spell"
        return "machine" if self.font is not None and ord(letter) in self.font.letters else "spell"

    def markup(self, text: str, bold: bool = False) -> str:
        """The words as reportlab's paragraphs take them; everything in `text` is escaped."""
        parts = [f'<font name="{font}">{escape(words)}</font>' for font, words in self.runs(text, bold)]
        return "".join(parts)


def is_standard(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґў",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "yo",
            "ye",
            "i",
            "yi",
            "g",
            "w",
        ],
        strict=True,
    )
)
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
"""Letters that are close to Latin ones, after common transliterations; marks are taken off first."""
CLOSE = CYRILLIC | GREEK


def spelled(words: str) -> str:
    """Latin letters for others: without their marks, by a close letter, else by the letter's own name.

    >>> spelled("Łó"), spelled("Дима"), spelled("علي"), spelled("山")
    ('Lo', 'Dima', 'AIN-LAM-YEH', 'U+5C71')
    """
    return "".join(_spelled(letter, number == 0) for number, letter in enumerate(words))


def _spelled(letter: str, first: bool) -> str:
    close = CLOSE.get(letter.lower())
    parts = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    close = CLOSE.get(parts.lower()) if close is None else close
    if close is not None:
        return close.capitalize() if letter != letter.lower() else close
    if parts and all(is_standard(part) for part in parts):
        return parts
    name = unicodedata.name(letter, "")
    before, _, after = name.partition("LETTER ")
    if before.startswith("LATIN"):
        return after[:1] if "CAPITAL" in before else after[:1].lower()
    told = after.split(" ")[0] if after else f"U+{ord(letter):04X}"
    return told if first else f"-{told}"
