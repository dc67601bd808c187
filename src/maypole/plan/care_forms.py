"""Methods, doses, people, episodes and answers as people write them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from maypole.web.areas import AREAS

from .builder_fields import day_input
from .models import (
    Confidence,
    DoseMode,
    ObjectionOutcome,
    PlanAssent,
    PlanDose,
    PlanGoal,
    Strategy,
)

AREA_CHOICES = [("", "–"), *((area.code, area.name) for area in AREAS)]


def text(rows: int = 2, most: int = 2000) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class EpisodeForm(forms.Form):
    """About how long."""

    started_on = forms.DateField(label=_("Therapy begins on"), widget=day_input())
    earliest_on = forms.DateField(
        label=_("Perhaps done by"), widget=day_input(), required=False, help_text=_("If everything goes well.")
    )
    expected_end_on = forms.DateField(label=_("Expected to end by"), widget=day_input())
    review_on = forms.DateField(
        label=_("We look at it again on"),
        widget=day_input(),
        required=False,
        help_text=_("Without a day: in 12 weeks."),
    )
    why = forms.CharField(label=_("Why this long"), widget=text(), max_length=2000, required=False)

    def __init__(self, data: Any = None, *, begun: bool, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        if begun:
            del self.fields["started_on"]
            self.fields["why"].required = True
            self.fields["why"].label = _("Why it takes longer or shorter")


class MethodForm(forms.Form):
    """A way of working that is not in the library: it names its source itself."""

    name = forms.CharField(label=_("What we do"), max_length=120)
    why = forms.CharField(label=_("Why this, in plain words"), widget=text(), max_length=2000)
    source = forms.CharField(
        label=_("Where that is known from"),
        widget=text(),
        max_length=2000,
        help_text=_("Author, year, kind of study. Own experience is a source too: say so."),
    )
    confidence = forms.ChoiceField(label=_("How sure one can be"), choices=Confidence.choices, widget=forms.RadioSelect)
    limits = forms.CharField(label=_("What it does not show"), widget=text(), max_length=2000, required=False)


class HereForm(forms.Form):
    """How a method is done with this child."""

    here = forms.CharField(
        label=_("How we do it with this child"), widget=text(3, 4000), max_length=4000, required=False
    )


class DoseForm(forms.ModelForm[PlanDose]):
    class Meta:
        model = PlanDose
        fields: ClassVar[list[str]] = ["mode", "times_a_week", "minutes", "weeks"]

    def __init__(self, data: Any = None, *, main: str = DoseMode.ONE) -> None:
        super().__init__(data)
        field = self.fields["mode"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, label) for value, label in DoseMode.choices if value != main]
        self.fields["times_a_week"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["times_a_week"].help_text = _("0.5 is every other week.")


class PersonForm(forms.Form):
    """Somebody who takes part; chosen from who is known here, or written."""

    known = forms.ChoiceField(label=_("Somebody we know"), required=False)
    name = forms.CharField(label=_("Or write a name"), max_length=120, required=False)
    part = forms.CharField(
        label=_("What they do in it"), max_length=240, help_text=_("“Plays the shoe game on school mornings”")
    )

    def __init__(self, data: Any = None, *, known: list[tuple[str, str, str]]) -> None:
        super().__init__(data)
        field = self.fields["known"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((key, f"{name} ({what})" if what else name) for key, name, what in known)]
        self.names = {key: name for key, name, _what in known}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["name"] = self.names.get(cleaned.get("known", ""), "") or cleaned.get("name", "").strip()
        if not cleaned["name"]:
            self.add_error("known", _("Choose somebody, or write a name."))
        return cleaned


class ObjectionFields(forms.Form):
    """One field a goal: what should be different. Left empty, the goal is agreed to."""

    def __init__(self, data: Any = None, *, goals: list[PlanGoal]) -> None:
        super().__init__(data)
        for held in goals:
            self.fields[f"goal-{held.goal_id}"] = forms.CharField(
                label=held.goal.title, required=False, max_length=2000, widget=text(1)
            )

    def objections(self) -> dict[str, str]:
        """Goal id -> what should be different."""
        return {name.removeprefix("goal-"): words for name, words in self.cleaned_data.items() if words.strip()}


class AssentForm(forms.Form):
    """Yes or not yet, in one's own words."""

    answer = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=[
            (PlanAssent.Answer.YES, _("Yes\nI want to try that")),
            (PlanAssent.Answer.NOT_YET, _("Not yet\nLet’s talk about it first")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “Not yet” is a good answer too.")},
    )
    words = forms.CharField(label=_("In your own words"), widget=text(3), max_length=2000, required=False)
    home_reads = forms.BooleanField(
        label=_("My family may read my words\nOtherwise only the people who work with you read them."), required=False
    )


class SeenAssentForm(forms.Form):
    """What a colleague heard or saw of the child's answer."""

    answer = forms.ChoiceField(
        label=_("What the child says to it"), choices=PlanAssent.Answer.choices, widget=forms.RadioSelect
    )
    shown = forms.ChoiceField(
        label=_("How they told us"),
        choices=[one for one in PlanAssent.Shown.choices if one[0] != PlanAssent.Shown.SELF],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In their words, or what you saw"), widget=text(), max_length=2000, required=False)


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How the talk ended"), choices=ObjectionOutcome.Outcome.choices)
    why = forms.CharField(label=_("What you agreed on"), widget=text(), max_length=2000)


class CosignForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[
            ("yes", _("I sign beside it\nThe family is asked now")),
            ("no", _("Not yet\nIt goes back with words")),
        ],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Your words"), widget=text(3), max_length=2000, required=False)


class WhyForm(forms.Form):
    """A reason, and nothing else."""

    why = forms.CharField(label=_("Why"), widget=text(), max_length=2000)


class StrategyForm(forms.ModelForm[Strategy]):
    class Meta:
        model = Strategy
        fields: ClassVar[list[str]] = ["name", "area", "why", "source", "confidence", "limits", "steps", "reviewed_on"]
        widgets: ClassVar[dict[str, Any]] = {
            "area": forms.Select(choices=AREA_CHOICES),
            "why": text(),
            "source": text(),
            "limits": text(),
            "steps": text(5, 4000),
            "reviewed_on": day_input(),
            "confidence": forms.RadioSelect,
        }


class EvidenceForm(forms.Form):
    confidence = forms.ChoiceField(label=_("How sure one can be"), choices=Confidence.choices)
    why = forms.CharField(label=_("What you looked at and found"), widget=text(), max_length=2000)
