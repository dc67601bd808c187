"""The goal builder: where to, and the next step with who, does what, under which conditions, how well, by when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Child
from maypole.people.models.staff import Discipline
from maypole.web.areas import AREAS

from .actions import GoalFields
from .amounts import parse, typed
from .builder_fields import LEVELS, LevelFields, MeasureFields, TagFields, day_input
from .goal_parts import NOTHING_SAID, GoalParts, Target
from .models import Goal, GoalTag, Measure, SpeechTarget
from .models.goal import MISSING
from .models.measure import INTERVALS
from .models.tags import USUAL

WATCHED = INTERVALS | {Measure.RATE, Measure.LATENCY}
"""Kinds that say how long an interval, a time of watching or a wait is."""


class LongGoalForm(forms.Form):
    """Where to, in months."""

    title = forms.CharField(
        label=_("What the child will do"), max_length=120, help_text=_("In a few words: “Gets dressed by herself”.")
    )
    family_words = forms.CharField(
        label=_("In the family’s words"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )
    area = forms.ChoiceField(label=_("Skill area"), choices=[("", "–"), *((area.code, area.name) for area in AREAS)])
    due_on = forms.DateField(label=_("By"), widget=day_input())
    discipline = forms.ChoiceField(
        label=_("Field"), choices=[("", _("More than one")), *Discipline.choices], required=False
    )

    def __init__(self, data: Any = None, *, goal: Goal | None = None, initial: dict[str, Any] | None = None) -> None:
        stored = initial_of(goal, list(self.base_fields)) if goal else {}
        super().__init__(data, initial=stored | (initial or {}))
        for name, words in MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words

    @property
    def goal_fields(self) -> GoalFields:
        """The cleaned fields that an action takes."""
        names = GoalFields.__annotations__.keys() & self.cleaned_data.keys()
        return cast(GoalFields, {name: self.cleaned_data[name] for name in names})

    @property
    def parent_goal(self) -> Goal | None:
        return self.cleaned_data.get("parent")

    @property
    def task_steps(self) -> list[str]:
        return []

    @property
    def parts(self) -> GoalParts:
        return NOTHING_SAID


class ShortGoalForm(TagFields, LevelFields, MeasureFields, LongGoalForm):
    """The next step: who, does what, under which conditions, how well, by when."""

    parent = forms.ModelChoiceField(label=_("A step towards"), queryset=Goal.objects.none(), empty_label="–")

    field_order = [
        "parent", "title", "family_words", "area", "occupations", "life", "who_does", "conditions", "modes", "measure",
        "scale_max", "unit", "span_s", "steps", "chaining", "in_a_row", "sounds", "positions", "sound_level",
        *LEVELS.values(), "importance", "difficulty", "improvement", "baseline", "criterion", "due_on", "discipline",
        "disciplines",
    ]  # fmt: skip

    def __init__(
        self, data: Any = None, *, child: Child, goal: Goal | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(with_levels(data), goal=goal, initial=(parts_of(goal) if goal else {}) | (initial or {}))
        longs = Goal.objects.filter(child=child, horizon=Goal.Horizon.LONG)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = longs if goal else longs.open()
        if goal is None and self.initial.get("area"):
            self.initial.setdefault("occupations", [USUAL[self.initial["area"]]])

    @property
    def task_steps(self) -> list[str]:
        return [line.strip()[:160] for line in self.cleaned_data.get("steps", "").splitlines() if line.strip()]

    @property
    def parts(self) -> GoalParts:
        """The tags, fields, sounds and levels as an action takes them."""
        cleaned = self.cleaned_data
        sounds = [sound.strip() for sound in cleaned.get("sounds", "").split(",") if sound.strip()]
        places = cleaned.get("positions") or [SpeechTarget.Position.ANY.value]
        at = cleaned.get("sound_level") or SpeechTarget.Level.WORD.value
        levels = {level: cleaned.get(name, "") for level, name in LEVELS.items()}
        attained = cleaned.get("measure") == Measure.ATTAINMENT
        return GoalParts(
            occupations=cleaned.get("occupations", []),
            life=cleaned.get("life", []),
            modes=cleaned.get("modes", []),
            disciplines=cleaned.get("disciplines", []),
            targets=[Target(sound, place, at) for sound in sounds for place in places],
            levels=levels if attained else None,
        )

    def as_goal(self, child: Child) -> Goal:
        """What is typed so far, as a goal that is not stored."""
        readable = self.is_bound and self.errors is not None  # reading `errors` cleans once and keeps what was added
        return Goal(child=child, horizon=Goal.Horizon.SHORT, **(self.goal_fields if readable else {}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        measure = cleaned.get("measure", "")
        self._clean_kind(cleaned, measure)
        for name in {"baseline", "criterion"} & cleaned.keys():
            text = cleaned.pop(name)
            try:
                cleaned[name] = parse(measure, text, cleaned.get("scale_max") or 10)
            except ValidationError as wrong:
                self.add_error(name, wrong)
        return cleaned

    def _clean_kind(self, cleaned: dict[str, Any], measure: str) -> None:
        """What the chosen kind of measure needs; what belongs to another kind is let go."""
        wholes = {Measure.RATING: 5.0, **dict.fromkeys(INTERVALS, 100.0)}
        wholes |= dict.fromkeys((Measure.TRIALS, Measure.PRODUCT), cleaned.get("scale_max") or 10)
        cleaned["scale_max"] = wholes.get(Measure(measure)) if measure in Measure.values else None
        if measure == Measure.STEPS:
            cleaned["scale_max"] = len(self.task_steps) or None
            if not self.task_steps:
                self.add_error("steps", _("Write the steps, one a line: they are what a tap records."))
        else:
            cleaned["chaining"] = ""
        cleaned["in_a_row"] = cleaned.get("in_a_row") or 3
        if measure not in WATCHED:
            cleaned["span_s"] = None
        if measure != Measure.TRIALS:
            cleaned["sounds"] = ""
        if measure == Measure.ATTAINMENT:
            cleaned["improvement"] = Goal.Improvement.INCREASE
        else:
            cleaned["importance"] = cleaned["difficulty"] = None


def with_levels(data: Any) -> Any:
    """Attainment starts at -2 and aims for 0 unless somebody says otherwise."""
    if not isinstance(data, Mapping | QueryDict) or data.get("measure") != Measure.ATTAINMENT:
        return data
    filled = data.copy()  # type: ignore[union-attr]
    for name, usual in (("baseline", "-2"), ("criterion", "0")):
        if not str(filled.get(name, "")).strip():
            filled[name] = usual
    return filled


def initial_of(goal: Goal, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(goal, name) for name in names if hasattr(goal, name)}
    values |= {name: typed(goal, getattr(goal, name)) for name in ("baseline", "criterion")}
    values["span_s"] = f"{goal.span_s:g}" if goal.span_s else ""
    return values | {"scale_max": goal.out_of}


def parts_of(goal: Goal) -> dict[str, Any]:
    """The parts of a stored goal as the form shows them."""
    tags = list(goal.tags.all())
    targets = [one for one in goal.speech_targets.all() if not one.ended]
    fields = {GoalTag.Kind.OCCUPATION: "occupations", GoalTag.Kind.LIFE: "life", GoalTag.Kind.MODE: "modes"}
    shown: dict[str, Any] = {name: [tag.code for tag in tags if tag.kind == kind] for kind, name in fields.items()}
    levels = {one.level: one.text for one in goal.attainment_levels.all()}
    return shown | {
        "steps": "\n".join(step.text for step in goal.task_steps.all()),
        "disciplines": [one.discipline for one in goal.shared_by.all()],
        "sounds": ", ".join(dict.fromkeys(one.sound for one in targets)),
        "positions": list(dict.fromkeys(one.position for one in targets)),
        "sound_level": targets[0].level if targets else "",
        **{name: levels.get(level, "") for level, name in LEVELS.items()},
    }
