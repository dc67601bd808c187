"""Goals, wishes, plans and answers as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Carer, Child
from maypole.people.models.staff import Discipline
from maypole.web.areas import AREAS

from .actions import GoalFields
from .amounts import parse, typed
from .models import Goal, GoalPhase, GoalState, Measure, PlanVersion
from .models.goal import MISSING

MEASURES = [
    (Measure.TRIALS, _("Tries\nHow many of 10 go without help")),
    (Measure.STEPS, _("Steps of a task\nHow many steps go without help")),
    (Measure.COUNT, _("Count\nHow often in a visit")),
    (Measure.DURATION, _("Time\nHow long it takes or lasts")),
    (Measure.RATING, _("Rating\n1 to 5")),
]
STATES = [
    (GoalState.State.OPEN, _("Working on it\nIt is part of the plan")),
    (GoalState.State.HOLD, _("On hold\nLater, and why")),
    (GoalState.State.ENDED, _("Let go\nNo longer, and why")),
]
PHASES = [
    (GoalPhase.Kind.BASELINE, _("Baseline\nWatch, do not teach yet")),
    (GoalPhase.Kind.TEACH, _("Teaching\nWith help that fades")),
    (GoalPhase.Kind.GENERALISE, _("Other places and people\nAt home, at school, with others")),
    (GoalPhase.Kind.MAINTAIN, _("Keeping it\nLook now and then if it lasts")),
]
ONE_TO_TEN = [("", "–"), *((number, str(number)) for number in range(1, 11))]


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


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
        super().__init__(data, initial=(initial_of(goal, list(self.base_fields)) if goal else initial or {}))
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


class ShortGoalForm(LongGoalForm):
    """The next step: who, does what, under which conditions, how well, by when."""

    parent = forms.ModelChoiceField(label=_("A step towards"), queryset=Goal.objects.none(), empty_label="–")
    who_does = forms.CharField(
        label=_("Does what, exactly"), max_length=300, required=False, help_text=_("“Ties both shoelaces”")
    )
    conditions = forms.CharField(
        label=_("Under which conditions"),
        max_length=300,
        required=False,
        help_text=_("Where, with whom, with what: “sitting on the bench at the door”"),
    )
    measure = forms.ChoiceField(label=_("Measured by"), choices=MEASURES, widget=forms.RadioSelect)
    scale_max = forms.IntegerField(
        label=_("Out of how many tries"), min_value=1, max_value=100, required=False, initial=10
    )
    steps = forms.CharField(
        label=_("The steps of the task, one a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    unit = forms.CharField(
        label=_("What is counted"), max_length=40, required=False, help_text=_("“words”, “bites”, “games joined”")
    )
    improvement = forms.ChoiceField(
        label=_("Which way is better"), choices=Goal.Improvement.choices, widget=forms.RadioSelect, initial="increase"
    )
    baseline = forms.CharField(
        label=_("How it goes today"),
        max_length=12,
        help_text=_("Tries, steps, counts: a number. Time: like 2:30. Rating: 1 to 5."),
    )
    criterion = forms.CharField(label=_("How well it should go"), max_length=12)

    field_order = [
        "parent", "title", "family_words", "area", "who_does", "conditions", "measure", "scale_max", "steps", "unit",
        "improvement", "baseline", "criterion", "due_on", "discipline",
    ]  # fmt: skip

    def __init__(
        self, data: Any = None, *, child: Child, goal: Goal | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, goal=goal, initial=initial)
        longs = Goal.objects.filter(child=child, horizon=Goal.Horizon.LONG)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = longs if goal else longs.open()
        if goal is not None:
            self.initial["steps"] = "\n".join(step.text for step in goal.task_steps.all())

    @property
    def task_steps(self) -> list[str]:
        return [line.strip()[:160] for line in self.cleaned_data.get("steps", "").splitlines() if line.strip()]

    def as_goal(self, child: Child) -> Goal:
        """What is typed so far, as a goal that is not stored."""
        readable = self.is_bound and self.errors is not None  # reading `errors` cleans once and keeps what was added
        return Goal(child=child, horizon=Goal.Horizon.SHORT, **(self.goal_fields if readable else {}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        measure = cleaned.get("measure", "")
        if measure == Measure.STEPS:
            cleaned["scale_max"] = len(self.task_steps) or None
            if not self.task_steps:
                self.add_error("steps", _("Write the steps, one a line: they are what a tap records."))
        else:
            cleaned["scale_max"] = {Measure.TRIALS: cleaned.get("scale_max") or 10, Measure.RATING: 5}.get(measure)
        for name in {"baseline", "criterion"} & cleaned.keys():
            text = cleaned.pop(name)
            try:
                cleaned[name] = parse(measure, text, cleaned.get("scale_max") or 10)
            except ValidationError as wrong:
                self.add_error(name, wrong)
        return cleaned


def initial_of(goal: Goal, names: list[str]) -> dict[str, Any]:
    values = {name: getattr(goal, name) for name in names if hasattr(goal, name)}
    values |= {name: typed(goal, getattr(goal, name)) for name in ("baseline", "criterion")}
    return values | {"scale_max": goal.out_of}


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("How it goes on"), choices=STATES, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000})
    )


class PhaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("From now on"), choices=PHASES, widget=forms.RadioSelect)
    label = forms.CharField(
        label=_("What changes"), required=False, max_length=60, help_text=_("“With picture card”: named in the graph.")
    )


class PriorityForm(forms.Form):
    words = forms.CharField(
        label=_("Your wish"),
        max_length=300,
        help_text=_("As you would say it at home."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={"required": _("Write what you wish for. A few words are enough.")},
    )
    importance = forms.TypedChoiceField(
        label=_("How much does it matter to you? 1 is a little, 10 is most of all."), choices=ONE_TO_TEN, coerce=int
    )
    now = forms.TypedChoiceField(
        label=_("How does it go today? 1 is not at all, 10 is very well."), choices=ONE_TO_TEN, coerce=int
    )
    satisfaction = forms.TypedChoiceField(
        label=_("How content are you with that? 1 is not at all, 10 is fully."), choices=ONE_TO_TEN, coerce=int
    )
    carer = forms.ModelChoiceField(
        label=_("Whose words"), queryset=Carer.objects.none(), required=False, empty_label=_("The family together")
    )

    def __init__(self, data: Any = None, *, carers: QuerySet[Carer] | None) -> None:
        super().__init__(data)
        if carers is None:
            del self.fields["carer"]
            return
        field = self.fields["carer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = carers


class PlanForm(forms.ModelForm[PlanVersion]):
    class Meta:
        model = PlanVersion
        fields: ClassVar[list[str]] = [
            "why", "sessions_a_week", "minutes", "settings", "methods", "expectations", "risks", "review_on",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "why": forms.Textarea(attrs={"rows": 2, "maxlength": 4000}),
            "sessions_a_week": forms.TextInput(attrs={"inputmode": "decimal"}),
            "methods": forms.Textarea(attrs={"rows": 4, "maxlength": 8000}),
            "expectations": forms.Textarea(attrs={"rows": 3, "maxlength": 8000}),
            "risks": forms.Textarea(attrs={"rows": 2, "maxlength": 8000}),
            "review_on": day_input(),
        }
        labels: ClassVar[dict[str, Any]] = {"why": _("What changes in this version, and why")}
        help_texts: ClassVar[dict[str, Any]] = {
            "sessions_a_week": _("0.5 is every other week."),
            "methods": _("So that the family and a colleague can picture it."),
            "expectations": _("What everybody around the child does the same way."),
        }

    def __init__(self, data: Any = None, *, instance: PlanVersion) -> None:
        super().__init__(data, instance=instance)
        self.initial["sessions_a_week"] = f"{instance.sessions_a_week:g}"

    def clean_review_on(self) -> date:
        review_on: date = self.cleaned_data["review_on"]
        if review_on < timezone.localdate():
            raise ValidationError(_("Choose a day that is still ahead."))
        return review_on


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes\nWe start like this")), ("no", _("Not like this\nTell us what should be different"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or not like this.")},
    )
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
    )
