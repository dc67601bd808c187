"""The library of games: read-only content that ships with the program, for a therapist to choose from and adapt.

The wording is original (see `notice` in content/activities.json): ideas, never a prescription. Safety rules travel with
each game: who must be near, whether it has small parts, whether it may go home at all.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

NEEDS_MOVEMENT_CLEARANCE = frozenset({"se-02", "se-03", "gm-07"})
"""Swings and balls: only after movement precautions were looked at (seizures, shunt, heart, neck)."""
NEEDS_EQUIPMENT = {"se-03": "swing", "gm-07": "ball"}
"""Games of the shipped library that need a piece of the equipment register, by its kind."""
NOT_AT_HOME = frozenset({"therapist_only", "two_adults"})


def folded(text: str) -> str:
    """Small letters without accents, so that “balon” finds “balón”."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Activity:
    """One game. Ages in months; `places` are setting codes as in visits."""

    id: str
    title: str
    area: str
    also_areas: tuple[str, ...]
    disciplines: tuple[str, ...]
    from_months: int
    to_months: int
    places: tuple[str, ...]
    home_friendly: bool
    minutes: int
    materials: tuple[str, ...]
    steps: tuple[str, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    why: str
    tip: str
    measure: str
    small_parts: bool
    supervision: str
    supervision_label: str
    safety: str
    words: str
    group: tuple[int, int] | None = None
    group_note: str = ""
    equipment: str = ""
    own: bool = False

    @property
    def may_go_home(self) -> bool:
        return self.home_friendly and self.supervision not in NOT_AT_HOME

    @property
    def moves(self) -> bool:
        """Swings and balls, ours and the clinic's own: movement precautions are looked at first."""
        return self.id in NEEDS_MOVEMENT_CLEARANCE or self.equipment in ("swing", "ball", "climbing")

    @property
    def needs_clearance(self) -> bool:
        """Feeding games need a clinician's go-ahead and an allergy check; moving ones a look at the precautions."""
        return self.area == "feeding" or self.moves

    def suits(self, months: int) -> bool:
        return self.from_months <= months <= self.to_months


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty parts ask for nothing. `months`: an age, `minutes`: at most, `group`: children."""

    words: str = ""
    area: str = ""
    months: int | None = None
    place: str = ""
    minutes: int | None = None
    group: int | None = None
    materials: str = ""
    home: bool = False

    def fits(self, activity: Activity) -> bool:
        size = activity.group or (1, 1)
        return (
            (not self.area or self.area == activity.area or self.area in activity.also_areas)
            and (self.months is None or activity.suits(self.months))
            and (not self.place or self.place in activity.places)
            and (not self.home or activity.may_go_home)
            and (self.minutes is None or activity.minutes <= self.minutes)
            and (self.group is None or self.group == 1 or size[0] <= self.group <= size[1])
            and all(word in activity.words for word in folded(self.words).split())
            and all(word in folded(" ".join(activity.materials)) for word in folded(self.materials).split())
        )


@dataclass(frozen=True)
class Library:
    """Every game in the order of the skill areas, and what may be said about them."""

    notice: str
    activities: tuple[Activity, ...]
    by_id: Mapping[str, Activity]

    def get(self, id: str) -> Activity | None:
        return self.by_id.get(id)

    def search(self, wanted: Wanted) -> tuple[Activity, ...]:
        """Games that fit, those made for the wanted skill area first."""
        found = [activity for activity in self.activities if wanted.fits(activity)]
        return tuple(sorted(found, key=lambda each: each.area != wanted.area) if wanted.area else found)

    def and_own(self, own: Iterable[Activity]) -> Library:
        """The same shelf with a clinic's own games in front."""
        activities = (*own, *self.activities)
        return Library(self.notice, activities, {activity.id: activity for activity in activities})


@dataclass(frozen=True)
class Kind:
    """A type of activity as the sources name it, with the name to show and the games it leads to."""

    name: str
    names: tuple[str, ...]
    activities: tuple[str, ...]


@cache
def kinds(language: str = "en") -> tuple[Kind, ...]:
    """Beads, obstacle course, swing…: what people ask for by name, told in `language`, found in every language."""
    told = language if language in TRANSLATED else "en"
    return tuple(
        Kind(each["names"][told][0], tuple(name for names in each["names"].values() for name in names),
             tuple(each["activities"]))
        for each in _content("kinds.json")["kinds"]
    )  # fmt: skip


TRANSLATED = frozenset({"es"})
"""Languages with a file of their own: the words a family reads of each game that may go home."""


@cache
def library(language: str = "en") -> Library:
    """The shipped library in a reader's language, read once; English where nobody has translated it."""
    content = _content("activities.json")
    activities = tuple(_activities(content["activities"]))
    notice = content["notice"]
    if language in TRANSLATED:
        told = _content(f"activities.{language}.json")
        activities = tuple(_told(activity, told) for activity in activities)
        notice = told["notice"]
    return Library(notice, activities, {activity.id: activity for activity in activities})


def _content(name: str) -> Any:
    return json.loads(files("maypole.play").joinpath("content", name).read_text("utf-8"))


def _told(activity: Activity, told: Mapping[str, Any]) -> Activity:
    """A game with the words of another language; it is still found by its English ones."""
    words = told["activities"].get(activity.id)
    if words is None:
        return activity
    steps, materials = _texts(words["steps"]), _texts(words["materials"])
    return replace(
        activity,
        title=words["title"],
        why=words["why"],
        steps=steps,
        materials=materials,
        easier=_texts(words["easier"]),
        harder=_texts(words["harder"]),
        safety=words["safety"],
        supervision_label=told["supervision"][activity.supervision_label],
        words=folded(" ".join((words["title"], words["why"], *steps, *materials, activity.words))),
    )


def _activities(raws: list[dict[str, object]]) -> Iterator[Activity]:
    for raw in raws:
        yield _activity(raw)


def _activity(raw: Mapping[str, object]) -> Activity:
    ages, safety, measure = _map(raw["age_months"]), _map(raw["safety"]), _map(raw["measure"])
    title, why, group = str(raw["title"]), str(raw["why_it_helps"]), _map(raw["group"])
    named = [name for kind in kinds() if raw["id"] in kind.activities for name in kind.names]
    materials, steps = _texts(raw["materials"]), _texts(raw["steps"])
    return Activity(
        id=str(raw["id"]),
        title=title,
        area=str(raw["primary_area"]),
        also_areas=_texts(raw["also_areas"]),
        disciplines=_texts(raw["disciplines"]),
        from_months=int(str(ages["min"])),
        to_months=int(str(ages["max"])),
        places=_texts(raw["settings"]),
        home_friendly=bool(raw["home_friendly"]),
        minutes=int(str(raw["typical_minutes"])),
        materials=materials,
        steps=steps,
        easier=_texts(raw["grade_down"]),
        harder=_texts(raw["grade_up"]),
        why=why,
        tip=str(raw["parent_tip"]),
        measure=str(measure["what"]),
        small_parts=bool(safety["small_parts"]),
        supervision=str(safety["supervision"]),
        supervision_label=str(safety["supervision_label"]),
        safety=str(safety["note"]),
        words=folded(" ".join((title, why, *materials, *steps, *named))),
        group=(int(str(group["min_children"])), int(str(group["max_children"]))) if group["suitable"] else None,
        group_note=str(group.get("group_note") or ""),
        equipment=NEEDS_EQUIPMENT.get(str(raw["id"]), ""),
    )


def _map(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(item) for item in value)
