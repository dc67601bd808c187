"""The milestone lists as they ship: our paraphrase of a public list, with its source and what it may be used for.

Facts and rules of use stand in the file: no total, no percentage, no age equivalent; the list of the last age the child
has reached; corrected age for a child born early, until 24 months.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

TRANSLATED = frozenset({"es"})


@dataclass(frozen=True)
class Milestone:
    id: str
    months: int
    domain: str
    text: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """Between the 1st and 99th centile of healthy children, in months (WHO 2006)."""

    text: str
    first: float
    last: float


@dataclass(frozen=True)
class Checklists:
    meaning: str
    notice: str
    attribution: str
    source_url: str
    reference: str
    domains: Mapping[str, str]
    ages: tuple[int, ...]
    milestones: tuple[Milestone, ...]
    by_id: Mapping[str, Milestone]
    windows: tuple[Window, ...]
    windows_note: str
    windows_source: str

    def list_age(self, months: int) -> int | None:
        """The list to use: that of the last age reached; None before two months."""
        return max((age for age in self.ages if age <= months), default=None)

    def at(self, age: int) -> tuple[Milestone, ...]:
        return tuple(one for one in self.milestones if one.months == age)

    def in_area(self, area: str, age: int) -> tuple[Milestone, ...]:
        """Milestones of one age that belong to a skill area."""
        return tuple(one for one in self.at(age) if area in one.areas)


@cache
def checklists(language: str = "en") -> Checklists:
    """The lists in a reader's language, read once; English where nobody has translated them."""
    raw = _content("milestones.json")
    told = _content(f"milestones.{language}.json") if language in TRANSLATED else {}
    words: Mapping[str, str] = told.get("milestones", {})
    rows = tuple(
        Milestone(
            one["id"], one["age_months"], one["domain"], words.get(one["id"], one["text"]), tuple(one["skill_areas"])
        )
        for one in raw["milestones"]
    )
    who, who_words = raw["who_motor_windows"], told.get("who", {})
    return Checklists(
        meaning=told.get("meaning", raw["meaning"]),
        notice=told.get("notice_parent", raw["notice_parent"]),
        attribution=told.get("attribution", raw["source"]["attribution"]),
        source_url=raw["source"]["url"],
        reference=raw["source"]["reference"],
        domains=told.get("domains") or {row["code"]: row["label"] for row in raw["domains"]},
        ages=tuple(raw["ages_months"]),
        milestones=rows,
        by_id={one.id: one for one in rows},
        windows=tuple(
            Window(who_words.get(one["id"], one["milestone"]), one["p1"], one["p99"]) for one in who["windows"]
        ),
        windows_note=told.get("who_note", who["note"]),
        windows_source=who["source"],
    )


def _content(name: str) -> Any:
    return json.loads(files("maypole.areas").joinpath("content", name).read_text("utf-8"))
