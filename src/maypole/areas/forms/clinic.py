"""What the team writes: profile, foods, calm-down plan, voice, devices, milestone notes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.areas.models import AacProfile, CalmPlan, Device, FoodStanding, Response, Sense, SensoryNote
from maypole.areas.models.feeding import HIGHEST_LEVEL
from maypole.people.models import Child

from .diary import day_input

TWO_ROWS = {"rows": 2}


class SensoryNoteForm(forms.ModelForm[SensoryNote]):
    sense = forms.ChoiceField(label=_("Which sense?"), choices=[("", "—"), *Sense.choices])
    response = forms.ChoiceField(label=_("Which way?"), choices=Response.choices, widget=forms.RadioSelect)
    seen = forms.CharField(
        label=_("What do we see?"),
        widget=forms.Textarea(attrs=TWO_ROWS),
        help_text=_("What anyone could see: “Covers her ears, then runs out”."),
    )

    class Meta:
        model = SensoryNote
        fields: ClassVar[list[str]] = ["sense", "response", "seen", "triggers", "helps", "why"]
        labels: ClassVar[dict[str, Any]] = {
            "triggers": _("What sets it off?"),
            "helps": _("What helps?"),
            "why": _("Who told us, or what changed?"),
        }
        widgets: ClassVar[dict[str, Any]] = {"why": forms.TextInput}


class SensoryEndForm(forms.Form):
    sense = forms.ChoiceField(choices=Sense.choices)
    response = forms.ChoiceField(choices=Response.choices)
    why = forms.CharField(label=_("Why does it hold no longer?"), max_length=300)


class FoodForm(forms.Form):
    name = forms.CharField(label=_("Which food?"), max_length=80, help_text=_("With the brand, when it matters."))
    goes = forms.ChoiceField(label=_("How does it go?"), choices=FoodStanding.Goes.choices, widget=forms.RadioSelect)
    texture = forms.CharField(
        label=_("In which texture?"),
        max_length=120,
        required=False,
        help_text=_("In your own words: “mashed with a fork, no lumps”."),
    )
    level = forms.TypedChoiceField(
        label=_("IDDSI level"),
        choices=[("", "—"), *((number, str(number)) for number in range(HIGHEST_LEVEL + 1))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The number only; what each level means and how to test it stands at iddsi.org."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CalmPlanForm(forms.ModelForm[CalmPlan]):
    """Lists are written one thing a line; `edition` is the version it was opened from."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = forms.CharField(label=_("What did you change, and why?"), max_length=300, required=False)

    class Meta:
        model = CalmPlan
        fields: ClassVar[list[str]] = ["signs", "helps", "everybody", "nobody", "afterwards", "own_words"]
        labels: ClassVar[dict[str, Any]] = {
            "signs": _("How can we tell early that it gets too much?"),
            "helps": _("What helps?"),
            "everybody": _("What does everybody do?"),
            "nobody": _("What does nobody do?"),
            "afterwards": _("And afterwards?"),
            "own_words": _("What does the child say about it?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "signs": _("One a line: “Hums louder”, “Hides her hands”."),
            "everybody": _("One a line, in the order we do it: “Say it once, softly. Wait.”"),
            "nobody": _("One a line: “Nobody holds her”."),
        }

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["why"]

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in CalmPlan.TEXTS}


class AacForm(forms.ModelForm[AacProfile]):
    class Meta:
        model = AacProfile
        fields: ClassVar[list[str]] = [
            "system", "kind", "vocabulary_size", "vocabulary", "access", "access_words", "partners", "kept_at",
            "backup", "why",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "system": _("What does the child speak with?"),
            "kind": _("What is it?"),
            "vocabulary_size": _("How many words or pictures?"),
            "vocabulary": _("How are they arranged?"),
            "access": _("How does the child choose?"),
            "access_words": _("What makes choosing easier?"),
            "partners": _("What does a good partner do?"),
            "kept_at": _("Where is it, and who brings it?"),
            "backup": _("What do we use when it fails?"),
            "why": _("What changed?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "partners": _("One a line: “Points to words while talking”, “Waits ten seconds”."),
        }
        widgets: ClassVar[dict[str, Any]] = {"why": forms.TextInput}


class DeviceForm(forms.Form):
    name = forms.CharField(label=_("Device"), max_length=120)
    number = forms.CharField(label=_("Number on it"), max_length=60)


class LoanForm(forms.Form):
    child = forms.ModelChoiceField(label=_("Who takes it?"), queryset=Child.objects.none(), empty_label="—")
    due_on = forms.DateField(
        label=_("Back by"), required=False, widget=day_input()
    )  # fmt: skip

    def __init__(self, *args: Any, by: Actor, device: Device, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{device.pk}_%s"
        super().__init__(*args, **kwargs)
        self.fields["child"] = forms.ModelChoiceField(
            label=_("Who takes it?"), queryset=Child.objects.visible_to(by).in_care(), empty_label="—"
        )


class ReturnForm(forms.Form):
    condition = forms.CharField(label=_("How did it come back?"), max_length=200, required=False)


class MilestoneNoteForm(forms.Form):
    text = forms.CharField(
        label=_("A note for the team"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
