"""Looking into the goal bank, and putting a wording of one's own in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maypole.web.areas import AREAS

from .amounts import parse
from .bank_actions import BankFields
from .models import BankGoal, Measure, Occupation
from .models.measure import INTERVALS

AREA_CHOICES = [("", "–"), *((area.code, area.name) for area in AREAS)]
OFFERED = [one for one in Measure.choices if one[0] not in (Measure.STEPS, Measure.ATTAINMENT)]
"""Steps and levels are written for one child, in the goal itself."""


class SearchForm(forms.Form):
    words = forms.CharField(
        label=_("Words"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    in_area = forms.ChoiceField(label=_("Skill area"), choices=AREA_CHOICES, required=False)


class BankGoalForm(forms.ModelForm[BankGoal]):
    measure = forms.ChoiceField(label=_("Measured by"), choices=OFFERED)
    criterion = forms.CharField(label=_("How well it should go"), max_length=12)
    area = forms.ChoiceField(label=_("Skill area"), choices=AREA_CHOICES)
    occupation = forms.ChoiceField(label=_("What of the day it is part of"), choices=Occupation.choices)
    from_years = forms.FloatField(label=_("From (years)"), min_value=0, max_value=21)
    to_years = forms.FloatField(label=_("To (years)"), min_value=0, max_value=21)

    class Meta:
        model = BankGoal
        fields = (
            "area", "title", "who_does", "conditions", "measure", "criterion", "scale_max", "unit", "span_s",
            "improvement", "occupation",
        )  # fmt: skip
        labels = {
            "title": _("What the child does"),
            "who_does": _("Does what, exactly"),
            "conditions": _("Under which conditions"),
            "scale_max": _("Out of how many"),
            "unit": _("What is counted"),
            "span_s": _("How long, in seconds"),
            "improvement": _("Which way is better"),
        }

    field_order = (
        "area", "occupation", "title", "who_does", "conditions", "from_years", "to_years", "measure", "criterion",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        measure = cleaned.get("measure", "")
        if measure in (Measure.TRIALS, Measure.PRODUCT):
            cleaned["scale_max"] = cleaned.get("scale_max") or 10.0
        else:
            cleaned["scale_max"] = {Measure.RATING: 5.0, **dict.fromkeys(INTERVALS, 100.0)}.get(measure)
        if "criterion" in cleaned:
            try:
                cleaned["criterion"] = parse(measure, cleaned["criterion"], cleaned["scale_max"] or 10)
            except ValidationError as wrong:
                del cleaned["criterion"]
                self.add_error("criterion", wrong)
        return cleaned

    def _post_clean(self) -> None:
        """The action makes the row; the form only reads what was typed."""

    @property
    def bank_fields(self) -> BankFields:
        cleaned = dict(self.cleaned_data)
        months = {name: round(12 * cleaned.pop(f"{name}_years")) for name in ("from", "to")}
        return cast(BankFields, cleaned | {"from_months": months["from"], "to_months": months["to"]})
