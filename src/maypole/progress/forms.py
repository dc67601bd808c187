"""What a person decides at a review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.plan.reached import NOT_YET_WIDELY, Shown

from .models import Decision

CHOICES = [
    (Decision.Choice.KEEP, _("Keep going\nSame plan, look again soon")),
    (Decision.Choice.CHANGE, _("Change something\nHelp, step, place, how often, or the goal")),
    (Decision.Choice.MET, _("Reached: see if it lasts\nCheck in two and four weeks")),
    (Decision.Choice.WAIT, _("Wait for more\nToo early, or days were missed")),
    (Decision.Choice.GROUP, _("Step to a group\nPractise with other children")),
    (Decision.Choice.PAUSE, _("Pause this goal\nIt can come back")),
    (Decision.Choice.GOODBYE, _("Say goodbye to this goal\nIt no longer matters to the family")),
]


class DecisionForm(forms.Form):
    """The decision for one goal; its prefix is the goal's id. `shown` is where the goal was reached so far."""

    choice = forms.ChoiceField(label=_("Your decision"), choices=CHOICES, widget=forms.RadioSelect)
    change = forms.CharField(label=_("What we change"), max_length=400, required=False)
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == Decision.Choice.CHANGE and not cleaned.get("change"):
            self.add_error("change", _("Say what changes, so that everyone does the same."))
        if cleaned.get("choice") == Decision.Choice.MET and not self.shown.widely:
            self.add_error("choice", NOT_YET_WIDELY)
        return cleaned


class ReviewForm(forms.Form):
    """What holds for the whole review."""

    family_view = forms.CharField(
        label=_("What the family sees"), max_length=2000, required=False, widget=forms.Textarea
    )
    child_view = forms.CharField(label=_("What the child says"), max_length=2000, required=False, widget=forms.Textarea)
    look_again = forms.DateField(label=_("Look again on"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_look_again(self) -> object:
        day = self.cleaned_data["look_again"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Choose a day after today."))
        if day > today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year: goals are looked at together at least yearly."))
        return day
