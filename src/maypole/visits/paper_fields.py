"""The fields in which one goal's part of a sheet is typed, and how what was typed is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.translation import gettext as _

from maypole.plan.amounts import parse, signed
from maypole.plan.models import Goal, Measure
from maypole.plan.models.measure import INTERVALS

from .models import Observation, PromptLevel
from .paper import MISS, ROUNDS

T = TypeVar("T")
MOST = 60
Reading = dict[str, Any]
MARKS = {"+": True, "-": False, "–": False, "−": False}


def fields_of(goal: Goal, names: Mapping[str, str]) -> dict[str, Field]:
    """Fields by the end of their name. `names` says each letter of help in words. Prefetch task_steps."""
    measure = goal.measure
    if measure == Measure.TRIALS:
        return {code: _number(f"{code} · {word}") for code, word in names.items()}
    if measure == Measure.STEPS:
        return {str(step.number): _text(f"{step.number}. {step.text}", "I VB –") for step in goal.task_steps.all()}
    if measure in INTERVALS:
        return {"marks": _text(_("Interval by interval, + or –"), "+ + – +")}
    if measure == Measure.COUNT:
        return {"n": _number(_("How many times"), most=100_000)}
    if measure == Measure.RATE:
        return {"n": _number(_("How many times"), most=100_000), "watched": _text(_("Watched for"), "5:00")}
    if measure == Measure.DURATION:
        return {"times": _text(_("Minutes and seconds, each time"), "2:30 1:15")}
    if measure == Measure.LATENCY:
        return {"times": _text(_("Each time, with a – behind it where no answer came"), "0:08 0:05 0:20–")}
    if measure == Measure.PRODUCT:
        return {"pieces": _text(_("Right of all, piece by piece"), "8/10 9/10")}
    if measure == Measure.ATTAINMENT:
        levels = [("", "–"), *((str(n), signed(n)) for n in range(-2, 3))]
        return {"level": forms.ChoiceField(label=_("Level"), choices=levels, required=False)}
    return {"ratings": _text(_("Each rating from 1 to 5"), "3 4 4")}


def _number(label: str, most: int = 99) -> Field:
    shown = forms.NumberInput(attrs={"inputmode": "numeric", "class": "input--short num"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, widget=shown)


def _text(label: str, example: str) -> Field:
    return forms.CharField(
        label=label, required=False, max_length=300, widget=forms.TextInput(attrs={"placeholder": example})
    )


def read(goal: Goal, told: Mapping[str, Any]) -> list[Reading]:
    """Observations in what was typed for one goal; none when nothing was. ValidationError names the field's end."""
    measure = goal.measure
    reader = READERS.get(measure) or (_intervals if measure in INTERVALS else _ratings)
    found = [{"goal": goal.pk, "measure": measure, **one} for one in reader(goal, told)]
    if len(found) > 10 * MOST:
        raise ValidationError({next(iter(told)): _("That is more than fits on one sheet.")})
    return found


def _trials(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    for code, n in told.items():
        yield from [_tried(code)] * (n or 0)


def _tried(code: str) -> Reading:
    missed = code == MISS
    return {"correct": not missed, "prompt": PromptLevel.INDEPENDENT if missed else code}


def _steps(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    by_step = {number: _split(number, words, _letter, ROUNDS * 5) for number, words in told.items()}
    rounds = max((len(codes) for codes in by_step.values()), default=0)
    for turn in range(rounds):
        for number, codes in by_step.items():
            if turn < len(codes):
                yield {**_tried(codes[turn]), "step": int(number)}


def _letter(text: str) -> str:
    code = MISS if text in MARKS and text != "+" else text.upper()
    if code != MISS and code not in PromptLevel.values:
        raise ValueError(text)
    return code


def _intervals(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    marks = re.sub(r"\s", "", told.get("marks") or "")
    if any(mark not in MARKS for mark in marks):
        raise ValidationError({"marks": _("Write only + and –, one for each interval.")})
    return [{"correct": MARKS[mark], "step": n, "span_s": goal.span_s} for n, mark in enumerate(marks, 1)]


def _count(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    return [] if told.get("n") is None else [{"value": float(told["n"])}]


def _rate(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    n, watched = told.get("n"), told.get("watched")
    if n is None and not watched:
        return []
    if n is None or not watched:
        raise ValidationError({"n" if n is None else "watched": _("Write both: how many, and how long you watched.")})
    try:
        span = parse(Measure.DURATION, watched)
    except ValidationError as wrong:
        raise ValidationError({"watched": wrong.messages}) from wrong
    if not 0 < span <= 86_400:
        raise ValidationError({"watched": _("Write minutes and seconds like 2:30.")})
    return [{"value": float(n), "span_s": span}]


def _durations(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    values = _split("times", told.get("times"), lambda text: parse(Measure.DURATION, text))
    return [{"value": value} for value in values]


def _latencies(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    return _split("times", told.get("times"), _answer)


def _answer(text: str) -> Reading:
    silent = text[-1] in MARKS
    return {"value": parse(Measure.LATENCY, text[:-1] if silent else text), "correct": not silent}


def _pieces(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    return _split("pieces", told.get("pieces"), _piece)


def _piece(text: str) -> Reading:
    right, _slash, of = text.partition("/")
    k, n = int(right), int(of)
    if not 0 <= k <= n <= 1000 or n < 1:
        raise ValueError(text)
    return {"value": float(k), "out_of": n}


def _level(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    return [{"value": float(told["level"])}] if told.get("level") else []


def _ratings(goal: Goal, told: Mapping[str, Any]) -> Iterable[Reading]:
    values = _split("ratings", told.get("ratings"), lambda text: parse(Measure.RATING, text))
    return [{"value": value} for value in values]


def _split(name: str, words: str | None, read_one: Callable[[str], T], most: int = MOST) -> list[T]:
    """What stands between spaces (or commas followed by one), each read; ValidationError on the field else."""
    texts = [text for text in re.split(r"[\s;]+|,\s+", words or "") if text]
    if len(texts) > most:
        raise ValidationError({name: _("That is more than fits on one sheet.")})
    try:
        return [read_one(text) for text in texts]
    except ValidationError as wrong:
        raise ValidationError({name: wrong.messages}) from wrong
    except ValueError as wrong:
        raise ValidationError({name: _("“%(text)s” was not understood.") % {"text": str(wrong)[:40]}}) from wrong


READERS: dict[str, Callable[[Goal, Mapping[str, Any]], Iterable[Reading]]] = {
    Measure.TRIALS: _trials,
    Measure.STEPS: _steps,
    Measure.COUNT: _count,
    Measure.RATE: _rate,
    Measure.DURATION: _durations,
    Measure.LATENCY: _latencies,
    Measure.PRODUCT: _pieces,
    Measure.ATTAINMENT: _level,
}


def typed(goal: Goal, rows: Sequence[Observation]) -> dict[str, Any]:
    """What a sheet brought, as it would be typed: so that only what was wrong is typed again."""
    measure = goal.measure
    if measure == Measure.TRIALS:
        codes = [row.prompt if row.correct else MISS for row in rows]
        return {code: codes.count(code) for code in dict.fromkeys(codes)}
    if measure == Measure.STEPS:
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(str(row.step), []).append(row.prompt if row.correct else MISS)
        return {number: " ".join(codes) for number, codes in found.items()}
    if measure in INTERVALS:
        return {"marks": " ".join("+" if row.correct else MISS for row in rows)} if rows else {}
    if not rows:
        return {}
    return _typed_values(goal, rows)


def _typed_values(goal: Goal, rows: Sequence[Observation]) -> dict[str, Any]:
    values = [row.value or 0.0 for row in rows]
    if goal.measure == Measure.COUNT:
        return {"n": round(sum(values))}
    if goal.measure == Measure.RATE:
        return {"n": round(values[0]), "watched": _clock(rows[0].span_s or 0.0)}
    if goal.measure == Measure.DURATION:
        return {"times": " ".join(_clock(value) for value in values)}
    if goal.measure == Measure.LATENCY:
        return {"times": " ".join(_clock(row.value or 0.0) + ("" if row.correct else MISS) for row in rows)}
    if goal.measure == Measure.PRODUCT:
        return {"pieces": " ".join(f"{row.value:g}/{row.out_of or round(goal.scale_max or 10)}" for row in rows)}
    if goal.measure == Measure.ATTAINMENT:
        return {"level": f"{values[-1]:g}"}
    return {"ratings": " ".join(f"{value:g}" for value in values)}


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
