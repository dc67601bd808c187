"""The form of one licence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Licence
from .models.staff import Discipline


class LicenceForm(forms.ModelForm[Licence]):
    class Meta:
        model = Licence
        fields = ("kind", "discipline", "level", "number", "region", "starts_on", "expires_on")
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = _("As it stands on the licence: “Occupational therapist”.")
        self.fields["discipline"].required = True
        self.fields["discipline"].choices = Discipline.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts, ends = told.get("starts_on"), told.get("expires_on")
        if starts and ends and ends < starts:
            self.add_error("expires_on", _("It ends after it begins."))
        return told
