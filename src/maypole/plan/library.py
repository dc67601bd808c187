"""The shipped ways of working: read-only content with sources and limits, for a therapist to choose from and adapt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .models import Confidence

KINDS: dict[str, Promise] = {
    "meta": gettext_lazy("meta-analysis"),
    "review": gettext_lazy("systematic review"),
    "narrative": gettext_lazy("review of the field"),
    "trial": gettext_lazy("controlled trial"),
    "single": gettext_lazy("single-case study"),
    "lab": gettext_lazy("laboratory study"),
}
TRANSLATED = frozenset({"es"})
"""Languages with a file of their own; others read English."""
LOOK_AGAIN_MONTHS = 24
"""Evidence is looked at again after two years at the latest."""


@dataclass(frozen=True)
class Source:
    """One study: facts only. `kind` is a key of `KINDS`."""

    who: str
    year: int
    kind: str
    about: str

    def __str__(self) -> str:
        told = {"who": self.who, "year": self.year, "kind": KINDS[self.kind], "about": self.about}
        return _("%(who)s (%(year)d), %(kind)s: %(about)s") % told


@dataclass(frozen=True)
class Known:
    """One way of working with what is known about it."""

    code: str
    area: str
    also: tuple[str, ...]
    name: str
    why: str
    steps: tuple[str, ...]
    limits: str
    confidence: str
    sources: tuple[Source, ...]
    reviewed_on: date

    def source_text(self) -> str:
        """Every source, one a line, in the active language."""
        return "\n".join(str(source) for source in self.sources)


@dataclass(frozen=True)
class Library:
    notice: str
    strategies: tuple[Known, ...]
    by_code: Mapping[str, Known]

    def get(self, code: str) -> Known | None:
        return self.by_code.get(code)

    def for_area(self, area: str) -> tuple[Known, ...]:
        """All of them for no area, else those made for it first and those that help there too."""
        if not area:
            return self.strategies
        found = [one for one in self.strategies if area == one.area or area in one.also]
        return tuple(sorted(found, key=lambda one: one.area != area))


@cache
def library(language: str = "en") -> Library:
    """The shipped strategies in a reader's language, read once."""
    content = _content("strategies.json")
    day = date.fromisoformat(content["reviewed_on"])
    known = tuple(_known(entry, day) for entry in content["strategies"])
    notice = content["notice"]
    if language in TRANSLATED:
        told = _content(f"strategies.{language}.json")
        known, notice = tuple(_told(one, told["strategies"][one.code]) for one in known), told["notice"]
    return Library(notice, known, {one.code: one for one in known})


def snapshot(known: Known, language: str) -> dict[str, Any]:
    """The fields of a method as a plan version keeps them, in the language of the organisation's record."""
    one = library(language).by_code[known.code]
    with override(language):
        source = one.source_text()
    return {
        "code": one.code,
        "name": one.name,
        "why": one.why,
        "source": source,
        "confidence": one.confidence,
        "limits": one.limits,
        "reviewed_on": one.reviewed_on,
    }


def _content(name: str) -> Any:
    return json.loads(files("maypole.plan").joinpath("content", name).read_text("utf-8"))


def _known(entry: Mapping[str, Any], day: date) -> Known:
    return Known(
        code=entry["code"],
        area=entry["area"],
        also=tuple(entry["also"]),
        name=entry["name"],
        why=entry["why"],
        steps=tuple(entry["steps"]),
        limits=entry["limits"],
        confidence=Confidence(entry["confidence"]).value,
        sources=tuple(Source(**source) for source in entry["sources"]),
        reviewed_on=day,
    )


def _told(one: Known, words: Mapping[str, Any]) -> Known:
    pairs = zip(one.sources, words["about"], strict=True)
    return replace(
        one,
        name=words["name"],
        why=words["why"],
        steps=tuple(words["steps"]),
        limits=words["limits"],
        sources=tuple(replace(source, about=about) for source, about in pairs),
    )
