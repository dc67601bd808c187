"""What is known of one child in company, as people write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Child
from maypole.visits.models import Setting

from .actions.company import LOOK_EVERY
from .models import GroupSkill, InCompany, PairWish, ReadinessSeen, ReadinessSkill, StepDecision
from .practised import Practised

SIZES = [("", _("Any size that fits")), *((number, str(number)) for number in range(2, 9))]
Choice = StepDecision.Choice
STEPS = [
    (Choice.TRIAL, _("Try a group a few times\nThree or four visits, then look together")),
    (Choice.SUPPLEMENT, _("A group beside the visits alone\nBoth go on")),
    (Choice.GRADUATE, _("From visits alone to a group\nThe group is enough")),
    (Choice.NOT_YET, _("Not yet\nVisits alone go on, and we look again")),
    (Choice.BACK, _("Back to visits alone\nCompany ends for now")),
]
WISHES = [
    (PairWish.Kind.TOGETHER, _("Together\nThey do each other good")),
    (PairWish.Kind.APART, _("Apart\nNever in the same group")),
]


class SeenForm(forms.Form):
    """One of the five lines: how often, where, and what was seen."""

    skill = forms.ChoiceField(choices=ReadinessSkill.choices, widget=forms.HiddenInput)
    seen = forms.ChoiceField(
        label=_("How often?"),
        choices=ReadinessSeen.Seen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )
    words = forms.CharField(
        label=_("What did you see?"),
        max_length=300,
        help_text=_("What anyone could see: “Waited for the swing while two others went”."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={"required": _("Write what you saw: a line without evidence helps nobody.")},
    )
    place = forms.ChoiceField(label=_("Where?"), choices=Setting.choices, initial=Setting.CLINIC)

    def __init__(self, data: Any = None, *, skill: str) -> None:
        super().__init__(data, auto_id=f"id_{skill}_%s", initial={"skill": skill})
        self.line = skill


class HowForm(forms.ModelForm[InCompany]):
    """How the child is best in company."""

    most = forms.TypedChoiceField(
        label=_("The most children at once"), choices=SIZES, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = InCompany
        fields: ClassVar[list[str]] = [
            "most", "noise", "needs_support", "unresolved_aggression", "not_now", "look_again_on", "why",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "noise": _("How much noise is fine?"),
            "needs_support": _("An adult close by\nTwo children at most for one adult"),
            "unresolved_aggression": _("Hurts others at times, and there is no plan yet\nNever two such children"),
            "not_now": _("No group for now\nWith the reason and a day to look again"),
            "why": _("Why, and what would change it"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "look_again_on": _("Without a day: in twelve weeks."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "noise": forms.RadioSelect,
            "look_again_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "why": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        }

    def clean(self) -> dict[str, Any]:
        """“No group for now” has a reason and a day, named or in twelve weeks; a group needs no such day."""
        sent: dict[str, Any] = super().clean() or {}
        if not sent.get("not_now"):
            sent["look_again_on"] = None
        elif not sent.get("look_again_on") and "look_again_on" not in self.errors:
            sent["look_again_on"] = timezone.localdate() + LOOK_EVERY
        if sent.get("not_now") and not sent.get("why", "").strip():
            self.add_error("why", ValidationError(_("Write why no group fits now, and what would change that.")))
        return sent


class StepForm(forms.Form):
    """A step towards company, or back. The exception is asked for while visits alone are few."""

    choice = forms.ChoiceField(
        label=_("What do you decide together?"),
        choices=STEPS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. Each can be taken back.")},
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        help_text=_("What was seen, and what it is for. Without the name of another child."),
        error_messages={"required": _("Write why, so that the family and the next person understand.")},
    )
    family_view = forms.CharField(
        label=_("What the family says"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
    exception = forms.CharField(
        label=_("Why company comes before visits alone"),
        max_length=300,
        required=False,
        help_text=_("Individual first: with fewer than three visits alone, the exception is written down."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )

    def __init__(self, data: Any = None, *, early: bool) -> None:
        super().__init__(data)
        if not early:
            del self.fields["exception"]


class WishForm(forms.Form):
    """Another child, from those this person may see, and whether together or apart."""

    other = forms.ModelChoiceField(label=_("Which child?"), queryset=Child.objects.none(), empty_label="–")
    kind = forms.ChoiceField(
        label=_("Together or apart?"),
        choices=WISHES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose together or apart.")},
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Apart needs a reason. No family ever reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )

    def __init__(self, data: Any = None, *, others: QuerySet[Child]) -> None:
        super().__init__(data, auto_id="id_wish_%s")
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if sent.get("kind") == PairWish.Kind.APART and not sent.get("why"):
            self.add_error("why", ValidationError(_("Write why they should be apart.")))
        return sent


NONE = "none"


class SkillsForm(forms.Form):
    """Each open goal with the skill under which it is practised in company, or none."""

    def __init__(self, data: Any = None, *, goals: Sequence[Practised]) -> None:
        super().__init__(data)
        for one in goals:
            self.fields[str(one.goal.pk)] = forms.ChoiceField(
                label=one.goal.title,
                choices=[(NONE, _("Not in company")), *GroupSkill.choices],
                initial=one.skill or NONE,
                help_text=one.goal.family_words,
            )

    def skill(self, one: Practised) -> str:
        """What was chosen for this goal; empty for none."""
        sent = str(self.cleaned_data[str(one.goal.pk)])
        return "" if sent == NONE else sent
