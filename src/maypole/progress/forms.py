"""What a person decides at a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.plan.reached import NOT_YET_WIDELY, Shown

from .models import Decision, Review

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


OUTLOOKS = [
    (Review.Outlook.AS_IT_IS, _("Go on as it is\nThe same days and minutes")),
    (Review.Outlook.MORE, _("More support\nMore often, longer, or one to one")),
    (Review.Outlook.LESS, _("Less often\nStep down, or step to a group")),
    (Review.Outlook.ENDING, _("Talk about ending\nPlan how to keep it going, and the way back")),
]
OWN_WORDS = "own"


class ReviewForm(forms.Form):
    """What holds for the whole review.

    `words` are suggestions of a word of support (key, text); `answered`: the family told its view for this review,
    otherwise it is noted here, or said why the review is held without it.
    """

    family_view = forms.CharField(
        label=_("What the family sees"), max_length=2000, required=False, widget=forms.Textarea
    )
    without_view = forms.CharField(
        label=_("Why without the family’s view"),
        max_length=300,
        required=False,
        help_text=_("The family has not answered yet. Ask, note it above, or say why you go on without it."),
    )
    child_view = forms.CharField(label=_("What the child says"), max_length=2000, required=False, widget=forms.Textarea)
    outlook = forms.ChoiceField(
        label=_("For the child as a whole"), choices=OUTLOOKS, widget=forms.RadioSelect, initial=Review.Outlook.AS_IT_IS
    )
    outlook_why = forms.CharField(label=_("Why, for the child as a whole"), max_length=600, required=False)
    pick = forms.ChoiceField(label=_("A word of support for the family"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("Or in your own words"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    look_again = forms.DateField(label=_("Look again on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, words: Sequence[tuple[str, str]] = (), answered: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = dict(words)
        pick = self.fields["pick"]
        assert isinstance(pick, forms.ChoiceField)
        pick.choices = [*words, (OWN_WORDS, _("My own words"))]
        self.answered = answered
        if answered:
            del self.fields["without_view"]

    def clean(self) -> dict[str, Any]:
        """The chosen word becomes the message, unless somebody wrote their own."""
        cleaned = super().clean() or self.cleaned_data
        picked = cleaned.pop("pick", "")
        if not cleaned.get("message"):
            cleaned["message"] = self.words.get(picked, "")
            if picked == OWN_WORDS:
                self.add_error("message", _("Write your word of support, or choose one above."))
        if cleaned.get("outlook") not in (None, Review.Outlook.AS_IT_IS) and not cleaned.get("outlook_why"):
            self.add_error("outlook_why", _("Say why, so that the family can follow."))
        if not self.answered and not cleaned.get("family_view") and not cleaned.get("without_view"):
            self.add_error("without_view", _("Note what the family sees, or say why the review is held without it."))
        return cleaned

    def clean_look_again(self) -> object:
        day = self.cleaned_data["look_again"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Choose a day after today."))
        if day > today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year: goals are looked at together at least yearly."))
        return day


class ReachedForm(forms.Form):
    """Calling a goal reached between reviews."""

    why = forms.CharField(
        label=_("What makes you sure?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000})
    )
