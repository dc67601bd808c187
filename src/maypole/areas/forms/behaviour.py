"""Logging an event in half a minute; saying what it may mean; reviewing harm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.ids import new_id
from maypole.areas.models import Antecedent, Consequence, Function
from maypole.areas.models.behaviour import LONGEST
from maypole.visits.models import Setting

from .diary import day_input

DURATIONS = [("30", _("Under a minute")), ("180", _("About 3 minutes")), ("600", _("About 10 minutes")),
             ("1800", _("About half an hour")), ("other", _("I know it better"))]  # fmt: skip
"""Seconds behind each tile; who knows it better types minutes."""
OTHER = "other"


class EventForm(forms.Form):
    """Five taps and a few words. `known` are words used for this child before, offered as tiles."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    hurt = forms.BooleanField(widget=forms.HiddenInput, required=False)
    opened_at = forms.DateTimeField(widget=forms.HiddenInput)
    antecedent = forms.ChoiceField(
        label=_("What happened right before?"), choices=Antecedent.choices, widget=forms.RadioSelect
    )
    behaviour = forms.ChoiceField(label=_("What did your child do?"), widget=forms.RadioSelect, required=False)
    behaviour_words = forms.CharField(
        label=_("In your words"), max_length=120, required=False, help_text=_("“Threw the cup”, “bit his hand”.")
    )
    consequence = forms.ChoiceField(
        label=_("What happened right after?"), choices=Consequence.choices, widget=forms.RadioSelect
    )
    lasted = forms.ChoiceField(label=_("How long did it last?"), choices=DURATIONS, widget=forms.RadioSelect)
    minutes = forms.FloatField(label=_("Minutes"), required=False, min_value=0.1, max_value=LONGEST / 60)
    place = forms.ChoiceField(label=_("Where?"), choices=Setting.choices, required=False)
    happened_at = forms.DateTimeField(
        label=_("When was it?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    intensity = forms.CharField(label=_("How strong was it?"), max_length=120, required=False)
    before = forms.CharField(label=_("More about before"), max_length=300, required=False)
    after = forms.CharField(label=_("More about after"), max_length=300, required=False)
    place_words = forms.CharField(label=_("Where exactly?"), max_length=80, required=False)
    note = forms.CharField(
        label=_("Anything else"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    FIRST = ("antecedent", "behaviour", "behaviour_words", "consequence", "lasted", "minutes")
    MORE = ("happened_at", "place", "place_words", "intensity", "before", "after", "note")

    def __init__(self, *args: Any, known: list[str], staff: bool, hurt: bool = False, **kwargs: Any) -> None:
        first = {
            "id": new_id(),
            "opened_at": timezone.now().isoformat(),
            "place": Setting.CLINIC if staff else Setting.HOME,
            "hurt": hurt,
        }
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        sent = str(self.data.get("behaviour", "")).strip()[:120]
        if sent not in ("", OTHER, *known):  # a page opened before had other tiles; a resend must stay what it was
            known = [*known, sent]
        if known:
            tiles = [*((words, words) for words in known), (OTHER, _("Something else"))]
            self.fields["behaviour"] = forms.ChoiceField(
                label=_("What did your child do?"),
                choices=tiles,
                widget=forms.RadioSelect,
                required=not str(self.data.get("behaviour_words", "")).strip(),
            )
            self.fields["behaviour_words"].label = _("Something else, in your words")
        else:
            del self.fields["behaviour"]
            words = self.fields["behaviour_words"]
            words.label, words.required = _("What did your child do?"), True
        if staff:
            name = "behaviour" if known else "behaviour_words"
            self.fields[name].label = _("What did the child do?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("behaviour") or OTHER
        cleaned["words"] = cleaned.get("behaviour_words", "") if chosen == OTHER else chosen
        if not cleaned["words"] and not {"behaviour", "behaviour_words"} & self.errors.keys():
            self.add_error("behaviour_words", _("Tap or say in a few words what happened."))
        lasted = cleaned.get("lasted")
        if lasted == OTHER and not cleaned.get("minutes"):
            self.add_error("minutes", _("Write how many minutes, about."))
        return cleaned

    def event(self) -> dict[str, Any]:
        """What `record_event` takes. Without another time it is that of the opened form, so a resend is the same."""
        sent = self.cleaned_data
        seconds = round(sent["minutes"] * 60) if sent["lasted"] == OTHER else int(sent["lasted"])
        same = ("id", "antecedent", "consequence", "before", "after", "intensity", "place_words", "note", "hurt")
        return {name: sent[name] for name in same} | {
            "behaviour": sent["words"],
            "duration_s": max(seconds, 1),
            "place": sent["place"] or Setting.HOME,
            "happened_at": sent["happened_at"] or sent["opened_at"],
        }

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST if name in self.fields]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_open(self) -> bool:
        """The folded part opens when an error hides in it."""
        return any(name in self.errors for name in self.MORE)


class FunctionForm(forms.Form):
    behaviour = forms.CharField(label=_("Which behaviour?"), max_length=120)
    function = forms.ChoiceField(
        label=_("What may it be for?"), choices=Function.choices, widget=forms.RadioSelect
    )  # fmt: skip
    why = forms.CharField(
        label=_("What makes you think so?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Counts, what you saw, what the family says. It is a guess to be tested."),
    )
    teach = forms.CharField(
        label=_("What do we teach instead?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    respond = forms.CharField(
        label=_("What does everybody do when it happens?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReviewForm(forms.Form):
    found = forms.CharField(
        label=_("What happened, and why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip
    changes = forms.CharField(
        label=_("What changes from now on?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    family_told_on = forms.DateField(label=_("When was the family told?"), required=False, widget=day_input())

    def clean_family_told_on(self) -> Any:
        day = self.cleaned_data["family_told_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day
