"""A suggestion in a goal being written: what is empty is filled, what was typed stays and the rest is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from .amounts import typed
from .bank import Suggestion
from .builder import ShortGoalForm
from .builder_fields import LEVELS
from .models import Goal, Measure

SEVERAL = frozenset({"occupations", "life", "modes", "disciplines", "positions"})
OF_MEASURE = frozenset(
    {"scale_max", "unit", "span_s", "steps", "chaining", "improvement", "criterion", *LEVELS.values()}
)
"""Fields that only make sense with the suggestion's own kind of measure."""
UNTOUCHED = {"improvement": ["increase"], "scale_max": ["10"], "in_a_row": ["3"]}
"""What these fields hold before anybody chose."""


@dataclass(frozen=True)
class Offer:
    """A field where somebody's own words stand and the suggestion says something else."""

    field: str
    label: str
    text: str


@dataclass(frozen=True)
class Filled:
    """What the form holds now, and what is only offered."""

    initial: dict[str, Any]
    offers: tuple[Offer, ...]


def suggested(found: Suggestion) -> dict[str, list[str]]:
    """The suggestion as the form's fields hold it; empty parts are left out."""
    words = {
        "title": found.title,
        "who_does": found.who_does,
        "conditions": found.conditions,
        "area": found.area,
        "measure": found.measure,
        "unit": found.unit,
        "improvement": found.improvement,
        "scale_max": f"{found.scale_max:g}" if found.scale_max else "",
        "span_s": f"{found.span_s:g}" if found.span_s else "",
        "chaining": found.chaining,
        "steps": "\n".join(found.steps),
        "criterion": typed(Goal(measure=found.measure), found.criterion),
        **{LEVELS[level]: text for level, text in found.by_level.items()},
    }
    lists = {"occupations": [found.occupation], "modes": list(found.modes)}
    return {name: [text] for name, text in words.items() if text} | {k: v for k, v in lists.items() if v}


def fill(data: QueryDict, found: Suggestion, take: str = "") -> Filled:
    """`data` with the suggestion in its empty fields; `take` names a field whose typed words are given up for it."""
    wanted = suggested(found)
    now = {name: [text for text in data.getlist(name) if text.strip()] for name in {*data, *wanted}}
    chosen = now.get("measure") or []
    same_kind = not chosen or chosen == wanted["measure"] or take == "measure"
    offers: list[str] = []
    for name, values in wanted.items():
        if name in OF_MEASURE and not same_kind:
            continue
        fresh = not chosen and now[name] == UNTOUCHED.get(name)
        given_up = take == name or (take == "measure" and name in OF_MEASURE)
        if not now[name] or fresh or given_up:
            now[name] = values
        elif now[name] != values:
            offers.append(name)
    initial = {name: values if name in SEVERAL else "".join(values[-1:]) for name, values in now.items()}
    return Filled(initial, tuple(_offer(name, wanted[name]) for name in offers if name != "area"))


def _offer(name: str, values: list[str]) -> Offer:
    field = ShortGoalForm.base_fields[name]
    names = {str(code): str(label).partition("\n")[0] for code, label in getattr(field, "choices", ())}
    said = ", ".join(names.get(value, value) for value in values)
    return Offer(name, str(field.label), said)


def blank(found: Suggestion) -> dict[str, Any]:
    """The suggestion alone, for a form nobody has typed into."""
    return fill(QueryDict(), found).initial


def criterion_goal(found: Suggestion) -> Goal:
    """A goal that is not stored, so that its criterion can be put in words."""
    steps = len(found.steps) or None
    return Goal(
        measure=found.measure, criterion=found.criterion, unit=found.unit, improvement=found.improvement,
        scale_max=found.scale_max or (steps if found.measure == Measure.STEPS else None), span_s=found.span_s,
    )  # fmt: skip
