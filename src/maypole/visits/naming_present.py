"""The names found in a note as its page shows them, and what somebody answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .naming import Confirmed, Found

MOST = 20
PARTS: Mapping[str, Promise] = {
    "subjective": _("What the child and family said"),
    "objective": _("What we saw and counted"),
    "assessment": _("What it means"),
    "plan": _("What comes next"),
    "family_summary": _("For the family, in plain words"),
    "why": _("What do you amend, and why?"),
}


@dataclass(frozen=True)
class Place:
    """Where a word stands, with what is before and after it."""

    part: str
    before: str
    word: str
    after: str
    what: str


@dataclass(frozen=True)
class NamedWord:
    """One word as it is written. `may_confirm`: it may mean something else; `why` is what was answered so far."""

    word: str
    may_confirm: bool
    why: str
    places: tuple[Place, ...]


def named_words(found: Sequence[Found], answered: Confirmed, labels: Mapping[str, str]) -> list[NamedWord]:
    """The words that were found, each with every place. `labels` name sections that the clinic has of its own."""
    words: dict[str, list[Found]] = {}
    for each in found:
        words.setdefault(each.word, []).append(each)
    return [
        NamedWord(
            word=word,
            may_confirm=not any(each.hit.sure for each in all_of_them),
            why=answered.get(word, ""),
            places=tuple(
                Place(labels.get(each.part) or str(PARTS.get(each.part, each.part)), each.before, word, each.after,
                      each.what)
                for each in all_of_them
            ),
        )
        for word, all_of_them in words.items()
    ]  # fmt: skip


def confirmed_in(data: QueryDict) -> dict[str, str]:
    """Reason by word, as the page asks for them in pairs."""
    words, reasons = data.getlist("named_word")[:MOST], data.getlist("named_why")[:MOST]
    return {word: why.strip()[:300] for word, why in zip(words, reasons, strict=False) if why.strip()}
