"""Reads the invented people and goals of the demo clinic."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, cast

Text = dict[str, str]
FOLDER = Path(__file__).parent / "content"


class StaffText(TypedDict):
    slug: str
    name: str
    role: str
    discipline: str
    site: int


class SiteText(TypedDict):
    name: str
    rooms: list[str]


class PrecautionText(TypedDict):
    kind: str
    title: Text
    advice: Text


class PeopleText(TypedDict):
    staff: list[StaffText]
    sites: list[SiteText]
    children: list[str]
    families: list[str]
    spanish: list[str]
    carers: dict[str, list[str]]
    strengths: list[Text]
    loves: list[Text]
    calms: list[Text]
    matters: list[Text]
    precautions: list[PrecautionText]
    concerns: list[Text]
    phrases: dict[str, Text]
    steps: list[Text]


@dataclass(frozen=True)
class Game:
    title: Text
    minutes: int
    times: int
    why: Text
    how: Text
    stop: Text


@dataclass(frozen=True)
class GoalText:
    """A goal a simulated child can have: `baseline` and `criterion` are told as the family hears them."""

    discipline: str
    area: str
    long: Text
    title: Text
    words: Text
    does: str
    when: str
    measure: str
    out_of: float
    baseline: float
    criterion: float
    game: Game
    unit: Text | None = None
    improvement: str = "increase"
    steps: tuple[str, ...] = ()


@cache
def people() -> PeopleText:
    return cast(PeopleText, json.loads((FOLDER / "people.json").read_text(encoding="utf-8")))


class EventText(TypedDict):
    kind: str
    title: Text
    days_ago: int
    lasts: int


class LookingText(TypedDict):
    family: list[Text]
    child: list[Text]
    events: list[EventText]


@cache
def looking() -> LookingText:
    """What families and children say at reviews, and what happens in their lives."""
    return cast(LookingText, json.loads((FOLDER / "looking.json").read_text(encoding="utf-8")))


class EndingText(TypedDict):
    why: Text
    school: Text
    keep_going: Text
    watch: Text
    child: Text
    outcomes: dict[str, Text]


@cache
def ending() -> EndingText:
    """What is said at a goodbye, and when somebody asks again."""
    return cast(EndingText, json.loads((FOLDER / "ending.json").read_text(encoding="utf-8")))


@cache
def goals(discipline: str) -> tuple[GoalText, ...]:
    """The goals of one discipline, in the order of the file."""
    raw = json.loads((FOLDER / "goals.json").read_text(encoding="utf-8"))["goals"]
    return tuple(
        GoalText(**{**entry, "game": Game(**entry["game"]), "steps": tuple(entry.get("steps", ()))})
        for entry in raw
        if entry["discipline"] == discipline
    )


def said(text: Text, language: str) -> str:
    return text.get(language, text["en"])


def phrase(key: str, language: str) -> str:
    """What a therapist of the demo writes again and again."""
    return said(people()["phrases"][key], language)


@cache
def play() -> dict[str, Any]:
    """The clinic's own games, its equipment, the stories of its places and people."""
    return cast(dict[str, Any], json.loads((FOLDER / "play.json").read_text(encoding="utf-8")))


@cache
def groups() -> dict[str, Any]:
    """What is said of children in company, and of the groups of the demo."""
    return cast(dict[str, Any], json.loads((FOLDER / "groups.json").read_text(encoding="utf-8")))
