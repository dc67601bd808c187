"""The goal bank: wordings to start from, ours in both languages and the clinic's own; searched by words, area and age.

A suggestion is never a goal: it has no child, no family's words, no baseline and no date.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from .models import BankGoal
from .models.measure import ATTAINED

MOST_SHOWN = 8
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Suggestion:
    """One wording. Ages in months; `criterion` as `Goal.criterion` tells it. `own`: the clinic's key of it."""

    code: str
    area: str
    from_months: int
    to_months: int
    title: str
    who_does: str
    conditions: str
    measure: str
    criterion: float
    occupation: str
    unit: str = ""
    improvement: str = "increase"
    scale_max: float | None = None
    span_s: float | None = None
    chaining: str = ""
    modes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    own: UUID | None = None

    def suits(self, months: int) -> bool:
        return self.from_months <= months <= self.to_months

    @property
    def by_level(self) -> dict[int, str]:
        """The words of the five attainment levels, lowest first."""
        return dict(zip(ATTAINED, self.levels, strict=False))

    @property
    def said(self) -> str:
        """Everything a search looks into, in small letters without accents."""
        return folded(" ".join((self.title, self.who_does, self.conditions, self.unit, *self.steps, *self.levels)))


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def shipped(language: str) -> tuple[Suggestion, ...]:
    """Those that come with the program, in `language`, else in English."""
    spoken = language[:2] if language[:2] in LANGUAGES else "en"
    found = json.loads(files("maypole.plan").joinpath("content/goal_bank.json").read_text("utf-8"))
    return tuple(_read(raw, spoken) for raw in found["goals"])


def _read(raw: Mapping[str, Any], spoken: str) -> Suggestion:
    words = raw[spoken]
    return Suggestion(
        code=raw["code"],
        area=raw["area"],
        from_months=raw["months"][0],
        to_months=raw["months"][1],
        title=words["title"],
        who_does=words["who_does"],
        conditions=words["conditions"],
        measure=raw["measure"],
        criterion=float(raw["criterion"]),
        occupation=raw["occupation"],
        unit=words.get("unit", ""),
        improvement=raw.get("improvement", "increase"),
        scale_max=raw.get("scale_max"),
        span_s=raw.get("span_s"),
        chaining=raw.get("chaining", ""),
        modes=tuple(raw.get("modes", ())),
        steps=tuple(words.get("steps", ())),
        levels=tuple(words.get("levels", ())),
    )


def of_clinic(rows: Iterable[BankGoal]) -> Iterator[Suggestion]:
    """The clinic's own as suggestions; they are in the language they were written in."""
    for row in rows:
        yield Suggestion(
            code=str(row.pk),
            area=row.area,
            from_months=row.from_months,
            to_months=row.to_months,
            title=row.title,
            who_does=row.who_does,
            conditions=row.conditions,
            measure=row.measure,
            criterion=row.criterion,
            occupation=row.occupation,
            unit=row.unit,
            improvement=row.improvement,
            scale_max=row.scale_max,
            span_s=row.span_s,
            own=row.pk,
        )


def offered(organisation: UUID, language: str) -> list[Suggestion]:
    """Every suggestion of a clinic: its own first. One query."""
    own = BankGoal.objects.offered().filter(organisation=organisation)
    return [*of_clinic(own), *shipped(language)]


def one_offered(organisation: UUID, language: str, code: str) -> Suggestion | None:
    """The suggestion with this code, None when nobody offers it (any more)."""
    return next((one for one in offered(organisation, language) if one.code == code), None)


def search(found: Iterable[Suggestion], words: str = "", area: str = "", months: int | None = None) -> list[Suggestion]:
    """Those that have every word and the area, those for the child's age first; in the bank's order otherwise.

    >>> [one.code for one in search(shipped("en"), "shoelaces")]
    ['sc-shoes']
    """
    wanted = folded(words).split()
    hits = [one for one in found if (not area or one.area == area) and all(word in one.said for word in wanted)]
    return hits if months is None else sorted(hits, key=lambda one: not one.suits(months))
