"""What is filled in while planning and preparing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from maypole.visits.models import PlannedActivity


class AdjustForm(forms.ModelForm[PlannedActivity]):
    class Meta:
        model = PlannedActivity
        fields: ClassVar[list[str]] = ["minutes", "grading"]
        widgets: ClassVar[dict[str, Any]] = {"grading": forms.Textarea(attrs={"rows": 2})}


class TakeForm(forms.Form):
    """One tap: the game and its goal; `cleared` when somebody looked first."""

    goal = forms.UUIDField()
    game = forms.SlugField(max_length=20)
    cleared = forms.BooleanField(required=False, label=_("I checked this for the child"))


class ChooseForm(forms.Form):
    equipment = forms.UUIDField()
