"""What is filled in while planning and preparing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.play.forms import PhotoForm
from maypole.visits.models import PlannedActivity

from .models import ApproachChange, Feeling, FeelingScale, PersonStory, PlaceStory, Preparation


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


class PlaceStoryForm(forms.ModelForm[PlaceStory]):
    class Meta:
        model = PlaceStory
        fields: ClassVar[list[str]] = ["words", "bring"]


class PersonStoryForm(forms.ModelForm[PersonStory]):
    class Meta:
        model = PersonStory
        fields: ClassVar[list[str]] = ["words"]


class PictureForm(PhotoForm):
    """A picture for a story; the story may stay without one."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = self.fields["shows"].required = False

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("picture") and not typed.get("shows", "").strip():
            self.add_error("shows", _now("Say in a few words what the picture shows."))
        return typed


class PreparationForm(forms.ModelForm[Preparation]):
    class Meta:
        model = Preparation
        fields: ClassVar[list[str]] = ["occasion", "step", "happens", "bring", "comforts"]
        widgets: ClassVar[dict[str, Any]] = {"happens": forms.Textarea(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("occasion") == Preparation.Occasion.STEP and not typed.get("step", "").strip():
            self.add_error("step", _now("Say what is new, in a few words."))
        return typed


class ChangeForm(forms.ModelForm[ApproachChange]):
    """What was seen, what changes, and why: none may be missing (S63)."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = ApproachChange
        fields: ClassVar[list[str]] = ["sign", "seen", "minutes", "goal", "change", "why", "for_family", "incident"]
        widgets: ClassVar[dict[str, Any]] = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("seen", "change", "for_family")
        }

    def __init__(self, child: Child, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.being_worked_on().filter(child=child)
        self.fields["goal"] = forms.ModelChoiceField(goals, label=_("For which goal"), required=False, empty_label="–")
        self.order_fields(self.Meta.fields)

    def written(self) -> ApproachChange:
        made = self.save(commit=False)
        made.why = self.cleaned_data["why"]
        return made


class LookForm(forms.Form):
    words = forms.CharField(label=_("What follows"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ScaleForm(forms.ModelForm[FeelingScale]):
    class Meta:
        model = FeelingScale
        fields: ClassVar[list[str]] = ["words"]
        widgets: ClassVar[dict[str, Any]] = {"words": forms.Textarea(attrs={"rows": 5})}


class FeelingForm(forms.Form):
    """One tap: which step, and before or after what."""

    level = forms.IntegerField(min_value=1, max_value=5)
    moment = forms.ChoiceField(choices=Feeling.Moment.choices)
    helped = forms.CharField(max_length=300, required=False)
    visit = forms.UUIDField(required=False)
