"""What a family writes down on the phone: a trigger, a meal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.ids import new_id
from maypole.areas.models import MealNote, Sense
from maypole.visits.models import Setting

PLACES = [(Setting.HOME, _("At home")), (Setting.SCHOOL, _("At school")), (Setting.COMMUNITY, _("Out and about"))]


def day_input() -> forms.DateInput:
    """A date field of the browser: it takes ISO only, in every language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DiaryForm(forms.Form):
    """`id` is made with the form, so that sending it twice is one line."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    happened_on = forms.DateField(label=_("When was it?"), widget=day_input())
    place = forms.ChoiceField(label=_("Where?"), choices=PLACES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        first = {"id": new_id(), "happened_on": today, "place": Setting.HOME}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        limits = {"max": today.isoformat(), "min": (today - timedelta(days=30)).isoformat()}
        self.fields["happened_on"].widget.attrs.update(limits)


class TriggerForm(DiaryForm):
    field_order = ["what", "helped", "happened_on", "place", "sense", "id"]

    what = forms.CharField(
        label=_("What happened?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("“The hand dryer came on. She covered her ears and ran out.”"),
    )
    helped = forms.CharField(label=_("What helped?"), max_length=300, required=False)
    sense = forms.ChoiceField(
        label=_("What was it about?"), choices=[("", _("Not sure")), *Sense.choices], required=False
    )


class MealForm(DiaryForm):
    field_order = ["meal", "ate", "went", "warning", "words", "happened_on", "place", "id"]

    meal = forms.ChoiceField(label=_("Which meal?"), choices=MealNote.Meal.choices, widget=forms.RadioSelect)
    ate = forms.CharField(
        label=_("What did your child eat, drink or try?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    went = forms.ChoiceField(label=_("How was it?"), choices=MealNote.Went.choices, widget=forms.RadioSelect)
    warning = forms.BooleanField(
        label=_("Coughing, a wet voice or hard breathing\nTick this if you saw any of it while eating or drinking"),
        required=False,
    )
    words = forms.CharField(label=_("Anything to tell?"), max_length=300, required=False)
