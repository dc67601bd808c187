"""Goals, wishes, plans and answers as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Carer

from .builder_fields import day_input
from .models import GoalPhase, GoalState, PlanVersion

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
            "why", "mode", "sessions_a_week", "minutes", "weeks", "dose_why", "dose_from", "settings", "methods",
            "expectations", "risks", "review_on",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "why": forms.Textarea(attrs={"rows": 2, "maxlength": 4000}),
            "sessions_a_week": forms.TextInput(attrs={"inputmode": "decimal"}),
            "dose_why": forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
            "dose_from": day_input(),
            "methods": forms.Textarea(attrs={"rows": 4, "maxlength": 8000}),
            "expectations": forms.Textarea(attrs={"rows": 3, "maxlength": 8000}),
            "risks": forms.Textarea(attrs={"rows": 2, "maxlength": 8000}),
            "review_on": day_input(),
        }
        labels: ClassVar[dict[str, Any]] = {"why": _("What changes in this version, and why")}
        help_texts: ClassVar[dict[str, Any]] = {
            "sessions_a_week": _("0.5 is every other week."),
            "dose_why": _("When it changes, the day and this reason are kept."),
            "dose_from": _("Without a day: from the day you sign."),
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
